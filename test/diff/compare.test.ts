/** What changed between two reports: one class for each pair, and causes that stand together. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/diff/compare.ts';
import { firstRunGate, newFindingsGate } from '../../src/diff/gate.ts';
import type { Diff, DiffClass } from '../../src/model/diff.ts';
import type { Finding, FindingEvidence } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { diffFormats, diffRenderer } from '../../src/report/diff/registry.ts';
import { diffSchema } from '../../src/report/diff/schema.ts';
import { fleetDay } from '../support/fleet-days.ts';
import { formula, hostile, noisy, sampleRecords } from '../support/diff-samples.ts';
import { sampleReport } from '../support/sample-report.ts';

const options = { width: 100, color: false, unicode: true, verbose: false, details: false };
const diffOf = (before: Report, after: Report, more = {}): Diff =>
  compare({ name: 'a.json', report: before }, { name: 'b.json', report: after }, more);
const isDiff = new Ajv2020({ strict: true }).compile(diffSchema);

const { report, finding, evidence } = sampleRecords;
const one = (change: Partial<Finding>, more: Partial<Report> = {}): Report => report([finding(change)], more);
const classOf = (diff: Diff): DiffClass | 'unchanged' => diff.findings[0]?.class ?? 'unchanged';

describe('a pair of findings', () => {
  it.each<[string, Partial<Finding>, Partial<Finding>, DiffClass | 'unchanged', boolean]>([
    ['pass and fail', { outcome: 'pass' }, { outcome: 'fail' }, 'new-fail', true],
    ['unknown and fail', { outcome: 'unknown' }, { outcome: 'fail' }, 'new-fail', true],
    ['not applicable and fail', { outcome: 'not-applicable' }, { outcome: 'fail' }, 'new-fail', true],
    ['a waiver that ended', { outcome: 'waived' }, { outcome: 'fail' }, 'new-fail', true],
    ['fail and pass', { outcome: 'fail' }, { outcome: 'pass' }, 'fixed', false],
    ['waived and pass', { outcome: 'waived' }, { outcome: 'pass' }, 'fixed', false],
    ['fail and fail', { outcome: 'fail' }, { outcome: 'fail' }, 'still-failing', false],
    [
      'fail and unknown, which is not fixed',
      { outcome: 'fail' },
      { outcome: 'unknown' },
      'new-unknown',
      false,
    ],
    ['pass and unknown', { outcome: 'pass' }, { outcome: 'unknown' }, 'new-unknown', false],
    ['unknown and pass', { outcome: 'unknown' }, { outcome: 'pass' }, 'gained-evidence', false],
    ['fail and waived', { outcome: 'fail' }, { outcome: 'waived' }, 'now-waived', false],
    ['fail and not applicable', { outcome: 'fail' }, { outcome: 'not-applicable' }, 'scope-changed', false],
    ['pass and error', { outcome: 'pass' }, { outcome: 'error' }, 'error', true],
    ['pass and pass', { outcome: 'pass' }, { outcome: 'pass' }, 'unchanged', false],
    [
      'unknown for another reason',
      { outcome: 'unknown' },
      { outcome: 'unknown', reason: 'stale' },
      'unchanged',
      false,
    ],
    [
      'another demand',
      { outcome: 'pass', expected: 'at least 6' },
      { outcome: 'fail', expected: 'at least 8' },
      'rule-changed',
      true,
    ],
    [
      'another demand that fails as before',
      { outcome: 'fail', expected: 'at least 6' },
      { outcome: 'fail', expected: 'at least 8' },
      'rule-changed',
      false,
    ],
    [
      'another severity',
      { outcome: 'pass', severity: 'low' },
      { outcome: 'pass', severity: 'high' },
      'rule-changed',
      false,
    ],
    [
      'another part of the rule that decides',
      { outcome: 'fail', setting: 'a.b', expected: 'true' },
      { outcome: 'fail', setting: 'c.d', expected: 'false' },
      'still-failing',
      false,
    ],
    [
      'a fail that is for information',
      { outcome: 'pass', severity: 'info' },
      { outcome: 'fail', severity: 'info' },
      'new-fail',
      false,
    ],
  ])('%s', (_what, before, after, expected, gates) => {
    const diff = diffOf(one(before), one(after));
    expect(classOf(diff)).toBe(expected);
    expect(diff.gating).toBe(gates ? 1 : 0);
    expect(newFindingsGate(diff).met).toBe(!gates);
  });

  it('of evidence of another kind cannot be compared, and gates', () => {
    const policy = { ...evidence, layer: 'required' as const };
    const diff = diffOf(
      one({ outcome: 'pass', evidence: [evidence] }),
      one({ outcome: 'fail', evidence: [policy] }),
    );
    expect(classOf(diff)).toBe('incomparable');
    expect(diff.gating).toBe(1);
    expect(
      classOf(
        diffOf(
          one({ outcome: 'pass', evidence: [evidence] }),
          one({ outcome: 'fail', evidence: [evidence, policy] }),
        ),
      ),
    ).toBe('new-fail');
  });

  it('of an advisory profile gates when that is asked for', () => {
    const advisory = sampleReport.profiles.map((profile) => ({ ...profile, advisory: true as const }));
    const [before, after] = [one({ outcome: 'pass' }), one({ outcome: 'fail' }, { profiles: advisory })];
    expect(diffOf(before, after).gating).toBe(0);
    expect(diffOf(before, after, { gateAdvisory: true }).gating).toBe(1);
    expect(firstRunGate(after, false).met).toBe(true);
    expect(firstRunGate(after, true).met).toBe(false);
  });

  it.each([
    ['null', '[]'],
    ['""', 'null'],
    ['[]', ''],
    ['["a","b"]', '["b", "a"]'],
  ])('is no drift: %s and %s', (a, b) => {
    const at = (value: string): FindingEvidence => ({ ...evidence, value });
    const diff = diffOf(
      one({ outcome: 'pass', actual: a, evidence: [at(a)] }),
      one({ outcome: 'pass', actual: b, evidence: [at(b)] }),
    );
    expect(diff.findings).toEqual([]);
    const failing = diffOf(one({ outcome: 'fail', actual: a }), one({ outcome: 'fail', actual: b }));
    expect(failing.findings[0]?.notes).toEqual([]);
  });
});

describe('what is on one side', () => {
  const without = (id: string): Report => ({
    ...sampleReport,
    subjects: sampleReport.subjects.filter((subject) => subject.id !== id),
    findings: sampleReport.findings.filter(({ subject }) => subject !== id),
  });

  it('are devices that came, whose fails gate', () => {
    const diff = diffOf(without('device-1001'), sampleReport);
    const failing = sampleReport.findings.filter(
      ({ subject, outcome }) => subject === 'device-1001' && (outcome === 'fail' || outcome === 'error'),
    );
    expect(diff.counts['device-added']).toBeGreaterThan(0);
    expect(diff.gating).toBe(failing.length);
    expect(diff.causes.filter((cause) => cause.class === 'device-added')).toHaveLength(1);
  });

  it('are devices that are gone, with what became of their input', () => {
    const gone = diffOf(sampleReport, without('device-1001'));
    expect(gone.counts['device-gone']).toBeGreaterThan(0);
    expect(gone.gating).toBe(0);
    const words = (inputs: Report['inputs']) =>
      diffOf(sampleReport, { ...without('device-1001'), inputs }).causes.find(
        (cause) => cause.class === 'device-gone',
      )?.what;
    const path = 'exports/devices.json';
    expect(words(sampleReport.inputs.filter((input) => input.path !== path))).toBe(
      `${path} was not among the inputs`,
    );
    expect(
      words(
        sampleReport.inputs.map((input) =>
          input.path === path ? { ...input, status: 'unreadable' as const } : input,
        ),
      ),
    ).toBe(`${path} was unreadable`);
  });

  it('are rules of another version of the profile', () => {
    const [profile] = sampleReport.profiles;
    const [first, ...rules] = profile?.rules ?? [];
    const older: Report = {
      ...sampleReport,
      profiles: [{ ...(profile as Report['profiles'][number]), version: '0', sha256: '00', rules }],
      findings: sampleReport.findings.filter(({ rule }) => rule !== first?.id),
    };
    const diff = diffOf(older, sampleReport);
    expect(diff.profiles).toMatchObject([
      { before: { version: '0' }, after: { version: '1' }, added: [first?.id], removed: [] },
    ]);
    expect(diff.counts['profile-version-changed']).toBe(
      sampleReport.findings.filter(({ rule }) => rule === first?.id).length,
    );
  });

  it('are all devices, where the pseudonyms are of another key', () => {
    const keyed = (key: string): Report => ({ ...sampleReport, handling: { pseudonymKey: key } });
    const diff = diffOf(keyed('a'), keyed('b'));
    expect(diff.otherPseudonyms).toBe(true);
    const devices = new Set(
      sampleReport.subjects.filter(({ kind }) => kind === 'device').map(({ id }) => id),
    );
    expect(diff.counts.incomparable).toBe(
      sampleReport.findings.filter(({ subject }) => devices.has(subject)).length,
    );
    expect(diff.gating).toBeGreaterThan(0);
    expect(newFindingsGate(diff).detail).toContain('another key');
    expect(diffOf(keyed('a'), keyed('a')).otherPseudonyms).toBe(false);
    expect(diffOf(sampleReport, keyed('a')).otherPseudonyms).toBe(true);
  });
});

describe('causes', () => {
  const reached = (value: string, outcome: 'pass' | 'fail'): Report => {
    const place: FindingEvidence = {
      input: 'policies/passcode.mobileconfig',
      locator: 'PayloadContent[0].minLength',
      line: 21,
      value,
      layer: 'required',
      origin: 'explicit',
    };
    const [subject] = sampleReport.subjects;
    const subjects = Array.from({ length: 412 }, (_, index) => ({
      ...(subject as Report['subjects'][number]),
      id: `phone-${index}`,
    }));
    return {
      ...sampleReport,
      subjects,
      findings: subjects.map(({ id }) => finding({ subject: id, outcome, actual: value, evidence: [place] })),
    };
  };

  it('are one line for an edited policy, however many phones it reaches', async () => {
    const diff = diffOf(reached('6', 'pass'), reached('4', 'fail'));
    expect(diff.causes).toMatchObject([
      {
        class: 'new-fail',
        findings: 412,
        gating: 412,
        before: '6',
        after: '4',
        place: { input: 'policies/passcode.mobileconfig', line: 21 },
      },
    ]);
    const render = await diffRenderer('table');
    const text = [...render(diff, options)].join('');
    expect(text).toContain('policies/passcode.mobileconfig:21  PayloadContent[0].minLength   6 → 4');
    expect(text.match(/minLength/g)).toHaveLength(1);
    expect(text).toContain('412 findings on 412 subjects');
  });

  it('join rows of a list of devices, whatever their number', () => {
    const row = (index: number, value: string): FindingEvidence => ({
      ...evidence,
      locator: `/value/${index}/isEncrypted`,
      value,
    });
    const [subject] = sampleReport.subjects;
    const subjects = ['p1', 'p2'].map((id) => ({ ...(subject as Report['subjects'][number]), id }));
    const day = (first: number, value: string, outcome: 'pass' | 'fail'): Report => ({
      ...sampleReport,
      subjects,
      findings: subjects.map(({ id }, index) =>
        finding({ subject: id, outcome, evidence: [row(first + index, value)] }),
      ),
    });
    const diff = diffOf(day(3, 'true', 'pass'), day(8, 'false', 'fail'));
    expect(diff.causes).toMatchObject([
      { place: { locator: '/value/*/isEncrypted' }, before: 'true', after: 'false', findings: 2 },
    ]);
    expect(diff.causes[0]?.place?.line).toBeUndefined();
  });
});

describe('two reports', () => {
  it('that are the same have no differences', () => {
    const diff = diffOf(sampleReport, structuredClone(sampleReport));
    expect(diff.findings.filter((entry) => !['still-failing', 'error'].includes(entry.class))).toEqual([]);
    expect(diff.causes.every((cause) => ['still-failing', 'error'].includes(cause.class))).toBe(true);
  });

  it('in either direction tell the same pairs', () => {
    const fleet = { devices: 60, rules: 12, changing: 0.1 };
    const [a, b] = [fleetDay(0, fleet), fleetDay(6, fleet)];
    const [there, back] = [diffOf(a, b), diffOf(b, a)];
    expect(there.counts['still-failing']).toBe(back.counts['still-failing']);
    expect(there.counts.fixed).toBe(
      back.findings.filter((entry) => entry.class === 'new-fail' && entry.before?.outcome === 'pass').length,
    );
    expect(there.counts['new-fail']).toBeGreaterThan(0);
  });

  it('make a diff of the schema, with and without details', async () => {
    const render = await diffRenderer('json');
    const diff = diffOf(fleetDay(0, { devices: 20, rules: 8 }), sampleReport);
    for (const details of [true, false]) {
      const value: unknown = JSON.parse([...render(diff, { ...options, details })].join(''));
      expect(isDiff(value), JSON.stringify(isDiff.errors)).toBe(true);
    }
  });

  it.each(diffFormats.map((format) => [format]))('show hostile text as text in %s', async (format) => {
    const nasty = (value: string, outcome: 'pass' | 'fail'): Report =>
      report([
        finding({
          subject: 'device-1001',
          scope: formula,
          outcome,
          title: noisy,
          actual: value,
          message: `${noisy}${hostile}`,
          evidence: [{ ...evidence, locator: noisy, value }],
        }),
      ]);
    const render = await diffRenderer(format);
    const text = [
      ...render(diffOf(nasty(hostile, 'pass'), nasty(noisy, 'fail')), { ...options, details: true }),
    ]
      .join('')
      .replaceAll('\r\n', '\n');
    if (format !== 'json') {
      expect(text.split('\n').filter((line) => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line))).toEqual([]);
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([]);
    }
    if (format === 'csv') expect(text).not.toMatch(/"=HYPERLINK/);
    if (format === 'markdown') expect(text).not.toMatch(/^[^`]*<script>/m);
  });
});
