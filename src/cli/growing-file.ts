/**
 * A file that is written while something goes on, and is there only once that has ended well: as `writeFileWhole`. While one part is
 * written the next one is gathered, for a slow disk would hold everything up.
 */
import { constants, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import { atEarlyEnd } from './cleanup.ts';
import { isSpecial, openNew, syncFolder, temporaryIn } from './write-out.ts';

/** Bytes that are gathered before they are written. */
const gatheredBytes = 1024 * 1024;

/** Bytes after which the disk is asked to take them, where the system keeps what is written. */
const syncedBytes = 32 * 1024 * 1024;

export class GrowingFile {
  readonly #path: string;
  readonly #temporary: string;
  #isThrough = (): void => {};
  #handle: FileHandle | undefined;
  /** The same file, past the memory of the system. */
  #direct: FileHandle | undefined;
  /** What is written goes there at once. */
  #isStraight = false;
  /** What is gathered, and room for what comes while it is written. */
  #gathered = alignedBuffer();
  #other = alignedBuffer();
  #length = 0;
  #isBegun = false;
  #unsynced = 0;
  #synced: Promise<void> = Promise.resolve();
  #written: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
    this.#temporary = temporaryIn(dirname(path));
  }

  /** @throws PassmusterError output-failed; likewise below */
  async open(): Promise<void> {
    this.#isThrough = atEarlyEnd(() => rmSync(this.#temporary, { force: true }));
    await this.#attempt(async () => {
      this.#isStraight = await isSpecial(this.#path);
      // What goes there stands behind what went past the memory.
      this.#handle = await (this.#isStraight
        ? open(this.#path, 'w')
        : openNew(this.#temporary, 0o600, constants.O_APPEND));
    });
  }

  async text(text: string): Promise<void> {
    const most = text.length * 3; // bytes of UTF-8 for one unit of UTF-16
    // A part of a block stays behind.
    if (most > gatheredBytes - blockBytes) return this.bytes(Buffer.from(text, 'utf8'));
    if (this.#length + most > this.#gathered.length) await this.#flush();
    // Encoded as it comes: to join many texts first costs more than to write them.
    this.#length += this.#gathered.write(text, this.#length, 'utf8');
  }

  /** They are the caller's again when it has ended. */
  async bytes(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#length === this.#gathered.length) await this.#flush();
      const part = bytes.subarray(at, at + this.#gathered.length - this.#length);
      this.#gathered.set(part, this.#length);
      this.#length += part.length;
      at += part.length;
    }
  }

  /** Forgets what was written, where `isSpecial` does not say that it is gone. */
  readonly restart = async (): Promise<void> => {
    this.#length = 0;
    await this.#attempt(() => this.#written);
    await this.#close();
    this.#isBegun = false;
    this.#synced = Promise.resolve();
    await rm(this.#temporary, { force: true });
    await this.open();
  };

  async done(): Promise<void> {
    await this.#attempt(async () => {
      await this.#written;
      await this.#direct?.close();
      this.#direct = undefined;
      await this.#handle?.writeFile(this.#gathered.subarray(0, this.#length));
      await this.#synced;
      if (!this.#isStraight) await this.#handle?.sync();
      await this.#handle?.close();
      this.#handle = undefined;
      if (this.#isStraight) return;
      await rename(this.#temporary, this.#path);
      await syncFolder(dirname(this.#path));
    });
    this.#isThrough();
  }

  /** Leaves what was there before. */
  async giveUp(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#close();
    await rm(this.#temporary, { force: true });
    this.#isThrough();
  }

  async #close(): Promise<void> {
    await this.#direct?.close().catch(() => undefined);
    await this.#handle?.close().catch(() => undefined);
    this.#direct = undefined;
    this.#handle = undefined;
  }

  /** Begins to write what is gathered, as soon as what was gathered before is written. */
  async #flush(): Promise<void> {
    await this.#attempt(() => this.#written);
    if (!this.#isBegun) this.#direct = this.#isStraight ? undefined : await openDirect(this.#temporary);
    this.#isBegun = true;
    const whole = this.#length - (this.#length % blockBytes);
    const bytes = this.#gathered.subarray(0, whole);
    const rest = this.#gathered.subarray(whole, this.#length);
    [this.#gathered, this.#other] = [this.#other, this.#gathered];
    this.#gathered.set(rest);
    this.#length = rest.length;
    this.#written = this.#put(bytes);
    this.#written.catch(() => undefined); // told when the next part is to be written
    if (this.#isStraight) return;
    this.#unsynced += bytes.length;
    if (this.#unsynced < syncedBytes) return;
    this.#unsynced = 0;
    // So that little is left at the end, where a fault that is told here is not told again.
    const before = this.#synced;
    this.#synced = this.#handle?.datasync().then(() => before) ?? before;
    this.#synced.catch(() => undefined);
  }

  /** What cannot go past the memory of the system goes the ordinary way, and all that follows. */
  async #put(bytes: Uint8Array): Promise<void> {
    const written = this.#direct === undefined ? 0 : await directly(this.#direct, bytes);
    if (written === bytes.length) return;
    await this.#direct?.close();
    this.#direct = undefined;
    await this.#handle?.writeFile(bytes.subarray(written));
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      await this.giveUp();
      throw new PassmusterError(
        'output-failed',
        `Cannot write ${this.#path}: ${reasonOf(error, 'the folder does not exist')}.`,
      );
    }
  }
}

/**
 * A large report would take the memory in which the system keeps files, and with it what is read again: its parts go to the disk past
 * that, as open(2) describes it for O_DIRECT. Not every system and file system can do that: then they refuse, and nothing is lost.
 */
async function openDirect(path: string): Promise<FileHandle | undefined> {
  const { O_DIRECT } = constants as { readonly O_DIRECT?: number };
  return O_DIRECT === undefined
    ? undefined
    : open(path, constants.O_WRONLY | O_DIRECT).catch(() => undefined);
}

/** O_DIRECT asks for whole blocks of the file and the memory; so large are the largest that disks have. */
const blockBytes = 4096;

/** Memory that begins where a block may: that of WebAssembly begins with a page. */
function alignedBuffer(): Buffer {
  const pageBytes = 64 * 1024; // WebAssembly Core Specification, Memory Instances
  try {
    return Buffer.from(new WebAssembly.Memory({ initial: gatheredBytes / pageBytes }).buffer);
  } catch {
    return Buffer.allocUnsafeSlow(gatheredBytes); // little address space: nothing depends on it
  }
}

/** @returns how many were written; of whoever refuses, none */
async function directly(handle: FileHandle, bytes: Uint8Array): Promise<number> {
  try {
    return (await handle.write(bytes)).bytesWritten;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EINVAL') return 0;
    throw error;
  }
}
