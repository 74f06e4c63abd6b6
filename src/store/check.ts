/** Whether the history is what it was when it was written: every run's hash is made again from its rows. */
import { type Change, noHash, RowsHash, runHash } from './chain.ts';
import { type Driver, tables } from './define.ts';
import { textHash } from './texts.ts';

export async function problemsIn(driver: Driver): Promise<string[]> {
  const damage = await driver.check();
  if (damage.length > 0) return damage.map((text) => `the database itself is damaged: ${text}`);
  return driver.read(async () => {
    const rows = new Map<number, RowsHash>();
    const ofRun = (run: number): RowsHash => {
      const known = rows.get(run) ?? new RowsHash();
      rows.set(run, known);
      return known;
    };
    const changed = await hashTexts(driver, ofRun);
    await hashChanges(driver, ofRun);
    const problems = changed.map((id) => `text ${id} is another than was kept`);
    let before = noHash;
    let expected = 1;
    for await (const portion of driver.each(`SELECT * FROM ${tables.runs} ORDER BY run`))
      for (const row of portion) {
        const run = Number(row['run']);
        for (; expected < run; expected += 1) problems.push(`run ${expected} is missing`);
        expected = run + 1;
        if (row['before'] !== before) problems.push(`run ${run} does not follow the run before it`);
        const made = runHash(row, (rows.get(run) ?? new RowsHash()).digest(), String(row['before']));
        if (made !== row['hash']) problems.push(`run ${run} is another than was kept`);
        rows.delete(run);
        before = String(row['hash']);
      }
    for (const run of rows.keys()) problems.push(`there are rows of run ${run}, which is missing`);
    return problems;
  });
}

/** @returns numbers of those that do not have their hash */
async function hashTexts(driver: Driver, ofRun: (run: number) => RowsHash): Promise<number[]> {
  const wrong: number[] = [];
  for await (const portion of driver.each(`SELECT id, run, hash, text FROM ${tables.texts} ORDER BY id`))
    for (const { id, run, hash, text } of portion) {
      if (textHash(String(text)) !== hash) wrong.push(Number(id));
      ofRun(Number(run)).text(Number(id), String(hash));
    }
  return wrong;
}

async function hashChanges(driver: Driver, ofRun: (run: number) => RowsHash): Promise<void> {
  const sql = `SELECT subject, item, run, state, since, gap FROM ${tables.changes} ORDER BY subject, item, run`;
  for await (const portion of driver.each(sql))
    for (const row of portion) {
      const names = ['subject', 'item', 'run', 'state', 'since', 'gap'] as const;
      const change = names.map((name) => Number(row[name])) as unknown as Change;
      ofRun(change[2]).change(change);
    }
}
