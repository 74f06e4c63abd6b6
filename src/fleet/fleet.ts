/**
 * Large lists of devices, judged by several threads. Each takes blocks of a file, reads, judges and renders their rows; only finished
 * lines and counts come back. The report is the same, byte for byte, for any number of threads and as the ordinary reader's.
 */
import { addedApps } from '../apps/catalogue.ts';
import type { CountOptions } from '../evaluate/count.ts';
import { limits } from '../io/limits.ts';
import type { Profile } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import type { ReportHead } from '../model/sink.ts';
import type { ReadOptions } from '../read/events.ts';
import type { Shard } from '../read/shard.ts';
import type { ReadContext, RowList } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { sources } from '../sources/registry.ts';
import { around } from './around.ts';
import { census, type FileCensus } from './census.ts';
import { Digest } from './digest.ts';
import { fleetFiles } from './files.ts';
import { type JoinedRows, joinRows, noneJoined } from './joined-rows.ts';
import { Pool } from './pool.ts';
import { FleetReport } from './report.ts';
import { NotPlain } from './not-plain.ts';

import { SeenHashes } from './seen-hashes.ts';
import { shownReport } from './shown.ts';
import type { FleetFile } from './tasks.ts';

export interface FleetOptions extends ReadOptions, CountOptions {
  readonly profiles: readonly Profile[];
  readonly paths: readonly string[];
  readonly head: ReportHead;
  /** Threads. */
  readonly jobs: number;
  readonly shard?: Shard;
}

/** Takes the report. */
export interface FleetTarget {
  /** A promise holds the audit up. */
  write(bytes: Uint8Array): Promise<void>;
  /** Forgets what was written, where that is possible: then a file need not be looked through before. */
  restart?(): Promise<void>;
}

export interface OpenedFile {
  readonly file: FleetFile;
  readonly list: RowList;
  readonly digest: Digest;
  /** Undefined: the first time through it is judged at once. */
  readonly census?: FileCensus;
}

export interface Fleet {
  /**
   * Writes the report.
   * @returns what of it can be shown on a page: counts, and the phones with the heaviest fails
   * @throws NotPlain where the ordinary reader is to take the inputs after all: nothing that was written counts
   */
  audit(target: FleetTarget): Promise<Report>;
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
  const pool = new Pool(options.jobs, {
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
  #bytes = 0;

  constructor(options: FleetOptions, pool: Pool, files: readonly FleetFile[], context: ReadContext) {
    this.#options = options;
    this.#pool = pool;
    this.#files = files;
    this.#context = context;
    this.#all = files.reduce((sum, { size }) => sum + size, 0);
    this.#seen = new SeenHashes(this.#all);
  }

  async audit(target: FleetTarget): Promise<Report> {
    const opened: OpenedFile[] = [];
    for (const file of this.#files) opened.push({ file, list: await listOf(file), digest: new Digest(file) });
    const isOnce = target.restart !== undefined && this.#files.every(({ frame }) => frame.form === 'lines');
    if (isOnce) {
      const end = await this.#written(opened, noneJoined(this.#files), target);
      if (this.#seen.repeated.size === 0) return end;
      // Rows of one phone: the files are looked through after all.
      await target.restart?.();
      await this.#pool.everywhere<'finish'>({ kind: 'finish' });
    }
    const looked = await this.#look(opened);
    const joined = await joinRows(this.#pool, looked, this.#seen.repeated, this.#context);
    return this.#written(looked, joined, target);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** The files with the places of their rows. */
  async #look(opened: readonly OpenedFile[]): Promise<(OpenedFile & { readonly census: FileCensus })[]> {
    const looked: (OpenedFile & { readonly census: FileCensus })[] = [];
    for (const [number, one] of opened.entries()) {
      const done = (bytes: number): void => this.#progress(number, bytes, 0);
      const counted = await census(this.#pool, one.file, number, this.#seen, done);
      looked.push({ ...one, census: counted });
    }
    for (const one of looked) {
      await around(one, 1); // throws where it is not plain
      await one.digest.done();
    }
    return looked;
  }

  async #written(opened: readonly OpenedFile[], joined: JoinedRows, target: FleetTarget): Promise<Report> {
    const report = new FleetReport(this.#options, this.#pool, joined, target);
    await report.head();
    for (const [number, one] of opened.entries()) {
      const seen = one.census === undefined ? this.#seen : undefined;
      await report.file(one, number, seen, (bytes, subjects) => this.#progress(number, bytes, subjects));
    }
    return shownReport(this.#options, await report.end(), opened, this.#context);
  }

  #progress(number: number, bytes: number, subjects: number): void {
    this.#bytes += bytes;
    this.#options.onProgress?.({
      input: this.#files[number]?.name ?? '',
      inputsDone: number,
      inputsAll: this.#files.length,
      subjects,
      share: Math.min(1, this.#bytes / this.#all / 2),
    });
  }
}

async function listOf(file: FleetFile): Promise<RowList> {
  const source = sources.find(({ id }) => id === file.source);
  const list = await source?.rows?.(detectionInput(file.name, file.head));
  if (list === undefined) throw new NotPlain('the source has no rows of that kind');
  return list;
}
