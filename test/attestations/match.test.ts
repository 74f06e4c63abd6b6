/** Whom a record is about: subjects, groups, everyone; apps and their users; and what is told of the rest. */
import { describe, expect, it } from 'vitest';
import { checkEvidence } from '../../src/attestations/evidence.ts';
import { StatedRecords } from '../../src/attestations/match.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';
import { devicePseudonyms } from '../../src/read/pseudonyms.ts';
import { canary, changed, type Change, fileOf, load } from './sample.ts';

const subject = (id: string, labels: Subject['labels'] = {}): Subject => ({
  id,
  kind: 'device',
  platform: 'ios',
  labels,
});
const shownIn = (...scopes: string[]): Observation[] =>
  scopes.map((scope) => ({
    setting: 'app.installed',
    scope,
    layer: 'observed',
    origin: 'explicit',
    value: true,
    evidence: { input: 'x', locator: '/x' },
  }));
const stated = async (...changes: Change[]) => new StatedRecords(await load(fileOf(...changes.map(changed))));
const codes = (records: StatedRecords) =>
  records.unmatched().map(({ record, code }) => `${record.id} ${code}`);

describe('a record', () => {
  it('reaches its subjects, its group, or everyone', async () => {
    const everyone = {
      id: 'every',
      setting: 'statement.exportAccessReviewed',
      value: '2026-10-01',
      scope: { everyone: true },
    };
    const group = { id: 'group', scope: { group: 'London', app: 'whatsapp' } };
    const records = await stated({ id: 'own' }, group, everyone);
    const of = (one: Subject) =>
      records
        .observationsOf(one, [])
        .map(({ evidence, statement }) => `${evidence.locator} ${statement?.reach}`);
    expect(of(subject('device-1'))).toEqual(['every everyone', 'own subject']);
    expect(of(subject('device-2', { office: 'London' }))).toEqual(['every everyone', 'group group']);
    expect(of(subject('device-3', { groups: 'Leeds, London' }))).toEqual(['every everyone', 'group group']);
    expect(of(subject('device-4', { title: 'London' }))).toEqual(['every everyone']);
    expect(codes(records)).toEqual([]);
  });

  it('is an observation with its place, and without names', async () => {
    const records = await stated({});
    const [observation] = records.observationsOf(subject('device-1'), []);
    expect(observation).toMatchObject({
      setting: 'app.twoStepVerification',
      scope: 'app:whatsapp',
      layer: 'attested',
      value: true,
      collected: '2026-11-03T10:15:00Z',
      expires: '2026-12-03T10:15:00Z',
      evidence: { input: 'people.json', locator: '2026-11-two-step', line: 4 },
    });
    expect(JSON.stringify(observation)).not.toContain(canary);
  });

  it.each<[string, string | undefined, string[], string | undefined, string[]]>([
    ['where nothing was shown', undefined, [], 'app:whatsapp', []],
    ['of the only user', undefined, ['app:whatsapp@0'], 'app:whatsapp@0', []],
    ['of the user it names', '10', ['app:whatsapp@0', 'app:whatsapp@10'], 'app:whatsapp@10', []],
    ['of nobody it names', '11', ['app:whatsapp@0'], undefined, ['one attestation-unmatched']],
    [
      'of one of several',
      undefined,
      ['app:whatsapp@0', 'app:whatsapp@10'],
      undefined,
      ['one attestation-account-open'],
    ],
    ['of the app itself', undefined, ['app:whatsapp', 'app:whatsapp@10'], 'app:whatsapp', []],
    ['beside another app', undefined, ['app:whatsapp-business@0'], 'app:whatsapp', []],
  ])('about an app %s', async (_name, account, scopes, expected, notices) => {
    const scope = { subjects: ['device-1'], app: 'whatsapp', ...(account === undefined ? {} : { account }) };
    const records = await stated({ id: 'one', scope });
    const found = records.observationsOf(subject('device-1'), shownIn(...scopes));
    expect(found.map((one) => one.scope)).toEqual(expected === undefined ? [] : [expected]);
    expect(codes(records)).toEqual(notices);
  });

  it('of a phone that several inputs know is found by any identifier, once', async () => {
    const scope = { subjects: ['device-1', 'jamf-7'], app: 'whatsapp' };
    const records = await stated({ id: 'one', scope });
    expect(records.observationsOf(subject('device-1'), [], ['jamf-7'])).toHaveLength(1);
    expect(codes(records)).toEqual([]);
  });

  it('of a phone that goes by a pseudonym is found by either name', async () => {
    const pseudonymOf = devicePseudonyms('ab'.repeat(32));
    const loaded = await load(
      fileOf(
        changed(),
        changed({ id: 'two', scope: { subjects: [pseudonymOf('device-2')], app: 'whatsapp' } }),
      ),
    );
    const records = new StatedRecords(loaded, { pseudonymOf });
    expect(records.observationsOf(subject(pseudonymOf('device-1')), [])).toHaveLength(1);
    expect(records.observationsOf(subject(pseudonymOf('device-2')), [])).toHaveLength(1);
    expect(codes(records)).toEqual([]);
  });
});

describe('what matches nothing', () => {
  it('is told with id and line, a group without members too, and no name', async () => {
    const records = await stated(
      { id: 'gone', scope: { subjects: ['device-1', `phone of ${canary}`], app: 'whatsapp' } },
      { id: 'empty', scope: { group: canary, app: 'whatsapp' } },
    );
    records.observationsOf(subject('device-1'), []);
    const [input] = records.inputRecords(new Set(['app.twoStepVerification']));
    expect(input).toMatchObject({
      path: 'people.json',
      source: 'attestations',
      status: 'read',
      notices: [
        {
          code: 'attestation-unmatched',
          message: 'Record `gone`: 1 of 2 subjects is in no input.',
          locator: 'gone',
          line: 4,
        },
        {
          code: 'attestation-unmatched',
          message: 'Record `empty`: no subject carries the group.',
          locator: 'empty',
        },
      ],
    });
    expect(JSON.stringify(input)).not.toContain(canary);
  });

  it('is counted beyond twenty, and so is what no rule asks about', async () => {
    const records = await stated(...Array.from({ length: 25 }, (_, index) => ({ id: `record-${index}` })));
    const [input] = records.inputRecords(new Set());
    expect(input?.notices).toHaveLength(22);
    expect(input?.notices.slice(-2)).toMatchObject([
      { code: 'attestation-unmatched', message: expect.stringContaining('5 more records') },
      { code: 'attestation-unused', message: expect.stringContaining('25 records are about settings') },
    ]);
  });
});

describe('evidence', () => {
  it('has the hash that a record names, or is refused', async () => {
    const sha256 = 'ab'.repeat(32);
    const named = {
      method: 'document',
      evidence: [{ sha256: sha256.toUpperCase() }, { sha256: 'cd'.repeat(32) }],
    };
    const { records } = await load(fileOf(changed(named)));
    expect(checkEvidence([{ name: 'a.png', sha256 }], records)).toEqual({ shown: 1, all: 2 });
    expect(() => checkEvidence([{ name: 'b.png', sha256: 'ef'.repeat(32) }], records)).toThrow(
      'No record has the SHA-256 of b.png: it was changed, or belongs to other records.',
    );
  });
});
