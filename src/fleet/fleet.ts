/**
 * Large lists of devices, judged by several threads. Each takes blocks of a file, reads, judges and renders their rows; only finished
 * lines and counts come back. The report is the same, byte for byte, for any number of threads and as the ordinary reader's.
 */
import { addedApps } from '../apps/catalogue.ts';
import type { CountOptions } from '../evaluate/count.ts';
import { limits } from '../io/limits.ts';
import type { Profile } from '../model/profile.ts';
import type { GateResult, Report } from '../model/report.ts';
import type { ReportHead } from '../model/sink.ts';
import type { ReadOptions } from '../read/events.ts';
import type { Shard } from '../read/shard.ts';
import type { ReadContext, RowList } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { sources } from '../sources/registry.ts';
import { around } from './around.ts';
import { census } from './census.ts';
import { Digest } from './digest.ts';
import { identifiersIn } from './expected.ts';
import { fleetFiles } from './files.ts';
import { type JoinedRows, joinRows, noneJoined } from './joined-rows.ts';
import { Pool, type Threads } from './pool.ts';
import { FleetReport } from './report.ts';
import { NotPlain } from './not-plain.ts';

import { SeenHashes } from './seen-hashes.ts';
import { shownReport } from './shown.ts';
import type { FleetFile } from './tasks.ts';

export interface FleetOptions extends ReadOptions, CountOptions {
  readonly profiles: readonly Profile[];
  readonly paths: readonly string[];
  readonly head: ReportHead;
  readonly threads: Threads;
  readonly shard?: Shard;
  /** Series that the report remembers: see `ToldSeries`. */
  readonly mostSeries?: number;
  /** Takes by which other names inputs call a phone, before its line is written. */
  readonly otherIds?: Map<string, readonly string[]>;
}

/** Takes the report. */
export interface FleetTarget {
  /** A promise holds the audit up. */
  write(bytes: Uint8Array): Promise<void>;
  /** Forgets what was written, where that is possible: then the files need not be gone through before. */
  restart?: () => Promise<void>;
}

export interface OpenedFile {
  readonly file: FleetFile;
  readonly list: RowList;
  readonly digest: Digest;
}

export interface FleetResult {
  readonly gates: readonly GateResult[];
  /** What of it fits on a page: counts, and the phones with the heaviest fails, which are judged once more. @throws NotPlain */
  readonly report: () => Report;
}

export interface Fleet {
  /**
   * Writes the report.
   * @returns what can be told of it
   * @throws NotPlain where the ordinary reader is to take the inputs after all: nothing that was written counts
   */
  audit(target: FleetTarget): Promise<FleetResult>;
  close(): Promise<void>;
}

/** @returns undefined where the ordinary reader is to take the inputs, whatever it says of them */
export async function openFleet(options: FleetOptions): Promise<Fleet | undefined> {
  const { asOf, trust, keys, identityKey, mappings, together, same, pseudonymise } = options;
  if (together === true || same !== undefined || pseudonymise === true) return undefined;
  const context = {
    asOf,
    ...(trust ? { trust } : {}),
    ...(keys ? { keys } : {}),
    ...(identityKey === undefined ? {} : { identityKey }),
    ...(mappings === undefined ? {} : { mappings }),
  };
  const files = await fleetFiles(options.paths, context);
  if (files === undefined) return undefined;
  const { profiles, staleAfterDays = 30, shard } = options;
  const pool = new Pool(options.threads, {
    files,
    context,
    profiles,
    staleAfterDays,
    limits: { ...limits },
    apps: addedApps(),
    ...(shard === undefined ? {} : { shard }),
  });
  return new FleetRun(options, pool, files, context);
}

class FleetRun implements Fleet {
  readonly #options: FleetOptions;
  readonly #pool: Pool;
  readonly #files: readonly FleetFile[];
  readonly #context: ReadContext;
  readonly #seen: SeenHashes;
  readonly #all: number;
  readonly #opened: OpenedFile[] = [];
  #bytes = 0;
  /** Times that the files are gone through, as far as is known. */
  #passes = 1;

  constructor(options: FleetOptions, pool: Pool, files: readonly FleetFile[], context: ReadContext) {
    this.#options = options;
    this.#pool = pool;
    this.#files = files;
    this.#context = context;
    this.#all = files.reduce((sum, { size }) => sum + size, 0);
    this.#seen = new SeenHashes(files.reduce((sum, file) => sum + identifiersIn(file), 0));
  }

  async audit(target: FleetTarget): Promise<FleetResult> {
    const opened = this.#opened;
    for (const file of this.#files) opened.push({ file, list: await listOf(file), digest: new Digest(file) });
    const first = target.restart === undefined ? undefined : await this.#written(opened, target);
    if (first === undefined) {
      this.#passes = 2;
      await this.#look(opened);
    } else if (this.#seen.repeated.size === 0) return first;
    const joined = await joinRows(this.#pool, opened, this.#seen.repeated, this.#context);
    if (joined === undefined) return first ?? this.#written(opened, target, noneJoined(this.#files));
    // Rows of one phone: what was written without joining them does not count.
    this.#passes = 2;
    await target.restart?.();
    await this.#pool.finish();
    return this.#written(opened, target, joined);
  }

  async close(): Promise<void> {
    for (const { digest } of this.#opened) digest.close();
    await this.#pool.end();
  }

  /** Goes through the files without judging them. @throws NotPlain */
  async #look(opened: readonly OpenedFile[]): Promise<void> {
    for (const [number, one] of opened.entries()) {
      const done = (bytes: number): void => this.#progress(number, bytes, 0);
      await around(one, await census(this.#pool, number, this.#seen, one.digest, done)); // throws where it is not plain
    }
    for (const { digest } of opened) digest.done();
  }

  /** @param joined undefined: the files are gone through for the first time */
  async #written(
    opened: readonly OpenedFile[],
    target: FleetTarget,
    joined?: JoinedRows,
  ): Promise<FleetResult> {
    const report = new FleetReport(this.#options, this.#pool, joined ?? noneJoined(this.#files), target);
    await report.head();
    for (const [number, one] of opened.entries()) {
      const seen = joined === undefined ? this.#seen : undefined;
      await report.file(one, number, seen, (bytes, subjects) => this.#progress(number, bytes, subjects));
    }
    const end = await report.end();
    return { gates: end.gates, report: () => shownReport(this.#options, end, opened, this.#context) };
  }

  #progress(number: number, bytes: number, subjects: number): void {
    this.#bytes += bytes;
    this.#options.onProgress?.({
      input: this.#files[number]?.name ?? '',
      inputsDone: number,
      inputsAll: this.#files.length,
      subjects,
      share: Math.min(1, this.#bytes / this.#all / this.#passes),
    });
  }
}

async function listOf(file: FleetFile): Promise<RowList> {
  const source = sources.find(({ id }) => id === file.source);
  const list = await source?.rows?.(detectionInput(file.name, file.head));
  if (list === undefined) throw new NotPlain('the source has no rows of that kind');
  return list;
}
