/** Every rule of docs/waivers.md on the file, with the place of what breaks it. */
import { describe, expect, it } from 'vitest';
import { loadWaivers } from '../../src/waivers/load.ts';
import { asOf, canary, type Change, changed, fileOf, load, record, told, waiver } from './sample.ts';

describe('a waiver', () => {
  it('comes to what a run needs, without names', () => {
    const { placed, files } = load(fileOf([record]));
    expect(placed.map((one) => one.waiver)).toEqual([
      {
        id: 'w-2026-014',
        rules: ['passcode-length'],
        scope: { subjects: new Set(['device-1']) },
        reason: 'other',
        justification: 'Kiosk phones are locked in a cradle.',
        owner: { role: 'Service owner', id: 'p-31aa' },
        approvedBy: { role: 'SIRO', id: 'p-07c4' },
        approvedAt: '2026-09-01',
        from: '2026-09-01',
        until: '2027-02-28',
        place: { input: 'waivers.yaml', line: 4 },
      },
    ]);
    expect(files).toMatchObject([{ path: 'waivers.yaml', records: 1 }]);
    expect(JSON.stringify(placed.map((one) => one.waiver))).not.toContain(canary);
  });

  it.each<[string, Change]>([
    ['by facts', { scope: { select: { platform: 'ios', ownership: ['corporate'], supervised: true } } }],
    ['by a version', { scope: { select: { osVersion: '>=17 <18.2' } } }],
    ['by a label', { scope: { select: { labels: { team: ['Kiosks', 'Desk'] }, group: 'London' } } }],
    ['for everyone', { scope: { everyone: true } }],
    ['about an app', { scope: { subjects: ['device-1'], app: 'whatsapp', account: '10' } }],
    ['about apps', { scope: { subjects: ['device-1'], app: ['whatsapp', 'signal'] } }],
    ['approved today', { approvedAt: '2026-11-20', until: '2026-11-20' }],
    ['that begins later', { from: '2026-12-01' }],
    ['that has expired', { approvedAt: '2025-01-01', until: '2025-12-31' }],
    ['of a whole year', { until: '2027-08-31' }],
    [
      'with everything',
      { compensating: 'They hold no data.', risk: 'low', ticket: 'RISK-1', accepts: { actual: 4 } },
    ],
    ['with details', { details: { channel: 'Signal', captured: '2026-09-02, eRDM A123' } }],
    ['asked for by another', { requestedBy: { role: 'Device manager', id: 'p-91c2' } }],
  ])('%s is taken', (_name, change) => expect(told(fileOf([changed(change)]))).toBe('no problem'));

  it.each<[string, Change, string]>([
    ['without approval', { approvedBy: undefined }, ':4:3: Waiver `w-2026-014` lacks the key `approvedBy`.'],
    ['without an end', { until: undefined }, ':4:3: Waiver `w-2026-014` lacks the key `until`.'],
    [
      'longer than a year',
      { until: '2027-09-01' },
      ':27:13: `until` of waiver `w-2026-014` is too late: from 2026-09-01 on a waiver lives P1Y at most (`maxLifetime` of the file can say otherwise).',
    ],
    [
      'longer than a year from its first day',
      { from: '2026-10-01', until: '2027-10-01' },
      '`until` of waiver `w-2026-014` is too late: from 2026-10-01 on',
    ],
    [
      'that ends on no day of the calendar',
      { until: '2026-02-31' },
      ':27:13: `until` of waiver `w-2026-014` is 2026-02-31, which is no day of the calendar.',
    ],
    [
      'with a day in another order',
      { until: '31/12/2026' },
      '`until` of waiver `w-2026-014` must be a calendar day, as 2027-02-28.',
    ],
    ['that ends in a month', { until: '2026-12' }, 'must be a calendar day'],
    ['with a time', { until: '2026-12-01T00:00:00Z' }, 'must be a calendar day'],
    [
      'that ends before it begins',
      { from: '2026-10-01', until: '2026-09-30' },
      '`until` of waiver `w-2026-014` lies before the first day.',
    ],
    [
      'approved tomorrow',
      { approvedAt: '2026-11-21' },
      ':26:18: `approvedAt` of waiver `w-2026-014` lies after 2026-11-20T12:00:00Z, the time of the evaluation.',
    ],
    ['for all rules', { rules: ['*'] }, '`rules[0]` of waiver `w-2026-014` must be'],
    ['for no rule', { rules: [] }, '`rules` of waiver `w-2026-014` must have something in it.'],
    [
      'without subjects',
      { scope: { app: 'whatsapp' } },
      '`scope` of waiver `w-2026-014` has to have exactly one of `subjects`, `select` and `everyone`.',
    ],
    [
      'with two kinds of scope',
      { scope: { subjects: ['a'], everyone: true } },
      'has to have exactly one of `subjects`, `select` and `everyone`.',
    ],
    [
      'that selects nothing',
      { scope: { select: {} } },
      '`scope.select` of waiver `w-2026-014` must have something in it.',
    ],
    [
      'with a misspelt condition',
      { scope: { select: { plattform: 'ios' } } },
      'has the unknown key `plattform`; did you mean `platform`.',
    ],
    [
      'with a pattern',
      { scope: { select: { osVersion: '17.*' } } },
      'must be a comparison in quotes, as "<18" or ">=17 <18".',
    ],
    [
      'with a number for a version',
      { scope: { select: { osVersion: 17.1 } } },
      'must be a text; write it in quotes, as 17.10 without them is the number 17.1.',
    ],
    [
      'about an app that is none',
      { scope: { everyone: true, app: 'whatsap' } },
      'names no app of the catalogue; did you mean `whatsapp`.',
    ],
    [
      'with an account of no app',
      { scope: { everyone: true, account: '10' } },
      '`scope.account` of waiver `w-2026-014` belongs to an `app`, and none is named.',
    ],
    [
      'approved by who asked',
      { requestedBy: { role: 'Device manager', id: 'p-07c4' } },
      '`approvedBy.id` of waiver `w-2026-014` is that of who asked for it; another person has to approve.',
    ],
    [
      'asked for by nobody in particular',
      { requestedBy: { role: 'Device manager' } },
      '`requestedBy` of waiver `w-2026-014` lacks `id`',
    ],
    [
      'with a name for a pseudonym',
      { approvedBy: { role: 'SIRO', id: canary } },
      '`approvedBy.id` of waiver `w-2026-014` must be',
    ],
    [
      'that says nothing',
      { justification: '             ' },
      '`justification` of waiver `w-2026-014` needs at least ten characters that say why.',
    ],
    [
      'of few words',
      { justification: 'known' },
      '`justification` of waiver `w-2026-014` must have at least 10 characters.',
    ],
    ['of nobody', { owner: { role: '  ' } }, '`owner.role` of waiver `w-2026-014` is blank.'],
    [
      'with a misspelt key',
      { justificaton: 'x' },
      'has the unknown key `justificaton`; did you mean `justification`.',
    ],
  ])('%s is refused', (_name, change, message) => {
    const text = told(fileOf([changed(change)]));
    expect(text).toMatch(/^waiver-invalid waivers\.yaml:\d+:\d+: /);
    expect(text).toContain(message);
    expect(text).not.toContain(canary);
  });

  it('is called by its number where its id is none', () => {
    expect(told(fileOf([record, changed({ id: `${canary}!` })]))).toContain(
      '`id` of waiver number 2 must be small letters',
    );
  });
});

describe('a file', () => {
  it('says itself how long its waivers live', () => {
    const waivers = [changed({ until: '2026-12-01' })];
    expect(told(fileOf(waivers, { maxLifetime: 'P90D' }))).toBe(
      'waiver-invalid waivers.yaml:28:13: `until` of waiver `w-2026-014` is too late: from 2026-09-01 on a waiver lives P90D at most (`maxLifetime` of the file).',
    );
    expect(told(fileOf(waivers, { maxLifetime: 'P3M1D' }))).toBe('no problem');
    expect(told(fileOf([changed({ until: '2028-08-31' })], { maxLifetime: 'P2Y' }))).toBe('no problem');
    expect(told(fileOf(waivers, { maxLifetime: '90 days' }))).toBe(
      'waiver-invalid waivers.yaml:3:17: `maxLifetime` has to be an ISO 8601 duration of whole numbers, as P90D, P6M or P1Y.',
    );
  });

  it.each([
    ['no YAML', 'waivers: [', /^waiver-invalid waivers\.yaml:1:\d+: /],
    ['empty', '', /^waiver-invalid waivers\.yaml:1:1: The file is empty\./],
    [
      'of another kind',
      '{"schema": "passmuster-attestations/1", "waivers": []}',
      /waivers\.yaml:1:12: `schema`/,
    ],
    [
      'with a key twice',
      'schema: passmuster-waivers/1\nwaivers: []\nwaivers: []\n',
      /waivers\.yaml:3:1: A key stands twice/,
    ],
    [
      'with an alias',
      'schema: passmuster-waivers/1\nwaivers: [&a {}, *a]\n',
      /An (anchor|alias) is not allowed/,
    ],
  ])('%s is refused', (_name, text, message) => expect(told(text)).toMatch(message));

  it('without waivers is in order', () => expect(load(fileOf([])).placed).toEqual([]));

  it('names all problems, in the order of the files', () => {
    const inputs = ['b.yaml', 'a.yaml'].map((name) => ({
      name,
      bytes: new TextEncoder().encode(fileOf([changed({ until: '2026-02-31', approvedAt: '2026-12-01' })])),
    }));
    expect(() => loadWaivers(inputs, asOf)).toThrow(
      /^b\.yaml:26:.*lies after.*\nb\.yaml:27:.*no day.*\na\.yaml:26:/,
    );
  });

  it('has each id once, also across files', () => {
    const inputs = ['a.yaml', 'b.yaml'].map((name) => ({
      name,
      bytes: new TextEncoder().encode(fileOf([record])),
    }));
    expect(() => loadWaivers(inputs, asOf)).toThrow(
      'b.yaml:5:10: `id` of waiver `w-2026-014` stands twice; the first is in a.yaml, line 4.',
    );
  });

  it('leaves out what a later waiver replaces', () => {
    const later = changed({ id: 'w-2026-020', supersedes: 'w-2026-014' });
    const { placed, superseded } = load(fileOf([record, later]));
    expect(placed.map((one) => one.waiver.id)).toEqual(['w-2026-020']);
    expect(superseded.map(({ id }) => id)).toEqual(['w-2026-014']);
    expect(load(fileOf([later])).placed).toHaveLength(1); // the older one may have been taken out
  });

  it('refuses waivers that replace each other', () => {
    const ring = [
      changed({ supersedes: 'w-2026-020' }),
      changed({ id: 'w-2026-020', supersedes: 'w-2026-014' }),
    ];
    expect(told(fileOf(ring))).toContain('`supersedes` of waiver `w-2026-014` leads back to itself.');
    expect(told(fileOf([changed({ supersedes: 'w-2026-014' })]))).toContain('leads back to itself.');
  });

  it('takes thousands of waivers in a moment', () => {
    const many = Array.from({ length: 5000 }, (_, index) => changed({ id: `w-${index + 1000}` }));
    const start = performance.now();
    expect(load(fileOf(many)).placed).toHaveLength(5000);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

it('a waiver of the sample is one', () => expect(waiver().id).toBe('w-2026-014'));
