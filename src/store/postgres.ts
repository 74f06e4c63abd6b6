/**
 * A history in PostgreSQL, for several runners. Needs the package `pg`, which is not installed with Passmuster. The writers
 * stand in line behind one advisory lock, as those of a SQLite file do:
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
import type { Client } from 'pg';
import { PassmusterError } from '../errors.ts';
import type { Driver, ListValue, Row, Value } from './define.ts';
import { type Migration, migrations, pending } from './migrations.ts';

/** `PMST`, by which all writers of the database know the lock. */
const lock = 0x504d5354;
const patience = '300s';
/** So many rows in one statement, and in one answer. */
const portion = 10_000;
const connectionTimeout = 15_000;

interface Options {
  readonly readOnly: boolean;
  readonly steps?: readonly Migration[];
}

/** @throws PassmusterError store-failed, store-invalid */
export async function openPostgres(
  address: string,
  { readOnly, steps = migrations }: Options,
): Promise<Driver> {
  const name = nameOf(address);
  const { Client: PostgresClient } = await loaded();
  const client = await guarded(name, async () => {
    const made = new PostgresClient({
      connectionString: address,
      application_name: 'passmuster',
      connectionTimeoutMillis: connectionTimeout,
    });
    // A connection that breaks while nothing is asked is told by the next question.
    made.on('error', () => {});
    await made.connect();
    return made;
  });
  const driver = driverOf(client, name);
  try {
    await guarded(name, async () => {
      await client.query(
        `SET lock_timeout = '${patience}'; SET synchronous_commit = on; SET client_min_messages = warning`,
      );
    });
    await prepare(driver, client, name, readOnly, steps);
  } catch (error) {
    await driver.close();
    throw error;
  }
  return driver;
}

/** Without the password that it may hold. */
function nameOf(address: string): string {
  const url = URL.parse(address);
  if (url === null)
    throw new PassmusterError(
      'usage',
      '--store takes a file or an address such as postgres://user@host/database.',
    );
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function loaded(): Promise<{ Client: typeof Client }> {
  try {
    const { default: pg } = await import('pg');
    return pg;
  } catch {
    throw new PassmusterError(
      'store-failed',
      'A history in PostgreSQL needs the package pg; install it beside Passmuster: npm install pg (with -g where Passmuster is installed so).',
    );
  }
}

async function prepare(
  driver: Driver,
  client: Client,
  name: string,
  readOnly: boolean,
  steps: readonly Migration[],
): Promise<void> {
  const missing = pending(await versionOf(client, name), name, steps);
  if (missing.length === 0) return;
  if (readOnly)
    throw new PassmusterError(
      'store-invalid',
      `${name} holds no history of this version; "passmuster audit --store" makes it.`,
    );
  await driver.write(() =>
    guarded(name, async () => {
      await client.query('CREATE TABLE IF NOT EXISTS passmuster_version (version INTEGER NOT NULL)');
      for (const step of pending(await versionOf(client, name), name, steps))
        for (const sql of step({ blob: 'BYTEA', keyOnly: '' })) await client.query(sql);
      await client.query('DELETE FROM passmuster_version');
      await client.query('INSERT INTO passmuster_version VALUES ($1)', [steps.length]);
    }),
  );
}

async function versionOf(client: Client, name: string): Promise<number> {
  return guarded(name, async () => {
    const { rows: there } = await client.query<{ name: string | null }>(
      `SELECT to_regclass('passmuster_version')::text AS name`,
    );
    if (there[0]?.name == null) return 0;
    const { rows } = await client.query<{ version: number }>('SELECT version FROM passmuster_version');
    return rows[0]?.version ?? 0;
  });
}

function driverOf(client: Client, name: string): Driver {
  const transaction = async <T>(begin: readonly string[], work: () => Promise<T>): Promise<T> => {
    await guarded(name, () => client.query('BEGIN'));
    try {
      for (const sql of begin) await guarded(name, () => client.query(sql));
      const result = await work();
      await guarded(name, () => client.query('COMMIT'));
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  };
  const all = async (sql: string, values: readonly (Value | ListValue)[] = []): Promise<Row[]> => {
    const { rows } = await guarded(name, () => client.query<Row>(numbered(sql), [...values]));
    return rows;
  };
  return {
    write: (work) => transaction([`SELECT pg_advisory_xact_lock(${lock})`], work),
    read: (work) => transaction(['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY'], work),
    all,
    async *each(sql, values = []) {
      await all(`DECLARE passmuster_rows NO SCROLL CURSOR FOR ${sql}`, values);
      for (;;) {
        const rows = await all(`FETCH ${portion} FROM passmuster_rows`);
        if (rows.length === 0) break;
        yield rows;
      }
      await all('CLOSE passmuster_rows');
    },
    insert: async (table, columns, rows) => {
      for (let at = 0; at < rows.length; at += portion)
        await insertPortion(all, table, columns, rows.slice(at, at + portion));
    },
    among: (column) => `${column} = ANY(?)`,
    list: (values) => values,
    check: async () => [],
    close: async () => client.end().catch(() => {}),
  };
}

/** One row as it is, many as one array for each column. */
async function insertPortion(
  all: Driver['all'],
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const into = `INSERT INTO ${table} (${columns.join(', ')})`;
  const [first] = rows;
  if (first === undefined) return;
  if (rows.length === 1) await all(`${into} VALUES (${columns.map(() => '?').join(', ')})`, first);
  else {
    const arrays = columns.map((_, index) => rows.map((row) => row[index] as number | string));
    const types = first.map((value) => (typeof value === 'number' ? 'int[]' : 'text[]'));
    await all(`${into} SELECT * FROM unnest(${types.map((type) => `?::${type}`).join(', ')})`, arrays);
  }
}

/** `?` as PostgreSQL counts them. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${(count += 1)}`);
}

/** Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const classes: Readonly<Record<string, string>> = {
  '08': 'the connection was lost',
  '25': 'the server takes no changes',
  '28': 'the server refuses the user or the password',
  '3D': 'the server has no such database',
  '42': 'the user may not do this there',
  '53': 'the disk or the memory of the server is full',
  '55': 'another run has held it for five minutes',
  '57': 'the server was shut down',
  XX: 'the server reports damage',
};

const system: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  ECONNRESET: 'the connection was lost',
  ETIMEDOUT: 'the server does not answer',
};

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PassmusterError) throw error;
    throw new PassmusterError('store-failed', `The history ${name} cannot be used: ${reasonOf(error)}.`);
  }
}

/** Never the words of the server: they may hold what was to be written. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE')
    return classes[code.slice(0, 2)] ?? `the server answers with ${code}`;
  return system[code] ?? 'the server does not answer, or the connection was lost';
}
