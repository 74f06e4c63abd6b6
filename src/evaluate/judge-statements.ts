/**
 * What people state, beside what machines show. Precedence: machine fail, machine pass, statement in force, machine unknown;
 * and a statement settles no evidence that contradicts itself, cannot be read or was cut off (docs/verdicts.md).
 */
import type { Observation, UnknownReason } from '../model/observation.ts';
import type { Comparison } from '../model/profile.ts';
import { isAttestable, isStatement } from '../settings/attestable.ts';
import type { Setting } from '../settings/define.ts';
import { compare, tell } from './compare.ts';
import type { JudgedLayer, JudgeOptions, Judgement, StatementRights, Step } from './judgement.ts';
import type { LayerResult } from './resolve.ts';
import { resolveStatements } from './statements.ts';

/** Reasons that no statement may settle: a fail may hide behind them. */
const beyondStatements: readonly UnknownReason[] = ['ambiguous', 'unreadable', 'incomplete'];

export const attestationAdvice = 'a dated statement of the user or administrator (attestation)';

/** Only settings that exist as statements alone may be stated where the rule does not say so. */
function mayBeStated(setting: Setting, { settings }: StatementRights): boolean {
  if (isStatement(setting)) return true;
  return isAttestable(setting) && (settings === 'all' || settings.includes(setting.id));
}

export interface StatedQuestion {
  readonly is: readonly Comparison[];
  readonly setting: Setting;
  readonly options: JudgeOptions;
}

/** @param machine what everything else comes to */
export function withStatements(
  machine: Judgement,
  claims: readonly Observation[],
  question: StatedQuestion,
): Judgement {
  const { setting, options } = question;
  const { statements } = options;
  if (statements === undefined) return machine;
  if (!mayBeStated(setting, statements))
    return claims.length > 0 && machine.outcome === 'unknown'
      ? noted(machine, 'attestation-not-accepted')
      : machine;
  const found = resolveStatements(claims, {
    asOf: options.asOf,
    ...(statements.maxAgeDays === undefined ? {} : { maxAgeDays: statements.maxAgeDays }),
  });
  const layer = judged(found, question) ?? unjustified(found, question);
  if (layer === undefined) return advised(machine, options);
  const shown = withLayer(machine, claims, layer);
  if (machine.outcome !== 'unknown') return contrasted(shown, layer);
  return machine.idle === undefined && !isBeyond(machine) ? stated(shown, layer, question) : shown;
}

function judged(
  found: LayerResult | undefined,
  { is, setting, options }: StatedQuestion,
): JudgedLayer | undefined {
  if (found === undefined) return undefined;
  const isLapsed = found.unknown === 'attestation-expired' && options.statements?.given === true;
  if (isLapsed && setting.justification === true) return undefined;
  return { ...found, verdict: compare(found, setting, is, options) };
}

/**
 * A justification is a record that is asked for: where statements were given and none in force holds it, it is not there. That
 * can fail a rule, with the evidence that needs it, and never pass one.
 */
function unjustified(
  found: LayerResult | undefined,
  { is, setting, options }: StatedQuestion,
): JudgedLayer | undefined {
  if (setting.justification !== true || options.statements?.given !== true) return undefined;
  const notes = ['justification-absent', ...(found === undefined ? [] : ['attestation-expired'])];
  const layer = { layer: 'attested', value: false, witnesses: found?.witnesses ?? [], notes } as const;
  return compare(layer, setting, is, options) === 'fail' ? { ...layer, verdict: 'fail' } : undefined;
}

/** A statement is one of the things that would decide it. */
function advised(machine: Judgement, { enforced }: JudgeOptions): Judgement {
  if (machine.outcome !== 'unknown' || machine.idle !== undefined || enforced || isBeyond(machine))
    return machine;
  return { ...machine, collect: [...new Set([...machine.collect, attestationAdvice])] };
}

function withLayer(machine: Judgement, claims: readonly Observation[], layer: JudgedLayer): Judgement {
  const said = claims.map((observation) => ({ observation, effect: { state: 'effective' } as const }));
  const steps = machine.steps.map((step): Step => ({
    ...step,
    said: [...step.said, ...said],
    layers: [...step.layers, layer],
  }));
  return { ...machine, steps };
}

/** The machine decides; what a person states otherwise is a reason to look. */
function contrasted(machine: Judgement, { verdict }: JudgedLayer): Judgement {
  if (verdict === undefined || verdict === machine.outcome) return machine;
  return noted(machine, machine.outcome === 'fail' ? 'attestation-contradicted' : 'attestation-disagrees');
}

const isBeyond = ({ reason, steps }: Judgement): boolean =>
  (reason !== undefined && beyondStatements.includes(reason)) ||
  steps.some(({ layers }) =>
    layers.some(
      ({ layer, unknown, verdict }) =>
        layer !== 'attested' && verdict === undefined && beyondStatements.includes(unknown ?? 'ambiguous'),
    ),
  );

function stated(machine: Judgement, layer: JudgedLayer, { is, setting, options }: StatedQuestion): Judgement {
  const { verdict, unknown, witnesses, notes } = layer;
  if (verdict === undefined) {
    const reason = unknown ?? 'ambiguous';
    return { ...machine, reason, witnesses, notes: [...new Set([...machine.notes, ...notes])] };
  }
  // Nobody can state that a policy enforces it, and a pass must not pass over a demand for the opposite.
  const isOpposed = machine.steps.some(({ layers }) =>
    layers.some((one) => one.layer !== 'attested' && one.verdict === 'fail'),
  );
  if (verdict === 'pass' && (options.enforced || isOpposed)) return machine;
  const { reason: _reason, steps, ...rest } = machine;
  const told = tell(layer, is, []);
  const isUnforced = verdict === 'pass' && !isStatement(setting);
  return {
    ...rest,
    outcome: verdict,
    ...told,
    ...(notes.includes('justification-absent') ? { actual: 'not on record' } : {}),
    notes: [...new Set([...told.notes, ...(isUnforced ? ['not-enforced'] : [])])],
    collect: [],
    steps: steps.map((step): Step => ({ ...step, decidedBy: 'attested' })),
  };
}

const noted = (judgement: Judgement, note: string): Judgement => ({
  ...judgement,
  notes: [...new Set([...judgement.notes, note])],
});
