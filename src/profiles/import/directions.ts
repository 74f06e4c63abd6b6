/**
 * From the value that a guide writes to what an auditor asks for. A guide says "set to 6"; that a passcode of 8 meets it as well
 * is what the direction of a setting says. Settings without one are compared as equal.
 */
import type { SettingValue } from '../../model/observation.ts';
import type { Example } from '../../model/profile.ts';
import { findSetting } from '../../settings/catalogue.ts';
import type { ExpressionFile } from '../file.ts';

type Direction = 'atLeast' | 'atMost' | 'subsetOf' | 'containsAll';

/**
 * Passcode rules: the direction in which Apple joins several of them (declaration passcode.settings, `combinetype`: lengths
 * by number-max, the rest by number-min), except for the history, which Apple joins by the shortest and where a longer one still
 * forbids more codes. Ratings and cookies: Apple, com.apple.applicationaccess, where a lower number permits less. A list of permitted
 * apps may be shorter, one of forbidden apps longer; keyboards of the system alone are stricter than a list of them. The days of an
 * update delay have no direction: a longer one holds back fixes, a shorter one the time to test them.
 */
const directions: Readonly<Record<string, Direction>> = {
  'passcode.minimumLength': 'atLeast',
  'passcode.complexCharacters': 'atLeast',
  'passcode.historyLength': 'atLeast',
  'passcode.maximumFailedAttempts': 'atMost',
  'passcode.maximumAgeDays': 'atMost',
  'lock.maximumGraceMinutes': 'atMost',
  'lock.maximumInactivityMinutes': 'atMost',
  'content.apps.maximumRating': 'atMost',
  'content.movies.maximumRating': 'atMost',
  'content.tvShows.maximumRating': 'atMost',
  'browser.cookies': 'atMost',
  'apps.inputMethods': 'atLeast',
  'apps.allowList': 'subsetOf',
  'apps.denyList': 'containsAll',
};

/** What a setting has to be, by the value that a guide writes. */
export interface Demand {
  readonly setting: string;
  readonly value: SettingValue;
  /** Name of the parameter that holds the value. */
  readonly parameter?: string;
}

/** Accounts are not merged on a phone: each of them has to meet the demand. */
const isOfAccounts = (setting: string): boolean => /^(mail|exchange)\./.test(setting);

export const hasDirection = (setting: string): boolean => Object.hasOwn(directions, setting);

export function expressionOf(demands: readonly Demand[]): ExpressionFile {
  const [only, ...others] = demands.map(leafOf);
  return only !== undefined && others.length === 0 ? only : { all: demands.map(leafOf) };
}

function leafOf({ setting, value, parameter }: Demand): ExpressionFile {
  const direction = directions[setting];
  const wanted = parameter === undefined ? value : { parameter };
  const is =
    typeof value === 'boolean'
      ? value
      : { [direction ?? (Array.isArray(value) ? 'containsAll' : 'equals')]: wanted };
  return isOfAccounts(setting) ? { setting, every: is } : { setting, is };
}

interface Examples {
  readonly pass: readonly Example[];
  readonly fail: readonly Example[];
}

/** One that meets every demand, and for each demand one that misses it alone. Undefined: a demand that nothing misses. */
export function examplesOf(demands: readonly Demand[]): Examples | undefined {
  const pass: Example = Object.fromEntries(demands.map(({ setting, value }) => [setting, value]));
  const fail = demands.map(({ setting, value }) => {
    const other = missing(value, directions[setting], findSetting(setting)?.values);
    return other === undefined ? undefined : { ...pass, [setting]: other };
  });
  return fail.every((example) => example !== undefined) && fail.length > 0
    ? { pass: [pass], fail }
    : undefined;
}

/** A value of the same type that does not meet the demand. */
function missing(
  value: SettingValue,
  direction: Direction | undefined,
  words: readonly string[] = [],
): SettingValue | undefined {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') {
    if (direction !== 'atLeast') return Math.floor(value) + 1;
    return value > 0 ? value - 1 : undefined;
  }
  // Words stand from open to strict.
  if (typeof value === 'string')
    return (direction === 'atLeast' ? words.slice(0, words.indexOf(value)) : words).find(
      (word) => word !== value,
    );
  return direction === 'subsetOf' ? [...value, 'org.example.other'] : [];
}
