/** Moments as management products write them, and the values by which they say "never". */
import type { TreeNode } from '../formats/node.ts';
import type { UnknownReason } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';

/**
 * `iso`: RFC 3339. `utc`: the same without a zone, which the product documents (or is assumed) to be UTC; also with a space
 * and fractions. `epoch-s`, `epoch-ms`: numbers or numbers as text.
 */
export type TimeForm = 'iso' | 'utc' | 'epoch-s' | 'epoch-ms';

export type MomentReading = { readonly at: string } | { readonly unknown: UnknownReason };

/** Intune, Workspace ONE, Fleet: year 1. Google, Jamf, Addigy: the start of Unix time. */
const never = /^(0001-01-01|0000-00-00|1970-01-01(T00:00:00|$))/;
const nothing = /^(|-+|n\/a|unknown|not available|never|none)$/i;

export function momentOf(node: TreeNode | undefined, form: TimeForm): MomentReading {
  if (node === undefined || node.type === 'null') return { unknown: 'not-reported' };
  if (form === 'epoch-s' || form === 'epoch-ms') return epochOf(node, form === 'epoch-s' ? 1000 : 1);
  if (node.type === 'date') return { at: node.value };
  if (node.type !== 'string') return { unknown: 'ambiguous' };
  const text = node.value.trim();
  if (nothing.test(text) || never.test(text)) return { unknown: 'not-reported' };
  const written = withColon(form === 'utc' ? withZone(text) : text);
  const time = written.includes('T') ? timeOf(written) : undefined;
  // The start of Unix time in a local time is a day before or after it.
  if (time !== undefined && Math.abs(time) <= day) return { unknown: 'not-reported' };
  return time === undefined
    ? { unknown: 'ambiguous' }
    : { at: written.endsWith('Z') ? written : moment(time) };
}

/** `2026-11-02 06:20:00.0000000` and `2026-11-02T06:20:00` are UTC where the product says so. */
function withZone(text: string): string {
  const joined = text.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T');
  return /T\d\d:\d\d:\d\d(\.\d+)?$/.test(joined) ? `${joined.replace(/\.0+$/, '')}Z` : joined;
}

/** `-0600`, as Jamf Pro writes a zone, is `-06:00`. */
const withColon = (text: string): string => text.replace(/(T.*[+-]\d\d)(\d\d)$/, '$1:$2');

function epochOf(node: TreeNode, factor: number): MomentReading {
  const text =
    node.type === 'integer' ? String(node.value) : node.type === 'string' ? node.value.trim() : '-';
  if (node.type === 'string' && nothing.test(text)) return { unknown: 'not-reported' };
  if (!/^\d{1,15}$/.test(text)) return { unknown: 'ambiguous' };
  const time = Number(text) * factor;
  if (time === 0) return { unknown: 'not-reported' };
  // Seconds taken for milliseconds, or the other way round, land far from any phone.
  return time < earliest || time > latest ? { unknown: 'ambiguous' } : { at: moment(time) };
}

const day = 86_400_000;
const earliest = Date.UTC(2007, 0);
const latest = Date.UTC(2100, 0);
const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
