/** The report of a folder, written as its batches come back. */
import { Count } from '../evaluate/count.ts';
import { judgedOf } from '../fleet/judged.ts';
import type { FoundPath } from '../io/files.ts';
import type { ReportEnd } from '../model/sink.ts';
import type { SubjectEvent } from '../read/events.ts';
import { IsolatedReader } from '../read/isolated.ts';
import { readPath, UniqueNames } from '../read/paths.ts';
import { endLine, headLine, inputLine, SubjectLines } from '../report/ndjson-lines.ts';
import { isAlone } from './alone.ts';
import type { FolderOptions, FolderTarget } from './folder.ts';
import { NotAlone } from './not-alone.ts';
import { OutcomeNumbers } from './outcome-numbers.ts';
import type { Done, FolderFile, ReadyFile, Task } from './tasks.ts';

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
      const own = outcomes.subarray(next, next + answer.findings);
      next += answer.findings;
      // A name that was there before changes the lines.
      if (this.#names.take(answer.ids)) this.#ready(file.name, answer, own);
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
        await this.#text(inputLine(named.record));
      }
    }
    this.#done(path.name);
  }

  async end(): Promise<ReportEnd> {
    for (const [number, times] of this.#times.entries())
      if (times > 0) this.#count.finding('policy', this.#numbers.counted(number), times);
    const end = this.#count.end();
    await this.#text(endLine(end));
    return end;
  }

  close(): void {
    this.#isolated.stop();
  }

  #ready(path: string, { ids, status, skipped }: ReadyFile, outcomes: Uint32Array): void {
    for (const number of outcomes) this.#times[number] = (this.#times[number] ?? 0) + 1;
    this.#count.input({ path, status, skipped });
    this.#subjects += ids.length;
    this.#done(path);
  }

  async #subject(event: SubjectEvent): Promise<void> {
    const { profiles, asOf } = this.#options;
    const judged = judgedOf(event, profiles, asOf);
    this.#count.subject(event, judged.findings);
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
