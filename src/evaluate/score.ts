/** All numbers of a run from one list of outcomes. Formulas and weights: docs/verdicts.md, "Scores". */
import type { Outcome } from '../model/finding.ts';
import { outcomes } from '../model/finding.ts';
import { severities, type Severity } from '../model/profile.ts';
import type { Counts, Scores, Totals } from '../model/report.ts';
import type { SubjectKind } from '../model/subject.ts';

/** The weights that XCCDF output will carry too. */
export const severityWeights: Readonly<Record<Severity, number>> = {
  critical: 10,
  high: 7,
  medium: 4,
  low: 1,
  info: 0,
};

type Grid = Record<Severity, Record<Outcome, number>>;

function emptyCounts(): Record<Outcome, number> {
  return { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0, error: 0 };
}
function emptyGrid(): Grid {
  return {
    critical: emptyCounts(),
    high: emptyCounts(),
    medium: emptyCounts(),
    low: emptyCounts(),
    info: emptyCounts(),
  };
}

/** Counts findings as they come. */
export class Tally {
  readonly #grids: Record<SubjectKind, Grid> = { device: emptyGrid(), policy: emptyGrid() };

  add(kind: SubjectKind, { severity, outcome }: { severity: Severity; outcome: Outcome }): void {
    this.#grids[kind][severity][outcome] += 1;
  }

  summary(complete: boolean): Totals {
    const { device, policy } = this.#grids;
    const together = addGrids(device, policy);
    return {
      ...scores(together),
      bySeverity: together,
      byKind: { device: scores(device), policy: scores(policy) },
      complete,
    };
  }
}

function addGrids(a: Grid, b: Grid): Grid {
  const sum = emptyGrid();
  for (const severity of severities) {
    for (const outcome of outcomes) sum[severity][outcome] = a[severity][outcome] + b[severity][outcome];
  }
  return sum;
}

/** Score: weight of passes ÷ weight of passes and fails. Coverage: decided ÷ applicable. Null when there is nothing to divide. */
export function scores(grid: Readonly<Record<Severity, Counts>>): Scores {
  const counts = emptyCounts();
  let [passed, failed, waived] = [0, 0, 0];
  for (const severity of severities) {
    for (const outcome of outcomes) counts[outcome] += grid[severity][outcome];
    passed += grid[severity].pass * severityWeights[severity];
    failed += grid[severity].fail * severityWeights[severity];
    waived += grid[severity].waived * severityWeights[severity];
  }
  const decided = counts.pass + counts.fail + counts.waived;
  return {
    outcomes: counts,
    score: share(passed, passed + failed),
    coverage: share(decided, decided + counts.unknown + counts.error),
    scoreWithoutWaivers: share(passed, passed + failed + waived),
  };
}

/** Four decimals, rounded down so that nothing rounds up to a gate or to 100 %. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole) / 10_000;
}
