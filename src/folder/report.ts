/** The report of a folder, written as its batches come back. */
import { Count } from '../evaluate/count.ts';
import { thresholdInput } from '../evaluate/thresholds.ts';
import { weightOf } from '../fleet/answers.ts';
import { DigestOfFleet } from '../fleet/digest-of-fleet.ts';
import { judgedOf } from '../fleet/judged.ts';
import { reportOf } from '../fleet/shown-report.ts';
import type { FoundPath } from '../io/files.ts';
import type { Report } from '../model/report.ts';
import type { JudgedSubject, ReportEnd } from '../model/sink.ts';
import type { SubjectEvent } from '../read/events.ts';
import { IsolatedReader } from '../read/isolated.ts';
import { readPath, UniqueNames } from '../read/paths.ts';
import { endLine, headLine, inputLine, SubjectLines } from '../report/ndjson-lines.ts';
import { isAlone } from './alone.ts';
import type { FolderOptions, FolderTarget } from './folder.ts';
import { NotAlone } from './not-alone.ts';
import { OutcomeNumbers } from './outcome-numbers.ts';
import type { Done, FolderFile, ReadyFile, Task } from './tasks.ts';

type FoundFile = Extract<FoundPath, { kind: 'file' }>;

/** A subject of a file that can be read once more. */
interface HeavySubject {
  readonly id: string;
  readonly weight: number;
  readonly found: FoundFile;
}

export class FolderReport {
  readonly #options: FolderOptions;
  readonly #target: FolderTarget;
  readonly #all: number;
  readonly #count: Count;
  readonly #numbers: OutcomeNumbers;
  /** How often each outcome number came. */
  readonly #times: Uint32Array;
  readonly #names = new UniqueNames();
  readonly #lines = new SubjectLines();
  readonly #isolated = new IsolatedReader();
  /** Of answers that were written, for new ones. */
  readonly #rooms: ArrayBuffer[] = [];
  /** What a person is shown. */
  readonly #digest: DigestOfFleet<HeavySubject> | undefined;
  /** For each outcome number. */
  readonly #weights: readonly number[];
  #inputs = 0;
  #subjects = 0;

  /** @param all inputs */
  constructor(options: FolderOptions, all: number, target: FolderTarget) {
    this.#options = options;
    this.#target = target;
    this.#all = all;
    this.#count = new Count(options);
    this.#numbers = new OutcomeNumbers(options.profiles);
    this.#times = new Uint32Array(this.#numbers.size);
    this.#digest = options.isShown === true ? new DigestOfFleet(options.profiles) : undefined;
    this.#weights = Array.from(this.#times, (_, number) => weightOf(this.#numbers.counted(number)));
  }

  head(): Promise<void> {
    return this.#text(headLine(this.#options.head));
  }

  room(): Pick<Task, 'room'> {
    const room = this.#rooms.pop();
    return room === undefined ? {} : { room };
  }

  /** @throws NotAlone */
  async batch(files: readonly FolderFile[], done: Done): Promise<void> {
    const { bytes, outcomes } = done;
    let [written, at, next] = [0, 0, 0];
    for (const [index, file] of files.entries()) {
      const answer = done.files[index];
      if (answer === undefined) throw new Error('a file without an answer');
      if (answer === 'joined') throw new NotAlone();
      const found = { kind: 'file', ...file, isRegular: true } as const;
      if (answer === 'apart') {
        await this.#target.write(bytes.subarray(written, at));
        written = at;
        await this.apart(found);
        continue;
      }
      const findings = answer.findings.reduce((sum, count) => sum + count, 0);
      const own = outcomes.subarray(next, next + findings);
      next += findings;
      // A name that was there before changes the lines.
      if (this.#names.take(answer.ids)) this.#ready(found, answer, own);
      else {
        await this.#target.write(bytes.subarray(written, at));
        written = at + answer.bytes;
        await this.apart(found);
      }
      at += answer.bytes;
    }
    await this.#target.write(bytes.subarray(written, at));
    if (bytes.buffer instanceof ArrayBuffer) this.#rooms.push(bytes.buffer);
  }

  /**
   * By the ordinary reader.
   * @throws NotAlone
   */
  async apart(path: FoundPath): Promise<void> {
    for await (const event of readPath(path, this.#isolated, this.#options)) {
      if (!isAlone(event)) throw new NotAlone();
      const named = this.#names.apply(event);
      if (named.kind === 'subject') await this.#subject(named);
      else {
        this.#count.input(named.record);
        this.#digest?.input(named.record);
        await this.#text(inputLine(named.record));
      }
    }
    this.#done(path.name);
  }

  async end(): Promise<ReportEnd> {
    for (const [number, times] of this.#times.entries())
      if (times > 0) {
        const counted = this.#numbers.counted(number);
        this.#count.finding('policy', counted, times);
        this.#digest?.count(counted, times);
      }
    for (const record of thresholdInput(this.#options.gate.thresholds)) {
      this.#digest?.input(record);
      await this.#text(inputLine(record));
    }
    const end = this.#count.end();
    await this.#text(endLine(end));
    return end;
  }

  /** The worst subjects are read once more, by the ordinary code. @throws NotAlone where a file is another one now */
  async shown(end: ReportEnd): Promise<Report> {
    const digest = this.#digest?.found();
    if (digest === undefined) throw new Error('nothing is shown');
    const judged: JudgedSubject[] = [];
    for (const one of digest.worst) judged.push('judged' in one ? one.judged : await this.#again(one));
    return reportOf(this.#options.head, { ...end, ...digest }, judged, this.#subjects);
  }

  async #again({ id, found }: HeavySubject): Promise<JudgedSubject> {
    const { profiles, asOf } = this.#options;
    for await (const event of readPath(found, this.#isolated, this.#options))
      if (event.kind === 'subject' && event.subject.id === id) return judgedOf(event, profiles, asOf);
    throw new NotAlone();
  }

  close(): void {
    this.#isolated.stop();
  }

  #ready(found: FoundFile, answer: ReadyFile, outcomes: Uint32Array): void {
    const { ids, status, skipped } = answer;
    const path = found.name;
    for (const number of outcomes) this.#times[number] = (this.#times[number] ?? 0) + 1;
    this.#count.input({ path, status, skipped });
    this.#subjects += ids.length;
    if (this.#digest !== undefined) this.#weigh(found, answer, outcomes, this.#digest);
    this.#done(path);
  }

  #weigh(
    found: FoundFile,
    { ids, findings, record }: ReadyFile,
    outcomes: Uint32Array,
    digest: DigestOfFleet<HeavySubject>,
  ): void {
    if (record !== undefined) digest.input(record);
    let next = 0;
    for (const [index, id] of ids.entries()) {
      const own = outcomes.subarray(next, (next += findings[index] ?? 0));
      const weight = own.reduce((sum, number) => sum + (this.#weights[number] ?? 0), 0);
      digest.weigh({ id, weight, found });
    }
  }

  async #subject(event: SubjectEvent): Promise<void> {
    const { profiles, asOf } = this.#options;
    const judged = judgedOf(event, profiles, asOf);
    this.#count.subject(event, judged.findings);
    this.#digest?.subject(judged);
    this.#subjects += 1;
    await this.#text(this.#lines.of(judged));
  }

  #done(input: string): void {
    this.#options.onProgress?.({
      input,
      inputsDone: this.#inputs,
      inputsAll: this.#all,
      subjects: this.#subjects,
    });
    this.#inputs += 1;
  }

  #text(text: string): Promise<void> {
    return this.#target.write(Buffer.from(text));
  }
}
