/** What one machine manages, as the table in docs/scale.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, RowId } from './rows.ts';
import { markdownTable, rounded, whole } from './words.ts';

const file = join(import.meta.dirname, '../../docs/scale.md');
const [begin, end] = ['<!-- figures: npm run bench -->', '<!-- end of figures -->'];

const asked: readonly (readonly [row: RowId, name: string])[] = [
  ['lines-1', 'devices as NDJSON, `--jobs 1`'],
  ['lines-2', 'devices as NDJSON, `--jobs 2`'],
  ['array-2', 'devices as one array, `--jobs 2`'],
  ['table-2', 'devices as CSV, `--jobs 2`'],
  ['profiles', 'configuration profiles in a folder, `--jobs 2`'],
];

/** @param remarks versions, machine and date */
export function figuresOf(results: readonly Result[], remarks: string): string {
  const of = (id: RowId) => results.find(({ row }) => row.id === id);
  const lines = asked.flatMap(([id, name]) => {
    const result = of(id);
    if (result?.perSecond === undefined) return [];
    const bytes = result.written === undefined ? '–' : `${rounded(result.written / 1000)} kB`;
    return [[name, result.over, whole(result.perSecond), bytes]];
  });
  const memory = results
    .filter(({ row }) => row.id === 'memory')
    .map(({ over, measured }) => `Most memory over ${over}: ${whole(measured)} MiB.`);
  return [
    remarks,
    '',
    markdownTable([['work', 'over', 'a second', 'findings for each'], ...lines]),
    '',
    ...memory,
  ].join('\n');
}

/** The text with the figures in place of those it had. @throws Error where the page has no place for them */
export function withFigures(text: string, figures: string): string {
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`docs/scale.md has no ${begin} … ${end}`);
  return `${text.slice(0, start + begin.length)}\n\n${figures.trim()}\n\n${text.slice(stop)}`;
}

export function writeFigures(figures: string): void {
  writeFileSync(file, withFigures(readFileSync(file, 'utf8'), figures));
}
