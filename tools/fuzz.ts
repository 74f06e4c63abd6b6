/**
 * Throws changed bytes at the readers: npm run fuzz -- [seconds] [reader…] [--seed N] [--out DIR] [--replay FILE]
 * Readers take turns for the time given. Inputs that reach code no input reached before are kept and changed further. What
 * breaks a reader is written to the folder and reported with the line that repeats it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Coverage } from './fuzz/coverage.ts';
import { mutate, Random } from './fuzz/mutate.ts';
import { type Reader, readers } from './fuzz/readers.ts';
import { seedsOf } from './fuzz/seeds.ts';
import type { Watched } from './fuzz/watchdog.ts';

/** Inputs between two looks at the coverage, which costs as much as some of them. */
const batch = 64;
/** How long a reader has its turn. */
const turnMilliseconds = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, out: { type: 'string' }, replay: { type: 'string' } },
});
const words = positionals.filter((word) => !/^\d+$/.test(word));
const names = words.length > 0 ? words : Object.keys(readers);
const seconds = Number(positionals.find((word) => /^\d+$/.test(word)) ?? 600);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const out = values.out ?? join(tmpdir(), 'passmuster-fuzz');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** One reader with its inputs and what it did. */
interface Lane {
  readonly name: string;
  readonly reader: Reader;
  readonly corpus: Uint8Array[];
  readonly random: Random;
  readonly found: Map<string, string>;
  executions: number;
  milliseconds: number;
}

function laneOf(name: string, index: number): Lane {
  const reader = readers[name];
  if (reader === undefined)
    throw new Error(`There is no reader ${name}; known are ${Object.keys(readers).join(', ')}.`);
  const random = new Random(seed + index);
  return { name, reader, corpus: seedsOf(name), random, found: new Map(), executions: 0, milliseconds: 0 };
}

const watched: Watched = {
  state: new Int32Array(new SharedArrayBuffer(12)),
  bytes: new Uint8Array(new SharedArrayBuffer(1024 * 1024)),
  readers: names,
  out,
};

async function run(lane: Lane, bytes: Uint8Array): Promise<void> {
  const length = Math.min(bytes.length, watched.bytes.length);
  watched.bytes.set(bytes.subarray(0, length));
  Atomics.store(watched.state, 1, length);
  Atomics.store(watched.state, 2, names.indexOf(lane.name));
  Atomics.add(watched.state, 0, 1);
  lane.executions += 1;
  try {
    await lane.reader.fuzz(bytes);
  } catch (error) {
    report(lane, bytes, error);
  }
}

/** Each kind of fault once: by the error and the place that threw it. */
function report(lane: Lane, bytes: Uint8Array, error: unknown): void {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const place = /\/((?:src|test)\/[^)\s]+)/.exec(stack.replaceAll(import.meta.dirname, ''))?.[1] ?? '';
  const kind = `${name}: ${message.replaceAll(/\d+/g, 'N')} at ${place}`;
  if (lane.found.has(kind)) return;
  mkdirSync(out, { recursive: true });
  const path = join(out, `${lane.name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`);
  writeFileSync(path, bytes);
  lane.found.set(kind, path);
  say(`${lane.name}: ${kind}\n  npm run fuzz -- --replay ${path} ${lane.name}`);
}

function nextInput({ corpus, random, reader }: Lane): Uint8Array {
  const base = random.pick(corpus) ?? new Uint8Array();
  const other = random.pick(corpus) ?? new Uint8Array();
  return mutate(base, random, { tokens: reader.tokens, other });
}

/** A turn: batches of inputs; where a batch reached something new, the inputs that did are kept. */
async function turn(lane: Lane, coverage: Coverage, until: number): Promise<void> {
  const start = Date.now();
  while (Date.now() < until) {
    const inputs = Array.from({ length: batch }, () => nextInput(lane));
    for (const input of inputs) await run(lane, input);
    await keep(lane, inputs, coverage);
  }
  lane.milliseconds += Date.now() - start;
}

/** Where a batch reached something new, each of its inputs runs once more, alone, and those that reach it are kept. */
async function keep(lane: Lane, inputs: readonly Uint8Array[], coverage: Coverage): Promise<void> {
  const fresh = coverage.fresh();
  for (const input of inputs) {
    if (fresh.size === 0) return;
    await run(lane, input);
    const reached = [...coverage.ran()].filter((place) => fresh.delete(place));
    if (reached.length > 0) lane.corpus.push(input);
  }
}

async function replay(path: string): Promise<void> {
  const bytes = new Uint8Array(readFileSync(path));
  for (const name of names) await readers[name]?.fuzz(bytes);
  say('no fault');
}

async function main(): Promise<void> {
  if (values.replay !== undefined) return replay(values.replay);
  say(`seed ${seed}, ${seconds} s, faults go to ${out}`);
  const watchdog = new Worker(new URL('fuzz/watchdog.ts', import.meta.url), { workerData: watched });
  const coverage = new Coverage();
  const lanes = names.map(laneOf);
  for (const lane of lanes) for (const input of lane.corpus) await run(lane, input);
  coverage.fresh();
  const end = Date.now() + seconds * 1000;
  const length = Math.min(turnMilliseconds, (seconds * 1000) / lanes.length);
  while (Date.now() < end)
    for (const lane of lanes) await turn(lane, coverage, Math.min(end, Date.now() + length));
  coverage.close();
  for (const { name, executions, milliseconds, corpus, found } of lanes)
    say(
      `${name.padEnd(14)} ${String(executions).padStart(8)} inputs  ${Math.round(
        (executions * 1000) / Math.max(1, milliseconds),
      )
        .toString()
        .padStart(6)}/s  ${String(corpus.length).padStart(5)} kept  ${found.size} findings`,
    );
  say(`${coverage.size} places reached`);
  await watchdog.terminate();
  process.exitCode = lanes.some(({ found }) => found.size > 0) ? 1 : 0;
}

await main();
