/** Words, shapes and figures of the page: an outcome is always a shape and a word, never a colour alone. */
import type { Finding, Outcome } from '../../model/finding.ts';
import { type Markup, markup } from './escape.ts';
import type { Severity } from '../../model/profile.ts';
import { percent, shapeOf } from '../words.ts';
import { limits } from './limits.ts';

/** The outcome as shape and word; the shape is decoration for those who hear the page. */
export function outcomeMark(outcome: Outcome, reason?: Finding['reason']): Markup {
  const { symbol, word } = shapeOf(reason === undefined ? { outcome } : { outcome, reason });
  const shown = outcome === 'unknown' ? word : outcome;
  return markup`<span class="mark ${outcome}"><span class="shape" aria-hidden="true">${symbol}</span> ${shown}</span>`;
}

/** Of a gate: met or not. */
export function stateMark(met: boolean, words = met ? 'met' : 'not met'): Markup {
  return markup`<span class="mark ${met ? 'pass' : 'fail'}"><span class="shape" aria-hidden="true">${met ? '✓' : '✗'}</span> ${words}</span>`;
}

/** The severity as a word; its weight shows in the type. */
export function severityTag(severity: Severity): Markup {
  return markup`<span class="severity ${severity}">${severity}</span>`;
}

/** A count in a table; a zero is quiet. */
export function numberCell(value: number): Markup {
  return value === 0 ? markup`<td class="zero">0</td>` : markup`<td class="number">${count(value)}</td>`;
}

/** A value as the page shows it: what is too long to read is cut, and it says so. */
export function shownValue(text: string): string {
  const left = text.length - limits.value;
  return left <= 0 ? text : `${text.slice(0, limits.value)}… (${plural(left, 'more character')})`;
}

/** A share with its sign on the same line. */
export const share = (value: number | null): string => percent(value).replace(' ', '\u{a0}');

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
