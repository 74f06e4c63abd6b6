/**
 * Evaluation alone, against the parsing of the same devices. Both are run over and over in one process, in turns; prints
 * the seconds of each turn as JSON.
 *
 *   node bench/fleet/evaluation.ts FILE RULES ROUNDS
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { readPaths } from '../../src/read/paths.ts';
import { fleetAsOf } from './phone.ts';

interface Device {
  readonly subject: Subject;
  readonly observations: readonly Observation[];
}

export interface Turn {
  readonly devices: number;
  readonly evaluated: number;
  readonly parsed: number;
}

/** The one place that names the engine: what it returns judges a device and tells how many findings it made. */
function engineOf(profile: Profile): (device: Device) => number {
  return ({ subject, observations }) => evaluate(profile, subject, observations, { asOf: fleetAsOf }).length;
}

async function devicesOf(path: string): Promise<Device[]> {
  const devices: Device[] = [];
  for await (const event of readPaths([path], { asOf: fleetAsOf }))
    if (event.kind === 'subject') devices.push({ subject: event.subject, observations: event.observations });
  return devices;
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
  const [devices, lines] = [await devicesOf(path), await linesOf(path)];
  const judge = engineOf(profile);
  const findings = devices.length * profile.rules.length;
  const evaluateAll = () => devices.reduce((sum, device) => sum + judge(device), 0);
  const parseAll = () => lines.reduce((sum, line) => sum + (typeof JSON.parse(line) === 'object' ? 1 : 0), 0);
  const turns = Array.from({ length: rounds + 2 }, () => ({
    devices: devices.length,
    evaluated: secondsOf(evaluateAll, findings),
    parsed: secondsOf(parseAll, devices.length),
  }));
  return turns.slice(2);
}

if (import.meta.main) {
  const [, , path = '', rules = '', rounds = '5'] = process.argv;
  process.stdout.write(`${JSON.stringify(await turnsOf(path, rules, Number(rounds)))}\n`);
}
