/** Words, shapes and figures of the page: an outcome is always a shape and a word, never a colour alone. */
import type { Finding, Outcome } from '../model/finding.ts';
import { Markup, markup } from './html-escape.ts';

interface Mark {
  readonly shape: string;
  readonly word: string;
}

const marks: Readonly<Record<Outcome, Mark>> = {
  pass: { shape: '✓', word: 'pass' },
  fail: { shape: '✗', word: 'fail' },
  unknown: { shape: '?', word: 'unknown' },
  'not-applicable': { shape: '-', word: 'not-applicable' },
  waived: { shape: '~', word: 'waived' },
  error: { shape: '!', word: 'error' },
};

/** Kinds of unknown that ask for something else than more evidence. */
function markOf(outcome: Outcome, reason: Finding['reason']): Mark {
  if (outcome !== 'unknown') return marks[outcome];
  if (reason === 'ambiguous') return { shape: '≠', word: 'unknown (ambiguous)' };
  if (reason === 'not-provable' || reason === 'attestation-expired')
    return { shape: '☐', word: 'unknown (needs a person)' };
  return marks.unknown;
}

/** The outcome as shape and word; the shape is decoration for those who hear the page. */
export function outcomeMark(outcome: Outcome, reason?: Finding['reason']): Markup {
  const { shape, word } = markOf(outcome, reason);
  return markup`<span class="mark ${outcome}"><span class="shape" aria-hidden="true">${shape}</span> ${word}</span>`;
}

/** A share as percent with one decimal, rounded down so that nothing rounds up to 100 %; a dash where nothing was decided. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  // Shares have four decimals; whole numbers first, since 0.57 × 1000 is below 570 in floating point.
  const tenths = Math.floor(Math.round(share * 10_000) / 10);
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}

/** `1,234`: the same in every locale of the machine. */
export function count(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 device`, `2 devices`; the plural is given where an s is not enough. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** RFC 3339 UTC for reading; anything else stays as it is. */
export function moment(time: string): Markup {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z$/.exec(time) ?? [];
  const words = day === undefined ? time : `${day} ${clock} UTC`;
  return markup`<time datetime="${time}">${words}</time>`;
}
