/** An expression on the facts of a subject: pass, fail or unknown, with witnesses. Three-valued logic, no default. */
import {
  damagedReasons,
  isKnown,
  type Observation,
  type SettingValue,
  type UnknownReason,
} from '../model/observation.ts';
import type { Comparison, Expression } from '../model/profile.ts';
import { familyOf } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import type { Facts } from './facts.ts';
import { show } from './operators/define.ts';
import { findOperator } from './operators/registry.ts';
import { type LayerResult, resolve } from './resolve.ts';

export interface Judgement {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason?: UnknownReason;
  readonly setting: string;
  readonly expected: string;
  readonly actual?: string;
  /** In words, where several settings decided together. */
  readonly claim?: string;
  readonly witnesses: readonly Observation[];
  readonly notes: readonly string[];
  /** What would decide an unknown. */
  readonly collect: readonly string[];
}

export interface JudgeOptions {
  readonly asOf: string;
  readonly scope: string | undefined;
  readonly enforced: boolean;
  readonly maxAgeDays?: number;
  /** The opposite is wanted: the inside of `none`. */
  readonly negated?: boolean;
  /** Something rests on a fail, too (a condition, the absence of an app): then it needs evidence as firm as a pass does. */
  readonly firm?: boolean;
}

/** `none` turns each comparison round, so that doubts and `enforced` work for what is wanted, not for its opposite. */
export function judge(expression: Expression, facts: Facts, options: JudgeOptions): Judgement {
  if ('setting' in expression) return judgeSetting(expression, facts, options);
  const { negated = false } = options;
  const inside = 'none' in expression ? { ...options, negated: !negated } : options;
  const children =
    'all' in expression ? expression.all : 'any' in expression ? expression.any : expression.none;
  const parts = children.map((child) => judge(child, facts, inside));
  // Not all of them: any of the opposites. None of them: all of the opposites.
  return 'any' in expression === negated ? all(parts) : any(parts);
}

/** Reasons of an attestation's place: it may not settle evidence that contradicts itself or is damaged. */
const beyondAttestation: readonly UnknownReason[] = ['ambiguous', 'unreadable', 'incomplete'];

function judgeSetting(
  leaf: { setting: string; is: readonly Comparison[] },
  facts: Facts,
  options: JudgeOptions,
): Judgement {
  const setting = findSetting(leaf.setting);
  if (setting === undefined) throw new Error(`no setting ${leaf.setting}`);
  const wanted = leaf.is.map(({ operator, options }) => operatorOf(operator).explain(options)).join(' and ');
  const expected = options.negated === true ? `not (${wanted})` : wanted;
  const base = { setting: setting.id, expected, collect: [] };
  const layers = resolve(setting, facts.of(setting, options.scope), options).map((layer) => ({
    ...layer,
    verdict: compare(layer, setting, leaf.is, options),
  }));
  const at = layers.findIndex((layer) => layer.verdict !== undefined);
  const decided = layers[at];
  const passedOver = at < 0 ? layers : layers.slice(0, at);
  const doubt = passedOver.find((layer) => isDoubt(layer, decided));
  const isFirm = doubt === undefined || (decided?.layer !== 'attested' && options.firm !== true);
  if (decided?.verdict === 'fail' && isFirm)
    return { ...base, outcome: 'fail', ...tell(decided, leaf.is, passedOver) };
  if (decided?.verdict === 'pass' && doubt === undefined)
    return enforcement(tell(decided, leaf.is, passedOver), layers, base, options);
  const undecided = doubt ?? layers.find((layer) => layer.unknown !== undefined);
  if (options.enforced && facts.subject.kind === 'policy' && asksNothing(undecided)) {
    return {
      ...base,
      outcome: 'fail',
      actual: 'not configured',
      witnesses: undecided?.witnesses ?? [],
      notes: undecided?.notes ?? [],
    };
  }
  return unknown(setting, facts, base, undecided);
}

type Judged = LayerResult & { verdict: 'pass' | 'fail' | undefined };

function compare(
  layer: LayerResult,
  setting: Setting,
  comparisons: readonly Comparison[],
  options: JudgeOptions,
): Judged['verdict'] {
  if (layer.value === undefined) return undefined;
  const verdictOf = (value: SettingValue) => verdictOn(value, setting, comparisons, options);
  const verdict = verdictOf(layer.value);
  const isState = layer.layer === 'observed' || layer.layer === 'attested';
  if (verdict !== 'pass' || !isState || setting.type === 'list') return verdict;
  // A policy binds by its strictest part; a phone has one state, and of two that disagree the better one shows nothing.
  const states = layer.witnesses.filter(isKnown);
  return states.every(({ value }) => verdictOf(value) === 'pass') ? 'pass' : undefined;
}

function verdictOn(
  value: SettingValue,
  setting: Setting,
  comparisons: readonly Comparison[],
  { asOf, negated = false }: JudgeOptions,
): Judged['verdict'] {
  const context = { asOf, values: setting.values ?? [] };
  const results = comparisons.map(({ operator, options }) =>
    operatorOf(operator).test(value, options, context),
  );
  if (results.includes(false)) return negated ? 'pass' : 'fail';
  if (results.includes(undefined)) return undefined;
  return negated ? 'fail' : 'pass';
}

function operatorOf(id: string) {
  const operator = findOperator(id);
  if (operator === undefined) throw new Error(`no operator ${id}`);
  return operator;
}

/** A stronger layer whose evidence is damaged: what a weaker layer says must not become a pass. */
function isDoubt(layer: Judged, decided: Judged | undefined): boolean {
  const reason = layer.unknown ?? (layer.verdict === undefined ? 'ambiguous' : undefined);
  if (reason === undefined) return false;
  return (decided?.layer === 'attested' ? beyondAttestation : damagedReasons).includes(reason);
}

/** Every place of the policy that names the control leaves it off; nothing in it could still ask for it. */
function asksNothing(layer: Judged | undefined): boolean {
  if (layer?.layer !== 'required' || layer.unknown !== 'not-reported') return false;
  return layer.witnesses.every(
    ({ notes = [] }) => notes.includes('not-configured') || notes.includes('no-limit'),
  );
}

type Told = Pick<Judgement, 'witnesses' | 'notes'> & { actual: string };

/** The deciding layer, with what was noted on the stronger ones that decided nothing. */
function tell(
  decided: LayerResult,
  comparisons: readonly Comparison[],
  passedOver: readonly LayerResult[],
): Told {
  const { value, witnesses } = decided;
  const [first] = comparisons;
  const own =
    first && value !== undefined ? operatorOf(first.operator).tell?.(value, first.options) : undefined;
  const notes = [...new Set([...passedOver, decided].flatMap((layer) => layer.notes))];
  return {
    actual: own ?? (Array.isArray(value) ? `a list of ${value.length}` : show(value)),
    witnesses,
    notes,
  };
}

/** A state that no policy demands can be undone by the user: the pass says so, and fails where the rule wants it enforced. */
function enforcement(
  told: Told,
  layers: readonly Judged[],
  base: Pick<Judgement, 'setting' | 'expected' | 'collect'>,
  options: JudgeOptions,
): Judgement {
  const required = layers.find((layer) => layer.layer === 'required');
  if (required?.verdict === 'pass') return { ...base, outcome: 'pass', ...told };
  const notes = [...new Set([...told.notes, 'not-enforced'])];
  if (!options.enforced) return { ...base, outcome: 'pass', ...told, notes };
  if (required?.unknown !== undefined && damagedReasons.includes(required.unknown)) {
    return { ...base, outcome: 'unknown', reason: required.unknown, ...told, notes };
  }
  return { ...base, outcome: 'fail', ...told, notes };
}

function unknown(
  setting: Setting,
  facts: Facts,
  base: Pick<Judgement, 'setting' | 'expected'>,
  layer: Judged | undefined,
): Judgement {
  const proof = setting.proof[familyOf(facts.subject.platform)];
  const missing: UnknownReason = proof === null ? 'not-provable' : 'not-collected';
  const reason = layer === undefined ? missing : (layer.unknown ?? 'ambiguous');
  const collect = adviceOf(proof, reason === 'not-reported' && facts.subject.kind === 'policy');
  return {
    ...base,
    outcome: 'unknown',
    reason,
    witnesses: layer?.witnesses ?? [],
    notes: layer?.notes ?? [],
    collect: [collect],
  };
}

/** A policy that leaves the control unset can be made to ask for it; everything else needs other evidence. */
function adviceOf(proof: string | null | undefined, isUnset: boolean): string {
  if (proof === null || proof === undefined)
    return 'a dated statement of the user or administrator (attestation)';
  return isUnset ? `the setting to this policy, or ${proof}` : proof;
}

function all(parts: readonly Judgement[]): Judgement {
  return joined(
    parts,
    parts.filter((part) => part.outcome === 'fail'),
    parts.filter((part) => part.outcome === 'unknown'),
    parts,
    'and',
  );
}

function any(parts: readonly Judgement[]): Judgement {
  const passed = parts.find((part) => part.outcome === 'pass');
  if (passed) return { ...passed, expected: join(parts, 'or') };
  return joined(
    parts,
    [],
    parts.filter((part) => part.outcome === 'unknown'),
    parts,
    'or',
  );
}

/** Fails before unknowns before the rest; the first of them speaks, and all of them are witnesses. */
function joined(
  parts: readonly Judgement[],
  fails: readonly Judgement[],
  unknowns: readonly Judgement[],
  rest: readonly Judgement[],
  word: 'and' | 'or',
): Judgement {
  const deciding = [fails, unknowns, rest].find((group) => group.length > 0) ?? [];
  const [first] = deciding.toSorted(
    (a, b) => Number(a.reason === 'not-provable') - Number(b.reason === 'not-provable'),
  );
  if (first === undefined) throw new Error('an expression without parts');
  const shown = deciding.filter((part) => part.actual !== undefined);
  const actual =
    shown.length > 1 ? shown.map((part) => `${part.setting} ${part.actual}`).join(', ') : shown[0]?.actual;
  return {
    ...first,
    expected: join(parts, word),
    ...(actual === undefined ? {} : { actual }),
    ...(shown.length > 1 ? { claim: shown.map(claimOf).join(' and ') } : {}),
    witnesses: deciding.flatMap((part) => part.witnesses),
    notes: [...new Set(deciding.flatMap((part) => part.notes))],
    collect: [...new Set(deciding.flatMap((part) => part.collect))],
  };
}

/** What was found, in words. */
export function claimOf({ claim, setting, actual }: Judgement): string {
  return claim ?? `${setting} is ${actual}`;
}

function join(parts: readonly Judgement[], word: 'and' | 'or'): string {
  return parts.map((part) => `${part.setting} ${part.expected}`).join(` ${word} `);
}
