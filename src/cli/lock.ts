/**
 * One run at a time. The lock is the kernel's, taken through SQLite on an empty file: it ends with the process, however that ends, so
 * nothing stale is ever found and nothing guessed from process numbers, which mean another process in the next container.
 * It holds on one machine; the file stays and stays empty.
 */
import { open, readFile, stat, utimes } from 'node:fs/promises';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';

export interface Lock {
  release(): void;
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html */
const busy = 5;

/** @throws PassmusterError run-locked while another run has it; output-failed for a file that cannot be one */
export async function takeLock(path: string): Promise<Lock> {
  await prepare(path);
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  try {
    // Without a journal file beside it; nothing is ever written, so that a full disk is no obstacle.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
  } catch (error) {
    const holder = await holderOf(path); // before closing, which would be too late to ask
    database.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === busy)) throw error;
    throw new PassmusterError(
      'run-locked',
      `Another run holds the lock ${path}${holder}; this one did not start. Wait for it to end, or give this run a lock of its own.`,
    );
  }
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined); // tells the next one since when; of no other use
  return { release: () => database.close() };
}

/** A file that cannot be written would be opened for reading, and then there is no lock. One with content is something else. */
async function prepare(path: string): Promise<void> {
  try {
    const handle = await open(path, 'a', 0o600);
    await handle.close();
  } catch (error) {
    const reason = reasonOf(error, 'the folder does not exist');
    throw new PassmusterError('output-failed', `Cannot take the lock ${path}: ${reason}.`);
  }
  const { size } = await stat(path);
  if (size > 0)
    throw new PassmusterError(
      'output-failed',
      `${path} is no lock: it has content. Name a file for nothing else.`,
    );
}

/** What Linux says of the locks on the file; other systems do not tell. proc_locks(5) */
async function holderOf(path: string): Promise<string> {
  const { ino, mtime } = await stat(path);
  const locks = await readFile('/proc/locks', 'utf8').catch(() => '');
  const mine = locks.split('\n').find((line) => line.includes(' WRITE ') && line.includes(`:${ino} `));
  const pid = Number(mine?.trim().split(/\s+/)[4]);
  const who = pid > 0 ? `process ${pid}, ` : '';
  return ` (${who}since ${mtime.toISOString().slice(0, 19)}Z)`;
}
