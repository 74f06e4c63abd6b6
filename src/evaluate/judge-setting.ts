/** One setting of one subject against the comparisons of a rule: layers are weighed, merged and judged, strongest first. */
import { damagedReasons, type Observation, type UnknownReason } from '../model/observation.ts';
import type { Comparison, SettingLeaf } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { compare, tell, type Told } from './compare.ts';
import { type EffectFacts, weigh, type Weighed } from './effect.ts';
import type { Facts } from './facts.ts';
import type { JudgedLayer, JudgeOptions, Judgement, Step } from './judgement.ts';
import { attestationAdvice, withStatements } from './judge-statements.ts';
import { wordsOf } from './operators/registry.ts';
import { resolvedOnce, weighedOnce } from './memory.ts';

/** What is asked of which setting of whom. */
interface Question {
  readonly leaf: SettingLeaf;
  readonly setting: Setting;
  readonly facts: Facts;
  readonly options: JudgeOptions;
  readonly expected: string;
}

export function judgeSetting(leaf: SettingLeaf, facts: Facts, options: JudgeOptions): Judgement {
  const setting = findSetting(leaf.setting);
  if (setting === undefined) throw new Error(`no setting ${leaf.setting}`);
  const expected = wordsOf(leaf.is, options.negated === true);
  const question: Question = { leaf, setting, facts, options, expected };
  const claims = facts.of(setting, options.scope);
  const stated = claims.filter(({ layer }) => layer === 'attested');
  const shown = stated.length === 0 ? claims : claims.filter(({ layer }) => layer !== 'attested');
  return withStatements(judgeShown(shown, question), stated, { is: leaf.is, setting, options });
}

/** What machines show, whatever people state. */
function judgeShown(claims: readonly Observation[], question: Question): Judgement {
  const { facts, options, setting } = question;
  const said = weighedOnce(facts, setting, options, () =>
    weigh(claims, options.asIfEffective === true ? undefined : effectFacts(facts, options)),
  );
  const judgement = decide(said, question);
  const isPolicy = facts.subject.kind === 'policy';
  const open = said.filter(({ effect }) => effect.state === 'open');
  if (judgement.outcome === 'pass' && open.length > 0)
    return isPolicy ? noted(judgement, open) : withoutOpen(judgement, said, open, question);
  const idle = said.find(({ effect }) => effect.state === 'none');
  if (judgement.outcome !== 'unknown' || idle?.effect.state !== 'none' || isDamaged(judgement))
    return judgement;
  const { reason, why } = idle.effect;
  const witnesses = said
    .filter(({ effect }) => effect.state === 'none')
    .map(({ observation }) => observation);
  return { ...judgement, idle: { reason, why }, witnesses };
}

/** Conditions are judged on the claims as they stand: a condition of a condition is not looked at. */
function effectFacts(facts: Facts, { asOf }: JudgeOptions): EffectFacts {
  return {
    subject: facts.subject,
    holds: (setting, value) => {
      const leaf = { setting, is: [{ operator: 'equals', options: value }] };
      const plain = { asOf, scope: undefined, enforced: false, firm: true, asIfEffective: true };
      return judgeSetting(leaf, facts, plain).outcome;
    },
  };
}

const isDamaged = ({ reason }: Judgement) => reason !== undefined && damagedReasons.includes(reason);

/** A policy has no phone: what its demand needs goes with the pass. */
function noted(judgement: Judgement, open: readonly Weighed[]): Judgement {
  const notes = open.flatMap(({ effect }) => (effect.state === 'open' ? effect.notes : []));
  return { ...judgement, notes: [...new Set([...judgement.notes, ...notes])] };
}

/**
 * A pass on a phone must hold without the claims whose effect on it is not known, and beside each of them: one that may be
 * the only one with an effect can stand above a weaker layer that passes.
 */
function withoutOpen(
  judgement: Judgement,
  said: readonly Weighed[],
  open: readonly Weighed[],
  question: Question,
): Judgement {
  const firm = decide(
    said.filter(({ effect }) => effect.state !== 'open'),
    question,
  );
  const isSure = (sure: Weighed) =>
    decide(
      said.filter((one) => one.effect.state !== 'open' || one === sure),
      question,
    ).outcome === 'pass';
  if (firm.outcome === 'pass' && open.every(isSure)) return { ...firm, steps: judgement.steps };
  const { notes } = noted(judgement, open);
  const missing = open.flatMap(({ effect }) => (effect.state === 'open' ? effect.missing : []));
  const { actual: _unsure, ...rest } = judgement;
  return {
    ...rest,
    outcome: 'unknown',
    reason: 'not-reported',
    notes,
    collect: [`evidence that shows ${[...new Set(missing)].join(' and ')}`],
  };
}

/** From all claims that have, or may have, an effect. */
function decide(said: readonly Weighed[], question: Question): Judgement {
  const { leaf, setting, facts, options, expected } = question;
  const layers = resolvedOnce(facts, setting, said, options).map((layer) => ({
    ...layer,
    verdict: compare(layer, setting, leaf.is, options),
  }));
  const at = layers.findIndex((layer) => layer.verdict !== undefined);
  const decided = layers[at];
  const step: Step = {
    setting,
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    expected,
    said,
    layers,
    ...(decided === undefined ? {} : { decidedBy: decided.layer }),
  };
  const base = { setting: setting.id, expected, collect: [], steps: [step] };
  const passedOver = at < 0 ? layers : layers.slice(0, at);
  const doubt = passedOver.find(isDoubt);
  const isFirm = doubt === undefined || options.firm !== true;
  if (decided?.verdict === 'fail' && isFirm)
    return { ...base, outcome: 'fail', ...tell(decided, leaf.is, passedOver) };
  if (decided?.verdict === 'pass' && doubt === undefined)
    return enforcement(tell(decided, leaf.is, passedOver), layers, base, options);
  const undecided = doubt ?? layers.find((layer) => layer.unknown !== undefined);
  const isUnset = facts.subject.kind === 'policy' && asksNothing(undecided);
  const onPresence = presenceOf(leaf.is, options);
  if (isUnset && (options.enforced || onPresence !== undefined)) {
    return {
      ...base,
      outcome: onPresence ?? 'fail',
      actual: 'not configured',
      witnesses: undecided?.witnesses ?? [],
      notes: undecided?.notes ?? [],
    };
  }
  return unknown(setting, facts, base, undecided);
}

/** A stronger layer whose evidence is damaged: what a weaker layer says must not become a pass. */
function isDoubt(layer: JudgedLayer): boolean {
  const reason = layer.unknown ?? (layer.verdict === undefined ? 'ambiguous' : undefined);
  return reason !== undefined && damagedReasons.includes(reason);
}

/** What a setting that is shown to be unset means to a comparison that asks for nothing but that. */
function presenceOf(
  comparisons: readonly Comparison[],
  { negated = false }: JudgeOptions,
): 'pass' | 'fail' | undefined {
  const [only, ...others] = comparisons.map(({ operator }) => operator);
  if (others.length > 0 || (only !== 'present' && only !== 'absent')) return undefined;
  return (only === 'absent') === negated ? 'fail' : 'pass';
}

/** Every place of the policy that names the control leaves it off; nothing in it could still ask for it. */
function asksNothing(layer: JudgedLayer | undefined): boolean {
  if (layer?.layer !== 'required' || layer.unknown !== 'not-reported') return false;
  return layer.witnesses.every(
    ({ notes = [] }) => notes.includes('not-configured') || notes.includes('no-limit'),
  );
}

/** A state that no policy demands can be undone by the user: the pass says so, and fails where the rule wants it enforced. */
function enforcement(
  told: Told,
  layers: readonly JudgedLayer[],
  base: Pick<Judgement, 'setting' | 'expected' | 'collect' | 'steps'>,
  options: JudgeOptions,
): Judgement {
  // What the device confirms having is the stronger demand: a policy file may never have reached it.
  const demands = layers.filter(({ layer }) => layer === 'installed' || layer === 'required');
  const decided = demands.find(({ verdict }) => verdict !== undefined);
  const damaged = demands.find(
    ({ unknown: reason }) => reason !== undefined && damagedReasons.includes(reason),
  );
  const isDoubtful = damaged !== undefined && (decided === undefined || damaged.layer === 'installed');
  if (decided?.verdict === 'pass' && !isDoubtful) return { ...base, outcome: 'pass', ...told };
  const notes = [...new Set([...told.notes, 'not-enforced'])];
  if (!options.enforced) return { ...base, outcome: 'pass', ...told, notes };
  if (isDoubtful && damaged?.unknown !== undefined)
    return { ...base, outcome: 'unknown', reason: damaged.unknown, ...told, notes };
  return { ...base, outcome: 'fail', ...told, notes };
}

function unknown(
  setting: Setting,
  facts: Facts,
  base: Pick<Judgement, 'setting' | 'expected' | 'steps'>,
  layer: JudgedLayer | undefined,
): Judgement {
  const proof = setting.proof[facts.family];
  // A justification is a record that can be handed in; what nobody asked for is not short of proof.
  const isProvable = proof !== null || setting.justification === true;
  const missing: UnknownReason = isProvable ? 'not-collected' : 'not-provable';
  const reason = layer === undefined ? missing : (layer.unknown ?? 'ambiguous');
  const isUnset = reason === 'not-reported' && facts.subject.kind === 'policy';
  const mended = mending[reason];
  return {
    ...base,
    outcome: 'unknown',
    reason,
    witnesses: layer?.witnesses ?? [],
    notes: layer?.notes ?? [],
    collect: [...(mended === undefined ? [] : [mended]), adviceOf(proof, isUnset)],
  };
}

/** What would make the evidence that is there decide. */
const mending: Readonly<Partial<Record<UnknownReason, string>>> = {
  ambiguous: 'the evidence named here with the contradiction taken out',
  encrypted: 'the same evidence unencrypted, or the key that opens it',
  unreadable: 'the same evidence undamaged',
  incomplete: 'the whole of the evidence named here',
  stale: 'the same evidence, collected anew',
};

/** A policy that leaves the control unset can be made to ask for it; everything else needs other evidence. */
function adviceOf(proof: string | null | undefined, isUnset: boolean): string {
  if (proof === null || proof === undefined) return attestationAdvice;
  return isUnset ? `the setting to this policy, or ${proof}` : proof;
}
