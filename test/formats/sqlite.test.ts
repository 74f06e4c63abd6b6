/** Databases of others: what is stored in the table, or a refusal; nothing that their schema computes. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openForeignDatabase, type SqliteValue } from '../../src/formats/sqlite.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { concat, flipped, refusal, runs } from '../support/bytes.ts';
import { inFolder, makeDatabase, readTable, schemaChange } from '../support/sqlite.ts';

afterEach(() => vi.restoreAllMocks());

const endlessView =
  'CREATE VIEW v AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a FROM n';

/** What reading t.a of a database of these statements yields. */
const values = (sql: string) =>
  inFolder((folder) => readTable(makeDatabase(folder, sql), 't', ['a']).map(([value]) => value));
const refused = (sql: string, table = 't', columns: readonly string[] = ['a']) =>
  inFolder((folder) => {
    const path = makeDatabase(folder, sql);
    return refusal(() => readTable(path, table, columns));
  });

/** Whatever it holds, it is read or refused: never another error. */
function outcome(path: string): SqliteValue[][] | undefined {
  let rows: SqliteValue[][] | undefined;
  try {
    rows = readTable(path, 't', ['a', 'b']);
  } catch {
    refusal(() => readTable(path, 't', ['a', 'b']));
  }
  return rows;
}

describe('a table is read exactly', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['0', 0],
    ['4.9', 4.9],
    ['NULL', null],
    ["''", ''],
    ["'1'", '1'],
    ["'Größe 電話 📱'", 'Größe 電話 📱'],
    ["char(65279) || 'x'", '\uFEFFx'],
    ['char(65533)', '\uFFFD'],
    ["x'00ff61'", Uint8Array.of(0, 0xff, 0x61)],
    ["x''", new Uint8Array()],
  ])('%s', (sql, value) => {
    expect(values(`CREATE TABLE t(a); INSERT INTO t VALUES(${sql})`)).toEqual([value]);
  });

  it('whatever it holds', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.maxSafeInteger(),
      fc.uint8Array({ maxLength: 20 }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 8 }), (rows) =>
        inFolder((folder) => {
          const path = makeDatabase(folder, 'CREATE TABLE t("a ""b", "__proto__")');
          const database = new DatabaseSync(path);
          database.exec('PRAGMA synchronous = OFF');
          const insert = database.prepare('INSERT INTO t VALUES(?, ?)');
          for (const row of rows)
            insert.run(...row.map((one) => (typeof one === 'number' ? BigInt(one) : one)));
          database.close();
          const exact = rows.map((row) =>
            row.map((one) =>
              typeof one === 'bigint' && Number.isSafeInteger(Number(one)) ? Number(one) : one,
            ),
          );
          expect(readTable(path, 't', ['a "b', '__proto__'])).toEqual(exact);
          expect(readTable(path, 't', ['__proto__'])).toEqual(exact.map(([, second]) => [second]));
        }),
      ),
      { numRuns: Math.min(runs, 40) },
    );
  });

  it('rows have numbers and cells have names', () => {
    inFolder((folder) => {
      const path = makeDatabase(folder, "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (2, 'y')");
      const database = openForeignDatabase(path);
      const table = database.table('t', ['b', 'a']);
      const expected = [
        {
          number: 1,
          cells: new Map<string, unknown>([
            ['b', 'x'],
            ['a', 1],
          ]),
        },
        {
          number: 2,
          cells: new Map<string, unknown>([
            ['b', 'y'],
            ['a', 2],
          ]),
        },
      ];
      expect([...table.rows()]).toEqual(expected);
      expect([...table.rows()]).toEqual(expected);
      database.close();
    });
  });

  it.each(['le', 'be'])('of a database in UTF-16%s', (order) => {
    const sql = `PRAGMA encoding = 'UTF-16${order}'; CREATE TABLE t(a); INSERT INTO t VALUES('電話 📱')`;
    expect(values(sql)).toEqual(['電話 📱']);
  });

  it('without rowid, and beside what other programs need', () => {
    for (const sql of [
      'CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES(1)',
      "CREATE TABLE t(a); INSERT INTO t VALUES(1); CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES('y')",
      `CREATE TABLE t(a); INSERT INTO t VALUES(1); CREATE TABLE u(x); CREATE INDEX i ON u(x)${schemaChange("sql = 'CREATE INDEX i ON u(x COLLATE other)'", 'i')}`,
      `CREATE TABLE t(a); INSERT INTO t VALUES(1)${schemaChange("sql = 'CREATE TABLE t(a CHECK(other(a)))'", 't')}`,
      `CREATE TABLE t(a); INSERT INTO t VALUES(1); ${endlessView}`,
    ])
      expect(values(sql)).toEqual([1]);
  });

  it('with what the write-ahead log beside it adds', () => {
    inFolder((folder) => {
      const path = makeDatabase(
        folder,
        'PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)',
      );
      const writer = new DatabaseSync(path);
      writer.exec('PRAGMA wal_autocheckpoint = 0; INSERT INTO t VALUES(2)');
      mkdirSync(join(folder, 'copy'));
      for (const end of ['', '-wal']) copyFileSync(path + end, join(folder, 'copy', `made.db${end}`));
      writer.close();
      expect(readTable(join(folder, 'copy', 'made.db'), 't', ['a'])).toEqual([[1], [2]]);
    });
  });
});

describe('only what is stored counts', () => {
  it('not a view in the place of a table', () => {
    const started = performance.now();
    expect(refused(`CREATE TABLE t(a); ${endlessView}`, 'v')).toMatchObject({ code: 'sqlite-malformed' });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('not a view that calls itself a table', () => {
    const sql = `CREATE TABLE t(a); ${endlessView}${schemaChange("type = 'table'", 'v')}`;
    expect(refused(sql, 'v').code).toBe('sqlite-malformed');
  });

  it('not a table whose words make it a view', () => {
    const sql = `CREATE TABLE t(a)${schemaChange("sql = 'CREATE VIEW t AS SELECT 1 AS a'", 't')}`;
    expect(refused(sql).code).toBe('sqlite-malformed');
  });

  it('not a virtual table, nor one of its parts', () => {
    const sql = 'CREATE VIRTUAL TABLE f USING fts5(a)';
    expect(refused(sql, 'f').code).toBe('sqlite-malformed');
    expect(refused(sql, 'f_content', ['c0']).code).toBe('sqlite-malformed');
  });

  it('not an index that says other things than the table', () => {
    const sql = `
      CREATE TABLE t(a, b); INSERT INTO t VALUES('no', 1), ('no', 2);
      CREATE TABLE other(a, b); INSERT INTO other VALUES('yes', 1), ('yes', 2);
      CREATE INDEX i ON other(a)${schemaChange("tbl_name = 't', sql = 'CREATE INDEX i ON t(a)'", 'i')}`;
    expect(values(sql)).toEqual(['no', 'no']);
    inFolder((folder) => {
      const database = new DatabaseSync(makeDatabase(folder, sql), { readOnly: true });
      expect(database.prepare('PRAGMA quick_check').get()).toEqual({ quick_check: 'ok' });
      expect(database.prepare('SELECT a FROM t').get()).toEqual({ a: 'yes' }); // what a plain reader is told
      database.close();
    });
  });

  it.each(['VIRTUAL', 'STORED'])('not a %s column', (kind) => {
    const sql = `CREATE TABLE t(b, a AS (b + 1) ${kind}); INSERT INTO t VALUES(1)`;
    expect(refused(sql).code).toBe('sqlite-malformed');
  });

  it.each([
    ['t', ['missing']],
    ['t', ['A']],
    ['t', ['rowid']],
    ['t', ['a', 'missing']],
    ['T', ['a']],
    ['missing', ['a']],
    ['sqlite_schema', ['name']],
    ['sqlite_master', ['name']],
    ['pragma_table_list', ['name']],
    ['t" --', ['a']],
    ['t', ['a" --']],
  ])('not %s with %j', (table, columns) => {
    expect(refused('CREATE TABLE t(a); INSERT INTO t VALUES(1)', table, columns).code).toBe(
      'sqlite-malformed',
    );
  });

  it('and nothing is written, whatever triggers there are', () => {
    inFolder((folder) => {
      const path = makeDatabase(
        folder,
        `CREATE TABLE t(a); INSERT INTO t VALUES(1); CREATE TABLE log(x);
         CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES(new.a); END;
         CREATE TRIGGER d BEFORE DELETE ON t BEGIN SELECT load_extension('x'); END`,
      );
      const before = readFileSync(path);
      expect(readTable(path, 't', ['a'])).toEqual([[1]]);
      expect(readTable(path, 'log', ['x'])).toEqual([]);
      expect(readFileSync(path)).toEqual(before);
    });
  });
});

describe('a value is refused', () => {
  it.each([
    ['text that is not UTF-8', "CAST(x'61ff62' AS TEXT)"],
    ['text that ends inside a character', "CAST(x'61c3' AS TEXT)"],
    ['a surrogate', "CAST(x'eda080' AS TEXT)"],
    ['NUL in a text', "'allowed' || char(0) || 'denied'"],
    ['an infinite number', '9e999'],
  ])('%s', (_name, sql) => {
    const error = refused(`CREATE TABLE t(a); INSERT INTO t VALUES('fine'), (${sql})`);
    expect(error.code).toBe('sqlite-malformed');
    expect(error.message).toContain('Row 2');
    expect(values(`CREATE TABLE t(a, b); INSERT INTO t VALUES('fine', ${sql})`)).toEqual(['fine']);
  });

  it('that is too long for the limits of now, where SQLite knows none', () => {
    const { stringLength } = limits;
    inFolder((folder) => {
      const database = openForeignDatabase(
        makeDatabase(folder, "CREATE TABLE t(a); INSERT INTO t VALUES('abcd'), (x'0102030405')"),
      );
      setLimits({ stringLength: 4 });
      try {
        const rows = database.table('t', ['a']).rows();
        expect(rows.next().value?.cells.get('a')).toBe('abcd');
        expect(refusal(() => rows.next())).toMatchObject({
          code: 'input-too-large',
          message: 'Row 2 of a table holds too long a value.',
        });
      } finally {
        setLimits({ stringLength });
        database.close();
      }
    });
  });

  it('that is too long', () => {
    const sql = `CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(${limits.stringLength + 1}))`;
    expect(refused(sql).code).toBe('input-too-large');
  });
});

describe('the budget', () => {
  const twenty = `CREATE TABLE t(a);
    WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT 20) INSERT INTO t SELECT a FROM n`;

  it('of rows covers all tables together', () => {
    inFolder((folder) => {
      const path = makeDatabase(folder, `${twenty}; CREATE TABLE u AS SELECT a FROM t`);
      expect(readTable(path, 't', ['a'], { rows: 20, seconds: 30 })).toHaveLength(20);
      expect(refusal(() => readTable(path, 't', ['a'], { rows: 19, seconds: 30 })).code).toBe(
        'input-too-large',
      );
      const database = openForeignDatabase(path, { rows: 30, seconds: 30 });
      expect([...database.table('t', ['a']).rows()]).toHaveLength(20);
      expect(refusal(() => [...database.table('u', ['a']).rows()]).code).toBe('input-too-large');
      database.close();
    });
  });

  it('of time ends the reading between two rows', () => {
    inFolder((folder) => {
      const path = makeDatabase(folder, twenty);
      let now = 0;
      vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000)); // a second for each step
      const database = openForeignDatabase(path, { rows: 100, seconds: 10 });
      const seen: number[] = [];
      const error = refusal(() => {
        for (const row of database.table('t', ['a']).rows()) seen.push(row.number);
      });
      expect(error.code).toBe('input-too-large');
      expect(seen.length).toBeGreaterThan(3);
      expect(seen.length).toBeLessThan(10);
      database.close();
    });
  });

  it('of time counts the check too', () => {
    inFolder((folder) => {
      const path = makeDatabase(folder, twenty);
      expect(refusal(() => openForeignDatabase(path, { rows: 1, seconds: 0 })).code).toBe('input-too-large');
    });
  });

  it('is that of the limits', () => {
    expect(limits.sqliteRows).toBe(5_000_000);
    expect(limits.sqliteSeconds).toBe(30);
  });

  it.runIf('limits' in new DatabaseSync(':memory:'))('does not compute columns beyond the limit', () => {
    const long = (bytes: number) => {
      const words = `CREATE TABLE t(a, b TEXT AS (zeroblob(${bytes})) NOT NULL)`;
      return `CREATE TABLE t(a, b TEXT AS (a) NOT NULL); INSERT INTO t VALUES('x')${schemaChange(`sql = '${words}'`, 't')}`;
    };
    expect(refused(long(limits.stringLength + 1))).toMatchObject({
      code: 'input-too-large',
      message: 'The database holds too long a value.',
    });
    expect(values(long(limits.stringLength))).toEqual(['x']);
  });

  it.runIf('limits' in new DatabaseSync(':memory:'))('does not compute huge columns', () => {
    const heavy = 'CREATE TABLE t(a, b TEXT AS (hex(zeroblob(500000000))) NOT NULL)';
    const sql = `CREATE TABLE t(a, b TEXT AS (a) NOT NULL); INSERT INTO t VALUES('x')${schemaChange(`sql = '${heavy}'`, 't')}`;
    const started = performance.now();
    expect(refused(sql).code).toBe('input-too-large');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a file is refused', () => {
  const fileRefused = (bytes: Uint8Array) =>
    inFolder((folder) => {
      const path = join(folder, 'file.db');
      writeFileSync(path, bytes);
      return refusal(() => readTable(path, 't', ['a']));
    });
  const sample = inFolder(
    (folder) =>
      new Uint8Array(
        readFileSync(
          makeDatabase(
            folder,
            `PRAGMA page_size = 512; CREATE TABLE t(a, b);
           WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT 60)
           INSERT INTO t SELECT a, printf('value %d', a) FROM n`,
          ),
        ),
      ),
  );

  it('whose table does not keep its own rules, also where the whole cannot be checked', () => {
    const broken = `CREATE TABLE t(a); INSERT INTO t VALUES(NULL)${schemaChange("sql = 'CREATE TABLE t(a NOT NULL)'", 't')}`;
    const foreign = "; CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES('y')";
    const index = `; CREATE TABLE u(x); CREATE INDEX i ON u(x)${schemaChange("sql = 'CREATE INDEX i ON u(x COLLATE other)'", 'i')}`;
    for (const more of ['', foreign, index])
      expect(refused(broken.replace('; INSERT', `${more}; INSERT`))).toMatchObject({
        code: 'sqlite-malformed',
        message: 'The database is damaged.',
      });
  });

  it('and closed', () => {
    const handles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    inFolder((folder) => {
      const path = makeDatabase(folder, 'CREATE VIEW t AS SELECT 1 AS a');
      const before = handles();
      for (let time = 0; time < 20; time += 1) refusal(() => openForeignDatabase(path));
      expect(handles()).toBeLessThan(before + 10);
      const database = openForeignDatabase(makeDatabase(folder, 'CREATE TABLE u(a)'));
      database.close();
      expect(() => database.table('u', ['a'])).toThrow('not open');
    });
  });

  it('saying what it is', () => {
    expect(fileRefused(new Uint8Array()).message).toBe('The database file is empty.');
    expect(refused('CREATE VIEW t AS SELECT 1 AS a').message).toBe('The database holds no table.');
    expect(fileRefused(new Uint8Array(4096).fill(0x61)).message).toBe(
      'The file is no SQLite database, or it is encrypted.',
    );
    expect(refused('CREATE TABLE t(a)', 'u').message).toBe('The database has no table "u".');
    expect(refused('CREATE TABLE t(a)', 't', ['b']).message).toBe('The table "t" has no stored column "b".');
    expect(refused('CREATE VIRTUAL TABLE f USING fts5(a)', 'f').message).toBe(
      '"f" is not an ordinary table.',
    );
    inFolder((folder) => {
      const missing = refusal(() => openForeignDatabase(join(folder, 'missing.db')));
      expect(missing).toMatchObject({ code: 'input-unreadable', message: 'The database cannot be opened.' });
    });
  });

  it('that is empty, or holds no table', () => {
    expect(fileRefused(new Uint8Array()).code).toBe('input-empty');
    expect(refused('PRAGMA user_version = 1').code).toBe('input-empty');
    expect(refused('CREATE VIEW t AS SELECT 1 AS a').code).toBe('input-empty');
  });

  it('that is missing, or a folder', () => {
    inFolder((folder) => {
      for (const path of [join(folder, 'missing.db'), folder])
        expect(refusal(() => openForeignDatabase(path)).code).toMatch(
          /^(input-unreadable|sqlite-malformed)$/,
        );
    });
  });

  it('that is no database, or an encrypted one', () => {
    expect(fileRefused(new Uint8Array(4096).fill(0x61)).code).toBe('sqlite-malformed');
    expect(fileRefused(sample.map((byte, index) => byte ^ ((index * 73 + 41) & 0xff))).code).toBe(
      'sqlite-malformed',
    );
  });

  it('wherever it is cut', () => {
    for (let length = 1; length < sample.length; length += length < 110 ? 1 : 37)
      expect(fileRefused(sample.subarray(0, length)).code).toMatch(/^(sqlite-malformed|input-empty)$/);
  });

  it('when a page of the table is not what it says', () => {
    for (let page = 512; page < sample.length; page += 512)
      for (const change of [
        flipped(sample, page, 0x0f),
        flipped(sample, page + 3, 0xff),
        flipped(sample, page + 5, 0xff),
      ])
        expect(fileRefused(change).code).toBe('sqlite-malformed');
    expect(fileRefused(concat(sample.subarray(0, 512), new Uint8Array(sample.length - 512))).code).toBe(
      'sqlite-malformed',
    );
  });

  it('or read, whichever byte is changed', () => {
    inFolder((folder) => {
      const path = join(folder, 'file.db');
      let read = 0;
      const step = Math.max(1, Math.floor(sample.length / runs));
      for (let at = 0; at < sample.length; at += step)
        for (const mask of [0x01, 0x80, 0xff]) {
          writeFileSync(path, flipped(sample, at, mask));
          if (outcome(path) !== undefined) read += 1;
        }
      expect(read).toBeGreaterThan(0);
    });
  });

  it('without a word of it in the message', () => {
    const sql = `CREATE TABLE secret(a); CREATE TABLE t(a)${schemaChange("sql = 'CREATE TABLE secret(secret secret('", 'secret')}`;
    expect(refused(sql).message).not.toContain('secret');
  });
});

it('older versions of Node read the same', () => {
  const newer = ['enableDefensive', 'setAuthorizer'] as const;
  const kept = newer.map(
    (name) => [name, Object.getOwnPropertyDescriptor(DatabaseSync.prototype, name)] as const,
  );
  inFolder((folder) => {
    const path = makeDatabase(folder, `CREATE TABLE t(a); INSERT INTO t VALUES(1); ${endlessView}`);
    try {
      for (const name of newer) Reflect.deleteProperty(DatabaseSync.prototype, name);
      expect(readTable(path, 't', ['a'])).toEqual([[1]]);
      expect(refusal(() => readTable(path, 'v', ['a'])).code).toBe('sqlite-malformed');
    } finally {
      for (const [name, descriptor] of kept)
        if (descriptor) Object.defineProperty(DatabaseSync.prototype, name, descriptor);
    }
  });
});
