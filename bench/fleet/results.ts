/** Results as a table, and the section of bench/RESULTS.md that holds the latest ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { number } from './measurements.ts';
import type { Result, Row } from './rows.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'bench/RESULTS.md');
const heading = '## Whole fleets (`npm run bench`)';

/** Two digits are more than a busy machine can promise. */
const rounded = (value: number): string =>
  value >= 10 ? number(value) : value.toPrecision(2).replace(/\.0$/, '');
const amount = (value: number | undefined, unit: Row['unit']): string => {
  if (value === undefined) return '–';
  return unit === 'MiB' ? `${number(value)} MiB` : rounded(value);
};
const time = (seconds: number | undefined): string => {
  if (seconds === undefined) return '–';
  return seconds < 1 ? `${rounded(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
};

/** Whether the target is kept; what has none keeps it. */
export const isKept = ({ row, measured }: Result): boolean =>
  row.atMost === undefined || measured <= row.atMost;

function verdictOf({ row, measured }: Result): string {
  if (row.atMost === undefined) return '–';
  if (row.stretch !== undefined && measured <= row.stretch) return 'stretch';
  return measured <= row.atMost ? 'yes' : '**no**';
}

/** Columns as wide as their cells, as the formatter wants them. */
export function tableOf(results: readonly Result[]): string {
  const lines = [
    ['work', 'over', 'measured', 'rounds', 'at most', 'stretch', 'kept', 'time', 'peer', 'a second'],
    ...results.map((result) => {
      const { row, over, measured, range, seconds, peerSeconds, perSecond } = result;
      const [least, most] = range.map((one) => amount(one, row.unit));
      return [
        row.work,
        over,
        `**${amount(measured, row.unit)}**`,
        least === most ? '–' : `${least} … ${most}`,
        amount(row.atMost, row.unit),
        amount(row.stretch, row.unit),
        verdictOf(result),
        time(seconds),
        peerSeconds === undefined ? '–' : `${row.peer}: ${time(peerSeconds)}`,
        perSecond === undefined ? '–' : number(perSecond),
      ];
    }),
  ];
  const widths = (lines[0] ?? []).map((_cell, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? '').length)),
  );
  const written = lines.map(
    (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  written.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return written.join('\n');
}

function versionOf(folder: string): string {
  const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What was measured with what. */
export function machine(): string {
  const packages = ['papaparse', 'plist', '@duckdb/node-api'].map(
    (name) => `${name} ${versionOf(`node_modules/${name}`)}`,
  );
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gibibytes} GiB`;
  return `Passmuster ${versionOf('.')}; Node ${process.versions.node}, ${packages.join(', ')}; ${processor}, ${type()} ${release()}`;
}

/** Replaces the section; everything else in the file stays as it is. */
export function writeSection(body: string): void {
  const text = readFileSync(file, 'utf8');
  const section = `${heading}\n\n${body.trim()}\n`;
  const start = text.indexOf(`${heading}\n`);
  if (start < 0) {
    writeFileSync(file, `${text.trimEnd()}\n\n${section}`);
    return;
  }
  const next = text.indexOf('\n## ', start);
  writeFileSync(file, `${text.slice(0, start)}${section}${next < 0 ? '' : text.slice(next)}`);
}
