/** What a user asks about has to exist: a typing error must not look like evidence that says nothing. */
import { PassmusterError } from '../errors.ts';
import { isAskedFor } from '../evaluate/explain.ts';
import type { Profile } from '../model/profile.ts';
import { findSetting, settings } from '../settings/catalogue.ts';
import { nearest } from './nearest.ts';

/** @throws PassmusterError usage, with the nearest known name */
export function requireAsked(
  profiles: readonly Profile[],
  { rule, setting }: { readonly rule?: string; readonly setting?: string },
): void {
  const rules = profiles.flatMap((profile) => profile.rules);
  if (rule !== undefined && profiles.length === 0)
    throw new PassmusterError('usage', '--rule needs the profile that has the rule; name it with -p.');
  if (rule !== undefined && !rules.some(({ id }) => id === rule))
    throw unknownName(
      'rule',
      rule,
      rules.map(({ id }) => id),
    );
  if (setting !== undefined && findSetting(setting) === undefined)
    throw unknownName(
      'setting',
      setting,
      settings.map(({ id }) => id),
    );
  if (
    profiles.length > 0 &&
    !rules.some((one) =>
      isAskedFor(one, {
        asOf: '',
        ...(rule === undefined ? {} : { rule }),
        ...(setting === undefined ? {} : { setting }),
      }),
    )
  )
    throw new PassmusterError(
      'usage',
      `No rule that was asked about speaks of ${setting}; without -p its evidence is shown as it stands.`,
    );
}

function unknownName(what: 'rule' | 'setting', name: string, known: readonly string[]): PassmusterError {
  const near = nearest(name, known);
  const list =
    what === 'rule' ? `known are ${known.slice(0, 8).join(', ')}` : '"passmuster settings" lists all';
  return new PassmusterError(
    'usage',
    `There is no ${what} ${name}; ${near === undefined ? list : `did you mean ${near}?`}`,
  );
}
