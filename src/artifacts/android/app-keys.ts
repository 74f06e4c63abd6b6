/** A table of an app's preferences: which key says what, and how sure that is. */
import type { SettingId } from '../../settings/catalogue.ts';
import type { Grade } from '../grade.ts';
import type { Reading } from '../rows.ts';
import type { Preference, WantedKeys } from './preferences.ts';

export interface KeyRow {
  readonly key: string;
  readonly setting: SettingId;
  readonly grade: Grade;
  readonly read: (value: Preference, other: (key: string) => Preference | undefined) => Reading;
  /** What it holds is a secret or names a person: only whether it holds anything is looked at. */
  readonly isSecret?: true;
  /** What the app's code is believed to assume where the key is not there: for the reader's eye, never a value. */
  readonly believed?: string;
}

/** @param beside keys that rows look at beside their own */
export function wantedKeys(rows: readonly KeyRow[], beside: readonly string[] = []): WantedKeys {
  return new Map([
    ...beside.map((key) => [key, { isSecret: false }] as const),
    ...rows.map(({ key, isSecret = false }) => [key, { isSecret }] as const),
  ]);
}

const ambiguous: Reading = { unknown: 'ambiguous' };

export function booleanOf({ type, text }: Preference): boolean | undefined {
  if (type !== 'boolean') return undefined;
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

export function numberOf({ type, text }: Preference): number | undefined {
  const isNumber = (type === 'int' || type === 'long') && /^-?\d{1,15}$/.test(text);
  return isNumber ? Number(text) : undefined;
}

/** `<boolean>`, of the same polarity. */
export const asBoolean: KeyRow['read'] = (value) => {
  const found = booleanOf(value);
  return found === undefined ? ambiguous : { value: found };
};

/** A text that is there or not, whatever it says. */
export const isFilled: KeyRow['read'] = ({ type, text }) =>
  type === 'string' ? { value: text !== '' } : ambiguous;
