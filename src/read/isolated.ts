/**
 * Reads an input in a child process that can be killed: for formats in which a small file can cost much (binary property
 * lists, signed files, large XML, archives). The child gets the bytes through a pipe, may open nothing, and has a
 * limit of memory and time; when it dies the input is unreadable and the run goes on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { isBplist } from '../formats/bplist.ts';
import { isCms } from '../formats/cms.ts';
import type { OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import type { ReadContext } from '../sources/define.ts';
import { answer, type Ask } from './asking.ts';
import type { ChildLine, Order } from './child.ts';
import { fault, newState, type ReadEvent, recordOf } from './events.ts';
import type { Gate } from './gate.ts';

/** By the first bytes and the size, before any parser has seen the file. */
export function needsIsolation(input: OpenInput): boolean {
  const { head } = input;
  if (isBplist(head) || isCms(head)) return true;
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1').trimStart();
  if (start.startsWith('-----BEGIN') || /^MI[A-Za-z0-9+/]{20}/.test(start)) return true;
  return start.startsWith('<') && head.length >= limits.headBytes;
}

/** Megabytes of heap; seconds for one input, before the allowance for its size. */
export interface ChildBounds {
  readonly heapMiB: number;
  readonly seconds: number;
}

/** A reading child, started when it is first needed and kept for the inputs that follow. */
export class IsolatedReader {
  readonly #bounds: ChildBounds;
  #child: ReadingChild | undefined;

  constructor(bounds: ChildBounds = { heapMiB: limits.childHeapMiB, seconds: limits.childSeconds }) {
    this.#bounds = bounds;
  }

  /** Starts the child while other work goes on, where it is sure to be needed. */
  warm(): void {
    this.#child ??= startChild(this.#bounds);
  }

  /** One input, whose content is fed to the child. */
  read(input: OpenInput, context: ReadContext): AsyncGenerator<ReadEvent> {
    return this.#run({
      name: input.name,
      size: input.size ?? 0,
      context,
      feed: async (send) => {
        for await (const chunk of input.stream()) if (chunk.length > 0 && !(await send(chunk))) return;
        await send(new Uint8Array());
      },
      // A source that hangs must not hold up the inputs that follow.
      end: () => void input.close().catch(() => undefined),
    });
  }

  /** A bundle, whose files the child asks for. */
  readBundle(gate: Gate, context: ReadContext): AsyncGenerator<ReadEvent> {
    return this.#run({ name: gate.name, size: 0, context, bundle: gate, end: () => undefined });
  }

  async *#run(task: Task): AsyncGenerator<ReadEvent> {
    const child = (this.#child ??= startChild(this.#bounds));
    const watch = watchClock(child, this.#bounds.seconds, task.size);
    let broken: unknown;
    const send = sender(child);
    const feeding = ordered(task, send).catch((error: unknown) => {
      broken = error; // the input itself failed; the child would wait for ever
      child.process.kill('SIGKILL');
    });
    let done = false;
    let ended = false;
    let subjects = 0;
    try {
      for (let next = await child.lines.next(); next.done !== true && !done;) {
        const line = next.value;
        if (line.type === 'defect') throw new Error(`the reading process failed: ${line.message}`);
        if (line.type === 'done') {
          done = true;
          continue;
        }
        if (line.type === 'ask') await answerTo(line.ask, task, send, watch);
        else {
          if (line.event.kind === 'subject') subjects += 1;
          yield line.event;
        }
        next = await child.lines.next();
      }
      if (done) await feeding;
      ended = true;
    } finally {
      watch.stop();
      if (!done) this.#child = undefined;
      if (!ended) child.process.kill('SIGKILL'); // nobody waits for it any more
      task.end();
    }
    if (!done) yield stopped(task, subjects, broken ?? (await reasonOfEnd(child.process, watch.expired())));
  }

  stop(): void {
    this.#child?.process.kill('SIGKILL');
    this.#child = undefined;
  }
}

/** What the child is to do. */
interface Task {
  readonly name: string;
  /** Bytes, as far as they are known beforehand. */
  readonly size: number;
  readonly context: ReadContext;
  readonly bundle?: Gate;
  readonly feed?: (send: Send) => Promise<void>;
  readonly end: () => void;
}

/** Writes one frame; false when the child is gone. */
type Send = (bytes: Uint8Array) => Promise<boolean>;

interface ReadingChild {
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

/** The record of an input whose reader died: what it may still have said is not known. */
function stopped({ name, size, bundle }: Task, subjects: number, error: unknown): ReadEvent {
  const state = newState();
  if (bundle !== undefined) state.source = bundle.source.id;
  state.subjects = subjects;
  fault(error, state);
  return { kind: 'input', record: recordOf(name, { sha256: '', bytes: size }, state) };
}

function startChild({ heapMiB }: ChildBounds): ReadingChild {
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

function watchClock(child: ReadingChild, base: number, size: number): Watch {
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

function sender({ process: child }: ReadingChild): Send {
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
async function ordered({ name, context, bundle, feed }: Task, send: Send): Promise<void> {
  const order: Order = { name, context, limits, ...(bundle ? { bundle: bundle.source.id } : {}) };
  await send(Buffer.from(JSON.stringify(order)));
  await feed?.(send);
}

async function answerTo(ask: Ask, { bundle }: Task, send: Send, watch: Watch): Promise<void> {
  if (bundle === undefined) throw new Error('the reading process asked for a file of no bundle');
  await answer(ask, bundle, (frame) => {
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
