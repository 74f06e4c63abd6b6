/**
 * A child process that can be killed, for work on input that may cost more than it should. It gets its orders and their bytes
 * through a pipe, may open nothing, and has a limit of memory and time.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { addedApps } from '../apps/catalogue.ts';
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import type { Ask } from './asking.ts';
import type { ChildLine, Job, Order } from './child.ts';

/** Megabytes of heap; seconds for one task, before the allowance for its size. */
export interface ChildBounds {
  readonly heapMiB: number;
  readonly seconds: number;
}

/** Writes one frame; false when the child is gone. */
export type Send = (bytes: Uint8Array) => Promise<boolean>;

/** What the child is to do. */
export interface Task<Event> {
  readonly job: Job;
  /** Bytes, as far as they are known beforehand. */
  readonly size: number;
  /** The content that follows the order. */
  readonly feed?: (send: Send) => Promise<void>;
  /** What the child asks for meanwhile. */
  readonly answer?: (ask: Ask, send: Send) => Promise<void>;
  readonly seen?: (event: Event) => void;
  /** In any case, and at once. */
  readonly end?: () => void;
}

/** A child, started when it is first needed and kept for the tasks that follow. */
export class ChildHost {
  readonly #bounds: ChildBounds;
  #child: RunningChild | undefined;

  constructor(bounds: ChildBounds = { heapMiB: limits.childHeapMiB, seconds: limits.childSeconds }) {
    this.#bounds = bounds;
  }

  /** Yields what the child says; returns why it ended before it was done, or nothing. */
  async *run<Event>(task: Task<Event>): AsyncGenerator<Event, Error | undefined> {
    const child = (this.#child ??= startChild(this.#bounds));
    const watch = watchClock(child, this.#bounds.seconds, task.size);
    let broken: Error | undefined;
    const send = sender(child);
    const feeding = ordered(task, send).catch((error: unknown) => {
      broken = error instanceof Error ? error : new Error(String(error));
      child.process.kill('SIGKILL'); // the input itself failed; the child would wait for ever
    });
    let done = false;
    let ended = false;
    try {
      for (let next = await child.lines.next(); next.done !== true && !done;) {
        const line = next.value;
        if (line.type === 'defect') throw new Error(`the reading process failed: ${line.message}`);
        if (line.type === 'done') {
          done = true;
          continue;
        }
        if (line.type === 'ask') await answered(line.ask, task, send, watch);
        else {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the order of this task makes our own code say
          const event = line.event as Event;
          task.seen?.(event);
          yield event;
        }
        next = await child.lines.next();
      }
      if (done) await feeding;
      ended = true;
    } finally {
      watch.stop();
      if (!done) this.#child = undefined;
      if (!ended) child.process.kill('SIGKILL'); // nobody waits for it any more
      task.end?.();
    }
    return done ? undefined : (broken ?? (await reasonOfEnd(child.process, watch.expired())));
  }

  stop(): void {
    this.#child?.process.kill('SIGKILL');
    this.#child = undefined;
  }
}

/** The bytes of an input as frames, and the empty one behind them. */
export async function feedStream(chunks: AsyncIterable<Uint8Array>, send: Send): Promise<void> {
  for await (const chunk of chunks) if (chunk.length > 0 && !(await send(chunk))) return;
  await send(new Uint8Array());
}

interface RunningChild {
  readonly process: ChildProcess;
  readonly lines: AsyncGenerator<ChildLine>;
}

/** A child that was stopped by a limit ends by a signal; one that ends by itself could not run at all, our defect. */
async function reasonOfEnd(child: ChildProcess, expired: boolean): Promise<Error> {
  if (child.exitCode === null && child.signalCode === null) {
    const patience = setTimeout(() => child.kill('SIGKILL'), 5000); // its output is closed, so it is about to end
    await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(patience);
  }
  if (child.signalCode === null) return new Error(`the reading process ended with ${child.exitCode}`);
  const what = expired ? 'time' : 'memory';
  const message = `Reading took more ${what} than the limit and was stopped; what was left is not known.`;
  return new PassmusterError('reader-stopped', message);
}

function startChild({ heapMiB }: ChildBounds): RunningChild {
  const extension = extname(import.meta.filename); // .ts from sources, .js when built
  const args = [
    `--max-old-space-size=${heapMiB}`,
    '--permission',
    ...readable().map((folder) => `--allow-fs-read=${folder}/*`),
    '--disable-proto=delete',
    '--no-warnings',
    join(import.meta.dirname, `child${extension}`),
  ];
  const child = spawn(...bounded(process.execPath, args), { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
  child.stdin?.on('error', () => undefined); // the child ended first; the record of its input says why
  return { process: child, lines: linesOf(child) };
}

/** The package and the packages it uses, wherever the package manager has put them; nothing else may be opened. */
function readable(): string[] {
  const root = realpathSync(join(import.meta.dirname, '..', '..'));
  const installed = `${sep}node_modules${sep}`;
  const at = root.indexOf(installed);
  if (at >= 0) return [root.slice(0, at + installed.length - 1)];
  const own = join(root, 'node_modules');
  return existsSync(own) ? [root, realpathSync(own)] : [root];
}

/** `prlimit` also bounds memory outside the JavaScript heap; where it is absent the heap limit stands alone. */
function bounded(command: string, args: string[]): [string, string[]] {
  const prlimit = '/usr/bin/prlimit';
  if (!existsSync(prlimit)) return [command, args];
  return [prlimit, [`--data=${limits.childDataBytes}`, command, ...args]];
}

interface Watch {
  stop(): void;
  expired(): boolean;
  /** More time for so many bytes more. */
  allow(bytes: number): void;
}

function watchClock(child: RunningChild, base: number, size: number): Watch {
  const start = performance.now();
  let allowed = size;
  let expired = false;
  let timer: NodeJS.Timeout | undefined;
  const set = (): void => {
    clearTimeout(timer);
    const end = start + (base + allowed / limits.childBytesPerSecond) * 1000;
    timer = setTimeout(() => {
      expired = true;
      child.process.kill('SIGKILL');
    }, end - performance.now());
  };
  set();
  return {
    stop: () => clearTimeout(timer),
    expired: () => expired,
    allow(bytes) {
      allowed += bytes;
      set();
    },
  };
}

function sender({ process: child }: RunningChild): Send {
  const pipe = child.stdin;
  return async (bytes) => {
    if (pipe === null || pipe.destroyed) return false;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    pipe.cork(); // both in one call of the system
    pipe.write(length);
    const isRoom = pipe.write(bytes);
    pipe.uncork();
    if (!isRoom)
      await new Promise<void>((resolve) => {
        const done = () => {
          pipe.off('drain', done).off('close', done);
          resolve();
        };
        pipe.once('drain', done).once('close', done);
      });
    return true;
  };
}

/** The order, then what it is about in frames: see framesOf in child.ts. */
async function ordered<Event>({ job, feed }: Task<Event>, send: Send): Promise<void> {
  await send(Buffer.from(JSON.stringify({ ...job, limits, apps: addedApps() } satisfies Order)));
  await feed?.(send);
}

async function answered<Event>(ask: Ask, { answer }: Task<Event>, send: Send, watch: Watch): Promise<void> {
  if (answer === undefined) throw new Error('the reading process asked for a file of no bundle');
  await answer(ask, (frame) => {
    watch.allow(frame.length);
    return send(frame);
  });
}

/** The child's lines; a line that is cut off is not one. */
async function* linesOf(child: ChildProcess): AsyncGenerator<ChildLine> {
  let rest = '';
  for await (const chunk of child.stdout?.setEncoding('utf8') ?? []) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part) as ChildLine;
  }
}
