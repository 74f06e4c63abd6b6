/**
 * Folders of many small files, such as configuration profiles: several threads read, judge and render them, and only finished lines
 * come back. What is no policy that stands alone is read by the ordinary code in its place, so that the report is the same, byte for
 * byte; records that may have to be joined with others end this way of reading, for they are judged when everything is read.
 */
import { addedApps } from '../apps/catalogue.ts';
import type { CountOptions } from '../evaluate/count.ts';
import { findPaths, type FoundPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import type { Profile } from '../model/profile.ts';
import type { GateResult, Report } from '../model/report.ts';
import type { ReportHead } from '../model/sink.ts';
import { bundleOf } from '../read/bundle.ts';
import type { ReadOptions } from '../read/events.ts';
import { contextOf } from '../read/paths.ts';
import type { Shard } from '../read/shard.ts';
import { fewestFiles } from './fewest.ts';
import { type FolderThreads, Pool } from './pool.ts';
import { FolderReport } from './report.ts';
import type { FolderFile, Task } from './tasks.ts';

export interface FolderOptions extends ReadOptions, CountOptions {
  readonly profiles: readonly Profile[];
  readonly paths: readonly string[];
  readonly head: ReportHead;
  /** Starts them, or tells of those that were started; not called where the ordinary reader is to take the inputs. */
  readonly threads: () => FolderThreads;
  readonly shard?: Shard;
  /** Files; of fewer the threads are not started. */
  readonly fewest?: number;
  /** A person is shown something of the report. */
  readonly isShown?: boolean;
}

export interface FolderResult {
  readonly gates: readonly GateResult[];
  /** What of it fits on a page: counts, and the subjects with the heaviest fails, which are judged once more. */
  readonly report?: Report;
}

/** Takes the report. */
export interface FolderTarget {
  /** A promise holds the audit up. */
  write(bytes: Uint8Array): Promise<void>;
}

/** Files that a thread takes at once. */
const batchFiles = 16;

type Part = { readonly kind: 'files'; readonly files: readonly FolderFile[] } | FoundPath;

export interface Folder {
  /**
   * Writes the report.
   * @throws NotAlone where the ordinary reader is to take the inputs after all: nothing that was written counts
   */
  audit(target: FolderTarget): Promise<FolderResult>;
}

/** @returns undefined where the ordinary reader is to take the inputs, whatever it says of them */
export async function openFolder(options: FolderOptions): Promise<Folder | undefined> {
  const { paths, together, same, pseudonymise, shard, fewest = fewestFiles } = options;
  if (together === true || same !== undefined || pseudonymise === true || shard !== undefined)
    return undefined;
  if (paths.includes('-')) return undefined;
  const found = options.found ?? (await findPaths(paths, bundleOf));
  // A bundle is a phone.
  if (found.length < fewest || found.some(({ kind }) => kind === 'bundle')) return undefined;
  return { audit: (target) => audit(options, found, target) };
}

async function audit(
  options: FolderOptions,
  found: readonly FoundPath[],
  target: FolderTarget,
): Promise<FolderResult> {
  const { profiles, threads, isShown = false } = options;
  const context = contextOf(options);
  const pool = new Pool(threads(), { context, profiles, limits: { ...limits }, apps: addedApps(), isShown });
  const report = new FolderReport(options, found.length, target);
  try {
    await report.head();
    await inOrder(partsOf(found), pool, report);
    const { gates, ...rest } = await report.end();
    return { gates, ...(isShown ? { report: await report.shown({ gates, ...rest }) } : {}) };
  } finally {
    report.close();
    await pool.end();
  }
}

/** Batches are read ahead of what is written, as many as keep the threads busy. */
async function inOrder(parts: Iterable<Part>, pool: Pool, report: FolderReport): Promise<void> {
  const waiting: (() => Promise<void>)[] = [];
  const ahead = pool.size * 6;
  for (const part of parts) {
    if (part.kind === 'files') {
      const task: Task = { files: part.files, ...report.room() };
      const reading = pool.do(task);
      reading.catch(() => undefined); // told when its turn comes
      waiting.push(async () => report.batch(part.files, await reading));
    } else waiting.push(() => report.apart(part));
    while (waiting.length > ahead) await waiting.shift()?.();
  }
  for (const write of waiting) await write();
}

/** Regular files of the folder in batches, and whatever else there is between them. */
function* partsOf(found: readonly FoundPath[]): Generator<Part> {
  let files: FolderFile[] = [];
  for (const one of found) {
    const isPlain = one.kind === 'file' && one.isRegular === true;
    if (isPlain) files.push({ path: one.path, name: one.name });
    if (files.length === batchFiles || (!isPlain && files.length > 0)) {
      yield { kind: 'files', files };
      files = [];
    }
    if (!isPlain) yield one;
  }
  if (files.length > 0) yield { kind: 'files', files };
}
