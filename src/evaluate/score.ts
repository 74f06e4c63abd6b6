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
  readonly #weights: Record<SubjectKind, Record<Outcome, number>> = {
    device: emptyCounts(),
    policy: emptyCounts(),
  };

  /** @param weight of the rule, where it is another than that of its severity */
  add(
    kind: SubjectKind,
    { severity, outcome }: { severity: Severity; outcome: Outcome },
    weight = severityWeights[severity],
  ): void {
    this.#grids[kind][severity][outcome] += 1;
    this.#weights[kind][outcome] += weight;
  }

  summary(complete: boolean): Totals {
    const { device, policy } = this.#grids;
    const together = addGrids(device, policy);
    const weights = this.#weights;
    const all = emptyCounts();
    for (const outcome of outcomes) all[outcome] = weights.device[outcome] + weights.policy[outcome];
    return {
      ...scores(together, all),
      bySeverity: together,
      byKind: { device: scores(device, weights.device), policy: scores(policy, weights.policy) },
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
function scores(grid: Readonly<Record<Severity, Counts>>, weights: Counts): Scores {
  const counts = emptyCounts();
  for (const severity of severities)
    for (const outcome of outcomes) counts[outcome] += grid[severity][outcome];
  const decided = counts.pass + counts.fail + counts.waived;
  const { pass, fail, waived } = weights;
  return {
    outcomes: counts,
    score: share(pass, pass + fail),
    coverage: share(decided, decided + counts.unknown + counts.error),
    scoreWithoutWaivers: share(pass, pass + fail + waived),
  };
}

/** Four decimals, rounded down so that nothing rounds up to a gate or to 100 %. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole) / 10_000;
}
