/** Since when a finding fails. A series of fails ends with a pass, with a rule that no longer concerns the phone, and with another rule. */
import type { Finding } from '../model/finding.ts';
import { type Demand, isOtherRule } from '../model/rule-change.ts';

/** What of a kept finding decides whether the next one continues it. */
export type Told = Pick<Finding, 'outcome'> & Demand;

export interface Series {
  /** The run in which it began; 0: it does not fail. */
  readonly since: number;
  /** In between it could not be decided. */
  readonly gap: boolean;
}

const none: Series = { since: 0, gap: false };

export const isFailing = ({ outcome }: Pick<Finding, 'outcome'>): boolean =>
  outcome === 'fail' || outcome === 'waived';
const isOpen = ({ outcome }: Pick<Finding, 'outcome'>): boolean =>
  outcome === 'unknown' || outcome === 'error';

/** @param before of the last run that has the finding */
export function seriesOf(finding: Told, run: number, before: (Told & Series) | undefined): Series {
  const goesOn = before !== undefined && before.since > 0 && !isOtherRule(before, finding);
  if (isFailing(finding))
    return goesOn ? { since: before.since, gap: before.gap } : { since: run, gap: false };
  return isOpen(finding) && goesOn ? { since: before.since, gap: true } : none;
}

/** A fail or a waiver with the time of the run in which its series began. */
export function withSince(
  finding: Finding,
  series: Series | undefined,
  times: ReadonlyMap<number, string>,
): Finding {
  const since = series === undefined ? undefined : times.get(series.since);
  if (since === undefined || !isFailing(finding)) return finding;
  return { ...finding, failingSince: since, ...(series?.gap === true ? { failingGap: true as const } : {}) };
}
