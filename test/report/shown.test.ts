/** What people are shown of a report: the worst, the same ones however subjects come, and counts of all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { SubjectRecord } from '../../src/model/report.ts';
import { Collector, shownFindings, shownOf, shownSubjects } from '../../src/report/shown.ts';
import { byWorst, tallySubject } from '../../src/report/worst.ts';
import { sampleReport } from '../support/sample-report.ts';

const [profile] = sampleReport.profiles;
const failed = sampleReport.findings.find(({ outcome }) => outcome === 'fail');
const unknown = sampleReport.findings.find(({ outcome }) => outcome === 'unknown');
if (!profile || !failed || !unknown) throw new Error('the sample is too small');
const { asOf } = sampleReport;

const device = (id: string, facts: Partial<SubjectRecord> = {}): SubjectRecord => ({
  id,
  kind: 'device',
  platform: 'android',
  labels: {},
  input: 'devices.json',
  ...facts,
});
const fails = (...severities: Finding['severity'][]): Finding[] =>
  severities.map((severity) => ({ ...failed, severity }));

describe('the order of subjects', () => {
  const order = (...all: [id: string, findings: readonly Finding[]][]) =>
    all
      .map(([id, findings]) => tallySubject(device(id), findings))
      .toSorted(byWorst)
      .map(({ subject }) => subject.id);

  it('is that of the weight of their fails', () => {
    expect(
      order(['low', fails('low', 'low')], ['two', fails('high', 'high')], ['one', fails('critical')]),
    ).toEqual(['two', 'one', 'low']);
  });

  it('is, among equals, that of their ids', () => {
    expect(order(['b', fails('low', 'info')], ['a', [...fails('low'), unknown]])).toEqual(['a', 'b']);
  });

  it('is, where nothing that weighs fails, that of what fails, of what is not decided, of their ids', () => {
    expect(
      order(
        ['b', []],
        ['a', []],
        ['open', [unknown]],
        ['info', fails('info')],
        ['pass', [{ ...failed, outcome: 'pass' }]],
      ),
    ).toEqual(['info', 'open', 'a', 'b', 'pass']);
  });
});

describe('a fleet', () => {
  const size = shownSubjects.device * 5;
  const all = Array.from({ length: size }, (_, index) => {
    const findings = fails(...Array.from({ length: index % 7 }, () => 'medium' as const));
    return { subject: device(`phone-${index}`), findings };
  });
  const shownFrom = (subjects: typeof all) => {
    const collector = new Collector({ profiles: [profile], asOf });
    for (const { subject, findings } of subjects) collector.add(subject, findings);
    return collector.shown();
  };
  const expected = shownFrom(all);

  it('is shown by its worst subjects, and counted in full', () => {
    const { device: devices } = expected.kinds;
    expect(devices.all).toBe(size);
    expect(devices.failing).toBe(all.filter(({ findings }) => findings.length > 0).length);
    expect(devices.shown.map(({ subject }) => subject.id)).toEqual(
      all
        .map(({ subject, findings }) => tallySubject(subject, findings))
        .toSorted(byWorst)
        .slice(0, shownSubjects.device)
        .map(({ subject }) => subject.id),
    );
  });

  it('is shown the same in whatever order it comes', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: size }), (shuffled) => {
        expect(shownFrom(shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('is cut after the subject that goes beyond the findings', () => {
    const many = fails(...Array.from({ length: 1_000 }, () => 'low' as const));
    const collector = new Collector({ profiles: [profile], asOf });
    for (let index = 0; index < 100; index += 1) collector.add(device(`phone-${index}`), many);
    const { shown } = collector.shown().kinds.device;
    expect(shown).toHaveLength(shownFindings.device / 1_000);
  });

  it('does not push policies out', () => {
    const collector = new Collector({ profiles: [profile], asOf });
    for (const { subject, findings } of all) collector.add(subject, findings);
    collector.add(device('policy', { kind: 'policy' }), []);
    expect(collector.shown().kinds.policy).toMatchObject({ all: 1, failing: 0, shown: [{ weight: 0 }] });
  });
});

describe('counts', () => {
  const shown = shownOf(sampleReport);
  const rule = (id: string) => shown.rules.find((one) => one.rule.id === id);

  it('are of subjects where a rule has several findings on one', () => {
    expect(rule('camera-permission')).toMatchObject({ subjects: 2, concerned: 2, failing: 1 });
    expect(rule('usb-debugging')).toMatchObject({ subjects: 4, concerned: 2, failing: 0 });
  });

  it('of outcomes are those of the summary', () => {
    const sums = shown.rules.reduce((sum, { counts }) => sum + counts.unknown, 0);
    expect(sums).toBe(sampleReport.summary.outcomes.unknown);
    expect(shown.unknowns.reduce((sum, { findings }) => sum + findings, 0)).toBe(sums);
    expect(shown.subjectsWith).toMatchObject({ fail: 2, unknown: 3, waived: 1 });
  });
});

describe('the systems of devices', () => {
  const releasesOf = (subjects: readonly SubjectRecord[], findings: readonly Finding[] = []) => {
    const collector = new Collector({ profiles: [profile], asOf });
    for (const subject of subjects) collector.add(subject, findings);
    return collector.shown();
  };

  it('are counted by the first number of the release, the newest first, what is not known last', () => {
    const versions = ['9', '16', '16.1', undefined, '8.1.0', 'unknown', '10'];
    const { releases } = releasesOf(
      versions.map((osVersion, index) => device(`d${index}`, osVersion === undefined ? {} : { osVersion })),
    );
    expect(releases).toEqual([
      {
        platform: 'android',
        rows: [
          { words: '16', devices: 2, failing: 0 },
          { words: '10', devices: 1, failing: 0 },
          { words: '9', devices: 1, failing: 0 },
          { words: '8', devices: 1, failing: 0 },
          { words: 'not known', devices: 2, failing: 0 },
        ],
      },
    ]);
  });

  it('that are many are put together from the oldest on', () => {
    const { releases } = releasesOf(
      Array.from({ length: 30 }, (_, index) => device(`d${index}`, { osVersion: `${index}.0` })),
    );
    expect(releases[0]?.rows.at(0)).toEqual({ words: '29', devices: 1, failing: 0 });
    expect(releases[0]?.rows.at(-1)).toEqual({ words: 'older', devices: 22, failing: 0 });
  });

  it('leave policies out', () => {
    expect(releasesOf([device('p', { kind: 'policy' })]).releases).toEqual([]);
  });

  it.each([
    ['2026-11-05', 'pass', 'up to 30 days'],
    ['2026-10-22', 'pass', 'up to 30 days'],
    ['2026-10-21', 'pass', '31 to 90 days'],
    ['2026-06-01', 'fail', '91 to 180 days'],
    ['2025-12-01', 'fail', '181 to 365 days'],
    ['2023-05-01', 'waived', 'more than a year'],
    ['2026-11-05', 'unknown', 'not known'],
    ['soon', 'fail', 'not known'],
  ] as const)('with the patch level %s (%s) count as %s', (actual, outcome, words) => {
    const { patchAges } = releasesOf(
      [device('d')],
      [{ ...failed, setting: 'os.securityPatch', actual, outcome }],
    );
    expect(patchAges.filter(({ devices }) => devices > 0)).toEqual([
      { words, devices: 1, failing: outcome === 'fail' ? 1 : 0 },
    ]);
  });

  it('have no patch levels where no rule asks', () => {
    const asked = { ...failed, setting: 'os.securityPatch', outcome: 'not-applicable' } as const;
    expect(releasesOf([device('d')], [asked, failed]).patchAges).toEqual([]);
  });
});
