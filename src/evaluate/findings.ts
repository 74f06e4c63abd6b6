/** Findings as they are worded: what was decided, what was not and why, what does not apply. */
import type { Finding, FindingEvidence, NotApplicableReason } from '../model/finding.ts';
import type { Observation, UnknownReason } from '../model/observation.ts';
import type { Rule } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { Facts } from './facts.ts';
import type { Judgement, StatementRights, Step } from './judgement.ts';

export interface RuleContext {
  readonly rule: Rule;
  readonly profile: string;
  readonly facts: Facts;
  readonly options: EvaluateOptions;
  /** Undefined: judged as if nobody had stated anything. */
  readonly statements: StatementRights | undefined;
  /** Gathered on the way. */
  readonly condition: Step[];
  readonly steps: Step[];
}

export interface Unconcerned {
  readonly reason: NotApplicableReason | UnknownReason;
  readonly why: string;
  /** The setting that would tell, where it is not known. */
  readonly asks?: string;
}

/** Whether the rule concerns the subject is not known. */
export const isOpen = ({ reason }: Unconcerned) => reason === 'not-reported';

export function notConcerned(
  context: RuleContext,
  scope: string | undefined,
  { reason, why, asks }: Unconcerned,
  judgement?: Judgement,
): Finding {
  const proof = asks === undefined ? undefined : findSetting(asks)?.proof[context.facts.family];
  const collect = proof ? ` To decide it, add: ${proof}.` : '';
  const isUnknown = reason === 'not-reported';
  const message = isUnknown
    ? `Whether the rule applies is not known: ${why}.${collect}`
    : `Not applicable: ${why}.`;
  return finding(
    context,
    scope,
    { outcome: isUnknown ? 'unknown' : 'not-applicable', reason, message },
    judgement,
    false,
  );
}

const reasonWords: Readonly<Record<UnknownReason, string>> = {
  'not-collected': 'nothing in the evidence speaks about it',
  'not-reported': 'the evidence leaves it unset',
  ambiguous: 'the evidence contradicts itself or cannot be read one way',
  encrypted: 'the evidence is encrypted',
  unreadable: 'the evidence is damaged or not authentic',
  incomplete: 'the evidence was cut off',
  stale: 'the evidence is too old or has ended',
  'attestation-expired': 'the attestation has expired',
  'not-provable': 'no file or export can show it',
};

export function undecided(
  context: RuleContext,
  scope: string | undefined,
  judgement: Judgement,
  lead: string,
): Finding {
  const { reason = 'not-collected' } = judgement;
  const collect =
    judgement.collect.length > 0 ? ` To decide it, add: ${judgement.collect.join('; or ')}.` : '';
  const [end] =
    reason === 'attestation-expired' ? judgement.witnesses.flatMap(({ expires }) => expires ?? []) : [];
  const when = end === undefined ? '' : ` (${end})`;
  const message = `${lead}${judgement.setting}: ${reasonWords[reason]}${when}.${collect}`;
  return finding(context, scope, { outcome: 'unknown', reason, message }, judgement);
}

type Verdict = Pick<Finding, 'outcome' | 'message'> & Partial<Pick<Finding, 'reason'>>;

export function finding(
  context: RuleContext,
  scope: string | undefined,
  verdict: Verdict,
  judgement?: Judgement,
  withExpectation = true,
): Finding {
  const { rule, profile, facts } = context;
  const { outcome, reason, message } = verdict;
  const { severity, title } = rule;
  const { actual, witnesses = [], notes = [] } = judgement ?? {};
  // Members one after the other, in the order of reports: this is done for each rule of each subject.
  const made: Partial<Writable<Finding>> = { rule: rule.id, profile, subject: facts.subject.id };
  if (scope !== undefined) made.scope = scope;
  if (judgement !== undefined) made.setting = judgement.setting;
  made.outcome = outcome;
  if (reason !== undefined) made.reason = reason;
  made.severity = severity;
  made.title = title;
  made.message = message;
  if (judgement !== undefined && withExpectation) made.expected = judgement.expected;
  if (actual !== undefined && withExpectation) made.actual = actual;
  const evidence = witnesses.map(shownEvidence);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every member of a finding is set
  return Object.assign(made, { evidence, notes }) as Finding;
}

type Writable<One> = { -readonly [Member in keyof One]: One[Member] };

/** An observation as a finding cites it. */
export function shownEvidence({ evidence, layer, origin, statement }: Observation): FindingEvidence {
  if (statement === undefined) return { ...evidence, layer, origin };
  const { reach: _reach, ...shown } = statement;
  return { ...evidence, layer, origin, statement: shown };
}
