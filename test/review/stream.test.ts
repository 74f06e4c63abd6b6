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
const stream = (...lines: object[]) =>
  [header, ...lines, { type: 'end', subjects: lines.filter((line) => 'observations' in line).length }]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
const length = claim('passcode.minimumLength', 6);

describe('a stream', () => {
  it('is whole with a record for the input of every subject', async () => {
    expect((await readText(stream(subject([length]), record('a.json')))).record.status).toBe('read');
  });

  it.each<[string, object[]]>([
    ['without a record of any input', [subject([length])]],
    ['without the record of the subject’s input', [subject([length]), record('b.json')]],
    ['of an input that was read in part', [subject([length]), record('a.json', 'partial')]],
  ])('%s is incomplete', async (_name, lines) => {
    const { record: told, codes } = await readText(stream(...lines));
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
