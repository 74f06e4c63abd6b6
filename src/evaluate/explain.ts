/** The same judging as evaluate.ts, told step by step. */
import type { ExplainedClaim, ExplainedLayer, ExplainedSetting, Explanation } from '../model/explanation.ts';
import { isKnown, type Observation } from '../model/observation.ts';
import { type Profile, type Rule, settingsOf } from '../model/profile.ts';
import { familyOf, type Subject } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Weighed } from './effect.ts';
import { type EvaluateOptions, evaluateRule } from './evaluate.ts';
import { Facts } from './facts.ts';
import { attestationAdvice } from './judge-statements.ts';
import { judgeSetting } from './judge-setting.ts';
import type { Step } from './judgement.ts';

export interface ExplainOptions extends EvaluateOptions {
  /** Only this rule, only rules that speak of this setting. */
  readonly rule?: string;
  readonly setting?: string;
}

interface ExplainedSubject {
  readonly input: string;
  readonly joined?: readonly string[];
  readonly subject: Subject;
  readonly observations: readonly Observation[];
}

/** Of a subject: every rule that was asked about, or without profiles one setting as it stands. */
export function explain(
  profiles: readonly Profile[],
  { input, joined, subject, observations }: ExplainedSubject,
  options: ExplainOptions,
): Explanation[] {
  const facts = new Facts(subject, observations);
  const place = { input, ...(joined === undefined ? {} : { joined }), subject };
  if (profiles.length === 0)
    return scopesOf(facts, options).map((scope) => ({ ...place, ...bare(facts, scope, options) }));
  return profiles.flatMap(({ id, rules }) =>
    rules
      .filter((rule) => isAskedFor(rule, options))
      .flatMap((rule) =>
        evaluateRule(rule, id, facts, options).map(({ finding, condition, steps }) => ({
          ...place,
          finding,
          ...(rule.rationale === undefined ? {} : { rationale: rule.rationale }),
          ...(rule.remediation === undefined ? {} : { remediation: rule.remediation }),
          condition: condition.map((step) => explained(step, subject)),
          settings: steps.map((step) => explained(step, subject)),
        })),
      ),
  );
}

export function isAskedFor(rule: Rule, { rule: id, setting }: ExplainOptions): boolean {
  if (id !== undefined && rule.id !== id) return false;
  if (setting === undefined) return true;
  const named = [...settingsOf(rule.expression), ...(rule.when ? settingsOf(rule.when) : [])];
  return named.includes(setting);
}

/** Without a rule: each app and user that the evidence speaks of. */
function scopesOf(facts: Facts, { setting: id = '' }: ExplainOptions): (string | undefined)[] {
  return findSetting(id)?.scope === 'app' ? facts.scopes() : [undefined];
}

function bare(
  facts: Facts,
  scope: string | undefined,
  { setting = '', asOf }: ExplainOptions,
): Pick<Explanation, 'condition' | 'settings'> {
  const { steps } = judgeSetting({ setting, is: [] }, facts, {
    asOf,
    scope,
    enforced: false,
    statements: { settings: 'all', given: false },
  });
  const settings = steps.map((step) => {
    const { expected: _expected, decidedBy: _decided, layers, ...rest } = explained(step, facts.subject);
    return { ...rest, layers: layers.map(({ verdict: _verdict, ...layer }) => layer) };
  });
  return { condition: [], settings };
}

function explained(step: Step, subject: Subject): ExplainedSetting {
  const { setting, scope, expected, said, layers, decidedBy } = step;
  const proof = setting.proof[familyOf(subject.platform)];
  const shownBy = proof ?? attestationAdvice;
  return {
    setting: setting.id,
    title: setting.title,
    ...(scope === undefined ? {} : { scope }),
    merge: setting.merge,
    expected,
    claims: said.map((claim) => explainedClaim(claim)),
    layers: layers.map(({ layer, value, unknown, verdict, notes }): ExplainedLayer => ({
      layer,
      ...(value === undefined ? {} : { value }),
      ...(unknown === undefined ? {} : { unknown }),
      ...(verdict === undefined ? {} : { verdict }),
      notes,
    })),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(said.length === 0 ? { shownBy } : {}),
  };
}

function explainedClaim({ observation, effect }: Weighed): ExplainedClaim {
  const { layer, origin, evidence, collected, expires, statement, notes = [] } = observation;
  return {
    layer,
    origin,
    evidence,
    ...(isKnown(observation) ? { value: observation.value } : { unknown: observation.unknown }),
    ...(collected === undefined ? {} : { collected }),
    ...(expires === undefined ? {} : { expires }),
    ...(statement === undefined ? {} : { statement }),
    ...(effect.state === 'none' ? { effect: `no effect here: ${effect.why}` } : {}),
    ...(effect.state === 'open'
      ? { effect: `effect not known: ${effect.missing.join(' and ')} is not shown` }
      : {}),
    notes,
  };
}
