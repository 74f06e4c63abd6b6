/** The class of a pair of findings: the first that fits. A fail that can no longer be decided is not fixed, nor is one that merely went away. */
import { type DiffClass, type DiffNote, isDecided } from '../model/diff.ts';
import type { Finding } from '../model/finding.ts';
import { isOtherRule } from '../model/rule-change.ts';
import { isSameValue } from './values.ts';

/** Undefined: unchanged. */
export interface Classed {
  readonly class: DiffClass | undefined;
  readonly notes: readonly DiffNote[];
}

/** Kinds of evidence: `intune-devices observed`. */
export type KindsOf = (finding: Finding) => ReadonlySet<string>;

export function classify(
  before: Finding,
  after: Finding,
  kinds: { before: KindsOf; after: KindsOf },
): Classed {
  if (after.outcome === 'error') return { class: 'error', notes: [] };
  if (isOtherRule(before, after))
    return {
      class: 'rule-changed',
      notes: before.severity === after.severity ? [] : ['severity-changed'],
    };
  const isTurned = isDecided(before.outcome) && isDecided(after.outcome) && isPass(before) !== isPass(after);
  if (
    isTurned &&
    isApart(kinds.before(before), kinds.after(after)) &&
    before.evidence.length > 0 &&
    after.evidence.length > 0
  )
    return { class: 'incomparable', notes: [] };
  return byOutcome(before, after);
}

const isApart = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].every((one) => !b.has(one));
const isPass = ({ outcome }: Finding): boolean => outcome === 'pass';

function byOutcome(before: Finding, after: Finding): Classed {
  const is = (one: DiffClass | undefined, ...notes: DiffNote[]): Classed => ({ class: one, notes });
  if (before.outcome === after.outcome) {
    if (after.outcome !== 'fail') return is(undefined);
    return isSameValue(before.actual, after.actual)
      ? is('still-failing')
      : is('still-failing', 'value-changed');
  }
  switch (after.outcome) {
    case 'fail':
      return before.outcome === 'waived' ? is('new-fail', 'waiver-ended') : is('new-fail');
    case 'pass':
      return is(before.outcome === 'fail' || before.outcome === 'waived' ? 'fixed' : 'gained-evidence');
    case 'unknown':
      return is('new-unknown');
    case 'waived':
      return is('now-waived');
    case 'not-applicable':
      return is('scope-changed');
    case 'error':
      return is('error');
  }
}
