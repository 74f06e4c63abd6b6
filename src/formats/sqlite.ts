/**
 * Tables of a SQLite database that somebody else made. Its schema is hostile: a view in the place of a table, an index
 * that says other things than the table, a column that computes for ever. SQLite's own advice on such files:
 * https://www.sqlite.org/security.html#untrusted_sqlite_database_files
 */
import { DatabaseSync, type SQLOutputValue, constants } from 'node:sqlite';
import { TextDecoder } from 'node:util';
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';

/** Integers that a number cannot hold exactly are bigint; a blob is a copy. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

export interface SqliteRow {
  /** Counts from 1 in the order of the table. */
  readonly number: number;
  readonly cells: ReadonlyMap<string, SqliteValue>;
}

export interface ForeignTable {
  /** Every row with the columns asked for. May be called again; the budget goes on. */
  rows(): Generator<SqliteRow>;
}

export interface ForeignDatabase {
  /**
   * @param name of an ordinary table, in its exact spelling
   * @param columns stored columns of it, in their exact spelling
   * @throws PassmusterError sqlite-malformed when there is no such table, or one of another kind
   */
  table(name: string, columns: readonly string[]): ForeignTable;
  close(): void;
}

/** What may be spent on one database, over all its tables. Time counts inside SQLite, not with the caller. */
export interface SqliteBudget {
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Opens a database and checks it, before anything of it is read.
 *
 * SQLite opens files itself, so this is the one format that takes a path: that of a private copy that the caller made in
 * a folder of its own, with the `-wal` beside it, and removes afterwards. Whether that `-wal` belongs to the database is
 * the caller's to know: SQLite passes over one that does not fit without a word. The clock is looked at between rows; a
 * single step that never ends is stopped only by ending the process, which is why the caller does this in a child.
 * @throws PassmusterError sqlite-malformed, input-empty for a database without tables, input-unreadable, input-too-large
 */
export function openForeignDatabase(
  path: string,
  budget: SqliteBudget = { rows: limits.sqliteRows, seconds: limits.sqliteSeconds },
): ForeignDatabase {
  const database = guarded(() => new DatabaseSync(path, { readOnly: true }));
  try {
    const spent = new Spending(budget);
    guarded(() => harden(database));
    const { encoding, isSound } = spent.timed(() => check(database));
    return {
      table(name, columns) {
        spent.timed(() => requireTable(database, name, columns));
        if (!isSound) spent.timed(() => requireSound(database, `PRAGMA main.quick_check(${quoted(name)})`));
        return new StoredTable(database, spent, encoding, name, columns);
      },
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What older versions of Node lack is left out there; what remains holds for all of them. */
function harden(database: DatabaseSync): void {
  if ('limits' in database) {
    database.limits.length = limits.stringLength;
    database.limits.sqlLength = limits.documentBytes;
    database.limits.attach = 0;
    database.limits.likePatternLength = 100;
  }
  if ('enableDefensive' in database) database.enableDefensive(true);
  database.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA query_only = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA ignore_check_constraints = ON;
  `);
  if ('setAuthorizer' in database) database.setAuthorizer(authorise);
}

const allowedPragmas = new Set(['encoding', 'page_count', 'quick_check', 'table_list', 'table_xinfo']);

/** Nothing but what this file asks: its pragmas, reads, and the one function `typeof`. */
function authorise(action: number, first: string | null, second: string | null): number {
  const isAllowed =
    action === constants.SQLITE_SELECT ||
    action === constants.SQLITE_READ ||
    (action === constants.SQLITE_FUNCTION && second === 'typeof') ||
    (action === constants.SQLITE_PRAGMA && allowedPragmas.has(first ?? ''));
  return isAllowed ? constants.SQLITE_OK : constants.SQLITE_DENY;
}

/** The file holds tables and is sound as far as that can be told here; an empty file opens as a sound empty database. */
function check(database: DatabaseSync): { encoding: string; isSound: boolean } {
  if (database.prepare('PRAGMA page_count').get()?.['page_count'] === 0)
    throw new PassmusterError('input-empty', 'The database file is empty.');
  const isSound = isWholeSound(database);
  if (database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").get() === undefined)
    throw new PassmusterError('input-empty', 'The database holds no table.');
  const encoding = String(database.prepare('PRAGMA encoding').get()?.['encoding']).toLowerCase();
  return { encoding, isSound };
}

/**
 * False when the check of the whole cannot run: it would load virtual tables, which the authorizer forbids, or needs a
 * collation of the program that made the file. Then each table is checked alone before it is read.
 */
function isWholeSound(database: DatabaseSync): boolean {
  try {
    requireSound(database, 'PRAGMA quick_check(1)');
    return true;
  } catch (error) {
    if (resultCode(error) === sqlError || resultCode(error) === notAuthorised) return false;
    throw error;
  }
}

function requireSound(database: DatabaseSync, pragma: string): void {
  if (database.prepare(pragma).get()?.['quick_check'] !== 'ok')
    throw new PassmusterError('sqlite-malformed', 'The database is damaged.');
}

class StoredTable implements ForeignTable {
  readonly #database: DatabaseSync;
  readonly #spent: Spending;
  readonly #decoder: TextDecoder;
  readonly #columns: readonly string[];
  readonly #sql: string;

  constructor(
    database: DatabaseSync,
    spent: Spending,
    encoding: string,
    name: string,
    columns: readonly string[],
  ) {
    this.#database = database;
    this.#spent = spent;
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#columns = columns;
    this.#sql = selectFrom(name, columns);
  }

  *rows(): Generator<SqliteRow> {
    const rows = this.#spent.timed(() => {
      const statement = this.#database.prepare(this.#sql);
      statement.setReadBigInts(true);
      return statement.iterate();
    });
    try {
      for (let number = 1; ; number += 1) {
        const next = this.#spent.timed(() => rows.next());
        if (next.done === true) return;
        this.#spent.row();
        yield { number, cells: this.#cells(next.value, number) };
      }
    } finally {
      rows.return?.();
    }
  }

  #cells(row: Readonly<Record<string, SQLOutputValue>>, number: number): ReadonlyMap<string, SqliteValue> {
    return new Map(
      this.#columns.map((name, index) => {
        const value = row[`value${index}`] ?? null;
        return [name, this.#value(value, row[`type${index}`] === 'text', number)];
      }),
    );
  }

  #value(value: SQLOutputValue, isText: boolean, number: number): SqliteValue {
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new PassmusterError('sqlite-malformed', `Row ${number} of a table holds an infinite number.`);
    if (!(value instanceof Uint8Array)) return value;
    if (value.length > limits.stringLength)
      throw new PassmusterError('input-too-large', `Row ${number} of a table holds too long a value.`);
    return isText ? this.#text(value, number) : value;
  }

  #text(bytes: Uint8Array, number: number): string {
    try {
      const text = this.#decoder.decode(bytes);
      if (!text.includes('\0')) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const message = `Row ${number} of a table holds text that does not decode, or a NUL in it.`;
    throw new PassmusterError('sqlite-malformed', message);
  }
}

/**
 * Text is asked for as its bytes: node:sqlite would put U+FFFD for what is not UTF-8. NOT INDEXED, because SQLite answers
 * from an index that covers the columns, and quick_check does not compare indexes with their tables.
 */
function selectFrom(name: string, columns: readonly string[]): string {
  const asked = columns.map((column, index) => {
    const field = quoted(column);
    const value = `CASE typeof(${field}) WHEN 'text' THEN CAST(${field} AS BLOB) ELSE ${field} END`;
    return `typeof(${field}) AS type${index}, ${value} AS value${index}`;
  });
  return `SELECT ${asked.join(', ')} FROM main.${quoted(name)} NOT INDEXED`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A table that is stored: the schema says so and SQLite, which goes by the SQL beside it, agrees. No view, no virtual
 * table, no column that is computed.
 */
function requireTable(database: DatabaseSync, name: string, columns: readonly string[]): void {
  const stored = database
    .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name = ?")
    .all(name);
  if (stored.length !== 1)
    throw new PassmusterError('sqlite-malformed', `The database has no table "${name}".`);
  const kinds = database.prepare(`PRAGMA main.table_list(${quoted(name)})`).all();
  if (kinds.length !== 1 || kinds[0]?.['type'] !== 'table')
    throw new PassmusterError('sqlite-malformed', `"${name}" is not an ordinary table.`);
  const found = database.prepare(`PRAGMA main.table_xinfo(${quoted(name)})`).all();
  for (const column of columns)
    if (!found.some((one) => one['name'] === column && Number(one['hidden']) === 0))
      throw new PassmusterError('sqlite-malformed', `The table "${name}" has no stored column "${column}".`);
}

/** Keeps the budget. */
class Spending {
  readonly #budget: SqliteBudget;
  #rows = 0;
  #milliseconds = 0;

  constructor(budget: SqliteBudget) {
    this.#budget = budget;
  }

  timed<T>(work: () => T): T {
    const started = performance.now();
    const result = guarded(work);
    this.#milliseconds += performance.now() - started;
    if (this.#milliseconds <= this.#budget.seconds * 1000) return result;
    const message = `The database takes longer than ${this.#budget.seconds} seconds to read.`;
    throw new PassmusterError('input-too-large', message);
  }

  row(): void {
    this.#rows += 1;
    if (this.#rows <= this.#budget.rows) return;
    throw new PassmusterError('input-too-large', `The database has more than ${this.#budget.rows} rows.`);
  }
}

/** Result codes of SQLite (https://www.sqlite.org/rescode.html) that mean something else than a damaged file. */
const sqlError = 1;
const cannotOpen = 14;
const tooBig = 18;
const notAuthorised = 23;
const notADatabase = 26;

/** The primary result code of an error of SQLite; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** What SQLite says about the file becomes an expected failure; its words may hold names from the file and are dropped. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    switch (resultCode(error)) {
      case undefined:
        throw error;
      case cannotOpen:
        throw new PassmusterError('input-unreadable', 'The database cannot be opened.');
      case tooBig:
        throw new PassmusterError('input-too-large', 'The database holds too long a value.');
      case notADatabase:
        throw new PassmusterError('sqlite-malformed', 'The file is no SQLite database, or it is encrypted.');
      default:
        throw new PassmusterError('sqlite-malformed', 'The database is damaged, or does more than store.');
    }
  }
}
