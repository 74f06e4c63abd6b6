/**
 * The rows of the bench over little, against what was recorded over as little:
 *
 *   npm run bench:quick              fails (1) when a row takes more than twice its recorded ratio, twice in a row
 *   npm run bench:quick -- --record  writes bench/fleet/recorded.json: of each row the slowest round
 *
 * Ratios over little are larger than those of the table, because starting counts more; they are compared with nothing
 * but themselves.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetsIn } from './fleets.ts';
import { type Bench, knowsJobs, measure } from './measurements.ts';
import { optionsOf } from './options.ts';
import { machine, tableOf } from './results.ts';
import { type Result, type RowId, rowIds } from './rows.ts';

const file = join(import.meta.dirname, 'recorded.json');
/** Small enough for a minute, and large enough that a slower reader shows behind the time of starting. */
const counts = { devices: 20_000, rows: 100_000, profiles: 1000 };
const gross = 2;

interface Recorded {
  readonly machine: string;
  readonly counts: typeof counts;
  readonly measured: Readonly<Partial<Record<RowId, number>>>;
}

const say = (what: string): void => void process.stderr.write(`bench: ${what}\n`);

/** @param figure which of a row's ratios counts */
async function measured(
  bench: Bench,
  only: readonly RowId[],
  figure: (result: Result) => number = (result) => result.measured,
): Promise<Map<RowId, number>> {
  const results = await measure({ ...bench, options: { ...bench.options, only } });
  process.stdout.write(`${tableOf(results)}\n`);
  return new Map(
    only.flatMap((id) => results.filter(({ row }) => row.id === id).map((result) => [id, figure(result)])),
  );
}

/** What is recorded: a machine that is slow for a moment is no regression. */
const slowest = ({ range }: Result): number => range[1];

/** @returns the exit code */
async function compare(bench: Bench, recorded: Recorded): Promise<number> {
  if (JSON.stringify(recorded.counts) !== JSON.stringify(counts)) {
    say('bench/fleet/recorded.json is of other counts: record it anew with npm run bench:quick -- --record');
    return 2;
  }
  const isSlow = ([id, ratio]: readonly [RowId, number]): boolean =>
    ratio > (recorded.measured[id] ?? Number.POSITIVE_INFINITY) * gross;
  const first = await measured(bench, ours);
  const suspects = [...first].filter(isSlow).map(([id]) => id);
  if (suspects.length === 0) return 0;
  say(`${suspects.join(', ')} took more than ${gross} times the recorded ratio: measured once more`);
  const slow = [...(await measured(bench, suspects))].filter(isSlow);
  for (const [id, ratio] of slow)
    say(`${id} is at ${ratio.toPrecision(2)}; recorded is ${recorded.measured[id]} (${recorded.machine})`);
  return slow.length === 0 ? 0 : 1;
}

/** Not the peers that nobody can make slower here. */
const ours = rowIds.filter((id) => id !== 'duckdb');

async function quick(isRecording: boolean): Promise<number> {
  if (!isRecording && !existsSync(file)) {
    say('no figures are recorded (npm run bench:quick -- --record), so there is nothing to compare');
    return 0;
  }
  const told = Object.entries(counts).flatMap(([name, count]) => [`--${name}`, String(count)]);
  const options = optionsOf([...told, '--rounds', '3']);
  const fleets = fleetsIn(undefined, options.seed, say);
  const bench = { options, fleets, say, hasJobs: knowsJobs() };
  try {
    if (!isRecording) return await compare(bench, JSON.parse(readFileSync(file, 'utf8')) as Recorded);
    const figures = [...(await measured(bench, ours, slowest))].map(([id, ratio]) => [
      id,
      Number(ratio.toPrecision(3)),
    ]);
    const recorded = { machine: machine(), counts, measured: Object.fromEntries(figures) };
    writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
    return 0;
  } finally {
    fleets.remove();
  }
}

const start = performance.now();
process.exitCode = await quick(process.argv.includes('--record'));
say(`${((performance.now() - start) / 1000).toFixed(0)} s`);
