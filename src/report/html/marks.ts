/** Words, shapes and figures of the page: an outcome is always a shape and a word, never a colour alone. */
import type { Finding, Outcome } from '../../model/finding.ts';
import { type Markup, markup } from './escape.ts';
import { shapeOf } from '../words.ts';

/** The outcome as shape and word; the shape is decoration for those who hear the page. */
export function outcomeMark(outcome: Outcome, reason?: Finding['reason']): Markup {
  const { symbol, word } = shapeOf(reason === undefined ? { outcome } : { outcome, reason });
  const shown = outcome === 'unknown' ? word : outcome;
  return markup`<span class="mark ${outcome}"><span class="shape" aria-hidden="true">${symbol}</span> ${shown}</span>`;
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
