/** Rules on one subject. Knows no source and no clock; a rule that throws is an error finding, never the end of the run. */
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import { type Expression, type Profile, type Rule, settingsOf } from '../model/profile.ts';
import type { PlatformFamily, Subject } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import { conditionFor } from './condition.ts';
import { Facts } from './facts.ts';
import {
  finding,
  isOpen,
  notConcerned,
  shownEvidence,
  type RuleContext,
  type Unconcerned,
  undecided,
} from './findings.ts';
import { judge } from './judge.ts';
import { claimOf, type Judgement, type StatementRights, type Step } from './judgement.ts';

export interface EvaluateOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Attestations were handed in, whether or not one is about this subject. */
  readonly attestationsGiven?: boolean;
}

/** The findings of all rules of a profile, in the order of rule id and scope. */
export function evaluate(
  profile: Profile,
  subject: Subject,
  observations: readonly Observation[],
  options: EvaluateOptions,
): Finding[] {
  return evaluateFacts(profile, new Facts(subject, observations), options);
}

/** The same for facts that several profiles share: what one has worked out the others find. */
export function evaluateFacts(profile: Profile, facts: Facts, options: EvaluateOptions): Finding[] {
  return profile.rules.flatMap((rule) =>
    evaluateRule(rule, profile.id, facts, options).map((judged) => judged.finding),
  );
}

/** The findings of all profiles, one after the other. */
export const evaluateAll = (
  profiles: readonly Profile[],
  facts: Facts,
  options: EvaluateOptions,
): Finding[] => profiles.flatMap((profile) => evaluateFacts(profile, facts, options));

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
  const { apps } = rule;
  const judged = (judge: (context: RuleContext) => Finding, scope?: string): JudgedRule => {
    const statements = rightsOf(rule, options);
    const context: RuleContext = { rule, profile, facts, options, statements, condition: [], steps: [] };
    const { condition, steps } = context;
    try {
      return { finding: judge(context), condition, steps };
    } catch (error) {
      const message = `This rule could not be evaluated because of a defect in Passmuster (${error instanceof Error ? error.name : 'error'}).`;
      return { finding: finding(context, scope, { outcome: 'error', message }), condition, steps };
    }
  };
  const judgedIn = (scope: string | undefined) =>
    judged((context) => withNotes(evaluateStated(context, scope), context, scope), scope);
  if (apps === undefined) return [judgedIn(undefined)];
  const found = rule.appsFound === true ? facts.foundAmong(apps) : apps;
  if (found.length === 0) return [judged((context) => withoutApps(context, apps))];
  return found.flatMap((app) => facts.scopesOf(app)).map(judgedIn);
}

/** None of the apps that the rule is about is known to be there. */
function withoutApps(context: RuleContext, apps: readonly string[]): Finding {
  const { facts, options, rule } = context;
  const applicable = applies(rule, facts);
  if (applicable !== true) return notConcerned(context, undefined, applicable);
  if (apps.length === 0)
    return notConcerned(context, undefined, { reason: 'no-apps-named', why: 'the rule names no app' });
  const inventory: Expression = { setting: 'apps.installed', is: [{ operator: 'present', options: true }] };
  const age = rule.maxAgeDays === undefined ? {} : { maxAgeDays: rule.maxAgeDays };
  const read = judge(inventory, facts, {
    asOf: options.asOf,
    scope: undefined,
    enforced: false,
    firm: true,
    ...age,
  });
  context.condition.push(...read.steps);
  if (read.outcome === 'unknown')
    return undecided(context, undefined, read, 'Which apps are there is not known: ');
  const why = 'the app inventory lists none of the apps that the rule is about';
  return notConcerned(context, undefined, { reason: 'app-not-installed', why }, read);
}

function rightsOf(
  { attestable, maxAgeDays }: Rule,
  { attestationsGiven = false }: EvaluateOptions,
): StatementRights {
  const ages = [attestable?.maxAgeDays, maxAgeDays].filter((age) => age !== undefined);
  return {
    settings: attestable?.settings ?? [],
    ...(ages.length === 0 ? {} : { maxAgeDays: Math.min(...ages) }),
    given: attestationsGiven,
  };
}

/**
 * A verdict that statements brought about is marked, by judging once more without them. That a rule does not apply has to be
 * shown by machines: no statement makes it so.
 */
function evaluateStated(context: RuleContext, scope: string | undefined): Finding {
  const found = evaluateScope(context, scope);
  const isStated = [...context.condition, ...context.steps].some(({ decidedBy }) => decidedBy === 'attested');
  if (!isStated || found.outcome === 'unknown') return found;
  const bare = evaluateScope({ ...context, statements: undefined, condition: [], steps: [] }, scope);
  if (bare.outcome === found.outcome) return found;
  return found.outcome === 'not-applicable' ? bare : { ...found, attested: true };
}

/** What stands beside the verdict, with its witnesses; for certain only, and never where the rule does not apply. */
function withNotes(found: Finding, context: RuleContext, scope: string | undefined): Finding {
  const { rule, facts, options, statements } = context;
  if (rule.notes === undefined || found.outcome === 'not-applicable') return found;
  const held = rule.notes.flatMap(({ when, note }) => {
    const shown = judge(when, facts, {
      asOf: options.asOf,
      scope,
      enforced: false,
      firm: true,
      ...(statements === undefined ? {} : { statements }),
    });
    return shown.outcome === 'pass' ? [{ note, evidence: shown.witnesses.map(shownEvidence) }] : [];
  });
  const known = new Set(found.evidence.map((one) => JSON.stringify(one)));
  return {
    ...found,
    evidence: [
      ...found.evidence,
      ...held.flatMap(({ evidence }) => evidence).filter((one) => !known.has(JSON.stringify(one))),
    ],
    notes: [...new Set([...found.notes, ...held.map(({ note }) => note)])],
  };
}

function evaluateScope(context: RuleContext, scope: string | undefined): Finding {
  const { rule, facts, options } = context;
  const applicable = applies(rule, facts);
  if (applicable !== true && !isOpen(applicable)) return notConcerned(context, scope, applicable);
  const judgeOptions = {
    asOf: options.asOf,
    scope,
    enforced: rule.enforced,
    modelOf: () => facts.subject.model,
    ...(rule.maxAgeDays === undefined ? {} : { maxAgeDays: rule.maxAgeDays }),
    ...(context.statements === undefined ? {} : { statements: context.statements }),
  };
  const absent = scope === undefined ? undefined : appAbsent(context, scope);
  if (absent) return absent;
  if (applicable !== true) return notConcerned(context, scope, applicable);
  const when = conditionFor(rule.when, facts);
  if (when) {
    const condition = judge(when, facts, { ...judgeOptions, enforced: false, firm: true });
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

/** True, or why the rule does not concern the subject, or which fact is missing to say so. */
function applies(rule: Rule, { subject, family }: Facts): true | Unconcerned {
  const { platform, kind, ownership, supervised } = rule.appliesTo;
  if (platform && !platform.includes(family) && !platform.includes(subject.platform))
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
