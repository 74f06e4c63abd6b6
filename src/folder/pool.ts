/** The threads that read a folder. Batches go to whichever is free. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Done, Setup, Task } from './tasks.ts';

interface Waiting {
  readonly task: Task;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

export class Pool {
  readonly size: number;
  readonly #idle: Thread[];
  readonly #threads: readonly Thread[];
  readonly #queue: Waiting[] = [];

  constructor(threads: FolderThreads, setup: Setup) {
    this.size = threads.length;
    this.#threads = threads;
    this.#idle = [...threads];
    for (const thread of threads) thread.begin(setup, () => this.#free(thread));
  }

  do(task: Task): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #free(thread: Thread): void {
    this.#idle.push(thread);
    this.#next();
  }

  #next(): void {
    const [waiting] = this.#queue;
    if (waiting === undefined) return;
    const thread = this.#idle.pop();
    if (thread === undefined) return;
    this.#queue.shift();
    thread.start(waiting);
  }
}

/** Threads that start, beside whatever else is done before they are needed. Nothing waits for their end. */
export const startFolderThreads = (count: number): FolderThreads =>
  Array.from({ length: count }, () => new Thread());
export type FolderThreads = readonly Thread[];

class Thread {
  readonly #worker: Worker;
  #current: Waiting | undefined;

  constructor() {
    // .ts from sources, .js when built
    this.#worker = new Worker(new URL(`./folder-worker${extname(import.meta.filename)}`, import.meta.url));
    this.#worker.unref();
  }

  /** @param free told that the thread has done a task */
  begin(setup: Setup, free: () => void): void {
    this.#worker.ref();
    this.#worker.postMessage({ setup }, []);
    const done = (tell: (waiting: Waiting) => void): void => {
      const waiting = this.#current;
      this.#current = undefined;
      if (waiting !== undefined) tell(waiting);
    };
    this.#worker.on('message', (answer: Answer) => {
      done(({ resolve, reject }) => {
        if (answer.kind === 'done') resolve(answer);
        else reject(new Error(`a reading thread failed: ${answer.message}`));
      });
      free();
    });
    this.#worker.on('error', (error: unknown) =>
      done(({ reject }) => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  }

  start(waiting: Waiting): void {
    this.#current = waiting;
    const { task } = waiting;
    this.#worker.postMessage(task, task.room === undefined ? [] : [task.room]);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
