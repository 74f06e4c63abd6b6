/** A run among those before it: what vanished, what appeared, and the figures over time. */
import type { ReportHistory, TrendPoint } from '../model/report.ts';
import type { Driver, RunRecord } from './define.ts';
import { subjectsBeyond } from './run-subjects.ts';
import { previousRun, runRow, runsIn } from './runs.ts';

/** A year of daily runs. */
const mostPoints = 366;

/** Within a transaction. @throws PassmusterError usage for a run that is not there */
export async function historyOf(driver: Driver, run: number): Promise<ReportHistory> {
  const row = await runRow(driver, run);
  const runs = await runsIn(driver);
  const own = runs.find((one) => one.run === run);
  if (own === undefined) throw new RangeError('a run of the history is missing');
  const line = lineOf(runs, own);
  const previous = line.at(-2);
  const before = previous === undefined ? undefined : await runRow(driver, previous.run);
  return {
    run,
    series: own.series,
    hash: own.hash,
    ...(previous === undefined ? {} : { previous: { run: previous.run, asOf: previous.asOf } }),
    ...(previous !== undefined && previous.asOf > own.asOf ? { clockWentBack: true as const } : {}),
    vanished: before === undefined ? [] : await subjectsBeyond(driver, before, row),
    appeared: before === undefined ? [] : await subjectsBeyond(driver, row, before),
    trend: trendOf(line),
  };
}

/** The run and those before it that can be compared with the one after. */
function lineOf(runs: readonly RunRecord[], run: RunRecord): RunRecord[] {
  const line = [run];
  for (
    let one = previousRun(runs, run);
    one !== undefined && line.length < mostPoints;
    one = previousRun(runs, one)
  )
    line.push(one);
  return line.toReversed();
}

export function trendOf(line: readonly RunRecord[]): TrendPoint[] {
  return line.map(({ run, asOf, facts }, index) => {
    const { score, coverage, scoreWithoutWaivers, outcomes, devices, policies } = facts;
    const before = line[index - 1];
    const changed = before !== undefined && profilesText(before) !== profilesText({ facts });
    return {
      run,
      asOf,
      score,
      coverage,
      scoreWithoutWaivers,
      outcomes,
      devices,
      policies,
      ...(changed ? { profilesChanged: true as const } : {}),
    };
  });
}

const profilesText = ({ facts }: Pick<RunRecord, 'facts'>): string =>
  JSON.stringify(facts.profiles.map(({ id, version, sha256 }) => [id, version, sha256]));
