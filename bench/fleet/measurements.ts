/** Runs the rows that are asked for. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { middle, run } from '../measure.ts';
import { contest, type Entrant } from './contest.ts';
import type { Turn } from './evaluation.ts';
import { type Fleets, megabytesOf } from './fleets.ts';
import type { Options } from './options.ts';
import { fleetAsOf } from './phone.ts';
import { type Result, rowOf, type RowId } from './rows.ts';
import { rounded, whole } from './words.ts';

const program = join(import.meta.dirname, '../../bin/run.js');
const peerOf = (name: string): string => join(import.meta.dirname, 'peers', `${name}.ts`);
/** For configuration profiles, which say nothing of what the hundred rules ask. */
const builtIn = 'uk-ncsc-ios';
/** Enough to see what evaluation costs, and few enough to hold. */
const mostEvaluated = 5000;

export interface Bench {
  readonly options: Options;
  readonly fleets: Fleets;
  readonly say: (what: string) => void;
  /** Whether `passmuster audit` can be told how many workers to use. */
  readonly hasJobs: boolean;
}

export function knowsJobs(): boolean {
  const help = execFileSync(process.execPath, [program, 'audit', '--help'], { encoding: 'utf8' });
  return /^\s+(-\w, )?--jobs\b/m.test(help);
}

/** An audit that writes its findings, which are removed when the clock has stopped. */
function auditOf(
  bench: Bench,
  row: RowId,
  input: string,
  jobs: number,
  profile = bench.fleets.rules,
): Entrant {
  const output = bench.options.discard ? '/dev/null' : join(bench.fleets.folder, 'findings.ndjson');
  const asked = [program, 'audit', input, '-p', profile, '--as-of', fleetAsOf];
  const told = ['-f', `ndjson=${output}`, '--fail-on', 'none', '-q'];
  const workers = bench.hasJobs ? ['--jobs', String(jobs)] : [];
  return {
    row,
    args: [...asked, ...told, ...workers],
    clear: () => {
      if (bench.options.discard) return 0;
      const bytes = statSync(output).size;
      rmSync(output);
      return bytes;
    },
  };
}

/** Everything that is measured against the parsing of lines. */
async function ofLines(bench: Bench, asked: readonly RowId[]): Promise<Result[]> {
  const { devices, rounds } = bench.options;
  const { fleet } = bench.fleets;
  const lines = fleet('ndjson', devices);
  const makers: Partial<Record<RowId, () => Entrant>> = {
    'lines-2': () => auditOf(bench, 'lines-2', lines, 2),
    'lines-1': () => auditOf(bench, 'lines-1', lines, 1),
    'array-2': () => auditOf(bench, 'array-2', fleet('array', devices), 2),
    duckdb: () => ({ row: 'duckdb', args: [peerOf('ask-duckdb'), lines] }),
  };
  const entrants = asked.flatMap((id) => makers[id]?.() ?? []);
  if (entrants.length === 0) return [];
  const over = `${whole(devices)} devices, ${rounded(megabytesOf(lines))} MB`;
  return contest({ peer: [peerOf('parse-lines'), lines], entrants, over, count: devices }, rounds, bench.say);
}

async function ofTable(bench: Bench): Promise<Result[]> {
  const { rows, rounds } = bench.options;
  const table = bench.fleets.fleet('csv', rows);
  const over = `${whole(rows)} rows, ${rounded(megabytesOf(table))} MB`;
  const entrants = [auditOf(bench, 'table-2', table, 2)];
  return contest({ peer: [peerOf('count-rows'), table], entrants, over, count: rows }, rounds, bench.say);
}

async function ofProfiles(bench: Bench): Promise<Result[]> {
  const { profiles, rounds } = bench.options;
  const folder = bench.fleets.fleet('profiles', profiles);
  const over = `${whole(profiles)} files, ${rounded(megabytesOf(folder))} MB`;
  const entrants = [auditOf(bench, 'profiles', folder, 2, builtIn)];
  return contest(
    { peer: [peerOf('parse-plists'), folder], entrants, over, count: profiles },
    rounds,
    bench.say,
  );
}

/** With the report on the terminal, as a person would have it. */
async function ofStart(bench: Bench): Promise<Result[]> {
  const folder = bench.fleets.fleet('profiles', 1);
  const [name = ''] = readdirSync(folder);
  const args = [program, 'audit', join(folder, name), '-p', builtIn, '--as-of', fleetAsOf];
  const entrants = [{ row: 'start', args: [...args, '--fail-on', 'none'] }] as const;
  // Short runs, so more of them.
  return contest({ peer: ['-e', '0'], entrants, over: '1 file' }, bench.options.rounds * 3, bench.say);
}

function ofEvaluation({ options, fleets, say }: Bench): Result[] {
  const devices = Math.min(options.devices, mostEvaluated);
  say('evaluation');
  const script = join(import.meta.dirname, 'evaluation.ts');
  const args = [script, fleets.fleet('ndjson', devices), fleets.rules, String(options.rounds)];
  const turns = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Turn[];
  const ratios = turns.map(({ evaluated, parsed }) => evaluated / parsed);
  const seconds = middle(turns.map(({ evaluated }) => evaluated));
  return [
    {
      row: rowOf('evaluation'),
      over: `${whole(devices)} devices`,
      measured: middle(ratios),
      range: [Math.min(...ratios), Math.max(...ratios)],
      seconds,
      peerSeconds: middle(turns.map(({ parsed }) => parsed)),
      perSecond: devices / seconds,
    },
  ];
}

/** One run: memory differs little from run to run. Ten times the input has to come to the same, within a tenth. */
async function ofMemory(bench: Bench): Promise<Result[]> {
  const { devices, large } = bench.options;
  if (!existsSync('/proc/self/smaps_rollup')) {
    bench.say('memory is not measured: it takes Linux');
    return [];
  }
  const measure = async (count: number): Promise<Result> => {
    const lines = bench.fleets.fleet('ndjson', count);
    bench.say(`memory with ${whole(count)} devices`);
    const { args, clear } = auditOf(bench, 'memory', lines, 2);
    const { mebibytes, seconds } = await run(args);
    clear?.();
    const over = `${whole(count)} devices, ${rounded(megabytesOf(lines))} MB`;
    const range = [mebibytes, mebibytes] as const;
    return { row: rowOf('memory'), over, measured: mebibytes, range, seconds, perSecond: count / seconds };
  };
  const small = await measure(devices);
  if (!large) return [small];
  const tenfold = await measure(devices * 10);
  const measured = tenfold.measured / small.measured;
  const row = {
    id: 'memory-growth',
    work: 'memory with ten times the devices',
    peer: '',
    unit: '×',
    atMost: 1.1,
  } as const;
  return [small, tenfold, { row, over: 'against the row above', measured, range: [measured, measured] }];
}

/** In the order of the table. */
export async function measure(bench: Bench): Promise<Result[]> {
  const asked = bench.options.only;
  const others: Partial<Record<RowId, () => Result[] | Promise<Result[]>>> = {
    'table-2': () => ofTable(bench),
    evaluation: () => ofEvaluation(bench),
    memory: () => ofMemory(bench),
    profiles: () => ofProfiles(bench),
    start: () => ofStart(bench),
  };
  const ofParsing = await ofLines(bench, asked);
  const results: Result[] = [];
  for (const id of asked)
    results.push(...((await others[id]?.()) ?? ofParsing.filter(({ row }) => row.id === id)));
  return results;
}
