/** The rendering for colleagues: everything about rules and policies, and nothing that says whose phone it is. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHandling, checkRelease, handled, shown } from '../../src/cli/handling.ts';
import type { Report, SubjectRecord } from '../../src/model/report.ts';
import { releasedAs } from '../../src/report/handling.ts';
import { fewestAlike } from '../../src/report/internal.ts';
import { reporterIds } from '../../src/report/registry.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { rendered, reportOf, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';
import { PackFolder, partsOf, verified } from '../support/packs.ts';

const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportSchema);
const internal = (report: Report): Report => releasedAs(report, 'internal');
const devicesOf = ({ subjects }: Report) => subjects.filter(({ kind }) => kind === 'device');

/** Phones that are alike but for what is given, each with the fails of the sample's first. */
function fleet(
  phones: readonly Partial<SubjectRecord>[],
  idOf = (index: number) => `serial-${index}`,
): Report {
  const [phone] = devicesOf(sampleReport);
  const own = sampleReport.findings.filter(({ subject }) => subject === phone?.id);
  if (phone === undefined || own.length === 0) throw new Error('the sample has no phone');
  const subjects = phones
    .map((given, index) => ({ ...phone, id: idOf(index), ...given, labels: { group: `team of ${index}` } }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...sampleReport,
    subjects,
    findings: subjects.flatMap(({ id }) => own.map((one) => ({ ...one, subject: id }))),
  };
}

describe('a report for colleagues', () => {
  const shown = internal(richReport);
  const text = JSON.stringify(shown);

  it('is a report of the schema, and says what it is', () => {
    const written: unknown = JSON.parse(text);
    expect([isReport(written), isReport.errors]).toEqual([true, null]);
    expect(shown.handling).toMatchObject({ rendering: 'internal', marking: 'OFFICIAL' });
    expect(
      shown.handling?.withheld?.every(({ reason, count }) => reason === 'personal-data' && count > 0),
    ).toBe(true);
  });

  it('keeps every finding with its rule, outcome, reason and severity, and the summary', () => {
    const key = ({ rule, outcome, reason, severity }: Report['findings'][number]) =>
      JSON.stringify([rule, outcome, reason, severity]);
    expect(shown.findings.map(key).sort()).toEqual(richReport.findings.map(key).sort());
    expect(shown.summary).toEqual(richReport.summary);
    expect(shown.subjects.length).toBe(richReport.subjects.length);
  });

  it('names no device, and nothing that stands in its findings', () => {
    const ids = new Set(devicesOf(richReport).map(({ id }) => id));
    const hidden = [
      ...devicesOf(richReport).flatMap(({ id, labels, lastSeen }) => [
        id,
        ...Object.values(labels),
        ...(lastSeen === undefined ? [] : [lastSeen]),
      ]),
      ...richReport.findings
        .filter(({ subject }) => ids.has(subject))
        .flatMap(({ evidence }) => evidence.flatMap(({ locator, entry = '' }) => [locator, entry])),
    ];
    const own = JSON.stringify([
      devicesOf(shown),
      shown.findings.filter(({ subject }) => subject.startsWith('device-no-')),
    ]);
    expect(hidden.filter((part) => part.length > 3 && own.includes(part))).toEqual([]);
    expect([...ids].filter((id) => text.includes(`"${id}"`))).toEqual([]);
    const people = richReport.findings.flatMap(({ evidence }) =>
      evidence.flatMap(({ statement }) => (statement?.by.id === undefined ? [] : [statement.by.id])),
    );
    expect(people.length).toBeGreaterThan(0);
    expect(people.filter((id) => text.includes(id))).toEqual([]);
  });

  it('keeps policies, their values and their places', () => {
    const policies = richReport.subjects.filter(({ kind }) => kind === 'policy').map(({ id }) => id);
    expect(shown.subjects.filter(({ kind }) => kind === 'policy').map(({ id }) => id)).toEqual(policies);
    const of = ({ findings }: Report) =>
      findings
        .filter(({ subject }) => policies.includes(subject))
        .map(({ actual, message, evidence }) => [
          actual,
          message,
          evidence.map(({ locator, line, value }) => [locator, line, value]),
        ]);
    expect(of(shown)).toEqual(of(richReport));
  });

  it.each(reporterIds)('is rendered in the format %s', async (format) => {
    const one = ['hdf', 'cklb'].includes(format) ? reportOf('device-no-1', shown) : shown;
    const output = await rendered(format, one);
    for (const { id } of devicesOf(richReport)) expect(output).not.toContain(id);
  });

  it('stays as it is when it is asked for again, and can still be made public', () => {
    expect(internal(shown)).toBe(shown);
    const open = releasedAs(shown, 'public');
    expect([open.handling?.rendering, open.findings]).toEqual(['public', []]);
    expect(open.handling?.withheld?.length).toBeGreaterThan(shown.handling?.withheld?.length ?? 0);
  });
});

describe('whose phone it is', () => {
  it('shows in no number and no order: other identifiers give the same report', () => {
    const phones = fc.array(
      fc.record({
        model: fc.constantFrom('iPhone 15', 'iPhone 16'),
        osVersion: fc.constantFrom('17.0', '26.1'),
      }),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(phones, fc.integer(), (given, seed) => {
        const first = internal(fleet(given));
        const other = internal(
          fleet(given, (index) => `imei-${(index * 7919 + Math.abs(seed)) % 104_729}-${index}`),
        );
        expect(other.subjects).toEqual(first.subjects);
        expect(other.findings).toEqual(first.findings);
      }),
    );
  });

  it('shows in no model or version that few phones have', () => {
    const few = Array.from({ length: fewestAlike - 1 }, () => ({ model: 'iPhone 4' }));
    const many = Array.from({ length: fewestAlike }, () => ({ model: 'iPhone 16' }));
    const models = devicesOf(internal(fleet([...few, ...many]))).map(({ model }) => model);
    expect(models.filter((model) => model === 'iPhone 16').length).toBe(fewestAlike);
    expect(models.filter((model) => model === undefined).length).toBe(fewestAlike - 1);
  });

  it('leaves pseudonyms, which only the holder of the key can lead back', () => {
    const release = { 'profile-release': 'internal' } as const;
    const identity = { pseudonymise: true, identityKey: 'a key of the tests, long enough' };
    const named = shown(
      handled(
        fleet([{}, {}], (index) => `device-00000000000${index}`),
        release,
        identity,
      ),
      release,
    );
    expect(named.subjects.map(({ id }) => id)).toEqual(['device-000000000000', 'device-000000000001']);
    expect(named.handling?.withheld?.filter(({ what }) => what === 'device identifiers').length).toBe(1);
  });

  it('shows in no notice', () => {
    const [input] = sampleReport.inputs;
    if (input === undefined) throw new Error('no input');
    const message =
      'A subject with the identifier serial-1 was read before; this one is called serial-1#2 and judged apart.';
    const notices = [{ code: 'subject-repeated' as const, message, locator: '/serial-1' }];
    const told = internal({ ...fleet([{}, {}]), inputs: [{ ...input, notices }] });
    expect(JSON.stringify(told)).not.toContain('serial-1');
  });

  it('shows in no gate, and not among phones that came and went', () => {
    const detail = '1 new since ../Anna, her phone/report.json, 2 still failing, 3 fixed';
    const gates = [{ gate: '--fail-on-new', met: false, detail, exitCode: 1 as const }];
    const phone = { id: 'serial-9', kind: 'device' as const };
    const history = { run: 2, series: 'default', hash: '0', vanished: [phone], appeared: [phone], trend: [] };
    for (const level of ['internal', 'public'] as const) {
      const told = releasedAs({ ...fleet([{}]), gates, history }, level);
      expect(told.gates[0]?.detail).toBe('1 new since the report before, 2 still failing, 3 fixed');
      expect(told.history).toEqual({ ...history, vanished: [], appeared: [] });
    }
  });

  it('shows in no name of a file', () => {
    const [input] = sampleReport.inputs;
    if (input === undefined) throw new Error('no input');
    const inputs = ['exports/devices.json', 'Anna.json', 'F2LX00000001/Info.plist'].map((path) => ({
      ...input,
      path,
    }));
    const told = internal({ ...fleet([{ input: 'Anna.json' }]), inputs });
    expect(told.inputs.map(({ path }) => path)).toEqual([
      'exports/devices.json',
      'input-1.json',
      'input-2.plist',
    ]);
    expect(told.subjects[0]?.input).toBe('input-1.json');
  });
});

describe('the flags', () => {
  it('mean the same, whichever names the level', () => {
    expect(shown(sampleReport, { public: true })).toEqual(
      shown(sampleReport, { 'profile-release': 'public' }),
    );
    expect(shown(sampleReport, { 'profile-release': 'full' })).toBe(sampleReport);
  });

  it('refuse formats that show findings one by one for the public alone', () => {
    const outputs = [{ format: 'csv', file: 'a.csv' }];
    expect(() => checkHandling({ 'profile-release': 'internal' }, outputs)).not.toThrow();
    expect(() => checkHandling({ 'profile-release': 'public' }, outputs)).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  it.each([
    ['public', 'internal'],
    ['public', 'full'],
    ['internal', 'full'],
  ] as const)('of a report that is %s do not bring back what is %s', (has, asked) => {
    const saved = releasedAs(sampleReport, has);
    expect(() => checkRelease(saved, { 'profile-release': asked })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
    expect(() => checkRelease(saved, {})).not.toThrow();
    expect(() => checkRelease(sampleReport, { 'profile-release': asked })).not.toThrow();
  });
});

describe('an evidence pack', () => {
  it.each(['internal', 'public'] as const)(
    'of a report that is %s holds no more than the report',
    async (level) => {
      const folder = new PackFolder();
      folder.write('exports/Anna.json', '{}');
      const statement = folder.write('Anna.yaml', 'schema: passmuster-attestations/1\nattestations: []\n');
      const { path } = await folder.pack({ 'profile-release': level, attestations: [statement] });
      const parts = await partsOf(path);
      for (const content of parts.values()) {
        const text = Buffer.from(content).toString();
        for (const hidden of ['Anna', 'device-0"', 'device-1"', 'SYNTH']) expect(text).not.toContain(hidden);
      }
      expect([...parts.keys()].some((name) => name.startsWith('supplied/'))).toBe(false);
      const { code, differences } = await verified(path, { inputs: folder.path });
      // For the public nothing says how the run was set.
      expect([code, differences]).toEqual([level === 'internal' ? 0 : 3, []]);
      folder.close();
    },
  );
});
