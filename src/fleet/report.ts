/** The report of a fleet, written as its blocks come back. */
import { Count } from '../evaluate/count.ts';
import { thresholdInput } from '../evaluate/thresholds.ts';
import type { ReportEnd } from '../model/sink.ts';
import { newState, recordOf } from '../read/events.ts';
import { isElsewhere } from '../read/shard.ts';
import { endLine, headLine, inputLine, subjectLines } from '../report/ndjson-lines.ts';
import { type Named, ToldSeries } from '../report/ndjson-series.ts';
import { around } from './around.ts';
import { noRows, withBlock } from './census.ts';
import { DigestOfFleet, type FleetDigest } from './digest-of-fleet.ts';
import type { FleetOptions, FleetTarget, OpenedFile } from './fleet.ts';
import type { JoinedRows } from './joined-rows.ts';
import { judgedOf } from './judged.ts';
import { heldAt } from './marks.ts';
import { orderOf } from './order.ts';
import type { Pool } from './pool.ts';
import type { SeenHashes } from './seen-hashes.ts';
import type { AuditAnswer, ToldOf } from './tasks.ts';

/** What is known at the end, with what a page shows of the fleet. */
export type FleetEnd = ReportEnd & FleetDigest;

export class FleetReport {
  readonly #options: FleetOptions;
  readonly #pool: Pool;
  readonly #joined: JoinedRows;
  readonly #target: FleetTarget;
  readonly #count: Count;
  readonly #digest: DigestOfFleet;
  readonly #told: ToldSeries;
  readonly #announced: string[] = [];

  constructor(options: FleetOptions, pool: Pool, joined: JoinedRows, target: FleetTarget) {
    this.#options = options;
    this.#pool = pool;
    this.#joined = joined;
    this.#target = target;
    this.#count = new Count(options);
    this.#told = new ToldSeries(options.mostSeries);
    this.#digest = new DigestOfFleet(options.profiles);
  }

  head(): Promise<void> {
    return this.#text(headLine(this.#options.head));
  }

  /**
   * @param seen where the file is gone through for the first time: told the hashes of identifiers
   * @throws NotPlain
   */
  async file(
    opened: OpenedFile,
    number: number,
    seen: SeenHashes | undefined,
    done: (bytes: number, subjects: number) => void,
  ): Promise<void> {
    const { file, list, digest } = opened;
    const state = { ...newState(), source: file.source };
    const held = this.#joined.held[number];
    let [found, withList] = [noRows, this.#joined.counted[number] ?? 0];
    const pass = {
      kind: 'audit',
      file: number,
      held: Float64Array.from(held?.keys() ?? []),
      isFirst: seen !== undefined,
    } as const;
    const onlooker = seen && {
      bytes: (bytes: Uint8Array, offset: number): void => digest.take(bytes, offset),
      idle: (offset: number): boolean => digest.goAhead(offset),
    };
    const known = { announced: this.#announced, onlooker };
    for await (const answer of this.#pool.pass<'audit'>(pass, known)) {
      const { hashes, notices, subjects, skipped, counted, block } = answer;
      seen?.addAll(hashes);
      const written = this.#write(answer, number);
      try {
        // While the lines go to the disk.
        digest.follow(block.next);
        this.#pool.goOn();
      } finally {
        await written;
      }
      state.notices.push(...notices);
      state.subjects += subjects;
      state.skipped += skipped;
      withList += counted;
      found = withBlock(found, block);
      done(block.bytes, state.subjects);
    }
    state.subjects += held?.size ?? 0;
    state.notices.push(...(await around(opened, found)));
    if (withList > 0 && list.list.counted !== undefined)
      state.notices.push(list.list.counted.notice(withList));
    const record = recordOf(file.name, { sha256: digest.done(), bytes: file.size }, state);
    const whole = { ...record, notices: [...record.notices, ...(this.#joined.notices[number] ?? [])] };
    this.#count.input(whole);
    this.#digest.input(whole);
    await this.#text(inputLine(whole));
  }

  async end(): Promise<FleetEnd> {
    for (const record of thresholdInput(this.#options.gate.thresholds)) {
      this.#digest.input(record);
      await this.#text(inputLine(record));
    }
    for (const answer of await this.#pool.finish()) {
      for (const { counted, times } of answer.verdicts) this.#count.finding('device', counted, times);
      for (const finding of answer.findings) this.#count.finding('device', finding);
      this.#count.devices(answer.devices);
      for (const { counted, times } of answer.verdicts) this.#digest.count(counted, times);
      for (const finding of answer.findings) this.#digest.count(finding, 1);
      for (const row of answer.worst) this.#digest.weigh(row);
      this.#count.population.merge(answer.population);
    }
    const end = this.#count.end();
    await this.#text(endLine(end));
    return { ...end, ...this.#digest.found() };
  }

  /** The block's lines, with series before the subjects that are the first to name them, and phones of several rows in their places. */
  async #write(answer: AuditAnswer, number: number): Promise<void> {
    const { marks } = answer;
    const block = { series: answer.series, told: new Uint8Array(answer.series.length) };
    let written = 0;
    for (let place = 0; place < marks.length; place += 2) {
      const [at = 0, mark = 0] = [marks[place], marks[place + 1]];
      const text = mark < 0 ? this.#heldAt(number, heldAt(mark)) : this.#fresh(mark, block);
      if (text === '') continue;
      if (at > written) await this.#target.write(answer.bytes.subarray(written, at));
      await this.#text(text);
      written = at;
    }
    if (written < answer.bytes.length) await this.#target.write(answer.bytes.subarray(written));
  }

  /** @throws Error where a thread names what it has not told: a report without it could not be read */
  #fresh(place: number, { series, told }: SeriesOfBlock): string {
    if (told[place] === 1) return '';
    const one = series[place];
    if (one === undefined) throw new Error('a thread names a series of which it has not told');
    const [id, text, verdicts] = one;
    const fresh = this.#told.linesOf({ id, text, verdicts: verdicts.map(namedBy) });
    if (this.#told.has(id)) told[place] = 1;
    if (fresh !== '' && told[place] === 1) this.#announced.push(id);
    return fresh;
  }

  /** A phone that stands in several rows: in the place of the first. */
  #heldAt(number: number, at: number): string {
    const event = this.#joined.held[number]?.get(at);
    if (event === undefined) return '';
    const { profiles, asOf, shard, otherIds } = this.#options;
    if (event.otherIds !== undefined) otherIds?.set(event.subject.id, event.otherIds);
    if (isElsewhere(event.subject.id, shard)) return '';
    const judged = judgedOf(event, profiles, asOf);
    this.#count.subject(event, judged.findings);
    this.#digest.subject(judged);
    const order = shard === undefined ? {} : { order: orderOf(this.#pool.files, number, at) };
    return subjectLines({ ...judged, ...order }, undefined);
  }

  #text(text: string): Promise<void> {
    return this.#target.write(Buffer.from(text));
  }
}

/** What a thread has told with a block. */
interface SeriesOfBlock {
  readonly series: readonly ToldOf[];
  /** Of each of them whether it is in the report for good. */
  readonly told: Uint8Array;
}

const namedBy = ([id, text]: readonly [string, string]): Named => ({ id, text });
