/** The sample report as a run of a history: with runs before it, and fails that are old. */
import type { Report, TrendPoint } from '../../src/model/report.ts';
import { richReport } from './report-renderings.ts';

export const since = '2026-11-01T23:59:59Z';
const point = (run: number, fail: number): TrendPoint => ({
  run,
  asOf: `2026-11-${10 + run}T23:59:59Z`,
  score: run === 3 ? null : 0.5 + run / 20,
  coverage: 0.9,
  scoreWithoutWaivers: 0.5,
  outcomes: { pass: 5, fail, unknown: 6, 'not-applicable': 5, waived: 1, error: 1 },
  devices: 2,
  policies: 2,
  ...(run === 4 ? { profilesChanged: true as const } : {}),
});

/** The phone fails the rule that it leaves open in the sample. */
export const failing: Report = {
  ...richReport,
  findings: richReport.findings.map((one) =>
    one.subject === 'device-1001' && one.rule === 'backup-encrypted'
      ? { ...one, outcome: 'fail' as const }
      : one,
  ),
};

/** Every fail is nineteen days old, and could once not be decided. */
export const kept: Report = {
  ...failing,
  findings: failing.findings.map((one) =>
    one.outcome === 'fail' ? { ...one, failingSince: since, failingGap: true as const } : one,
  ),
  history: {
    run: 5,
    series: 'nightly',
    hash: 'ab'.repeat(32),
    previous: { run: 4, asOf: '2026-11-14T23:59:59Z' },
    clockWentBack: true,
    vanished: [{ id: 'device-9', kind: 'device', title: 'Phone nine' }],
    appeared: [{ id: 'device-1001', kind: 'device' }],
    trend: [1, 2, 3, 4, 5].map((run) => point(run, run)),
  },
};
