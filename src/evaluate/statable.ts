/** Which settings people may state for a rule. */
import { type Profile, type Rule, wholeSettingsOf } from '../model/profile.ts';
import { isStatement } from '../settings/attestable.ts';

/** Those that the rule names as attestable, and those that exist as statements alone. */
export function statableSettings({ expression, when, attestable }: Rule): string[] {
  const spoken = [...wholeSettingsOf(expression), ...(when ? wholeSettingsOf(when) : [])];
  return [...new Set([...(attestable?.settings ?? []), ...spoken.filter((id) => isStatement({ id }))])];
}

export function acceptedSettings(profiles: readonly Profile[]): Set<string> {
  return new Set(profiles.flatMap(({ rules }) => rules.flatMap(statableSettings)));
}
