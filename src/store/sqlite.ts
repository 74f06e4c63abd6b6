/**
 * A history in a SQLite file, through the SQLite that comes with Node. A write-ahead log so that readers do not wait,
 * `synchronous=FULL` so that what is committed outlives a power cut: https://www.sqlite.org/pragma.html#pragma_synchronous
 */
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { PassmusterError } from '../errors.ts';
import type { Driver, ListValue, Row, Value } from './define.ts';
import { type Migration, migrations, pending } from './migrations.ts';
import { guarded, isCode } from './sqlite-errors.ts';

/** `PMST`: tells our files from those of others. https://www.sqlite.org/fileformat2.html#application_id */
const applicationId = 0x504d5354;
/** A writer holds the file for the seconds that a large run takes, and others wait in line. */
const patience = 300_000;
const portion = 10_000;

interface Options {
  /** For looking only: nothing is made, changed or brought up to date. */
  readonly readOnly: boolean;
  readonly steps?: readonly Migration[];
}

/** @throws PassmusterError store-failed, store-invalid, path-unreadable */
export async function openSqlite(path: string, { readOnly, steps = migrations }: Options): Promise<Driver> {
  const { DatabaseSync: Database } = await import('node:sqlite');
  if (readOnly && !existsSync(path))
    throw new PassmusterError(
      'path-unreadable',
      `There is no history ${path}; "passmuster audit --store ${path}" begins one.`,
    );
  const database = guarded(path, () => {
    if (!readOnly) createPrivate(path);
    return new Database(readOnly ? readableAs(path, Database) : path, { readOnly });
  });
  try {
    guarded(path, () => prepare(database, path, readOnly, steps));
  } catch (error) {
    database.close();
    throw error;
  }
  return driverOf(database, path);
}

/** As private as a report; SQLite gives its own files the mode of this one. */
function createPrivate(path: string): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  try {
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // Not every platform lets a folder be opened.
  }
}

/**
 * A write-ahead log wants a file beside the database even from a reader. Where none can be made, and no log is left over,
 * the file is read as it lies: https://www.sqlite.org/wal.html#readonly
 */
function readableAs(path: string, Database: typeof DatabaseSync): string | URL {
  try {
    const probe = new Database(path, { readOnly: true });
    try {
      probe.prepare('SELECT count(*) FROM sqlite_schema').get();
    } finally {
      probe.close();
    }
    return path;
  } catch (error) {
    const log = `${path}-wal`;
    if (!isCode(error, 14) || (existsSync(log) && statSync(log).size > 0)) throw error;
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    return url;
  }
}

function prepare(database: DatabaseSync, path: string, readOnly: boolean, steps: readonly Migration[]): void {
  database.exec(`PRAGMA busy_timeout = ${patience}`);
  const version = requireOurs(database, path);
  const missing = pending(version, path, steps);
  if (readOnly) {
    if (missing.length > 0)
      throw new PassmusterError(
        'store-invalid',
        version === 0
          ? `${path} holds no history yet.`
          : `${path} is a history of an older version; the next "passmuster audit --store ${path}" brings it up to date.`,
      );
    return;
  }
  // The change to a log asks for the file alone, and does not wait by itself.
  patiently(() => database.exec('PRAGMA journal_mode = WAL'));
  database.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  if (missing.length > 0) migrate(database, path, steps);
}

/** A copy of what was there stays beside it, should the step be regretted. */
function migrate(database: DatabaseSync, path: string, steps: readonly Migration[]): void {
  const before = versionOf(database);
  const copy = `${path}.version-${before}`;
  if (before > 0 && !existsSync(copy)) {
    createPrivate(copy);
    database.prepare('VACUUM INTO ?').run(copy);
  }
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been faster.
    const missing = pending(versionOf(database), path, steps);
    for (const step of missing)
      for (const sql of step({ blob: 'BLOB', keyOnly: ' WITHOUT ROWID' })) database.exec(sql);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}`);
    database.exec('COMMIT');
  } catch (error) {
    undo(database);
    throw error;
  }
}

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
const versionOf = (database: DatabaseSync): number => Number(pragma(database, 'user_version'));

/** Looked at in one moment: another process may be making the tables just now. */
function requireOurs(database: DatabaseSync, path: string): number {
  database.exec('BEGIN');
  try {
    const isOurs = pragma(database, 'application_id') === applicationId;
    const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() ?? {};
    if (!isOurs && Number(count) > 0)
      throw new PassmusterError(
        'store-invalid',
        `${path} is a database of another program; name another file.`,
      );
    return versionOf(database);
  } finally {
    undo(database);
  }
}

function undo(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}

function driverOf(database: DatabaseSync, path: string): Driver {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const transaction = async <T>(begin: string, work: () => Promise<T>): Promise<T> => {
    guarded(path, () => database.exec(begin));
    try {
      const result = await work();
      guarded(path, () => database.exec('COMMIT'));
      return result;
    } catch (error) {
      undo(database);
      throw error;
    }
  };
  return {
    write: (work) => transaction('BEGIN IMMEDIATE', work),
    read: (work) => transaction('BEGIN', work),
    all: async (sql, values = []) => guarded(path, () => prepared(sql).all(...values.map(scalar)) as Row[]),
    async *each(sql, values = []) {
      // A statement of its own: it goes on while others are asked.
      const rows = guarded(path, () => database.prepare(sql).iterate(...values.map(scalar)));
      const some = (): Row[] => {
        const found: Row[] = [];
        while (found.length < portion) {
          const { done, value } = rows.next();
          if (done === true) break;
          found.push(value as Row);
        }
        return found;
      };
      for (let found = guarded(path, some); found.length > 0; found = guarded(path, some)) yield found;
    },
    insert: async (table, columns, rows) =>
      guarded(path, () => {
        const statement = prepared(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        );
        for (const row of rows) statement.run(...row);
      }),
    among: (column) => `${column} IN (SELECT value FROM json_each(?))`,
    list: (values) => JSON.stringify(values),
    check: async () => {
      const found = database
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => String(Object.values(row)[0]));
      return found.filter((text) => text !== 'ok');
    },
    close: async () => database.close(),
  };
}

/** Lists are JSON here, so there is nothing else. */
function scalar(value: Value | ListValue): Value {
  if (typeof value === 'object' && !(value instanceof Uint8Array))
    throw new TypeError('a list of another driver');
  return value;
}

function patiently(work: () => void): void {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isCode(error, 5) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
