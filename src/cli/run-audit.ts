/**
 * The audit of a command: NDJSON is written while it goes on, and so is the page where nothing else needs the report; large lists are
 * read by several threads, the rest gets the report.
 */
import { availableParallelism, devNull } from 'node:os';
import * as Flags from '@oclif/core/flags';
import { audit, auditInto, type AuditOptions, headOf } from '../audit.ts';
import { PassmusterError } from '../errors.ts';
import { NotPlain } from '../fleet/not-plain.ts';
import type { Threads } from '../fleet/pool.ts';
import { fewestFiles } from '../folder/fewest.ts';
import { NotAlone } from '../folder/not-alone.ts';
import type { FolderThreads } from '../folder/pool.ts';
import { filesIn, sizeOfFiles } from '../io/file-range.ts';
import { limits } from '../io/limits.ts';
import type { Shard } from '../read/shard.ts';
import { CollectedReport } from '../model/collected.ts';
import type { GateResult, Report } from '../model/report.ts';
import { ndjsonSink } from '../report/ndjson.ts';
import type { Output } from './output.ts';
import { type Audited, type LinesAudit, writing, writingLines } from './targets.ts';
import { isSpecial } from './write-out.ts';

export const scaleFlags = {
  jobs: Flags.integer({
    min: 1,
    max: 256,
    env: 'PASSMUSTER_JOBS',
    helpValue: 'N',
    description:
      'threads for large lists of devices and folders of many files; the result is the same for any number; default: the cores',
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
  /** What `threadsFor` has started. */
  readonly threads?: Threads;
  readonly folderThreads?: FolderThreads;
  /** Somebody needs the whole report, however large: a store. */
  readonly isWhole: boolean;
  /** Nobody looks at it. */
  readonly isQuiet: boolean;
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

/** Starts the threads where the inputs look as if they were needed, so that they are there when they are. */
export async function threadsFor(
  paths: readonly string[],
  jobs = availableParallelism(),
): Promise<Pick<RunOptions, 'threads' | 'folderThreads'>> {
  if (paths.length === 1 && (await filesIn(paths[0] ?? '')) >= fewestFiles) {
    const { startFolderThreads } = await import('../folder/pool.ts');
    return { folderThreads: startFolderThreads(jobs) };
  }
  const areLists = paths.every((path) => /\.(json|jsonl|ndjson|csv)$/i.test(path));
  if (!areLists || ((await sizeOfFiles(paths)) ?? 0) < limits.fleetBytes) return {};
  const { readersOf, startThreads } = await import('../fleet/pool.ts');
  return { threads: startThreads(readersOf(jobs)) };
}

export async function runAudit(options: RunOptions): Promise<RunResult> {
  const { isChanged, isWhole } = options;
  if (!isChanged && !isWhole) {
    const result = await byThreads(options);
    if (result !== undefined) return result;
  }
  const streamed = isChanged ? [] : streamedOf(options);
  const rest = options.outputs.filter((output) => !streamed.includes(output));
  if (streamed.length === 0) {
    const report = await audit(options);
    return { report, gates: report.gates, outputs: rest, written: [] };
  }
  const collected = isWhole || rest.length > 0 || isSummed(options) ? new CollectedReport() : undefined;
  const { htmlSink } = await import('../report/html.ts');
  const { gates } = await writing(streamed, (targets) =>
    auditInto(options, [
      ...(collected === undefined ? [] : [collected]),
      ...targets.map(({ format, taker }) =>
        (format === 'html' ? htmlSink : ndjsonSink)((text) => taker.text(text)),
      ),
    ]),
  );
  const report = collected?.report();
  return { ...(report === undefined ? {} : { report }), gates, outputs: rest, written: filesOf(streamed) };
}

/** Undefined: the ordinary reader is to take the inputs. */
async function byThreads(options: RunOptions): Promise<RunResult | undefined> {
  const streamed = inOrder(options.outputs.filter((one) => isLines(one) || isPage(one)));
  const rest = options.outputs.filter((output) => !streamed.includes(output));
  const isForPeople = rest.every(({ format, file }) => format === 'terminal' && file === undefined);
  if (!isForPeople || !(await canBeginAnew(streamed))) return undefined;
  const isShown = rest.length > 0 || isSummed(options);
  const result =
    (await inThreads(options, streamed, isShown)) ?? (await inFolder(options, streamed, isShown));
  return result && { ...result, outputs: rest, written: filesOf(streamed) };
}

const filesOf = (outputs: readonly Output[]): string[] => outputs.flatMap(({ file }) => file ?? []);

const isLines = ({ format }: Output): boolean => format === 'ndjson';
const isPage = ({ format }: Output): boolean => format === 'html';

/** Standard output last: what fails before it leaves nothing behind. */
const inOrder = (outputs: readonly Output[]): readonly Output[] =>
  outputs.toSorted((a, b) => Number(a.file === undefined) - Number(b.file === undefined));

/** The terminal gets a summary. */
const isSummed = ({ isQuiet, outputs }: RunOptions): boolean =>
  !isQuiet && outputs.every(({ file }) => file !== undefined);

/** A page holds no more than it shows; where the whole report is there anyway, it is drawn from that. */
function streamedOf(options: RunOptions): readonly Output[] {
  const { outputs, isWhole } = options;
  const isAll = !isWhole && !isSummed(options) && outputs.every((one) => isLines(one) || isPage(one));
  return inOrder(isAll ? outputs : outputs.filter(isLines));
}

/** Threads find out late that they are not to read something; what went into a pipe cannot be taken back. */
async function canBeginAnew(outputs: readonly Output[]): Promise<boolean> {
  const files = outputs.flatMap(({ file }) => (file === undefined || file === devNull ? [] : [file]));
  const special = await Promise.all(files.map(isSpecial));
  return !special.includes(true);
}

/** Undefined: the inputs are no large lists of devices alone. */
async function inThreads(
  options: RunOptions,
  streamed: readonly Output[],
  isShown: boolean,
): Promise<Audited | undefined> {
  const { attestations, jobs = availableParallelism() } = options;
  if (attestations !== undefined) return undefined;
  if (((await sizeOfFiles(options.paths)) ?? 0) < limits.fleetBytes) return undefined;
  const { readersOf, startThreads } = await import('../fleet/pool.ts');
  const { openFleet } = await import('../fleet/fleet.ts');
  const { threads = startThreads(readersOf(jobs)) } = options;
  const waived = await waivedIn(options, isShown);
  const fleet = await openFleet({ ...waived.options, threads });
  if (fleet === undefined) return undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= fleet.close());
  try {
    return await writingLines(
      streamed,
      waived.audit(async (target) => {
        const { gates, report } = await fleet.audit(target);
        const result = waived.options.isShown ? { gates, report: report() } : { gates };
        close().catch(() => undefined); // while the disk takes the rest; what goes wrong is told below
        return result;
      }),
    );
  } catch (error) {
    if (error instanceof NotPlain) return undefined; // the ordinary reader says what is wrong
    throw error;
  } finally {
    await close();
  }
}

/** Files of a folder of which a person is shown all: the report of more is not held. */
const mostShown = 10_000;

/** Undefined: the inputs are no folder of many files that stand alone. */
async function inFolder(
  options: RunOptions,
  streamed: readonly Output[],
  isShown: boolean,
): Promise<Audited | undefined> {
  const { attestations, jobs = availableParallelism() } = options;
  if (attestations !== undefined) return undefined;
  // What went to standard output cannot be taken back; a page goes there when all has ended.
  if (streamed.length === 0 || streamed.some((one) => one.file === undefined && isLines(one)))
    return undefined;
  const { openFolder } = await import('../folder/folder.ts');
  const { startFolderThreads } = await import('../folder/pool.ts');
  const threads = () => options.folderThreads ?? startFolderThreads(jobs);
  const fewest = isShown ? { fewest: mostShown } : {};
  const waived = await waivedIn(options, isShown);
  const folder = await openFolder({ ...waived.options, threads, ...fewest });
  if (folder === undefined) return undefined;
  try {
    return await writingLines(
      streamed,
      waived.audit((target) => folder.audit(target)),
    );
  } catch (error) {
    if (error instanceof NotAlone) return undefined;
    throw error;
  }
}

/** Threads know no waivers: these are applied to the lines that they write, and what is listed after the waivers is added there. */
async function waivedIn({ waivers, ...options }: RunOptions, isShown: boolean) {
  const head = headOf(options);
  if (waivers === undefined)
    return { options: { ...options, head, isShown }, audit: (work: LinesAudit): LinesAudit => work };
  const { underWaivers } = await import('./under-waivers.ts');
  const { thresholds: _thresholds, ...gate } = options.gate;
  const otherIds = new Map<string, readonly string[]>();
  return {
    options: { ...options, head, gate, otherIds, isShown: false },
    audit: (work: LinesAudit): LinesAudit =>
      underWaivers({ ...options, head, waivers, otherIds, isShown }, work),
  };
}
