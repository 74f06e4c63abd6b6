/** A stream can be edited; what it no longer says must not make the evidence look better than it was. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { readText, said } from './support-read.ts';
import { claim, doubt } from './support.ts';

const header = {
  schema: 'passmuster-subjects/1',
  tool: { name: 'passmuster', version: '0.1.0' },
  asOf: '2026-11-20T23:59:59Z',
};
const subject = (observations: readonly Observation[], more: object = {}) => ({
  type: 'subject',
  input: 'a.json',
  subject: { id: 'd', kind: 'device', platform: 'ios', labels: {}, ...more },
  observations,
});
const record = (path: string, status = 'read') => ({ type: 'input', record: { path, status } });
const end = (counts: object) => ({ type: 'end', ...counts });
const lines = (...all: object[]) => [header, ...all].map((line) => `${JSON.stringify(line)}\n`).join('');
const stream = (...all: object[]) =>
  lines(...all, end({ subjects: all.filter((line) => 'observations' in line).length }));
const length = claim('passcode.minimumLength', 6);

describe('a stream', () => {
  it('is whole with a record for the input of every subject', async () => {
    expect((await readText(stream(subject([length]), record('a.json')))).record.status).toBe('read');
  });

  it.each<[string, object[]]>([
    ['without a record of any input', [subject([length])]],
    ['without the record of the subject’s input', [subject([length]), record('b.json')]],
    ['of an input that was read in part', [subject([length]), record('a.json', 'partial')]],
  ])('%s is incomplete', async (_name, all) => {
    const { record: told, codes } = await readText(stream(...all));
    expect(told.status).toBe('partial');
    expect(codes).toEqual(['earlier-input-incomplete']);
  });

  it.each<[string, Observation]>([
    ['a setting of an app without the app', claim('app.blocked', true, 'required')],
    [
      'a setting of the phone for one app',
      claim('camera.allowed', false, 'required', { scope: 'app:signal' }),
    ],
    ['a number that is not whole', claim('passcode.minimumLength', 6.5)],
    ['a choice that does not exist', claim('device.ownership', 'shared')],
    ['a setting that does not exist', claim('passcode.length', 6)],
    ['a statement of a person', claim('backup.local.encrypted', true, 'attested')],
  ])('with %s leaves the line out and is incomplete', async (_name, observation) => {
    const { subjects, record: told } = await readText(stream(subject([observation]), record('a.json')));
    expect(subjects).toEqual([]);
    expect(told.status).toBe('partial');
  });

  it.each<[string, object]>([
    ['no place', { locator: '' }],
    ['no input', { input: '' }],
  ])('with evidence that names %s leaves the line out and is incomplete', async (_name, gap) => {
    const evidence = { ...length.evidence, ...gap };
    const text = stream(subject([{ ...length, evidence }]), record('a.json'));
    const { subjects, record: told } = await readText(text);
    expect(subjects).toEqual([]);
    expect(told.status).toBe('partial');
  });

  it.each<[string, object]>([
    ['a serial number', { is: ['C39XK0AAN70Q'] }],
    ['an address', { of: ['user:jane@example.org'] }],
    ['a token of an unknown relation', { near: ['serial:0123'] }],
  ])('with %s for a token leaves the line out and is incomplete', async (_name, links) => {
    const { subjects, record: told } = await readText(
      stream({ ...subject([length]), links }, record('a.json')),
    );
    expect(subjects).toEqual([]);
    expect(told.status).toBe('partial');
  });

  it('tells how a subject is joined, of facts about others, and of whom a policy reaches', async () => {
    const links = { is: ['serial:0123'], of: ['all:intune'] };
    const facts = { type: 'facts', input: 'a.json', links: { to: ['user:4567'] }, observations: [length] };
    const assignment = {
      type: 'assignment',
      input: 'a.json',
      policy: 'intune-policy:89ab',
      links: { to: [], except: ['intune-group:cdef'] },
      none: true,
    };
    const { events, record: told } = await readText(
      lines(
        { ...subject([length]), links },
        facts,
        assignment,
        record('a.json'),
        end({ subjects: 1, facts: 1, assignments: 1 }),
      ),
    );
    expect(told.status).toBe('read');
    const apart = events.map(({ kind }) => kind);
    expect(apart).toEqual(['subject', 'facts', 'assignment', 'input']);
    expect(events[0]).toMatchObject({ links });
    expect(events[1]).toMatchObject({ links: facts.links, observations: [length] });
    const { policy, links: reach } = assignment;
    expect(events[2]).toMatchObject({ policy, links: reach, none: true });
  });

  it.each(['facts', 'assignments'])('that lost a line of %s is incomplete', async (kind) => {
    const { codes } = await readText(lines(record('a.json'), end({ subjects: 0, [kind]: 1 })));
    expect(codes).toEqual(['count-mismatch']);
  });

  it('may doubt everything, or every app', async () => {
    const doubts = [doubt('*', 'encrypted', 'required'), doubt('app.blocked', 'ambiguous', 'required')];
    expect((await readText(stream(subject(doubts), record('a.json')))).record.status).toBe('read');
  });
});

describe('an inventory in a stream', () => {
  const lines = (ids: string[], more: Observation[] = [], subjectMore: object = {}) =>
    stream(subject([claim('apps.installed', ids), ...more], subjectMore), record('a.json'));
  const installed = async (text: string) => {
    const { subjects } = await readText(text);
    return (subjects[0]?.observations ?? []).flatMap((one) =>
      one.setting === 'app.installed' ? [[one.scope, 'value' in one ? one.value : one.unknown]] : [],
    );
  };

  it('says of the apps in it that they are installed, also where the stream forgot to', async () => {
    expect(await installed(lines(['net.whatsapp.WhatsApp', 'com.example.a']))).toEqual([
      ['app:whatsapp', true],
    ]);
    expect(await installed(lines(['com.whatsapp'], [], { platform: 'android' }))).toEqual([
      ['app:whatsapp', true],
    ]);
  });

  it('leaves what the stream says of the app', async () => {
    const told = claim('app.installed', true, 'observed', { scope: 'app:whatsapp@0' });
    expect(await installed(lines(['net.whatsapp.WhatsApp'], [told]))).toEqual([['app:whatsapp@0', true]]);
  });

  it('contradicts a stream that denies it', async () => {
    const told = claim('app.installed', false, 'observed', { scope: 'app:whatsapp' });
    expect(await installed(lines(['net.whatsapp.WhatsApp'], [told]))).toEqual([
      ['app:whatsapp', false],
      ['app:whatsapp', true],
    ]);
  });
});

it('what was read can be read again', async () => {
  const { subjects } = await readText(stream(subject([length]), record('a.json')));
  expect(said(subjects[0]?.observations ?? [], 'passcode.minimumLength')).toEqual([6]);
});
