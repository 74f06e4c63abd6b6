/**
 * Before an audit: what evidence each rule needs, by platform. After one: which rules these inputs decided, and what would decide
 * the rest. Knows no file.
 */
import { statableSettings } from '../evaluate/statable.ts';
import type { Finding } from '../model/finding.ts';
import { type Profile, type Rule, settingsOf } from '../model/profile.ts';
import { familyOf, type PlatformFamily, type Subject } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import { type Recipe, recipesFor } from './recipes.ts';

/** One rule on one platform. */
export interface PlannedRule {
  readonly profile: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Rule['severity'];
  readonly platform: PlatformFamily;
  /** Ways of which each decides one of the settings; several settings may need several ways. */
  readonly recipes: readonly string[];
  /** Settings that have to be shown, each with the advice what shows it; `statement`: only a person can. */
  readonly needs: readonly { readonly setting: string; readonly advice: string }[];
  /** Subjects on which it was decided, and on which not; absent before anything was read. */
  readonly decided?: number;
  readonly open?: number;
}

const onlyPeople = 'a dated statement of the user or administrator (attestation)';

/** Every rule on each platform for which it is. */
export function planOf(profiles: readonly Profile[]): PlannedRule[] {
  return profiles.flatMap(({ id, rules }) =>
    rules.flatMap((rule) => platformsOf(rule).map((platform) => planned(id, rule, platform))),
  );
}

function platformsOf({ appliesTo, expression }: Rule): PlatformFamily[] {
  const named = appliesTo.platform?.map((one) => (one === 'android' ? 'android' : 'ios'));
  const settings = settingsOf(expression).map((id) => findSetting(id));
  return (['ios', 'android'] as const).filter(
    (family) =>
      (named === undefined || named.includes(family)) &&
      (settings.length === 0 || settings.some((setting) => setting?.proof[family] !== undefined)),
  );
}

function planned(profile: string, rule: Rule, platform: PlatformFamily): PlannedRule {
  const { id, title, severity, expression, when } = rule;
  const settings = [...new Set([...settingsOf(expression), ...(when ? settingsOf(when) : [])])];
  const stated = new Set(statableSettings(rule));
  const needs = settings.flatMap((setting) => {
    const proof = findSetting(setting)?.proof[platform];
    if (proof === undefined) return [];
    const shown = proof ?? onlyPeople;
    const isEither = proof !== null && stated.has(setting);
    return [{ setting, advice: isEither ? `${shown}, or ${onlyPeople}` : shown }];
  });
  const ways = new Set(needs.flatMap(({ advice }) => recipesFor(advice, platform).map((one) => one.id)));
  return { profile, rule: id, title, severity, platform, recipes: [...ways], needs };
}

/** The plan with what was decided; rules of platforms that no subject has are left out. */
export class PlanTally {
  readonly #counts = new Map<string, { decided: number; open: number; collect: Set<string> }>();

  add({ platform }: Subject, { profile, rule, outcome, message }: Finding): void {
    const key = keyOf({ profile, rule, platform: familyOf(platform) });
    const counts = this.#counts.get(key) ?? { decided: 0, open: 0, collect: new Set<string>() };
    this.#counts.set(key, counts);
    if (outcome !== 'unknown' && outcome !== 'error') counts.decided += 1;
    else {
      counts.open += 1;
      const advice = /To decide it, add: (.*)\.$/s.exec(message)?.[1];
      if (advice !== undefined) counts.collect.add(advice);
    }
  }

  /** What is still open is told by what the findings asked for, not by all that the rule could need. */
  into(plan: readonly PlannedRule[]): PlannedRule[] {
    return plan.flatMap((rule) => {
      const counts = this.#counts.get(keyOf(rule));
      if (counts === undefined) return [];
      const { decided, open, collect } = counts;
      const ways = new Set(
        [...collect].flatMap((text) => recipesFor(text, rule.platform).map(({ id }) => id)),
      );
      const needs = rule.needs.filter(({ advice }) => [...collect].some((text) => text.includes(advice)));
      return [
        {
          ...rule,
          decided,
          open,
          recipes: open === 0 ? [] : ways.size > 0 ? [...ways] : rule.recipes,
          needs: open === 0 ? [] : needs.length > 0 ? needs : rule.needs,
        },
      ];
    });
  }
}

const keyOf = ({ profile, rule, platform }: Pick<PlannedRule, 'profile' | 'rule' | 'platform'>): string =>
  `${profile} ${rule} ${platform}`;

/** Ways with the rules that they help to decide, the most useful first. */
export function waysOf(
  plan: readonly PlannedRule[],
  all: readonly Recipe[],
): { readonly recipe: Recipe; readonly rules: readonly PlannedRule[] }[] {
  return all
    .map((recipe) => ({
      recipe,
      rules: plan.filter((rule) => rule.open !== 0 && rule.recipes.includes(recipe.id)),
    }))
    .filter(({ rules }) => rules.length > 0)
    .sort((a, b) => b.rules.length - a.rules.length);
}
