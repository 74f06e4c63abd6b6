/**
 * How native keys become canonical settings: one row per key and setting. A row reads one value by the strict type that
 * the vendor documents; whatever is not of that type is ambiguous, never coerced.
 */
import type { TreeNode } from '../formats/node.ts';
import type { Merge, Needs, SettingValue, UnknownReason } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';
import type { IdOfType, SettingId } from '../settings/catalogue.ts';

/** A value, a reason why this place decides nothing, or undefined: the value says nothing about the setting. */
export type Reading =
  | { readonly value: SettingValue; readonly note?: string; readonly needs?: Needs }
  | { readonly unknown: UnknownReason; readonly note?: string }
  | undefined;

export interface Row {
  readonly setting: SettingId;
  readonly read: (node: TreeNode) => Reading;
  /** The value is read by other code; the row is there for repetitions, look-alikes and wrong types of the key. */
  readonly apart?: true;
  /** The value names people: evidence shows how much there is of it, not what it says. */
  readonly shape?: true;
  /** The rule that the vendor publishes for this key, where it is another than the setting's. */
  readonly combine?: Merge;
}

/** Native key → rows. */
export type RowTable = Readonly<Record<string, Row | readonly Row[]>>;

const ambiguous: Reading = { unknown: 'ambiguous' };
/** The key is there and asks for nothing. */
export const notConfigured = { unknown: 'not-reported', note: 'not-configured' } as const;

/** A boolean of the same polarity. */
export function flag(setting: IdOfType<'boolean'>): Row {
  return { setting, read: (node) => (node.type === 'boolean' ? { value: node.value } : ambiguous) };
}

/** A boolean of the opposite polarity: `blocked: true` is `allowed: false`. */
export function inverted(setting: IdOfType<'boolean'>): Row {
  return { setting, read: (node) => (node.type === 'boolean' ? { value: !node.value } : ambiguous) };
}

/** Only one of the two values says something: `whenTrue`/`whenFalse` the other leaves the choice to the user. */
export function only(native: boolean, setting: IdOfType<'boolean'>, value: boolean): Row {
  return {
    setting,
    read: (node) => {
      if (node.type !== 'boolean') return ambiguous;
      return node.value === native ? { value } : notConfigured;
    },
  };
}

interface CountOptions {
  /** Smallest and largest value the vendor documents; beyond them the value is ambiguous. */
  readonly from?: number;
  readonly to?: number;
  /** The only values that the vendor documents, where they are few. */
  readonly among?: readonly number[];
  /** Values that the vendor documents as "no limit". */
  readonly unlimited?: readonly number[];
  /** Native unit ÷ ours. */
  readonly divideBy?: number;
  /** The vendor documents a real; elsewhere a reader that cuts 0.5 to 0 would find no limit at all. */
  readonly isReal?: true;
}

/** A number; null is "not configured". */
export function count(setting: IdOfType<'integer'> | IdOfType<'number'>, options: CountOptions = {}): Row {
  const { from = 0, to = Number.MAX_SAFE_INTEGER, unlimited = [], divideBy = 1, isReal = false } = options;
  const isDocumented = (value: number) =>
    value >= from && value <= to && (options.among?.includes(value) ?? true);
  return {
    setting,
    read: (node) => {
      if (node.type === 'null') return notConfigured;
      const value = numberOf(node, isReal);
      if (value === undefined || !isDocumented(value)) return ambiguous;
      return unlimited.includes(value)
        ? { unknown: 'not-reported', note: 'no-limit' }
        : { value: value / divideBy };
    },
  };
}

/** A word from a closed list; a word outside it is ambiguous, `null` stands for "not configured". */
export function word(setting: SettingId, words: Readonly<Record<string, SettingValue | null>>): Row {
  const folded = new Map(Object.entries(words).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    setting,
    read: (node) => {
      if (node.type === 'null') return notConfigured;
      if (node.type !== 'string') return ambiguous;
      const value = folded.get(node.value.toLowerCase());
      if (value === undefined) return ambiguous;
      return value === null ? notConfigured : { value };
    },
  };
}

/** A text of a given form; null and the empty text are "not configured". */
export function textLike(setting: IdOfType<'version'> | IdOfType<'date'>, form: RegExp): Row {
  return {
    setting,
    read: (node) => {
      if (node.type === 'null' || (node.type === 'string' && node.value === '')) return notConfigured;
      const isRight = node.type === 'string' && form.test(node.value) && !isImpossibleDay(node.value);
      return isRight ? { value: node.value } : ambiguous;
    },
  };
}

/** A list of texts, sorted and each one once: lists compare as sets. */
export function texts(setting: IdOfType<'list'>): Row {
  return {
    setting,
    read: (node) => {
      if (node.type !== 'list') return ambiguous;
      const found = node.items.map((item) => (item.type === 'string' ? item.value : undefined));
      const known = found.filter((text) => text !== undefined);
      return known.length === found.length ? { value: [...new Set(known)].sort() } : ambiguous;
    },
  };
}

/** 31 September has the form of a day. */
const isImpossibleDay = (text: string) => /^\d{4}-\d\d-\d\d/.test(text) && timeOf(text) === undefined;

function numberOf(node: TreeNode, isReal: boolean): number | undefined {
  if (node.type !== 'integer' && !(isReal && node.type === 'real')) return undefined;
  return typeof node.value === 'bigint' ? undefined : node.value;
}

/** The value of the key is read by other code, which is told here what has to be there for it. */
export function apart(setting: SettingId, isReadable: (node: TreeNode) => boolean): Row {
  return { setting, read: (node) => (isReadable(node) ? undefined : ambiguous), apart: true };
}
