/** A process that keeps runs in a history, one after the other, and says so when each is kept: node store-writer.ts NAME WRITER COUNT */
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open.ts';
import { fleetDay } from './fleet-days.ts';

const [name = '', writer = '', count = '0', devices = '30'] = process.argv.slice(2);
const store = await openStore(name);
for (let day = 0; day < Number(count); day += 1) {
  const report = fleetDay(day, { devices: Number(devices), rules: 10, changing: 0.05, leaving: 0.01 });
  // Each report is told from all others by the name of its writer.
  const { run } = await store.append({ ...report, handling: { marking: `${writer} ${day}` } }, 'shared');
  writeSync(1, `${run} ${writer} ${day}\n`);
}
await store.close();
