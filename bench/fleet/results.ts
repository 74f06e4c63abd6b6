/** Results as a table, and the section of bench/RESULTS.md that holds the latest ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Result, Row } from './rows.ts';
import { markdownTable, rounded, time, whole } from './words.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'bench/RESULTS.md');
const heading = '## Whole fleets (`npm run bench`)';

const amount = (value: number | undefined, unit: Row['unit']): string => {
  if (value === undefined) return '–';
  return unit === 'MiB' ? `${whole(value)} MiB` : rounded(value);
};

function verdictOf({ row, measured }: Result): string {
  if (row.atMost === undefined) return '–';
  if (row.stretch !== undefined && measured <= row.stretch) return 'stretch';
  return measured <= row.atMost ? 'yes' : '**no**';
}

export function tableOf(results: readonly Result[]): string {
  return markdownTable([
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
        seconds === undefined ? '–' : time(seconds),
        peerSeconds === undefined ? '–' : `${row.peer}: ${time(peerSeconds)}`,
        perSecond === undefined ? '–' : whole(perSecond),
      ];
    }),
  ]);
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

/** The text with the section in place of the one it had; everything else stays as it is. */
export function withSection(text: string, body: string): string {
  const section = `${heading}\n\n${body.trim()}\n`;
  const start = text.indexOf(`${heading}\n`);
  if (start < 0) return `${text.trimEnd()}\n\n${section}`;
  const next = text.indexOf('\n## ', start);
  return `${text.slice(0, start)}${section}${next < 0 ? '' : text.slice(next)}`;
}

export function writeSection(body: string): void {
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), body));
}
