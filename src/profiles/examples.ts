/**
 * Runs the examples that every rule carries: what a subject would have to show to pass or to fail. The unknown case is
 * added here, because it is the same for all rules: without evidence nothing may be decided.
 */
import { evaluate } from '../evaluate/evaluate.ts';
import type { Outcome } from '../model/finding.ts';
import { appScope, type Layer, type Observation } from '../model/observation.ts';
import { type Example, type Profile, type Rule, settingsOf } from '../model/profile.ts';
import { familyOf, type Platform, platforms, type Subject } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';

/** The clock of the examples: dates in them are written for this day, so that they mean the same for ever. */
export const examplesAsOf = '2026-01-01T00:00:00Z';

export interface ExampleResult {
  readonly rule: string;
  /** The outcome that is wanted; `unknown` is the case without evidence. */
  readonly wanted: 'pass' | 'fail' | 'unknown';
  /** Place in the rule's list of examples, from 0. */
  readonly index: number;
  readonly outcome: Outcome;
  readonly behaves: boolean;
  /** What the finding says. */
  readonly message: string;
}

/** Every example of every rule, and for each rule the case without evidence, in the order of the rules. */
export function runExamples(profile: Profile): ExampleResult[] {
  const { rules, exampleRules = [] } = profile;
  const asRun = (rule: Rule): Rule => exampleRules.find(({ id }) => id === rule.id) ?? rule;
  return rules.map(asRun).flatMap((rule) => {
    const run = (wanted: ExampleResult['wanted'], index: number, example?: Example): ExampleResult => {
      const { outcome, message } = judgeExample(profile, rule, example);
      return { rule: rule.id, wanted, index, outcome, behaves: outcome === wanted, message };
    };
    return [
      ...rule.examples.pass.map((example, index) => run('pass', index, example)),
      ...rule.examples.fail.map((example, index) => run('fail', index, example)),
      run('unknown', 0),
    ];
  });
}

/** One rule on a synthetic subject, for the first of its apps. Without an example there is no observation at all. */
function judgeExample(
  profile: Profile,
  rule: Rule,
  example?: Example,
): { outcome: Outcome; message: string } {
  const subject = subjectFor(rule);
  const [app] = rule.apps ?? [];
  const alone = app === undefined ? rule : { ...rule, apps: [app] };
  const observations = example ? observationsOf(example, rule, subject) : [];
  const [finding] = evaluate({ ...profile, rules: [alone] }, subject, observations, { asOf: examplesAsOf });
  return finding ?? { outcome: 'error', message: 'The rule gave no finding.' };
}

/** The subject that the rule asks for; what the rule leaves open is a device, and no fact is made up. */
function subjectFor(rule: Rule): Subject {
  const { kind, ownership, supervised } = rule.appliesTo;
  return {
    id: 'example',
    kind: kind?.[0] ?? 'device',
    platform: platformFor(rule),
    ...(ownership?.[0] === undefined ? {} : { ownership: ownership[0] }),
    ...(supervised === undefined ? {} : { supervised }),
    labels: {},
  };
}

/** The first platform that the rule names, else the first on which each of its settings exists. */
function platformFor({ appliesTo, expression, when }: Rule): Platform {
  const [named] = appliesTo.platform ?? [];
  if (named !== undefined) return named;
  const settings = [expression, ...(when ? [when] : [])]
    .flatMap(settingsOf)
    .flatMap((id) => findSetting(id) ?? []);
  const exists = (platform: Platform) =>
    settings.every(({ proof }) => proof[familyOf(platform)] !== undefined);
  return platforms.find(exists) ?? 'ios';
}

/** The example's settings as observations; a rule about an app finds the app installed unless the example says otherwise. */
function observationsOf(example: Example, rule: Rule, subject: Subject): Observation[] {
  const [app] = rule.apps ?? [];
  const shown: Example = app === undefined ? example : { 'app.installed': true, ...example };
  return Object.entries(shown).flatMap(([id, value]) => {
    const setting = findSetting(id);
    return layersFor(setting, rule, subject).map((layer): Observation => {
      const evidence = { input: 'example', locator: id };
      const observation = {
        setting: id,
        layer,
        origin: 'explicit',
        value,
        collected: examplesAsOf,
        evidence,
      } as const;
      return setting?.scope === 'app' && app !== undefined
        ? { ...observation, scope: appScope(app) }
        : observation;
    });
  });
}

/** A device shows, a policy requires, a person states; a rule that wants a state enforced needs both of the former. */
function layersFor(setting: Setting | undefined, rule: Rule, { kind }: Subject): Layer[] {
  if (setting?.proof.ios === null && setting.proof.android === null) return ['attested'];
  if (rule.enforced) return ['observed', 'required'];
  return kind === 'device' ? ['observed'] : ['required'];
}
