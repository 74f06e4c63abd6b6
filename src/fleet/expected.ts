/** How many identifiers a file has, by its first rows: what is kept of them needs room. */
import type { FleetFile } from './tasks.ts';

/** Of a row: its name, serial number, UDID, IMEI and addresses. */
const perRow = 6;

export function identifiersIn({ head, frame, size }: Pick<FleetFile, 'head' | 'frame' | 'size'>): number {
  const text = Buffer.from(head).toString('latin1').slice(frame.start);
  const rows = Math.max(1, frame.form === 'list' ? elementsIn(text, frame.keys ?? []) : timesIn(text, '\n'));
  return Math.ceil((size / Math.max(1, text.length)) * rows) * perRow;
}

/** Members of a row may also stand deeper in it: the one that stands least often is told once a row. */
const elementsIn = (text: string, keys: readonly string[]): number =>
  keys.length === 0 ? 1 : Math.min(...keys.map((key) => timesIn(text, `${JSON.stringify(key)}:`)));

const timesIn = (text: string, part: string): number => text.split(part).length - 1;
