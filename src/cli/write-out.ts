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

export const temporaryIn = (folder: string): string =>
  join(folder, `.passmuster-${randomBytes(8).toString('hex')}.tmp`);

export async function openNew(path: string, mode = 0o600, more = 0): Promise<FileHandle> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
  return open(path, flags | more, mode);
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
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
