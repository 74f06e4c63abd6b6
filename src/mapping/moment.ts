/** Moments in the forms that a mapping names. */
import type { TreeNode } from '../formats/node.ts';
import { isNothing } from '../inventory/rows.ts';
import { momentOf, type MomentReading } from '../inventory/time.ts';
import { timeOf } from '../model/time.ts';
import type { TimeFile } from './file.ts';

export type ReadMoment = (node: TreeNode) => MomentReading;

const ambiguous: MomentReading = { unknown: 'ambiguous' };

/** The first form that fits decides: one field may hold a number for some devices and a text for others. */
export function momentReader(file: TimeFile): ReadMoment {
  const { time = 'iso8601' } = file;
  const readers = [time].flat().map((one) => readerOf(one, file));
  return (node) => {
    if (isNothing(node) || (node.type === 'string' && /^\s*never\s*$/i.test(node.value)))
      return { unknown: 'not-reported' };
    for (const read of readers) {
      const reading = read(node);
      if ('at' in reading || reading.unknown !== 'ambiguous') return reading;
    }
    return ambiguous;
  };
}

function readerOf(time: string, { pattern = '', zone }: TimeFile): ReadMoment {
  if (time === 'epoch-s' || time === 'epoch-ms') return (node) => momentOf(node, time);
  if (time === 'pattern') return patternReader(pattern, zone);
  if (time === 'day') return (node) => momentOf(withText(node, dayStart), 'iso');
  if (zone === undefined) return (node) => momentOf(node, 'iso');
  return (node) =>
    momentOf(
      withText(node, (text) => withZone(text, zone)),
      'utc',
    );
}

function withText(node: TreeNode, change: (text: string) => string): TreeNode {
  return node.type === 'string' ? { ...node, value: change(node.value.trim()) } : node;
}

/** A day begins, for judging how old something is: it may be younger than it counts. */
const dayStart = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : '?');

const offset = (zone: string): string => (zone === 'utc' ? 'Z' : zone);

/** A sheet shows midnight as a day alone. */
function withZone(text: string, zone: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00${offset(zone)}`;
  const joined = text.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T');
  return /T\d\d:\d\d:\d\d(\.\d+)?$/.test(joined) ? `${joined}${offset(zone)}` : joined;
}

const tokens = {
  YYYY: String.raw`(?<year>\d{4})`,
  MM: String.raw`(?<month>\d{2})`,
  M: String.raw`(?<month>\d{1,2})`,
  DD: String.raw`(?<day>\d{2})`,
  D: String.raw`(?<day>\d{1,2})`,
  hh: String.raw`(?<hour>\d{2})`,
  h: String.raw`(?<hour>\d{1,2})`,
  mm: String.raw`(?<minute>\d{2})`,
  ss: String.raw`(?<second>\d{2})`,
  A: '(?<half>[AaPp][Mm])',
} as const;
type Token = keyof typeof tokens;
const isToken = (text: string): text is Token => Object.hasOwn(tokens, text);

/** The parts of a pattern: its tokens, and what stands between them. */
const partsOf = (pattern: string): string[] => pattern.match(/YYYY|MM?|DD?|hh?|mm|ss|A|[^]/g) ?? [];

/** Why a pattern is none, or undefined. */
export function patternProblem(pattern: string): string | undefined {
  const found = partsOf(pattern).filter(isToken);
  const kinds = found.map((token) => (token === 'mm' ? 'minute' : (token[0] ?? '').toLowerCase()));
  if (new Set(kinds).size < kinds.length) return 'names a part of the date twice';
  if (!['y', 'm', 'd'].every((kind) => kinds.includes(kind)))
    return 'needs a year (YYYY), a month (MM or M) and a day (DD or D)';
  if (kinds.includes('a') && !kinds.includes('h')) return 'has AM and PM without an hour';
  return undefined;
}

export const hasClock = (pattern: string): boolean =>
  partsOf(pattern).some((part) => part === 'hh' || part === 'h');

function patternReader(pattern: string, zone = 'utc'): ReadMoment {
  const parts = partsOf(pattern).map((part) =>
    isToken(part) ? tokens[part] : part.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`),
  );
  const form = new RegExp(`^${parts.join('')}$`); // digits of fixed number and literals: nothing to go back to
  return (node) => {
    const groups = node.type === 'string' ? form.exec(node.value.trim())?.groups : undefined;
    if (groups === undefined) return ambiguous;
    const { year = '', month = '', day = '', minute = '00', second = '00' } = groups;
    const hour = hourOf(groups['hour'] ?? '00', groups['half']);
    if (hour === undefined) return ambiguous;
    const two = (digits: string) => digits.padStart(2, '0');
    const text = `${year}-${two(month)}-${two(day)}T${hour}:${minute}:${second}${offset(zone)}`;
    return timeOf(text) === undefined
      ? ambiguous
      : momentOf({ type: 'string', value: text, line: node.line }, 'iso');
  };
}

/** 12 AM is midnight. */
function hourOf(hour: string, half: string | undefined): string | undefined {
  const number = Number(hour);
  if (half === undefined) return hour.padStart(2, '0');
  if (number < 1 || number > 12) return undefined;
  return String((number % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)).padStart(2, '0');
}
