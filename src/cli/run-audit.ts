/** The audit of a command: NDJSON is written while it goes on, large lists are read by several threads, the rest gets the report. */
import { availableParallelism } from 'node:os';
import * as Flags from '@oclif/core/flags';
import { audit, auditInto, type AuditOptions, headOf } from '../audit.ts';
import { PassmusterError } from '../errors.ts';
import type { Shard } from '../read/shard.ts';
import { CollectedReport } from '../model/collected.ts';
import type { GateResult, Report } from '../model/report.ts';
import { ndjsonSink } from '../report/ndjson.ts';
import type { Output } from './output.ts';
import { GrowingFile, writeBytes, writeOut } from './write-out.ts';

export const scaleFlags = {
  jobs: Flags.integer({
    min: 1,
    max: 256,
    env: 'PASSMUSTER_JOBS',
    helpValue: 'N',
    description:
      'threads that read large lists of devices; the result is the same for any number; default: the cores',
  }),
  shard: Flags.string({
    env: 'PASSMUSTER_SHARD',
    helpValue: 'K/N',
    description:
      'judge one part of N: the subjects whose ids hash to it; "report merge" joins the reports (docs/scale.md)',
  }),
};

/** @throws PassmusterError usage */
export function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, first = '', second = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const [number, of] = [Number(first), Number(second)];
  if (number >= 1 && number <= of) return { number, of };
  throw new PassmusterError(
    'usage',
    `--shard ${text} is none; write --shard 3/16 for the third of sixteen parts.`,
  );
}

export interface RunOptions extends AuditOptions {
  readonly outputs: readonly Output[];
  readonly jobs?: number;
  /** Somebody needs the whole report: another format, a store. */
  readonly isWhole: boolean;
  /** The report is changed before it is shown, so that nothing of it can be written before. */
  readonly isChanged: boolean;
}

export interface RunResult {
  /** Undefined: nobody asked for it. */
  readonly report?: Report;
  readonly gates: readonly GateResult[];
  /** What is still to be written, and files that are. */
  readonly outputs: readonly Output[];
  readonly written: readonly string[];
}

export async function runAudit(options: RunOptions): Promise<RunResult> {
  const { outputs, isChanged, isWhole } = options;
  const streamed = isChanged ? [] : outputs.filter(({ format }) => format === 'ndjson');
  const rest = outputs.filter((output) => !streamed.includes(output));
  if (streamed.length === 0) {
    const report = await audit(options);
    return { report, gates: report.gates, outputs, written: [] };
  }
  const written = streamed.flatMap(({ file }) => file ?? []);
  if (!isWhole && rest.length === 0) {
    const gates = await inThreads(options, streamed);
    if (gates !== undefined) return { gates, outputs: rest, written };
  }
  const collected = isWhole || rest.length > 0 ? new CollectedReport() : undefined;
  const { gates } = await writing(streamed, (targets) =>
    auditInto(options, [
      ...(collected === undefined ? [] : [collected]),
      ...targets.map((target) => ndjsonSink((text) => target.text(text))),
    ]),
  );
  const report = collected?.report();
  return { ...(report === undefined ? {} : { report }), gates, outputs: rest, written };
}

/** Undefined: the inputs are no large lists of devices alone. */
async function inThreads(
  options: RunOptions,
  streamed: readonly Output[],
): Promise<readonly GateResult[] | undefined> {
  if (options.attestations !== undefined) return undefined;
  const { jobs = availableParallelism() } = options;
  const { openFleet } = await import('../fleet/fleet.ts'); // brings threads, mappings and YAML, which few runs need
  const fleet = await openFleet({ ...options, head: headOf(options), jobs });
  if (fleet === undefined) return undefined;
  try {
    const { gates } = await writing(streamed, (targets) =>
      fleet.audit(async (bytes) => {
        for (const target of targets) await target.bytes(bytes);
      }),
    );
    return gates;
  } finally {
    await fleet.close();
  }
}

interface Target {
  text(text: string): Promise<void>;
  bytes(bytes: Uint8Array): Promise<void>;
}

const standardOutput: Target = { text: writeOut, bytes: writeBytes };

/** Files appear when all has ended well. */
async function writing<Result>(
  outputs: readonly Output[],
  work: (targets: readonly Target[]) => Promise<Result>,
): Promise<Result> {
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [new GrowingFile(file)]));
  const targets = outputs.length > files.length ? [...files, standardOutput] : files;
  try {
    for (const file of files) await file.open();
    const result = await work(targets);
    for (const file of files) await file.done();
    return result;
  } catch (error) {
    for (const file of files) await file.giveUp();
    throw error;
  }
}
