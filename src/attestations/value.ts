/** What a person may state of a setting, by its type. */
import { timeOf } from '../model/time.ts';
import type { Setting, SettingType } from '../settings/define.ts';

type TypeCheck = readonly [words: string, test: (value: unknown) => boolean];
const isText = (value: unknown): value is string => typeof value === 'string';

const types: Readonly<Partial<Record<SettingType, TypeCheck>>> = {
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  integer: ['a whole number from 0 on', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  number: ['a number', (value) => typeof value === 'number' && Number.isFinite(value)],
  version: [
    'a version in quotes, as "17.4"',
    (value) => isText(value) && /^\d{1,9}(\.\d{1,9}){0,9}$/.test(value),
  ],
  date: [
    'a day, as 2026-01-31, or an RFC 3339 time',
    (value) => isText(value) && timeOf(value) !== undefined,
  ],
  choice: ['one of its values', isText],
};

/** What the value has to be, or undefined when it is that. Never names the value: it may be anything that slipped into the wrong cell. */
export function valueNeeds({ type, values }: Setting, value: unknown): string | undefined {
  const [words, test] = types[type] ?? ['nothing that can be stated', () => false];
  if (values !== undefined)
    return isText(value) && values.includes(value) ? undefined : `one of ${values.join(', ')}`;
  return test(value) ? undefined : words;
}

/** What a form says that may be answered. */
export function answersOf({ type, values, unit }: Setting): string {
  if (values !== undefined) return values.join(' / ');
  const words: Readonly<Partial<Record<SettingType, string>>> = {
    boolean: 'yes / no',
    integer: unit === undefined ? 'a whole number' : `a whole number of ${unit}`,
    number: unit === undefined ? 'a number' : `a number of ${unit}`,
    version: 'a version, as 17.4',
    date: 'a day, as 2026-01-31',
  };
  return words[type] ?? '';
}
