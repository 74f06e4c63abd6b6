/** Lists of runs as tables for people and as CSV and JSON for programs. */
import type { RunRecord } from '../store/define.ts';
import { trendOf } from '../store/history.ts';
import { previousRun } from '../store/runs.ts';
import { csvRow } from '../report/csv.ts';
import { counted, percent } from '../report/words.ts';
import { table } from './table.ts';

export const listFormats = ['table', 'csv', 'json'] as const;
export type ListFormat = (typeof listFormats)[number];

type Cell = string | number | boolean | null | undefined;
export type Columns<T> = Readonly<Record<string, (one: T) => Cell>>;

/** Names of columns are those of the CSV; the table has them in capitals. A share is a percentage in the table alone. */
export function listed<T>(rows: readonly T[], columns: Columns<T>, format: ListFormat): string {
  const names = Object.keys(columns);
  const cells = rows.map((row) => Object.values(columns).map((cell) => cell(row)));
  if (format === 'json')
    return `${JSON.stringify(
      cells.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
      null,
      2,
    )}\n`;
  if (format === 'csv')
    return [names, ...cells].map((row) => csvRow(row.map((cell) => cell ?? undefined))).join('');
  const isShare = names.map((name) => shares.includes(name));
  const shown = cells.map((row) =>
    row.map((cell, index) => {
      if (isShare[index] === true) return percent(typeof cell === 'number' ? cell : null);
      return cell === undefined || cell === null ? '' : String(cell);
    }),
  );
  return table([names.map((name) => name.toUpperCase().replaceAll('_', ' ')), ...shown]);
}

const shares: readonly string[] = ['score', 'coverage', 'without_waivers'];

/** A run among all that the history has. */
export interface ListedRun {
  readonly run: RunRecord;
  readonly remarks: readonly string[];
}

/** What makes a run differ from the one before it before any figure does. */
export function withRemarks(runs: readonly RunRecord[]): ListedRun[] {
  return runs.map((run) => {
    const before = previousRun(runs, run);
    if (before === undefined) return { run, remarks: run.facts.complete ? [] : ['incomplete'] };
    const [, own] = trendOf([before, run]);
    const fewer = before.facts.devices - run.facts.devices;
    return {
      run,
      remarks: [
        ...(fewer > 0 ? [`${counted(fewer, 'device')} fewer`] : []),
        ...(own?.profilesChanged === true ? ['other profiles'] : []),
        ...(before.asOf > run.asOf ? ['clock went back'] : []),
        ...(run.facts.complete ? [] : ['incomplete']),
      ],
    };
  });
}
