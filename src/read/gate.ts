/**
 * Stands between the reader of a bundle and the place it lies in: opens what the source's `allows` names and nothing else,
 * and keeps account of it. In a backup everything else is somebody's private life.
 */
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import type { Bundle, Container } from '../io/bundle.ts';
import { reasonOf } from '../io/files.ts';
import type { InputDigest, OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import type { OpenedFile } from '../model/report.ts';
import type { BundleSource } from '../sources/define.ts';

/** Folders with private copies; should the run end early, they go with it. */
const folders = new Set<string>();
/** Node ends on these without an `exit` event. SIGKILL leaves no time for anything. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let isWatching = false;

export class Gate implements Bundle {
  readonly name: string;
  readonly source: BundleSource;
  readonly #container: Container;
  readonly #opened = new Map<string, OpenedFile>();
  #folder: string | undefined;
  #copies = 0;
  #refused = 0;

  constructor(name: string, source: BundleSource, container: Container) {
    this.name = name;
    this.source = source;
    this.#container = container;
  }

  async bytes(path: string): Promise<Uint8Array | undefined> {
    const input = await this.#open(path);
    if (input === undefined) return undefined;
    try {
      const content = await input.bytes(limits.bundleFileBytes);
      this.#note(path, await input.finish());
      return content;
    } finally {
      await input.close();
    }
  }

  async stream(path: string): Promise<AsyncGenerator<Uint8Array> | undefined> {
    const input = await this.#open(path);
    return input === undefined ? undefined : this.#noted(path, input);
  }

  async *#noted(path: string, input: OpenInput): AsyncGenerator<Uint8Array> {
    try {
      yield* input.stream();
      this.#note(path, await input.finish());
    } finally {
      if (!this.#opened.has(path)) this.#note(path, { sha256: '', bytes: 0 }); // given up half-way: no digest
      await input.close();
    }
  }

  async copy(path: string): Promise<string | undefined> {
    const copied = await this.#copy(path, path);
    if (copied !== undefined) await this.#copy(path, `${path}-wal`, copied);
    return copied;
  }

  async list(folder: string): Promise<readonly string[]> {
    const names = await this.#container.list(this.#place(folder));
    return names
      .filter((name) => this.source.allows(name) || this.source.names?.(name) === true)
      .toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** Every file that was opened, by name. */
  get opened(): readonly OpenedFile[] {
    return [...this.#opened.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Of all files that were opened. */
  get size(): number {
    return this.opened.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Over the names and hashes of what was opened: the bytes that the verdicts rest on. */
  get digest(): InputDigest {
    const hash = createHash('sha256');
    for (const { path, sha256 } of this.opened) hash.update(`${sha256}  ${path}\n`);
    return { sha256: hash.digest('hex'), bytes: this.size };
  }

  /** How often a file was asked for that stays closed. */
  get refused(): number {
    return this.#refused;
  }

  /** Removes the private copies. */
  async close(): Promise<void> {
    if (this.#folder === undefined) return;
    await rm(this.#folder, { recursive: true, force: true });
    folders.delete(this.#folder);
    this.#folder = undefined;
    if (folders.size === 0) unwatch();
  }

  #place(path: string): string {
    return this.source.place?.(path) ?? path;
  }

  /** @param path the file that is asked for, or one beside it that belongs to it */
  async #open(path: string, allowed = path): Promise<OpenInput | undefined> {
    if (!this.source.allows(allowed)) {
      this.#refused += 1; // a name in the bundle itself can lead the reader to ask
      return undefined;
    }
    return this.#container.open(this.#place(path));
  }

  #note(path: string, digest: InputDigest): void {
    this.#opened.set(path, { path, ...digest });
  }

  async #copy(allowed: string, path: string, beside?: string): Promise<string | undefined> {
    const input = await this.#open(path, allowed);
    if (input === undefined) return undefined;
    const target =
      beside === undefined ? join(await this.#private(), `${(this.#copies += 1)}.db`) : `${beside}-wal`;
    try {
      const file = await attempt(() => open(target, 'wx', 0o600));
      try {
        await written(input, file);
      } finally {
        await file.close();
      }
      this.#note(path, await input.finish());
      return target;
    } finally {
      await input.close();
    }
  }

  /** A folder that nobody else may look into. */
  async #private(): Promise<string> {
    if (this.#folder !== undefined) return this.#folder;
    const folder = join(tmpdir(), `passmuster-${randomBytes(8).toString('hex')}`);
    folders.add(folder); // before it is there: a signal may come in between
    watch();
    this.#folder = folder;
    await attempt(() => mkdir(folder, { mode: 0o700 }));
    return folder;
  }
}

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', removeFolders);
  for (const signal of endings) process.on(signal, endBy);
}

function unwatch(): void {
  isWatching = false;
  process.off('exit', removeFolders);
  for (const signal of endings) process.off(signal, endBy);
}

/** The copies go, and the process ends by its signal as it would have; whoever else listens decides that himself. */
function endBy(signal: NodeJS.Signals): void {
  removeFolders();
  unwatch();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

async function written(input: OpenInput, file: FileHandle): Promise<void> {
  let length = 0;
  for await (const chunk of input.stream()) {
    length += chunk.length;
    if (length > limits.bundleCopyBytes)
      throw new PassmusterError(
        'input-too-large',
        `A database is longer than ${limits.bundleCopyBytes} bytes.`,
      );
    await attempt(() => file.writeFile(chunk));
  }
}

async function attempt<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new PassmusterError('input-unreadable', `A database cannot be copied: ${reasonOf(error)}.`);
  }
}
