/** Rules on one subject. Knows no source and no clock; a rule that throws is an error finding, never the end of the run. */
import type { Finding, NotApplicableReason } from '../model/finding.ts';
import type { Observation, UnknownReason } from '../model/observation.ts';
import { type Expression, type Profile, type Rule, settingsOf } from '../model/profile.ts';
import { familyOf, type PlatformFamily, type Subject } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import { Facts } from './facts.ts';
import { judge } from './judge.ts';
import { claimOf, type Judgement, type Step } from './judgement.ts';

export interface EvaluateOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
}

/** The findings of all rules of a profile, in the order of rule id and scope. */
export function evaluate(
  profile: Profile,
  subject: Subject,
  observations: readonly Observation[],
  options: EvaluateOptions,
): Finding[] {
  const facts = new Facts(subject, observations);
  return profile.rules.flatMap((rule) =>
    evaluateRule(rule, profile.id, facts, options).map((judged) => judged.finding),
  );
}

/** A finding and the steps that led to it. */
export interface JudgedRule {
  readonly finding: Finding;
  /** Of the condition under which the rule applies. */
  readonly condition: readonly Step[];
  readonly steps: readonly Step[];
}

/** One rule on one subject: once, or for each app and user that it speaks about. */
export function evaluateRule(
  rule: Rule,
  profile: string,
  facts: Facts,
  options: EvaluateOptions,
): JudgedRule[] {
  const scopes = rule.apps === undefined ? [undefined] : rule.apps.flatMap((app) => facts.scopesOf(app));
  return scopes.map((scope) => {
    const context: RuleContext = { rule, profile, facts, options, condition: [], steps: [] };
    const { condition, steps } = context;
    try {
      return { finding: evaluateScope(context, scope), condition, steps };
    } catch (error) {
      const message = `This rule could not be evaluated because of a defect in Passmuster (${error instanceof Error ? error.name : 'error'}).`;
      return { finding: finding(context, scope, { outcome: 'error', message }), condition, steps };
    }
  });
}

interface RuleContext {
  readonly rule: Rule;
  readonly profile: string;
  readonly facts: Facts;
  readonly options: EvaluateOptions;
  /** Gathered on the way. */
  readonly condition: Step[];
  readonly steps: Step[];
}

function evaluateScope(context: RuleContext, scope: string | undefined): Finding {
  const { rule, facts, options } = context;
  const applicable = applies(rule, facts.subject);
  if (applicable !== true && !isOpen(applicable)) return notConcerned(context, scope, applicable);
  const judgeOptions = {
    asOf: options.asOf,
    scope,
    enforced: rule.enforced,
    ...(rule.maxAgeDays === undefined ? {} : { maxAgeDays: rule.maxAgeDays }),
  };
  const absent = scope === undefined ? undefined : appAbsent(context, scope);
  if (absent) return absent;
  if (applicable !== true) return notConcerned(context, scope, applicable);
  if (rule.when) {
    const condition = judge(rule.when, facts, { ...judgeOptions, enforced: false, firm: true });
    context.condition.push(...condition.steps);
    if (condition.outcome === 'fail')
      return notConcerned(
        context,
        scope,
        { reason: 'condition', why: `it holds when ${condition.setting} is ${condition.expected}` },
        condition,
      );
    if (condition.outcome === 'unknown')
      return undecided(context, scope, condition, 'Whether the rule applies is not known: ');
  }
  const judgement = judge(rule.expression, facts, judgeOptions);
  context.steps.push(...judgement.steps);
  if (judgement.idle !== undefined) return withoutEffect(context, scope, judgement, judgement.idle);
  if (judgement.outcome === 'unknown') return undecided(context, scope, judgement, '');
  const claim = claimOf(judgement);
  const message = judgement.outcome === 'pass' ? `${claim}.` : `${claim}, expected ${judgement.expected}.`;
  return finding(context, scope, { outcome: judgement.outcome, message }, judgement);
}

/** Where a rule wants a demand, one that the phone ignores is none. */
function withoutEffect(
  context: RuleContext,
  scope: string | undefined,
  judgement: Judgement,
  idle: NonNullable<Judgement['idle']>,
): Finding {
  if (!context.rule.enforced) return notConcerned(context, scope, idle, judgement);
  const message = `${judgement.setting} is not enforced: ${idle.why}.`;
  return finding(context, scope, { outcome: 'fail', message }, { ...judgement, actual: 'without effect' });
}

interface Unconcerned {
  readonly reason: NotApplicableReason | UnknownReason;
  readonly why: string;
  /** The setting that would tell, where it is not known. */
  readonly asks?: string;
}

/** Whether the rule concerns the subject is not known. */
const isOpen = ({ reason }: Unconcerned) => reason === 'not-reported';

/** True, or why the rule does not concern the subject, or which fact is missing to say so. */
function applies(rule: Rule, subject: Subject): true | Unconcerned {
  const { platform, kind, ownership, supervised } = rule.appliesTo;
  const family = familyOf(subject.platform);
  if (platform && !platform.includes(subject.platform) && !platform.includes(family))
    return { reason: 'platform', why: `it is for ${platform.join(' and ')}` };
  if (kind && !kind.includes(subject.kind))
    return { reason: 'kind', why: `it is for subjects of kind ${kind.join(' and ')}` };
  const settings = settingsOf(rule.expression);
  if (settings.length > 0 && !settings.some((id) => existsOn(id, family)))
    return { reason: 'platform', why: `the setting does not exist on ${family}` };
  if (subject.kind === 'policy') return true; // ownership and supervision are facts of devices
  if (ownership && subject.ownership === undefined)
    return { reason: 'not-reported', why: 'who owns the device is not reported', asks: 'device.ownership' };
  if (ownership && subject.ownership && !ownership.includes(subject.ownership))
    return { reason: 'ownership', why: `it is for ${ownership.join(' and ')} devices` };
  if (supervised !== undefined && subject.supervised === undefined)
    return {
      reason: 'not-reported',
      why: 'whether the device is supervised is not reported',
      asks: 'device.supervised',
    };
  if (supervised !== undefined && subject.supervised !== supervised)
    return { reason: 'supervision', why: `it is for ${supervised ? 'supervised' : 'unsupervised'} devices` };
  return true;
}

function existsOn(id: string, family: PlatformFamily): boolean {
  const setting = findSetting(id);
  if (setting === undefined) throw new Error(`no setting ${id}`);
  return setting.proof[family] !== undefined;
}

/** Only an app inventory that was read to its end shows that an app is not there. */
function appAbsent(context: RuleContext, scope: string): Finding | undefined {
  const { facts, options, rule } = context;
  const isInstalled = (value: boolean): Expression => ({
    setting: 'app.installed',
    is: [{ operator: 'equals', options: value }],
  });
  const age = rule.maxAgeDays === undefined ? {} : { maxAgeDays: rule.maxAgeDays };
  const judgeOptions = { asOf: options.asOf, scope, enforced: false, firm: true, ...age };
  const installed = judge(isInstalled(true), facts, judgeOptions);
  if (settingsOf(rule.expression).includes('app.installed') || installed.outcome === 'pass') return undefined;
  context.condition.push(...installed.steps);
  if (installed.outcome === 'fail')
    return notConcerned(
      context,
      scope,
      { reason: 'app-not-installed', why: 'the app inventory does not list the app' },
      installed,
    );
  return undefined;
}

function notConcerned(
  context: RuleContext,
  scope: string | undefined,
  { reason, why, asks }: Unconcerned,
  judgement?: Judgement,
): Finding {
  const proof =
    asks === undefined ? undefined : findSetting(asks)?.proof[familyOf(context.facts.subject.platform)];
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

function undecided(
  context: RuleContext,
  scope: string | undefined,
  judgement: Judgement,
  lead: string,
): Finding {
  const { reason = 'not-collected' } = judgement;
  const collect =
    judgement.collect.length > 0 ? ` To decide it, add: ${judgement.collect.join('; or ')}.` : '';
  const message = `${lead}${judgement.setting}: ${reasonWords[reason]}.${collect}`;
  return finding(context, scope, { outcome: 'unknown', reason, message }, judgement);
}

type Verdict = Pick<Finding, 'outcome' | 'message'> & Partial<Pick<Finding, 'reason'>>;

function finding(
  context: RuleContext,
  scope: string | undefined,
  verdict: Verdict,
  judgement?: Judgement,
  withExpectation = true,
): Finding {
  const { rule, profile, facts } = context;
  return {
    rule: rule.id,
    profile,
    subject: facts.subject.id,
    ...(scope === undefined ? {} : { scope }),
    ...(judgement ? { setting: judgement.setting } : {}),
    outcome: verdict.outcome,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    severity: rule.severity,
    title: rule.title,
    message: verdict.message,
    ...(judgement && withExpectation ? { expected: judgement.expected } : {}),
    ...(judgement?.actual !== undefined && withExpectation ? { actual: judgement.actual } : {}),
    evidence: (judgement?.witnesses ?? []).map(({ evidence, layer, origin }) => ({
      ...evidence,
      layer,
      origin,
    })),
    notes: judgement?.notes ?? [],
  };
}
