/**
 * Evaluation alone, against the parsing of the same devices. Both are run over and over in one process, in turns; prints
 * the seconds of each turn as JSON.
 *
 *   node bench/fleet/evaluation.ts FILE RULES ROUNDS
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Answers } from '../../src/fleet/answers.ts';
import { FileReader } from '../../src/fleet/file-reader.ts';
import { fleetFiles } from '../../src/fleet/files.ts';
import { OddValues } from '../../src/fleet/odd-values.ts';
import { readingOf } from '../../src/fleet/reading.ts';
import { Relay, sharedPosition } from '../../src/fleet/relay.ts';
import { RowJudge } from '../../src/fleet/row-judge.ts';
import { setLimits } from '../../src/io/limits.ts';
import type { Profile } from '../../src/model/profile.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { fleetAsOf } from './phone.ts';

export interface Turn {
  readonly devices: number;
  readonly evaluated: number;
  readonly parsed: number;
}

/** Goes through the rows of a file as a thread does, and judges them or not: the difference is what judging takes. */
async function walkerOf(path: string, profile: Profile): Promise<(isJudging: boolean) => number> {
  setLimits({ fleetBytes: 0 });
  const context = { asOf: fleetAsOf };
  const [file] = (await fleetFiles([path], context)) ?? [];
  if (file === undefined) throw new Error('threads do not read this file');
  const reader = await FileReader.open(file, context);
  const { plan, scanner, isJson, list } = reader;
  const judge = new RowJudge({
    plan,
    profiles: [profile],
    clock: { asOf: fleetAsOf },
    input: file.name,
    scanner,
    answers: new Answers(),
    odd: new OddValues(plan, list.list.inventory, scanner, isJson),
    isJson,
  });
  let blocks = 0;
  return (isJudging) => {
    let rows = 0;
    scanner.purpose({ numbers: true, hashes: false });
    const relay = new Relay(sharedPosition({ offset: file.frame.start, line: file.frame.line }));
    for (;;) {
      const found = relay.next((position) => reader.find(position));
      if (found === undefined) return rows;
      blocks += 1;
      reader.rows(found, (row, ordinal) => {
        rows += 1;
        if (!isJudging) return;
        const read = () => readingOf(reader.readWhole(reader.prunedText(row, ordinal)).items);
        if (scanner.flags(row) === 0) judge.judge(row, read);
      });
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
