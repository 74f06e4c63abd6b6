/** Figures over time are those of the reports they were counted from. */
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tally } from '../../src/evaluate/score.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report, SubjectRecord } from '../../src/model/report.ts';
import { openStore } from '../../src/store/open.ts';
import {
  type CountedRun,
  groupLabelsOf,
  type TrendFilter,
  trendRows,
  type TrendBy,
} from '../../src/store/trend.ts';
import { fleetDay } from '../support/fleet-days.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-trend-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const reports = [0, 20, 40].map((day) =>
  fleetDay(day, { devices: 50, rules: 9, changing: 0.05, leaving: 0.02 }),
);
let runs: CountedRun[] = [];

beforeAll(async () => {
  const store = await openStore(join(folder, 'history.db'));
  for (const report of reports) await store.append(report, 'x');
  const figures = await store.figures([1, 2, 3]);
  runs = (await store.runs()).map((run) => ({
    run,
    figures: figures.get(run.run) ?? { rules: [], groups: [] },
  }));
  await store.close();
});

/** Counted anew by the code that makes summaries. */
function counted(report: Report, wanted: (finding: Finding, subject: SubjectRecord | undefined) => boolean) {
  const subjects = new Map(report.subjects.map((one) => [one.id, one]));
  const tally = new Tally();
  for (const finding of report.findings)
    if (wanted(finding, subjects.get(finding.subject))) tally.add('device', finding);
  const { score, coverage, scoreWithoutWaivers, outcomes } = tally.summary(true);
  return { score, coverage, scoreWithoutWaivers, outcomes };
}

describe('a trend', () => {
  it.each<
    [
      string,
      TrendFilter,
      TrendBy | undefined,
      string,
      (finding: Finding, subject: SubjectRecord | undefined) => boolean,
    ]
  >([
    ['of everything', {}, undefined, '', () => true],
    ['of a platform', { platform: 'ios' }, undefined, '', (_finding, subject) => subject?.platform === 'ios'],
    ['of a rule', { rule: 'rule-4' }, undefined, '', ({ rule }) => rule === 'rule-4'],
    [
      'by rule',
      { platform: 'android' },
      'rule',
      'rule-5',
      ({ rule }, subject) => rule === 'rule-5' && subject?.platform === 'android',
    ],
    ['by severity', {}, 'severity', 'high', ({ severity }) => severity === 'high'],
    [
      'of a group',
      { group: { label: 'group', value: 'Team 7' } },
      undefined,
      '',
      (_finding, subject) => subject?.labels['group'] === 'Team 7',
    ],
    [
      'by group',
      { severity: 'low' },
      { label: 'group' },
      'Team 3',
      ({ severity }, subject) => severity === 'low' && subject?.labels['group'] === 'Team 3',
    ],
  ])('%s has the figures of the reports', (_what, filter, by, part, wanted) => {
    const rows = trendRows(runs, filter, by).filter((row) => row.part === part);
    expect(
      rows.map(({ score, coverage, scoreWithoutWaivers, outcomes }) => ({
        score,
        coverage,
        scoreWithoutWaivers,
        outcomes,
      })),
    ).toEqual(reports.map((report) => counted(report, wanted)));
  });

  it('makes no groups of what tells subjects apart', () => {
    expect(runs.map(({ figures }) => groupLabelsOf(figures))).toEqual([['group'], ['group'], ['group']]);
  });
});
