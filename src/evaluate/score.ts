/** All numbers of a run from one list of outcomes. Formulas and weights: docs/verdicts.md, "Scores". */
import { noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import { severities, severityWeights, type Severity } from '../model/profile.ts';
import type { Counts, Scores, Totals } from '../model/report.ts';
import type { SubjectKind } from '../model/subject.ts';

type Grid = Record<Severity, Record<Outcome, number>>;

function emptyGrid(): Grid {
  return {
    critical: noOutcomes(),
    high: noOutcomes(),
    medium: noOutcomes(),
    low: noOutcomes(),
    info: noOutcomes(),
  };
}

interface Counted {
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly attested?: true;
}
type Attested = { pass: number; fail: number };
const none = (): Attested => ({ pass: 0, fail: 0 });

/** Counts findings as they come. */
export class Tally {
  readonly #grids: Record<SubjectKind, Grid> = { device: emptyGrid(), policy: emptyGrid() };
  /** Those that rest on what people state. */
  readonly #attested: Record<SubjectKind, Attested> = { device: none(), policy: none() };
  /** How often each weight came: sums of fractions must not depend on the order. */
  readonly #weights: Record<SubjectKind, Map<number, Record<Outcome, number>>> = {
    device: new Map(),
    policy: new Map(),
  };

  /** @param weight of the rule, where it is another than that of its severity */
  add(
    kind: SubjectKind,
    { severity, outcome, attested }: Counted,
    weight = severityWeights[severity],
    times = 1,
  ): void {
    this.#grids[kind][severity][outcome] += times;
    const same = this.#weights[kind].get(weight) ?? noOutcomes();
    this.#weights[kind].set(weight, same);
    same[outcome] += times;
    if (attested === true && (outcome === 'pass' || outcome === 'fail'))
      this.#attested[kind][outcome] += times;
  }

  summary(complete: boolean): Totals {
    const { device, policy } = this.#grids;
    const together = addGrids(device, policy);
    const weights = { device: summed(this.#weights.device), policy: summed(this.#weights.policy) };
    const all = noOutcomes();
    for (const outcome of outcomes) all[outcome] = weights.device[outcome] + weights.policy[outcome];
    const stated = this.#attested;
    const allStated = {
      pass: stated.device.pass + stated.policy.pass,
      fail: stated.device.fail + stated.policy.fail,
    };
    return {
      ...scores(together, all, allStated),
      bySeverity: together,
      byKind: {
        device: scores(device, weights.device, stated.device),
        policy: scores(policy, weights.policy, stated.policy),
      },
      complete,
    };
  }
}

function summed(weights: ReadonlyMap<number, Counts>): Record<Outcome, number> {
  const sum = noOutcomes();
  for (const [weight, counts] of [...weights].toSorted(([a], [b]) => a - b))
    for (const outcome of outcomes) sum[outcome] += weight * counts[outcome];
  return sum;
}

function addGrids(a: Grid, b: Grid): Grid {
  const sum = emptyGrid();
  for (const severity of severities) {
    for (const outcome of outcomes) sum[severity][outcome] = a[severity][outcome] + b[severity][outcome];
  }
  return sum;
}

/** Score: weight of passes ÷ weight of passes and fails. Coverage: decided ÷ applicable. Null when there is nothing to divide. */
function scores(grid: Readonly<Record<Severity, Counts>>, weights: Counts, attested: Attested): Scores {
  const counts = noOutcomes();
  for (const severity of severities)
    for (const outcome of outcomes) counts[outcome] += grid[severity][outcome];
  const decided = counts.pass + counts.fail + counts.waived;
  const applicable = decided + counts.unknown + counts.error;
  const { pass, fail, waived } = weights;
  return {
    outcomes: counts,
    score: share(pass, pass + fail),
    coverage: share(decided, applicable),
    scoreWithoutWaivers: share(pass, pass + fail + waived),
    attested: { ...attested },
    // Without statements these would be unknown.
    coverageWithoutAttestations: share(decided - attested.pass - attested.fail, applicable),
  };
}

/** Four decimals, rounded down so that nothing rounds up to a gate or to 100 %. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole) / 10_000;
}
