/** One field of a mapping as a row: what its values mean, and how the elements of a list become one. */
import { needing } from '../artifacts/row-terms.ts';
import type { Reading, Row } from '../artifacts/rows.ts';
import type { TreeNode } from '../formats/node.ts';
import { isNothing, osVersion } from '../inventory/rows.ts';
import type { SettingValue } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';
import type { SettingId } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { type Extractor, extractBy } from './extract.ts';
import type { FieldFile, Value } from './file.ts';
import { momentReader } from './moment.ts';
import { isMany } from './place.ts';

type Read = (node: TreeNode) => Reading;

const ambiguous: Reading = { unknown: 'ambiguous' };
const notReported: Reading = { unknown: 'not-reported' };

/** @param isMasked the field names people: evidence shows that there is a value, not which */
export function fieldRow(setting: Setting<SettingId>, field: FieldFile, isMasked: boolean): Row {
  const readOne = readerOf(setting, field);
  const { combine } = field;
  const read: Read =
    isMany(field) && combine !== undefined
      ? (node) => (node.type === 'list' ? combined(node.items.map(readOne), combine) : readOne(node))
      : readOne;
  const row: Row = { setting: setting.id, read, ...(isMasked ? { shape: true } : {}) };
  return setting.id === 'passcode.compliant' ? needing(row, true, passcodeThere) : row;
}

/** Without a passcode, and without a policy that asks for one, every product calls a phone compliant. */
const passcodeThere = [{ setting: 'passcode.present', value: true }] as const;

function readerOf(setting: Setting, field: FieldFile): Read {
  const words = new Map(
    Object.entries(field.values ?? {}).map(([word, value]) => [word.toLowerCase(), value]),
  );
  const silent = new Set((field.notReported ?? []).map((one) => String(one ?? '').toLowerCase()));
  const extract = field.extract === undefined ? undefined : extractBy(field.extract);
  const read = typeReader(setting, field);
  return (node) => {
    const word = wordOf(node);
    const listed = word === undefined ? undefined : words.get(word);
    if (listed !== undefined) return { value: listed };
    if (isNothing(node) || (word !== undefined && silent.has(word))) return notReported;
    if (extract === undefined) return words.size > 0 ? ambiguous : read(node);
    return readExtract(node, extract, words, read);
  };
}

function readExtract(
  node: TreeNode,
  extract: Extractor,
  words: ReadonlyMap<string, Value>,
  read: Read,
): Reading {
  const text = asText(node);
  const part = text.type === 'string' ? extract(text.value.trim()) : undefined;
  if (part === undefined) return ambiguous;
  const listed = words.get(part.toLowerCase());
  if (listed !== undefined) return { value: listed };
  return words.size > 0 ? ambiguous : read({ type: 'string', value: part, line: node.line });
}

/** A whole number is the text that it was written as; 17.10 as a number is 17.1, and nobody can tell. */
function asText(node: TreeNode): TreeNode {
  return node.type === 'integer' ? { type: 'string', value: String(node.value), line: node.line } : node;
}

/** Booleans and numbers are taken for the words that they are written as. */
function wordOf(node: TreeNode): string | undefined {
  if (node.type === 'string') return node.value.trim().toLowerCase();
  return node.type === 'boolean' || node.type === 'integer' ? String(node.value) : undefined;
}

/** What a value has to look like where the mapping lists none. */
function typeReader(setting: Setting, field: FieldFile): Read {
  switch (setting.type) {
    case 'boolean':
      return readBoolean;
    case 'integer':
      return numberReader(setting, field, Number.isSafeInteger);
    case 'number':
      return numberReader(setting, field, Number.isFinite);
    case 'version':
      return (node) => osVersion.read(asText(node));
    case 'date':
      return dayReader(field);
    case 'choice':
      return choiceReader(setting.values ?? []);
    case 'text':
      return (node) => (node.type === 'string' ? { value: node.value.trim() } : ambiguous);
    case 'list':
      return readTexts;
  }
}

function readBoolean(node: TreeNode): Reading {
  const word = wordOf(node);
  return word === 'true' || word === 'false' ? { value: word === 'true' } : ambiguous;
}

const secondsIn = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
export type TimeUnit = keyof typeof secondsIn;
export const isTimeUnit = (unit: string | undefined): unit is TimeUnit =>
  unit !== undefined && Object.hasOwn(secondsIn, unit);

function numberReader({ unit }: Setting, field: FieldFile, isFit: (value: number) => boolean): Read {
  const own = isTimeUnit(unit) ? secondsIn[unit] : 1;
  const native = field.unit === undefined ? own : secondsIn[field.unit];
  return (node) => {
    const number = numberOf(node);
    // Multiplied before divided: a third of a minute has no exact fraction.
    const value = number === undefined ? undefined : (number * native * 1000) / (own * 1000);
    return value !== undefined && isFit(value) ? { value } : ambiguous;
  };
}

function numberOf(node: TreeNode): number | undefined {
  if (node.type === 'integer' || node.type === 'real')
    return typeof node.value === 'number' && node.value >= 0 ? node.value : undefined;
  const text = node.type === 'string' ? node.value.trim() : '';
  return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** A day, or the moment that it is kept as. */
function dayReader(field: FieldFile): Read {
  const read = momentReader({ time: 'day', ...field });
  return (node) => {
    const moment = read(node);
    if ('unknown' in moment) return { unknown: moment.unknown };
    return { value: moment.at.slice(0, 10) };
  };
}

function choiceReader(values: readonly string[]): Read {
  const folded = new Map(values.map((value) => [value.toLowerCase(), value]));
  return (node) => {
    const value = folded.get(wordOf(node) ?? '');
    return value === undefined ? ambiguous : { value };
  };
}

function readTexts(node: TreeNode): Reading {
  if (node.type !== 'list') return ambiguous;
  const found = node.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return found.length === node.items.length ? { value: [...new Set(found)].sort() } : ambiguous;
}

/**
 * Elements to one value. What decides alone decides (one `false` among `all`, one `true` among `any`); otherwise an element
 * that is not known leaves the whole unknown.
 */
function combined(readings: readonly Reading[], combine: NonNullable<FieldFile['combine']>): Reading {
  if (readings.length === 0) return notReported;
  if (combine === 'first') return readings[0];
  const values = readings.flatMap((one) => (one !== undefined && 'value' in one ? [one.value] : []));
  const decisive = combine === 'all' ? false : combine === 'any' ? true : undefined;
  if (decisive !== undefined && values.includes(decisive)) return { value: decisive };
  const unknown = readings.flatMap((one) => (one !== undefined && 'unknown' in one ? [one] : []));
  const worst = unknown.find((one) => one.unknown === 'ambiguous') ?? unknown[0];
  if (worst !== undefined) return worst;
  const [first, ...others] = values;
  if (first === undefined) return notReported;
  if (combine === 'all' || combine === 'any') return { value: first };
  return {
    value: others.reduce((best, one) => (isBelow(one, best) === (combine === 'min') ? one : best), first),
  };
}

/** Of two values of one setting: numbers, days, or versions part by part. */
function isBelow(a: SettingValue, b: SettingValue): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  const [left, right] = [String(a), String(b)];
  const [early, late] = [timeOf(left), timeOf(right)];
  if (early !== undefined && late !== undefined) return early < late;
  const [one, other] = [left, right].map((text) => text.split('.').map(Number));
  for (let at = 0; at < Math.max(one?.length ?? 0, other?.length ?? 0); at += 1) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
