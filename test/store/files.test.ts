/** Files that are no history, or not any more; and steps from one version to the next. */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { fleetDay } from '../support/fleet-days.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-history-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const fresh = () => join(folder, `${(count += 1)}.db`);
const fleet = { devices: 10, rules: 6, changing: 0.1 };

async function made(): Promise<string> {
  const name = fresh();
  const store = await openStore(name);
  for (const day of [0, 1, 2]) await store.append(fleetDay(day, fleet), 'x');
  await store.close();
  return name;
}

describe('a file', () => {
  it('of a new history is private', async () => {
    expect(statSync(await made()).mode & 0o777).toBe(0o600);
  });

  it.each([
    [
      'a newer version',
      (database: DatabaseSync) => database.exec('PRAGMA user_version = 99'),
      /of version 99; this Passmuster knows up to/,
    ],
    [
      'another program',
      (database: DatabaseSync) => database.exec('PRAGMA application_id = 7'),
      /of another program/,
    ],
  ])('of %s is refused', async (_what, change, message) => {
    const name = await made();
    const database = new DatabaseSync(name);
    change(database);
    database.close();
    await expect(openStore(name)).rejects.toMatchObject({
      code: 'store-invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  it('that is no database is refused and stays as it is', async () => {
    const name = fresh();
    writeFileSync(name, 'rule,outcome\n'.repeat(100));
    await expect(openStore(name)).rejects.toMatchObject({ code: 'store-invalid' });
    expect(statSync(name).size).toBe(1300);
  });

  it('that is not there is not made by looking', async () => {
    const name = fresh();
    await expect(openStore(name, { readOnly: true })).rejects.toMatchObject({ code: 'path-unreadable' });
    expect(existsSync(name)).toBe(false);
  });

  it('in a folder that is not there is refused', async () => {
    await expect(openStore(join(folder, 'nowhere', 'a.db'))).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('the folder does not exist') as string,
    });
  });
});

describe('a history that somebody touched', () => {
  it.each([
    [
      'a text',
      `UPDATE passmuster_texts SET text = replace(text, '"fail"', '"pass"') WHERE text LIKE '%"fail"%'`,
      /text \d+ is another/,
    ],
    ['a change', 'UPDATE passmuster_changes SET state = state - 1 WHERE run = 2', /run 2 is another/],
    [
      'the time of a run',
      `UPDATE passmuster_runs SET as_of = '2020-01-01T00:00:00Z' WHERE run = 2`,
      /run 2 is another/,
    ],
    ['a run in the middle', 'DELETE FROM passmuster_runs WHERE run = 2', /run 2 is missing/],
    ['the first run', 'DELETE FROM passmuster_runs WHERE run = 1', /run 1 is missing/],
    ['rows of the last run', 'DELETE FROM passmuster_runs WHERE run = 3', /rows of run 3, which is missing/],
  ])('is found out: %s', async (_what, sql, message) => {
    const name = await made();
    const database = new DatabaseSync(name);
    expect(Number(database.prepare(sql).run().changes)).toBeGreaterThan(0);
    database.close();
    const store = await openStore(name, { readOnly: true });
    expect((await store.integrity()).join('\n')).toMatch(message);
    await store.close();
  });
});

describe('a step to the next version', () => {
  const steps = [...migrations, () => ['ALTER TABLE passmuster_runs ADD COLUMN remark TEXT']];

  it('keeps the runs, and a copy of the file as it was', async () => {
    const name = await made();
    await expect(openSqlite(name, { readOnly: true, steps })).rejects.toMatchObject({
      code: 'store-invalid',
    });
    const driver = await openSqlite(name, { readOnly: false, steps });
    expect(await driver.all('SELECT run, remark FROM passmuster_runs')).toHaveLength(3);
    await driver.close();
    expect(statSync(`${name}.version-1`).mode & 0o777).toBe(0o600);
    const copy = await openStore(`${name}.version-1`, { readOnly: true });
    expect(await copy.runs()).toHaveLength(3);
    expect(await copy.integrity()).toEqual([]);
    await copy.close();
  });

  it('that fails changes nothing', async () => {
    const name = await made();
    const broken = [...migrations, () => ['CREATE TABLE passmuster_more (id INTEGER)', 'NOT SQL']];
    await expect(openSqlite(name, { readOnly: false, steps: broken })).rejects.toThrow();
    const store = await openStore(name);
    expect(await store.integrity()).toEqual([]);
    await store.close();
    const database = new DatabaseSync(name);
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'passmuster_more'`).all()).toEqual(
      [],
    );
    database.close();
  });
});
