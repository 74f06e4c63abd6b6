/** Every rule of docs/attestations.md on records, with the place of what breaks it. */
import { describe, expect, it } from 'vitest';
import { loadAttestations } from '../../src/attestations/load.ts';
import { asOf, canary, type Change, changed, fileOf, load, record, told } from './sample.ts';

const hash = 'ab'.repeat(32);
const statement = {
  setting: 'statement.exportAccessReviewed',
  value: '2026-10-01',
  scope: { everyone: true },
};

describe('a record', () => {
  it('comes to what a run needs, without names and texts', async () => {
    const { records, files } = await load(fileOf(record));
    expect(records).toEqual([
      {
        id: '2026-11-two-step',
        setting: 'app.twoStepVerification',
        value: true,
        scope: { subjects: ['device-1'], app: 'whatsapp' },
        method: 'witnessed',
        by: { role: 'Line manager', id: 'p-91c2' },
        witness: { role: 'IT security', id: 'p-0b77' },
        at: '2026-11-03T10:15:00Z',
        until: '2026-12-03T10:15:00Z',
        evidence: [],
        place: { input: 'people.json', line: 4 },
      },
    ]);
    expect(files).toMatchObject([{ path: 'people.json', records: 1 }]);
    expect(JSON.stringify(records)).not.toContain(canary);
  });

  it.each<[string, Change]>([
    ['about a group', { scope: { group: 'London', app: 'whatsapp' } }],
    ['about the whole organisation', statement],
    ['with an end', { validFor: undefined, expiresAt: '2026-12-01' }],
    ['dated today', { attestedAt: '2026-11-20' }],
    ['from this very second', { attestedAt: asOf }],
    ['from a zone where it is tomorrow', { attestedAt: '2026-11-21T01:00:00+14:00' }],
    ['with a document', { method: 'document', evidence: [{ sha256: hash, mediaType: 'image/png' }] }],
    ['that has expired', { attestedAt: '2020-01-01', validFor: 'P1D' }],
    ['with what was seen', { seen: { appVersion: '26.10.1', osVersion: '26.1' } }],
    ['about one user', { scope: { subjects: ['device-1'], app: 'whatsapp', account: '10' } }],
  ])('%s is taken', async (_name, change) => expect(await told(fileOf(changed(change)))).toBe('no problem'));

  it.each<[string, Change, string]>([
    [
      'from the next second',
      { attestedAt: '2026-11-20T12:00:01Z' },
      'attestation-future people.json:25:18: `attestedAt` of record `2026-11-two-step` lies after 2026-11-20T12:00:00Z',
    ],
    [
      'from a zone where it is still to come',
      { attestedAt: '2026-11-20T10:00:01-02:00' },
      'attestation-future',
    ],
    [
      'with a text for a boolean',
      { value: 'true' },
      'attestation-invalid people.json:7:13: `value` of record `2026-11-two-step` has to be true or false, as `app.twoStepVerification` is.',
    ],
    [
      'with a number for a boolean',
      { value: 1 },
      '`value` of record `2026-11-two-step` has to be true or false',
    ],
    [
      'with nothing for a value',
      { value: null },
      '`value` of record `2026-11-two-step` must be true or false, a number or a text',
    ],
    [
      'with a fraction of a device',
      { setting: 'app.linkedDevices.count', value: 1.5 },
      'has to be a whole number from 0 on',
    ],
    [
      'with fewer devices than none',
      { setting: 'app.linkedDevices.count', value: -1 },
      'has to be a whole number from 0 on',
    ],
    [
      'with a day that does not exist',
      { ...statement, value: '2026-02-30' },
      'has to be a day, as 2026-01-31',
    ],
    [
      'with a day to come',
      { ...statement, value: '2026-11-15', attestedAt: '2026-11-03' },
      '`value` of record `2026-11-two-step` lies after `attestedAt`',
    ],
    [
      'with a choice that does not exist',
      { setting: 'app.notifications.preview', value: 'sometimes' },
      'has to be one of always, whenUnlocked, never',
    ],
    [
      'about a setting that does not exist',
      { setting: 'app.twoStepVerificaton' },
      '`setting` of record `2026-11-two-step` names no setting; did you mean `app.twoStepVerification`.',
    ],
    ['about presence', { setting: 'app.installed' }, '`app.installed` cannot be stated by a person'],
    [
      'about ownership',
      { setting: 'device.ownership', value: 'corporate', scope: { subjects: ['device-1'] } },
      'cannot be stated',
    ],
    [
      'about a list',
      { setting: 'apps.installed', value: 'x', scope: { subjects: ['device-1'] } },
      'cannot be stated',
    ],
    [
      'about nobody',
      { scope: { app: 'whatsapp' } },
      '`scope` of record `2026-11-two-step` has to have exactly one of `subjects`, `group` and `everyone`',
    ],
    [
      'about subjects and a group',
      { scope: { subjects: ['a'], group: 'b', app: 'whatsapp' } },
      'has to have exactly one of',
    ],
    [
      'about everyone’s phones',
      { scope: { everyone: true, app: 'whatsapp' } },
      '`scope.everyone` of record `2026-11-two-step` goes with statements about the whole organisation',
    ],
    [
      'without the app',
      { scope: { subjects: ['device-1'] } },
      '`scope` of record `2026-11-two-step` lacks `app`',
    ],
    [
      'with an app too many',
      { ...statement, scope: { everyone: true, app: 'whatsapp' } },
      '`scope.app` of record `2026-11-two-step` is one app too many',
    ],
    [
      'about an app that is not known',
      { scope: { subjects: ['device-1'], app: 'whatsap' } },
      '`scope.app` of record `2026-11-two-step` names no app of the catalogue; did you mean `whatsapp`',
    ],
    [
      'with an account of no app',
      { ...statement, scope: { everyone: true, account: 'x' } },
      'belongs to an `app`',
    ],
    [
      'with a method that is none',
      { method: canary },
      '`method` of record `2026-11-two-step` has to be one of self-report, witnessed',
    ],
    ['witnessed by nobody', { witnessedBy: undefined }, 'is `witnessed`, which needs `witnessedBy`'],
    [
      'with a screenshot that is not there',
      { method: 'screenshot' },
      'is `screenshot`, which needs `evidence`',
    ],
    ['with a document that is not there', { method: 'document' }, 'is `document`, which needs `evidence`'],
    [
      'with a hash that is none',
      { method: 'document', evidence: [{ sha256: 'abc' }] },
      'must be 64 hexadecimal digits',
    ],
    ['without an end', { validFor: undefined }, 'has to have exactly one of `validFor` and `expiresAt`'],
    ['with two ends', { expiresAt: '2026-12-01' }, 'has to have exactly one of `validFor` and `expiresAt`'],
    [
      'that ends before it begins',
      { validFor: undefined, expiresAt: '2026-11-03T10:15:00Z' },
      'does not lie after `attestedAt`',
    ],
    [
      'for a duration that is none',
      { validFor: '1x5y' },
      '`validFor` of record `2026-11-two-step` has to be an ISO 8601 duration',
    ],
    ['without a zone', { attestedAt: '2026-11-03T10:15:00' }, 'has to be an RFC 3339 time with an offset'],
    ['with an unknown key', { validfor: 'P30D' }, 'has the unknown key `validfor`; did you mean `validFor`'],
    ['with a short statement', { statement: 'ok' }, '`statement` of record `2026-11-two-step`'],
    [
      'with an id of another form',
      { id: canary },
      '`id` of record number 1 must be letters, digits, dots, underscores or hyphens (that of a record 3 to 64',
    ],
    [
      'without a role',
      { attestedBy: { id: 'p-1' } },
      '`attestedBy` of record `2026-11-two-step` lacks the key `role`',
    ],
  ])('%s is refused', async (_name, change, words) => {
    const message = await told(fileOf(changed(change)));
    expect(message).toContain(words);
    expect(message).not.toContain(canary);
  });
});

describe('records together', () => {
  const again = (id: string, more: Change = {}) => changed({ id, ...more });

  it('stand once', async () =>
    expect(await told(fileOf(record, record))).toBe(
      'attestation-invalid people.json:29:10: The record `2026-11-two-step` stands twice; the first is in people.json, line 4.',
    ));

  it('stand once over several files', async () => {
    const bytes = new TextEncoder().encode(fileOf(record));
    const inputs = [
      { name: 'a.json', bytes },
      { name: 'b.json', bytes },
    ];
    await expect(loadAttestations(inputs, { asOf })).rejects.toThrow(
      /b\.json:5:10: .* stands twice; the first is in a\.json/,
    );
  });

  it('that are replaced are left out, over a chain', async () => {
    const chain = [
      again('one'),
      again('two', { supersedes: 'one' }),
      again('three', { supersedes: 'two', attestedAt: '2020-01-01' }),
    ];
    const { records, superseded } = await load(fileOf(...chain));
    expect(records.map(({ id }) => id)).toEqual(['three']);
    expect(superseded).toBe(2);
  });

  it.each<[string, object[], string]>([
    ['what is not there', [again('one', { supersedes: 'none' })], 'supersedes `none`, which is in no file'],
    ['itself', [again('one', { supersedes: 'one' })], 'Record `one` supersedes itself'],
    [
      'each other',
      [again('one', { supersedes: 'two' }), again('two', { supersedes: 'one' })],
      'Record `one` supersedes itself',
    ],
    [
      'another setting',
      [again('one'), again('two', { setting: 'app.lock', supersedes: 'one' })],
      'which is about another setting',
    ],
  ])('do not supersede %s', async (_name, records, words) =>
    expect(await told(fileOf(...records))).toContain(words),
  );

  it('tell 50 problems and count the rest', async () => {
    const bad = Array.from({ length: 60 }, (_, index) => again(`record-${index}`, { value: 'x' }));
    const lines = (await told(fileOf(...bad))).split('\n');
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('and 10 more');
  });
});

describe('a file', () => {
  const yaml = `schema: passmuster-attestations/1
attestations:
  - id: one-record
    setting: app.lock
    value: yes
    scope: { subjects: [device-1], app: signal }
    statement: The app asks for a code.
    method: self-report
    attestedBy: { role: User }
    attestedAt: 2026-11-03
    validFor: P30D
`;
  it('of YAML is told with line and column', async () =>
    expect(await told(yaml, {}, 'people.yaml')).toBe(
      'attestation-invalid people.yaml:5:12: `value` of record `one-record` has to be true or false, as `app.lock` is.',
    ));

  it('of YAML is read', async () => {
    const { records } = await load(yaml.replace('yes', 'false'));
    expect(records).toMatchObject([
      { id: 'one-record', value: false, at: '2026-11-03T00:00:00Z', until: '2026-12-03T00:00:00Z' },
    ]);
  });

  it.each([
    [
      'of another format',
      '{"schema": "passmuster-report/1", "attestations": []}',
      'people.json:1:12: `schema`',
    ],
    [
      'with an unknown key',
      '{"schema": "passmuster-attestations/1", "attestation": []}',
      'has the unknown key `attestation`; did you mean `attestations`',
    ],
    ['cut off', '{"schema": "passmuster-attestations/1", "attest', 'people.json:1:'],
    [
      'with a key twice',
      fileOf(record).replace('"value": true', '"value": true,\n   "value": false'),
      'people.json:4:1: A key stands twice',
    ],
    ['that is empty', '', 'attestation-invalid people.json:1:1'],
    ['that is a list', '[]', 'attestation-invalid people.json:1:1'],
  ])('%s is refused', async (_name, text, words) => expect(await told(text)).toContain(words));
});

describe('a hundred thousand records', () => {
  const many = Array.from({ length: 100_000 }, (_, index) =>
    changed({ id: `record-${index}`, scope: { subjects: [`device-${index}`], app: 'whatsapp' } }),
  );
  it('are read in seconds', { timeout: 120_000 }, async () => {
    const text = fileOf(...many);
    const start = performance.now();
    const { records } = await load(text);
    expect(records).toHaveLength(100_000);
    expect(performance.now() - start).toBeLessThan(60_000);
  });
});
