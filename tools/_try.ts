import { openFleet } from '/work/main/src/fleet/fleet.ts';
import { headOf, auditInto } from '/work/main/src/audit.ts';
import { ndjsonSink } from '/work/main/src/report/ndjson.ts';
import { findProfiles } from '/work/main/src/profiles/find.ts';
import { setLimits } from '/work/main/src/io/limits.ts';
import { openSync, writeSync, closeSync } from 'node:fs';
const [path, profile, jobs, out, mode] = process.argv.slice(2);
setLimits({ fleetBytes: 1 });
const profiles = await findProfiles([profile!], {} as never);
const asOf = '2026-11-30T00:00:00Z';
const options = { paths: [path!], profiles, asOf, version: '0', gate: { failOn: 'none' }, identityKey: 'k'.repeat(32) } as never as any;
const fd = openSync(out!, 'w');
const t = performance.now();
if (mode === 'slow') { await auditInto(options, [ndjsonSink((x) => { writeSync(fd, x); })]); }
else {
  const fleet = await openFleet({ ...options, head: headOf(options), jobs: Number(jobs) });
  if (!fleet) throw new Error('not plain');
  console.log('looked', (performance.now() - t).toFixed(0));
  await fleet.audit(async (b) => { writeSync(fd, b); });
  await fleet.close();
}
closeSync(fd);
console.log((performance.now() - t).toFixed(0), 'ms', process.memoryUsage().rss >> 20);
