/**
 * Evaluation alone, against the parsing of the same devices. Both are run over and over in one process, in turns; prints
 * the seconds of each turn as JSON.
 *
 *   node bench/fleet/evaluation.ts FILE RULES ROUNDS
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PopulationTally } from '../../src/evaluate/population.ts';
import { Answers } from '../../src/fleet/answers.ts';
import { FileReader } from '../../src/fleet/file-reader.ts';
import { fleetFiles } from '../../src/fleet/files.ts';
import { roomOf } from '../../src/fleet/pool.ts';
import { Relay, sharedPosition } from '../../src/fleet/relay.ts';
import { RowAudit } from '../../src/fleet/row-audit.ts';
import type { Room } from '../../src/fleet/tasks.ts';
import { type Weighty, Worst } from '../../src/fleet/worst.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import type { Profile } from '../../src/model/profile.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { fleetAsOf } from './phone.ts';

export interface Turn {
  readonly devices: number;
  readonly evaluated: number;
  readonly parsed: number;
}

/** Goes through the rows of a file as a thread does, and judges them or not: the difference is what judging and writing take. */
async function walkerOf(path: string, profile: Profile): Promise<(isJudging: boolean) => number> {
  setLimits({ fleetBytes: 0 });
  const context = { asOf: fleetAsOf };
  const files = (await fleetFiles([path], context)) ?? [];
  const [file] = files;
  if (file === undefined) throw new Error('threads do not read this file');
  const reader = await FileReader.open(file, context);
  const answers = new Answers();
  const population = new PopulationTally({ asOf: fleetAsOf, staleAfterDays: 30 });
  const worst = new Worst<Weighty>();
  const counts = { answers, others: new Map(), findings: [], population, worst, devices: 0 };
  const setup = { files, context, profiles: [profile], staleAfterDays: 30, limits, apps: [] };
  const audit = new RowAudit(reader, setup, counts, new Set());
  const pass = { held: new Set<number>(), isFirst: false };
  let room: Room | undefined;
  return (isJudging) => {
    let rows = 0;
    reader.scanner.purpose({ numbers: true, hashes: false });
    const relay = new Relay(sharedPosition({ offset: file.frame.start, line: file.frame.line }));
    for (;;) {
      const block = relay.next((position) => reader.find(position));
      if (block === undefined) return rows;
      rows += block.rows;
      if (!isJudging) continue;
      const leave = { kind: 'leave', announced: [], ...(room === undefined ? {} : { room }) } as const;
      const answer = audit.block(block, pass, leave);
      room = roomOf(answer);
      // As if they had been written.
      const announced = answer.series.map(([id]) => id);
      answers.announce(announced);
      audit.announce(announced);
    }
  };
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) lines.push(line);
  return lines;
}

function secondsOf(work: () => number, wanted: number): number {
  const start = performance.now();
  const done = work();
  const seconds = (performance.now() - start) / 1000;
  if (done !== wanted) throw new Error(`${done} instead of ${wanted}`);
  return seconds;
}

/** @returns one turn for each round, after two that warm the compiler */
async function turnsOf(path: string, rules: string, rounds: number): Promise<Turn[]> {
  const profile = requireProfile(rules, loadProfile(new Uint8Array(readFileSync(rules))));
  const lines = await linesOf(path);
  const walk = await walkerOf(path, profile);
  const parseAll = () => lines.reduce((sum, line) => sum + (typeof JSON.parse(line) === 'object' ? 1 : 0), 0);
  const turns = Array.from({ length: rounds + 2 }, () => {
    const walked = secondsOf(() => walk(false), lines.length);
    return {
      devices: lines.length,
      evaluated: Math.max(0, secondsOf(() => walk(true), lines.length) - walked),
      parsed: secondsOf(parseAll, lines.length),
    };
  });
  return turns.slice(2);
}

if (import.meta.main) {
  const [, , path = '', rules = '', rounds = '5'] = process.argv;
  process.stdout.write(`${JSON.stringify(await turnsOf(path, rules, Number(rounds)))}\n`);
}
