/**
 * One setting claim by claim: every network, every account, some tunnel. The claims of a layer stand for its instances, so they
 * are not merged; a place that could not be read may be one more of them.
 */
import type { ClaimsLeaf } from '../model/profile.ts';
import { isKnown } from '../model/observation.ts';
import type { Facts } from './facts.ts';
import { judgeSetting } from './judge-setting.ts';
import type { JudgeOptions, Judgement } from './judgement.ts';
import { show } from './operators/define.ts';
import { operatorOf, wordsOf } from './operators/registry.ts';

export function judgeClaims(leaf: ClaimsLeaf, facts: Facts, options: JudgeOptions): Judgement {
  const { setting, each, is } = leaf;
  const negated = options.negated === true;
  // Which layer speaks, what has an effect, what is damaged: as for the setting as a whole.
  // A statement is about the phone, not about one of its networks.
  const { statements: _none, ...shown } = options;
  const whole = judgeSetting({ setting, is: [] }, facts, { ...shown, negated: false });
  const expected = `${each === 'every' ? 'every' : 'some'} ${wordsOf(is, negated)}`;
  const [step] = whole.steps;
  const layer = step?.layers.find(({ layer: name }) => name === step.decidedBy);
  if (whole.outcome === 'unknown' && whole.reason !== 'ambiguous') return { ...whole, expected };
  const spoken = (layer ?? step?.layers[0])?.layer;
  const claims = (step?.said ?? []).filter(
    ({ observation, effect }) =>
      observation.layer === spoken && effect.state !== 'none' && observation.superseded !== true,
  );
  const isPolicy = facts.subject.kind === 'policy';
  const context = { asOf: options.asOf, values: step?.setting.values ?? [] };
  const verdicts = claims.map(({ observation, effect }) => {
    if (!isKnown(observation)) return undefined;
    const results = is.map(({ operator, options: wanted }) =>
      operatorOf(operator).test(observation.value, wanted, context),
    );
    const held = results.includes(false) ? false : results.includes(undefined) ? undefined : true;
    // One that the phone may not follow counts where it changes nothing.
    const isSure = isPolicy || effect.state === 'effective' || held === (each === 'every');
    return isSure ? held : undefined;
  });
  const held = each === 'every' ? allOf(verdicts) : someOf(verdicts);
  const deciding = claims.filter((_, index) => verdicts[index] === held);
  const values = deciding.flatMap(({ observation }) =>
    isKnown(observation) ? [show(observation.value)] : [],
  );
  const base = {
    ...whole,
    expected,
    actual: [...new Set(values)].join(', '),
    witnesses: deciding.map(({ observation }) => observation),
  };
  if (held === undefined) return { ...base, outcome: 'unknown', reason: whole.reason ?? 'ambiguous' };
  return { ...base, outcome: held === negated ? 'fail' : 'pass' };
}

/** Nothing is known of every one of none. */
function allOf(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  if (verdicts.includes(false)) return false;
  return verdicts.length === 0 || verdicts.includes(undefined) ? undefined : true;
}

function someOf(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  if (verdicts.includes(true)) return true;
  return verdicts.length === 0 || verdicts.includes(undefined) ? undefined : false;
}
