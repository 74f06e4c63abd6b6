/** The threads that read a fleet. Tasks go to whichever is free; their answers come back in the order of the tasks. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { NotPlain } from './not-plain.ts';
import type { Answer, Setup, Task } from './tasks.ts';

interface Waiting {
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class Pool {
  readonly size: number;
  readonly files: Setup['files'];
  readonly #threads: Thread[];
  readonly #queue: Waiting[] = [];

  constructor(size: number, setup: Setup) {
    this.size = size;
    this.files = setup.files;
    this.#threads = Array.from({ length: size }, () => new Thread(setup, () => this.#next()));
  }

  /** @throws NotPlain */
  do<Kind extends Task['kind']>(
    task: Extract<Task, { kind: Kind }>,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        task,
        resolve: (answer) => {
          if (answer.kind === 'not-plain') reject(new NotPlain(answer.why));
          else if (answer.kind === 'defect') reject(new Error(`a reading thread failed: ${answer.message}`));
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer to a task is of its kind
          else resolve(answer as Extract<Answer, { kind: Kind }>);
        },
        reject,
      });
      this.#next();
    });
  }

  /** One task for every thread. */
  async everywhere<Kind extends Task['kind']>(
    task: Extract<Task, { kind: Kind }>,
  ): Promise<Extract<Answer, { kind: Kind }>[]> {
    return Promise.all(this.#threads.map(async (thread) => thread.own(task)));
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (thread.isBusy) continue;
      const waiting = this.#queue.shift();
      if (waiting === undefined) return;
      thread.start(waiting);
    }
  }
}

class Thread {
  readonly #worker: Worker;
  readonly #free: () => void;
  #current: Waiting | undefined;
  #heard: readonly string[] = [];
  #told = 0;

  constructor(setup: Setup, free: () => void) {
    this.#free = free;
    // .ts from sources, .js when built
    this.#worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData: setup,
      // What a row leaves behind is dead before the next one: room for more would only be filled.
      resourceLimits: { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 1024 },
    });
    this.#worker.on('message', (answer: Answer) => this.#done((waiting) => waiting.resolve(answer)));
    this.#worker.on('error', (error: unknown) =>
      this.#done((waiting) => waiting.reject(error instanceof Error ? error : new Error(String(error)))),
    );
  }

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  start(waiting: Waiting): void {
    this.#current = waiting;
    const { task } = waiting;
    if (task.kind !== 'audit') return this.#worker.postMessage(task, []);
    const announced = this.#news(task.announced);
    this.#worker.postMessage({ ...task, announced }, task.room === undefined ? [] : [task.room]);
  }

  own<Kind extends Task['kind']>(
    task: Extract<Task, { kind: Kind }>,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer to a task is of its kind
      const resolved = (answer: Answer): void => resolve(answer as Extract<Answer, { kind: Kind }>);
      this.start({ task, resolve: resolved, reject });
    });
  }

  /** Of all that is announced what this thread was not told. */
  #news(all: readonly string[]): readonly string[] {
    const told = all === this.#heard ? this.#told : 0;
    this.#heard = all;
    this.#told = all.length;
    return all.slice(told);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #done(tell: (waiting: Waiting) => void): void {
    const waiting = this.#current;
    this.#current = undefined;
    if (waiting !== undefined) tell(waiting);
    this.#free();
  }
}
