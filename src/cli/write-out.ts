/** The one way to standard output, and the one way to a file. */
import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import { atEarlyEnd } from './cleanup.ts';

/** Waits until the text was taken. Three arguments on purpose: test capture calls back only in that form. */
export async function writeOut(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, 'utf8', (error) => (error ? reject(error) : resolve()));
  });
}

/** The same for bytes. */
export async function writeBytes(bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Chunks to standard output, gathered so that a large report is not a million writes. */
export async function writeChunks(chunks: Iterable<string>): Promise<void> {
  for (const text of gathered(chunks)) await writeOut(text);
}

/**
 * Writes a file whole or not at all: a temporary file beside it, synced, then renamed. The old file stays on any error. A device or a
 * pipe is written to as it is.
 * @param isNew what is there already is not written over
 * @param isPublic other users of the machine may read it, as far as the umask allows; else its owner alone
 * @param mode who may read it, whatever the umask is
 * @throws PassmusterError output-failed
 */
export async function writeFileWhole(
  path: string,
  chunks: Iterable<string> | Uint8Array,
  {
    isNew = false,
    isPublic = false,
    mode,
  }: { readonly isNew?: boolean; readonly isPublic?: boolean; readonly mode?: number } = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryIn(folder);
  const isThrough = atEarlyEnd(() => rmSync(temporary, { force: true }));
  try {
    if (!isNew && (await isSpecial(path))) return await writeStraight(path, chunks);
    const handle = await openNew(temporary, isPublic ? 0o644 : 0o600);
    try {
      if (mode !== undefined) await handle.chmod(mode);
      await writeTo(handle, chunks);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!isNew) await rename(temporary, path);
    else
      try {
        await link(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new PassmusterError(
      'output-failed',
      `Cannot write ${path}: ${reasonOf(error, 'the folder does not exist')}.`,
    );
  } finally {
    isThrough();
  }
}

async function writeTo(handle: FileHandle, chunks: Iterable<string> | Uint8Array): Promise<void> {
  if (chunks instanceof Uint8Array) await handle.writeFile(chunks);
  else for (const text of gathered(chunks)) await handle.writeFile(text, 'utf8');
}

async function writeStraight(path: string, chunks: Iterable<string> | Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await writeTo(handle, chunks);
  } finally {
    await handle.close();
  }
}

/** A device, a pipe or a socket: a file in its place would take it away from everybody. */
export async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

const temporaryIn = (folder: string): string =>
  join(folder, `.passmuster-${randomBytes(8).toString('hex')}.tmp`);

async function openNew(path: string, mode = 0o600): Promise<FileHandle> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
  return open(path, flags, mode);
}

/** Bytes that are gathered before they are written. */
const gatheredBytes = 1024 * 1024;

/** Bytes after which the disk is asked to take them. */
const syncedBytes = 32 * 1024 * 1024;

/**
 * A file that is written while something goes on, and is there only once that has ended well: as `writeFileWhole`. While one part is
 * written the next one is gathered, for a slow disk would hold everything up.
 */
export class GrowingFile {
  readonly #path: string;
  readonly #temporary: string;
  #isThrough = (): void => {};
  #handle: FileHandle | undefined;
  /** What is written goes there at once. */
  #isStraight = false;
  /** What is gathered, and room for what comes while it is written. */
  #gathered = Buffer.allocUnsafeSlow(gatheredBytes);
  #other = Buffer.allocUnsafeSlow(gatheredBytes);
  #length = 0;
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
      this.#handle = await (this.#isStraight ? open(this.#path, 'w') : openNew(this.#temporary));
    });
  }

  async text(text: string): Promise<void> {
    const most = text.length * 3; // bytes of UTF-8 for one unit of UTF-16
    if (most > gatheredBytes) return this.bytes(Buffer.from(text, 'utf8'));
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
    await this.#handle?.close().catch(() => undefined);
    this.#synced = Promise.resolve();
    await rm(this.#temporary, { force: true });
    await this.open();
  };

  async done(): Promise<void> {
    await this.#flush();
    await this.#attempt(async () => {
      await this.#written;
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
    await this.#handle?.close().catch(() => undefined);
    this.#handle = undefined;
    await rm(this.#temporary, { force: true });
    this.#isThrough();
  }

  /** Begins to write what is gathered, as soon as what was gathered before is written. */
  async #flush(): Promise<void> {
    await this.#attempt(() => this.#written);
    const bytes = this.#gathered.subarray(0, this.#length);
    [this.#gathered, this.#other] = [this.#other, this.#gathered];
    this.#length = 0;
    this.#written = this.#handle?.writeFile(bytes) ?? Promise.resolve();
    this.#written.catch(() => undefined); // told when the next part is to be written
    this.#unsynced += bytes.length;
    if (this.#unsynced < syncedBytes || this.#isStraight) return;
    this.#unsynced = 0;
    // So that little is left at the end, where a fault that is told here is not told again.
    const before = this.#synced;
    this.#synced = this.#handle?.datasync().then(() => before) ?? before;
    this.#synced.catch(() => undefined);
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

function* gathered(chunks: Iterable<string>): Generator<string> {
  let text = '';
  for (const chunk of chunks) {
    text += chunk;
    if (text.length < 64 * 1024) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** So that the rename survives a power cut; not every platform lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
