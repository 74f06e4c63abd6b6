/** Reads the files of a batch one after the other, judges what they say, and writes the lines that the report has for them. */
import { PassmusterError } from '../errors.ts';
import { archiveKind } from '../io/archive/index.ts';
import { contentInput, readSmallFile } from '../io/files.ts';
import type { InputRecord } from '../model/report.ts';
import type { SubjectEvent } from '../read/events.ts';
import { needsIsolation } from '../read/isolated.ts';
import { readOpened } from '../read/opened.ts';
import { inputLine } from '../report/ndjson-lines.ts';
import { isAlone } from './alone.ts';
import { ByteRoom } from '../io/byte-room.ts';
import { PolicyJudge } from './policy-judge.ts';
import type { Done, FileAnswer, FolderFile, Setup, Task } from './tasks.ts';

interface Read {
  readonly subjects: readonly SubjectEvent[];
  readonly record: InputRecord;
}

export class FileAudit {
  readonly #setup: Setup;
  readonly #judge: PolicyJudge;
  readonly #out = new ByteRoom();

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#judge = new PolicyJudge(setup.profiles, setup.context.asOf);
  }

  async batch({ files, room }: Task): Promise<Done> {
    this.#out.begin(room);
    const outcomes: number[] = [];
    const answers: FileAnswer[] = [];
    for (const file of files) answers.push(await this.#file(file, outcomes));
    return { kind: 'done', files: answers, bytes: this.#out.taken(), outcomes: Uint32Array.from(outcomes) };
  }

  async #file(file: FolderFile, outcomes: number[]): Promise<FileAnswer> {
    const read = await this.#read(file);
    if (typeof read === 'string') return read;
    const { subjects, record } = read;
    const start = this.#out.length;
    const findings = subjects.map((event) => {
      const before = outcomes.length;
      this.#judge.judge(event, this.#out, outcomes);
      return outcomes.length - before;
    });
    this.#out.text(inputLine(record));
    const { status, skipped } = record;
    return {
      bytes: this.#out.length - start,
      ids: subjects.map(({ subject }) => subject.id),
      status,
      skipped,
      findings,
      ...(this.#setup.isShown ? { record } : {}),
    };
  }

  /** What costs much is read in a child, and what cannot be opened is told, by the ordinary reader. */
  async #read({ path, name }: FolderFile): Promise<Read | 'apart' | 'joined'> {
    const content = contentOf(path);
    if (content === undefined) return 'apart';
    const input = await contentInput(name, content);
    if (archiveKind(input.head) !== undefined || needsIsolation(input)) return 'apart';
    const subjects: SubjectEvent[] = [];
    let record: InputRecord | undefined;
    for await (const event of readOpened(input, this.#setup.context)) {
      if (!isAlone(event)) return 'joined';
      if (event.kind === 'input') ({ record } = event);
      else subjects.push(event);
    }
    // Rows share verdicts with rows of other files.
    const isRow = subjects.some(({ place }) => place !== undefined);
    return record === undefined || isRow ? 'apart' : { subjects, record };
  }
}

function contentOf(path: string): Uint8Array | undefined {
  try {
    return readSmallFile(path);
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}
