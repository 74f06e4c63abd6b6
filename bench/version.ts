/**
 * What a start costs against an empty Node, in one run: node bench/version.ts [runs]
 * The commands alternate, so that a machine that slows down slows both. Needs a build.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const runs = Number(process.argv[2] ?? 25);
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const examples = join(import.meta.dirname, '..', 'examples');
const profile = join(examples, 'fleet', 'apple', 'corporate-baseline.mobileconfig');
const yours = join(examples, 'phone-basics.yaml');
const commands = {
  'node -e 0': ['-e', '0'],
  'passmuster --version': [program, '--version'],
  'passmuster sources': [program, 'sources'],
  'audit of a profile': [program, 'audit', profile, '-p', 'uk-ncsc-ios', '--fail-on', 'none'],
  'the same, yours': [program, 'audit', profile, '-p', yours, '--fail-on', 'none'],
};

const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run <= runs; run += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const start = process.hrtime.bigint();
    const done = spawnSync(process.execPath, args);
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (done.status !== 0) throw new Error(`${name} ended with ${done.status}`);
    if (run > 0) times.get(name)?.push(milliseconds); // the first round warms the caches
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const base = median(times.get('node -e 0') ?? []);
for (const [name, values] of times) {
  const middle = median(values);
  process.stdout.write(
    `${name.padEnd(22)} median ${middle.toFixed(0).padStart(4)} ms   ratio ${(middle / base).toFixed(2)}\n`,
  );
}
