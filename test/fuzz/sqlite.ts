/** Databases of others: what is stored, or a refusal; and the reader writes nothing, whatever the schema asks for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForeignDatabase, openForeignDatabase, type SqliteValue } from '../../src/formats/sqlite.ts';
import { PassmusterError } from '../../src/errors.ts';
import { attempt, Violation } from './check.ts';

/** SQLite opens files itself. One folder for the process, one file in it, written anew for each input. */
let path: string | undefined;
function pathOf(data: Uint8Array): string {
  if (path === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'passmuster-fuzz-sqlite-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    path = join(folder, 'input.db');
  }
  for (const end of ['-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
  writeFileSync(path, data);
  return path;
}

/** Those of the seeds, and what a changed schema may make of them. */
const tables: readonly [name: string, columns: readonly string[]][] = [
  ['t', ['a', 'b']],
  ['u', ['x']],
  ['w', ['k', 'v']],
  ['v', ['a']],
  ['f_content', ['c0']],
  ['sqlite_schema', ['sql']],
];

export function fuzz(data: Uint8Array): void {
  attempt(data, () => {
    const file = pathOf(data);
    const database = openForeignDatabase(file, { rows: 10_000, seconds: 1 });
    try {
      for (const [name, columns] of tables) readTable(database, name, columns);
    } finally {
      database.close();
    }
    if (Buffer.compare(readFileSync(file), data) !== 0) throw new Violation('the file was changed');
  });
}

/** A table may be missing or damaged; the others go on. */
function readTable(database: ForeignDatabase, name: string, columns: readonly string[]): void {
  try {
    let count = 0;
    for (const { number, cells } of database.table(name, columns).rows()) {
      count += 1;
      if (number !== count || cells.size !== columns.length) throw new Violation('a row is not whole');
      for (const value of cells.values())
        if (!isSound(value)) throw new Violation('a value that had to be refused was accepted');
    }
    if (name === 'v' || name.startsWith('sqlite_')) throw new Violation(`${name} was read as a table`);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
  }
}

function isSound(value: SqliteValue): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'bigint') return !Number.isSafeInteger(Number(value));
  return typeof value !== 'number' || Number.isFinite(value);
}
