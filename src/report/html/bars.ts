/**
 * Bars as inline SVG. Positions are thousandths in attributes: the content policy forbids style attributes. A bar is hidden from
 * those who hear the page, since its figures stand beside it as text; the one bar that stands alone has a name.
 */
import type { Counts } from '../../model/report.ts';
import { totalOf } from '../worst.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count } from './marks.ts';

/** What needs attention stands first, here and in the columns of the rules. */
export const barOrder = ['fail', 'unknown', 'error', 'waived', 'pass', 'not-applicable'] as const;

const parted = (parts: readonly Markup[], name?: string): Markup =>
  markup`<svg viewBox="0 0 1000 16" preserveAspectRatio="none" ${name === undefined ? markup`aria-hidden="true"` : markup`role="img" aria-label="${name}"`}>${parts}</svg>`;

const rect = (kind: string, start: number, width: number): Markup =>
  width <= 0 ? nothing : markup`<rect class="${kind}" x="${start}" width="${width}" height="16"></rect>`;

const thousandths = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000);

/** A part that is there can be seen, however small its share: a single fail in a large fleet is no blank. */
const least = 8;

/** Widths that make a thousand together; what the smallest parts get too much the largest gives. */
function widths(parts: readonly number[], whole: number): number[] {
  const wide = parts.map((part) => (part === 0 ? 0 : Math.max(least, thousandths(part, whole))));
  const excess = wide.reduce((sum, width) => sum + width, 0) - 1000;
  const largest = wide.indexOf(Math.max(...wide));
  return whole === 0 ? wide : wide.map((width, index) => (index === largest ? width - excess : width));
}

/** All six outcomes, so that no share looks friendlier than it is. */
export function outcomeBar(counts: Counts, isNamed = false): Markup {
  const counted = barOrder.map((outcome) => counts[outcome]);
  let start = 0;
  const parts = widths(counted, totalOf(counts)).map((width, index) => {
    start += width;
    return rect(barOrder[index] ?? '', start - width, width);
  });
  const told = barOrder.filter((outcome) => counts[outcome] > 0);
  const name = told.map((outcome) => `${count(counts[outcome])} ${outcome}`).join(', ');
  return parted(parts, isNamed ? `Findings by outcome: ${name === '' ? 'none' : name}` : undefined);
}

/** A share from 0 to 1. */
export const shareBar = (kind: 'pass' | 'known', share: number): Markup =>
  parted([rect(kind, 0, thousandths(share, 1))]);

/** A count beside the largest of its table, those that fail first. */
export function countBar(all: number, failing: number, largest: number): Markup {
  const [fail = 0, known = 0] = widths([failing, all - failing, largest - all], largest);
  return parted([rect('fail', 0, fail), rect('known', fail, known)]);
}
