/** What SQLite and the system say of a file, in words that tell what to do. */
import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassmusterError } from '../errors.ts';

/** Primary result codes: https://www.sqlite.org/rescode.html */
const words: Readonly<Record<number, string>> = {
  5: 'another run has held it for five minutes',
  6: 'it is locked',
  8: 'it can only be read',
  10: 'the disk reports an error',
  13: 'the disk is full',
  14: 'it cannot be opened',
  23: 'permission denied',
};

function primaryCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}
export const isCode = (error: unknown, code: number): boolean => primaryCode(error) === code;

/** @throws PassmusterError store-failed, store-invalid */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PassmusterError) throw error;
    const code = primaryCode(error);
    if (code === 11 || code === 26)
      throw new PassmusterError('store-invalid', `${path} is no SQLite database, or a damaged one.`);
    const reason =
      code === undefined
        ? systemReason(error)
        : (folderReason(path, code) ?? words[code] ?? `SQLite error ${code}`);
    if (reason === undefined) throw error;
    throw new PassmusterError('store-failed', `The history ${path} cannot be used: ${reason}.`);
  }
}

/** The file that SQLite maps beside the database fails with other codes than the disk would. */
const smallest = 128 * 1024;

function folderReason(path: string, code: number): string | undefined {
  const folder = dirname(path);
  try {
    if (code === 8 || code === 14) accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return code === 10 && bavail * bsize < smallest ? 'the disk is full' : undefined;
  } catch (error) {
    return systemReason(error);
  }
}

/** Of creating the file. */
function systemReason(error: unknown): string | undefined {
  const code =
    error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'the folder does not exist',
    EACCES: 'permission denied',
    EROFS: 'the folder can only be read',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
  };
  return code === undefined ? undefined : (known[code] ?? code);
}
