/** The threads that read a fleet: they go through a file together, and their answers come back in the order of its blocks. */
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { compiledRows } from '../formats/row-module.ts';
import { Finder, type Onlooker } from './finder.ts';
import { NotPlain } from './not-plain.ts';
import { sharedPosition } from './relay.ts';
import type { Answer, AuditAnswer, BlockAnswer, FinishAnswer, Order, Pass, Room, Setup } from './tasks.ts';

/** A pass over one file, which begins at the file's first row. */
export type Wanted =
  | Omit<Extract<Pass, { kind: 'census' }>, 'position'>
  | Omit<Extract<Pass, { kind: 'find' }>, 'position'>
  | Omit<Extract<Pass, { kind: 'audit' }>, 'position'>;

/** What a pass is told of meanwhile, and tells. */
export interface Around {
  /** Series that are in the report, which grow. */
  readonly announced?: readonly string[];
  /** Where the file is gone through for the first time; only told where the rows are found here. */
  readonly onlooker?: Onlooker | undefined;
}

/** Answers that a thread may be ahead: enough that it need not wait, and few enough to hold. */
const ahead = 8;
/** Milliseconds in which a thread ends by itself: a block takes some. */
const patience = 3000;

export class Pool {
  readonly files: Setup['files'];
  readonly #context: Setup['context'];
  readonly #threads: readonly Thread[];
  #find = (): void => undefined;

  constructor(threads: Threads, setup: Setup) {
    this.files = setup.files;
    this.#context = setup.context;
    this.#threads = threads;
    for (const thread of threads) thread.begin(setup);
  }

  /** @throws NotPlain */
  async *pass<Kind extends Pass['kind']>(
    wanted: Extract<Wanted, { kind: Kind }>,
    { announced = [], onlooker }: Around = {},
  ): AsyncGenerator<Extract<BlockAnswer, { kind: Kind }>> {
    const file = this.files[wanted.file];
    if (file === undefined) throw new Error('no such file');
    const [only, ...others] = this.#threads;
    const isFound = wanted.kind === 'audit' && others.length === 0 && file.frame.form === 'csv';
    const finder = isFound ? await Finder.open(file, this.#context, onlooker) : undefined;
    const find = (most: number): void => void (finder !== undefined && only?.send(finder, most));
    try {
      const { start: offset, line } = file.frame;
      const shared = finder === undefined ? { position: sharedPosition({ offset, line }) } : {};
      const early = new EarlyAnswers(this.#threads.length);
      for (const thread of this.#threads) {
        thread.listen((answer) => early.add(thread, answer));
        thread.tell({ ...wanted, ...shared });
      }
      for (let index = 0; ; index += 1) {
        find(index + ahead);
        this.#find = () => find(index + ahead + 1);
        // In small steps with pauses: a reading thread that learns much wants the cores.
        while (!early.has(index) && finder?.idle() === true) await pause(1);
        const next = await early.next(index);
        if (next === undefined) return;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer to a pass is of its kind
        yield next.answer as Extract<BlockAnswer, { kind: Kind }>;
        next.thread.leave(next.answer, announced);
      }
    } finally {
      this.#find = () => undefined;
      finder?.close();
    }
  }

  /** Goes on with what there is to do here, while an answer is made use of. @throws NotPlain */
  goOn(): void {
    this.#find();
  }

  /** What was counted, which begins anew. */
  async finish(): Promise<FinishAnswer[]> {
    return Promise.all(
      this.#threads.map(
        (thread) =>
          new Promise<FinishAnswer>((resolve, reject) => {
            thread.listen((answer) =>
              answer instanceof Error || answer.kind !== 'finish' ? reject(errorOf(answer)) : resolve(answer),
            );
            thread.tell({ kind: 'finish' });
          }),
      ),
    );
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

/** What an answer came in. */
export function roomOf({ bytes, hashes }: Pick<AuditAnswer, 'bytes' | 'hashes'>): Room | undefined {
  const [lines, numbers] = [bytes.buffer, hashes.buffer];
  return lines instanceof ArrayBuffer && numbers instanceof ArrayBuffer
    ? { lines, hashes: numbers }
    : undefined;
}

function errorOf(answer: Answer | Error): Error {
  if (answer instanceof Error) return answer;
  if (answer.kind === 'not-plain') return new NotPlain(answer.why);
  return new Error(`a reading thread failed: ${answer.kind === 'defect' ? answer.message : answer.kind}`);
}

/** Answers of several threads, until their turn comes. */
class EarlyAnswers {
  readonly #waiting = new Map<number, { readonly thread: Thread; readonly answer: BlockAnswer }>();
  #reading: number;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(threads: number) {
    this.#reading = threads;
  }

  add(thread: Thread, answer: Answer | Error): void {
    if (answer instanceof Error) this.#error ??= answer;
    else if (answer.kind === 'done') this.#reading -= 1;
    else if ('block' in answer) this.#waiting.set(answer.block.index, { thread, answer });
    else this.#error ??= errorOf(answer);
    this.#wake();
  }

  /** Whether there is something to tell of it. */
  has(index: number): boolean {
    return this.#error !== undefined || this.#reading === 0 || this.#waiting.has(index);
  }

  /** @returns undefined behind the last one */
  async next(index: number): Promise<{ readonly thread: Thread; readonly answer: BlockAnswer } | undefined> {
    for (;;) {
      if (this.#error !== undefined) throw this.#error;
      const next = this.#waiting.get(index);
      this.#waiting.delete(index);
      if (next !== undefined || this.#reading === 0) return next;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Threads that start: they take as long as reading the profiles does, beside which they can be started. Nothing waits for their end. */
export const startThreads = (count: number): Threads => Array.from({ length: count }, () => new Thread());
/** Of so many threads the first one hashes and writes. */
export const readersOf = (jobs: number): number => Math.max(1, jobs - 1);
export type Threads = readonly Thread[];

class Thread {
  readonly #worker: Worker;
  #take: (answer: Answer | Error) => void = () => undefined;
  /** It has ended, and answers no more. */
  #error: Error | undefined;
  /** Room of tables that are not needed any more. */
  readonly #tables: ArrayBuffer[] = [];
  #heard: readonly string[] = [];
  #told = 0;

  constructor() {
    // .ts from sources, .js when built
    this.#worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData: compiledRows(),
      // What a row leaves behind is dead before the next one: room for much more would only be filled.
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 },
    });
    this.#worker.on('message', (answer: Answer) => this.#take(answer));
    this.#worker.on('error', (error: unknown) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#take(this.#error);
    });
    this.#worker.unref();
  }

  listen(take: (answer: Answer | Error) => void): void {
    this.#take = take;
    if (this.#error !== undefined) take(this.#error);
  }

  begin(setup: Setup): void {
    this.#worker.ref();
    this.tell({ kind: 'setup', setup });
    for (let count = 0; count < ahead; count += 1) this.tell({ kind: 'leave', announced: [] });
  }

  tell(order: Order): void {
    const room = order.kind === 'leave' ? order.room : undefined;
    this.#worker.postMessage(order, [
      ...(room === undefined ? [] : [room.lines, room.hashes]),
      ...(order.kind === 'found' ? [order.table.words.buffer] : []),
    ]);
  }

  /** Blocks until so many have been found. @throws NotPlain */
  send(finder: Finder, most: number): void {
    while (finder.found < most) {
      const found = finder.next(this.#tables.pop());
      if (found === undefined) return;
      this.tell(found);
      finder.show();
    }
  }

  /** The answer has been used: the thread may give another one, in the same room. */
  leave(answer: BlockAnswer, announced: readonly string[]): void {
    const room = answer.kind === 'audit' ? roomOf(answer) : undefined;
    if (answer.kind === 'audit' && answer.table !== undefined) this.#tables.push(answer.table.words.buffer);
    const news = this.#news(announced);
    this.tell({ kind: 'leave', announced: news, ...(room === undefined ? {} : { room }) });
  }

  /** Of all that is announced what this thread was not told. */
  #news(all: readonly string[]): readonly string[] {
    const told = all === this.#heard ? this.#told : 0;
    this.#heard = all;
    this.#told = all.length;
    return all.slice(told);
  }

  /**
   * Lets it end by itself: one that is stopped within WebAssembly can take the process with it. One that waits for another that has
   * failed does not end, and is stopped.
   */
  async end(): Promise<void> {
    const isLate = await new Promise<boolean>((resolve) => {
      this.#worker.once('exit', () => resolve(false));
      this.tell({ kind: 'end' });
      setTimeout(() => resolve(true), patience).unref();
    });
    if (isLate) await this.#worker.terminate();
  }
}
