/**
 * A year of daily runs in a history: node bench/store.ts [devices 10000] [rules 100] [days 365] [file or postgres://…]. The fleet
 * is made up (test/support/fleet-days.ts): 2 verdicts of 1,000 are others on the next day, 9 phones of 10 were in contact, the
 * export is called after the day and its rows move, a policy is edited every thirty days, systems are updated every 45.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/open.ts';
import { fleetDay } from '../test/support/fleet-days.ts';
import { middle } from './measure.ts';

const [devices = 10_000, rules = 100, days = 365] = process.argv.slice(2, 5).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'passmuster-bench-'));
const name = process.argv[5] ?? join(folder, 'history.db');
const isFile = !name.startsWith('postgres');
const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
const size = (): number => (isFile ? statSync(name).size : Number.NaN);

let store = await openStore(name);
const seconds: number[] = [];
let first = 0;
try {
  for (let day = 0; day < days; day += 1) {
    const report = fleetDay(day, { devices, rules });
    const start = performance.now();
    await store.append(report, 'nightly');
    seconds.push((performance.now() - start) / 1000);
    if (day > 0 && day % 30 !== 0) continue;
    // A new connection folds the log into the file, so that the file is what it takes.
    await store.close();
    if (day === 0) first = size();
    process.stdout.write(`day ${day}: ${mebibytes(size())} MiB, ${(seconds.at(-1) ?? 0).toFixed(1)} s\n`);
    store = await openStore(name);
  }
  const start = performance.now();
  await store.load(days);
  const loading = (performance.now() - start) / 1000;
  const begin = performance.now();
  const problems = await store.integrity();
  const checking = (performance.now() - begin) / 1000;
  await store.close();
  const daily = (size() - first) / (days - 1);
  process.stdout.write(
    [
      `${devices} devices, ${rules} rules, ${days} days: ${mebibytes(size())} MiB`,
      `the first run ${mebibytes(first)} MiB, each later one ${(daily / 1024).toFixed(0)} KiB`,
      `a run is kept in ${middle(seconds).toFixed(2)} s, the last is read in ${loading.toFixed(2)} s, all are checked in ${checking.toFixed(2)} s (${problems.length} problems)`,
      `memory ${mebibytes(process.memoryUsage.rss())} MiB`,
      '',
    ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
