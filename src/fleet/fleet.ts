/**
 * Large lists of devices, judged by several threads. Each takes blocks of a file, reads, judges and renders their rows; only finished
 * lines and counts come back. The report is the same, byte for byte, for any number of threads and as the ordinary reader's.
 */
import { holdingsOf } from '../apps/channels.ts';
import { addedApps } from '../apps/catalogue.ts';
import { Count, type CountOptions } from '../evaluate/count.ts';
import { evaluateFacts } from '../evaluate/evaluate.ts';
import { Facts } from '../evaluate/facts.ts';
import { cutJson } from '../formats/json-cut.ts';
import { completeness } from '../inventory/envelope.ts';
import { limits } from '../io/limits.ts';
import type { Notice } from '../model/notice.ts';
import type { ReportEnd, ReportHead } from '../model/sink.ts';
import { newState, type ReadOptions, recordOf, type SubjectEvent } from '../read/events.ts';
import { isElsewhere, type Shard } from '../read/shard.ts';
import { endLine, headLine, inputLine, subjectLines, SubjectLines } from '../report/ndjson-lines.ts';
import { itemsAround } from '../sources/device-rows.ts';
import type { RowList } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { sources } from '../sources/registry.ts';
import { census, digestOf, type FileCensus, inOrder, type PlacedBlock } from './census.ts';
import { fleetFiles } from './files.ts';
import { joinRows } from './joined-rows.ts';
import { FilePieces } from './pieces.ts';
import { Pool } from './pool.ts';
import { NotPlain } from './rows.ts';
import { SeenHashes } from './seen-hashes.ts';
import type { AuditAnswer, FleetFile } from './tasks.ts';

export interface FleetOptions extends ReadOptions, CountOptions {
  readonly paths: readonly string[];
  readonly head: ReportHead;
  /** Threads. */
  readonly jobs: number;
  readonly shard?: Shard;
}

/** Takes the report's bytes; a promise holds the audit up. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

interface OpenedFile {
  readonly file: FleetFile;
  readonly list: RowList;
  readonly census: FileCensus;
  readonly sha256: string;
}

/** A fleet that was looked through and can be judged. */
export interface Fleet {
  /** Writes the report. What goes wrong now is an error: the files have changed meanwhile. */
  audit(write: WriteBytes): Promise<ReportEnd>;
  close(): Promise<void>;
}

/** Bytes around the rows of a list that are read. */
const mostAround = 4 * 1024 * 1024;

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
  try {
    const run = new FleetRun(options, pool, files);
    await run.look(context);
    return run;
  } catch (error) {
    await pool.end();
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class FleetRun implements Fleet {
  readonly #options: FleetOptions;
  readonly #pool: Pool;
  readonly #files: readonly FleetFile[];
  readonly #count: Count;
  readonly #lines = new SubjectLines();
  readonly #texts = new Map<string, string>();
  /** Of answers that were written, for new ones. */
  readonly #rooms: ArrayBuffer[] = [];
  #opened: readonly OpenedFile[] = [];
  #joined: Awaited<ReturnType<typeof joinRows>> = { held: [], notices: [] };
  #bytes = 0;
  #subjects = 0;

  constructor(options: FleetOptions, pool: Pool, files: readonly FleetFile[]) {
    this.#options = options;
    this.#pool = pool;
    this.#files = files;
    this.#count = new Count(options);
  }

  /** @throws NotPlain */
  async look(context: Parameters<typeof joinRows>[3]): Promise<void> {
    const all = this.#files.reduce((sum, { size }) => sum + size, 0);
    const seen = new SeenHashes(all);
    const opened: OpenedFile[] = [];
    const digests = this.#files.map(digestOf);
    for (const digest of digests) digest.catch(() => undefined); // told when its turn comes
    for (const [number, file] of this.#files.entries()) {
      const list = await listOf(file);
      const counted = await census(this.#pool, file, number, seen, (bytes) => this.#progress(number, bytes));
      opened.push({ file, list, census: counted, sha256: (await digests[number]) ?? '' });
    }
    this.#joined = await joinRows(this.#pool, opened, seen.repeated, context);
    for (const one of opened) await this.#around(one, 1); // throws where it is not plain
    this.#opened = opened;
  }

  async audit(write: WriteBytes): Promise<ReportEnd> {
    const text = (line: string): Promise<void> => write(Buffer.from(line));
    await text(headLine(this.#options.head));
    for (const [number, opened] of this.#opened.entries()) {
      const { file, list, census: counted, sha256 } = opened;
      const state = { ...newState(), source: file.source };
      let withList = 0;
      const blocks = inOrder(counted.blocks, this.#pool.size * 2, (placed) => this.#judge(placed, number));
      for await (const [{ block }, answer] of blocks) {
        await this.#write(answer, number, write);
        state.notices.push(...answer.notices);
        state.subjects += answer.subjects;
        state.skipped += answer.skipped;
        withList += answer.counted;
        this.#subjects += answer.subjects;
        this.#progress(number, block.to - block.from);
      }
      state.subjects += this.#joined.held[number]?.size ?? 0;
      state.notices.push(...(await this.#around(opened, counted.rows)));
      if (withList > 0 && list.list.counted !== undefined)
        state.notices.push(list.list.counted.notice(withList));
      const record = recordOf(file.name, { sha256, bytes: file.size }, state);
      const whole = { ...record, notices: [...record.notices, ...(this.#joined.notices[number] ?? [])] };
      this.#count.input(whole);
      await text(inputLine(whole));
    }
    await this.#counts();
    const end = this.#count.end();
    await text(endLine(end));
    return end;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #judge(placed: PlacedBlock, number: number): Promise<AuditAnswer> {
    const { from, to } = placed.block;
    const held = [...(this.#joined.held[number]?.keys() ?? [])].filter((at) => at >= from && at < to);
    const room = this.#rooms.pop();
    return this.#pool.do<'audit'>({
      kind: 'audit',
      ...placed,
      held,
      ...(room === undefined ? {} : { room }),
    });
  }

  /** The block's lines, with verdicts before the first subject that they are of, and phones of several rows in their places. */
  async #write(answer: AuditAnswer, number: number, write: WriteBytes): Promise<void> {
    for (const [id, text] of answer.texts) this.#texts.set(id, text);
    let written = 0;
    for (const mark of answer.marks) {
      const text = 'held' in mark ? this.#held(number, mark.held) : this.#fresh(mark.verdicts);
      if (text === '') continue;
      if (mark.at > written) await write(answer.bytes.subarray(written, mark.at));
      await write(Buffer.from(text));
      written = mark.at;
    }
    if (written < answer.bytes.length) await write(answer.bytes.subarray(written));
    if (answer.bytes.buffer instanceof ArrayBuffer) this.#rooms.push(answer.bytes.buffer);
  }

  #fresh(verdicts: readonly string[]): string {
    return verdicts
      .filter((id) => this.#lines.isNew(id))
      .map((id) => this.#texts.get(id) ?? '')
      .join('');
  }

  /** A phone that stands in several rows: in the place of the first. */
  #held(number: number, at: number): string {
    const event = this.#joined.held[number]?.get(at);
    if (event === undefined) return '';
    const { subject, observations, input, joined } = event;
    if (isElsewhere(subject.id, this.#options.shard)) return '';
    const { profiles, asOf } = this.#options;
    const facts = new Facts(subject, observations);
    const clock = { asOf, attestationsGiven: false };
    const findings = profiles.flatMap((profile) => evaluateFacts(profile, facts, clock));
    this.#count.subject(event, findings);
    const record = { ...subject, input, ...(joined ? { joined } : {}), ...holdingsOf(observations) };
    return subjectLines({ subject: record, findings }, undefined);
  }

  async #counts(): Promise<void> {
    for (const answer of await this.#pool.everywhere<'finish'>({ kind: 'finish' })) {
      for (const { counted, times } of answer.verdicts) this.#count.finding('device', counted, times);
      for (const finding of answer.findings) this.#count.finding('device', finding);
      this.#count.devices(answer.devices);
      this.#count.population.merge(answer.population);
    }
  }

  /** What the members around the rows tell. @throws NotPlain where there is more than members around them */
  async #around({ file, list, census: counted }: OpenedFile, rows: number): Promise<Notice[]> {
    const { frame, name, size } = file;
    if (frame.form !== 'list')
      return completeness(undefined, rows, frame.form === 'csv' ? { rows: [] } : list.list.envelope);
    if (size - counted.end > mostAround) throw new NotPlain('much stands behind the rows');
    const pieces = new FilePieces(file.path, size);
    try {
      const chunks = around(pieces, file, counted);
      const wrappers = list.list.envelope.rows;
      const isRows = (key: string) => wrappers.some((one) => one.toLowerCase() === key.toLowerCase());
      const notices: Notice[] = [];
      for await (const part of cutJson(chunks, isRows, true)) {
        if (part.kind !== 'end') throw new NotPlain('several lists');
        const { members } = part;
        const lists = [...members.entries.keys()].filter(isRows);
        if (lists.length > 1 || lists.some((key) => members.repeated.has(key)))
          throw new NotPlain('several lists');
        for (const item of itemsAround(members, rows, name, list.list))
          if (item.kind === 'notice') notices.push(item.notice);
      }
      return notices;
    } finally {
      pieces.close();
    }
  }

  /** Every byte is looked at twice. */
  #progress(number: number, bytes: number): void {
    this.#bytes += bytes;
    const all = this.#files.reduce((sum, { size }) => sum + size, 0);
    this.#options.onProgress?.({
      input: this.#files[number]?.name ?? '',
      inputsDone: number,
      inputsAll: this.#files.length,
      subjects: this.#subjects,
      share: Math.min(1, this.#bytes / all / 2),
    });
  }
}

/** What stands before the rows and behind them, with as many line feeds between as the rows have. */
async function* around(
  pieces: FilePieces,
  { frame, size }: FleetFile,
  { end, lines }: FileCensus,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(pieces.text(0, frame.start));
  const most = 64 * 1024;
  for (let left = lines; left > 0; left -= most) yield Buffer.alloc(Math.min(left, most), '\n');
  yield Buffer.from(pieces.text(end, size));
}

async function listOf(file: FleetFile): Promise<RowList> {
  const source = sources.find(({ id }) => id === file.source);
  const list = await source?.rows?.(detectionInput(file.name, file.head));
  if (list === undefined) throw new NotPlain('the source has no rows of that kind');
  return list;
}
