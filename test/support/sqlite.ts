/** Databases made by node:sqlite in a folder of their own, also such as no program would write. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SqliteBudget, SqliteRow, SqliteValue } from '../../src/formats/sqlite.ts';
import { openForeignDatabase } from '../../src/formats/sqlite.ts';

/** Runs with a folder that is gone afterwards. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-sqlite-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database of these statements; its path. */
export function makeDatabase(folder: string, sql: string): string {
  const path = join(folder, 'made.db');
  const database = new DatabaseSync(path);
  if ('enableDefensive' in database) database.enableDefensive(false);
  database.exec(`PRAGMA synchronous = OFF; ${sql}`);
  database.close();
  return path;
}

/** SQL that puts other words into the schema than SQLite would. */
export const schemaChange = (set: string, name: string): string =>
  `; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET ${set} WHERE name = '${name}';`;

/** The rows of one table, read as a stranger's. */
export function readTable(
  path: string,
  table: string,
  columns: readonly string[],
  budget?: SqliteBudget,
): SqliteValue[][] {
  const database = openForeignDatabase(path, budget);
  try {
    return Array.from(database.table(table, columns).rows(), (row: SqliteRow) => [...row.cells.values()]);
  } finally {
    database.close();
  }
}
