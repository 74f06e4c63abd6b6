/**
 * A bugreport of 200 MB, zipped, against reading the same text line by line: node bench/bugreport.ts [megabytes]
 * Needs a build. Time and the most memory of all processes together; the runs alternate five times and the middle one counts. Bars: three times the time, 250 MiB.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { zipOf } from '../test/support/archive.ts';
import { releases } from '../tools/fixtures/android/releases.ts';
import { bugreport, service } from '../tools/fixtures/android/report.ts';

const megabytes = Number(process.argv[2] ?? 200);
const bars = { ratio: 3, mebibytes: 250 };
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const profile = join(import.meta.dirname, '..', 'examples', 'phone-basics.yaml');

/** Text like that of logs: it shrinks to about a fifth. */
function* logs(bytes: number): Generator<string> {
  let seed = 7;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let written = 0; written < bytes;) {
    const lines = Array.from({ length: 2000 }, () => {
      const [a, b, c] = [next(), next(), next()];
      return `11-20 09:${a % 60}:${b % 60}.${c % 1000}  ${a % 9000}  ${b % 9000} D Example${c % 50}: event ${a.toString(36)} of ${b.toString(36)} took ${c % 5000} ms state=${a % 7}\n`;
    }).join('');
    written += lines.length;
    yield lines;
  }
}

async function writeReport(path: string): Promise<void> {
  const release = releases.find(({ name }) => name === '14');
  if (release === undefined) throw new Error('no release');
  const text = bugreport(release);
  const at = text.indexOf('------ SYSTEM LOG');
  const file = createWriteStream(path);
  const write = async (part: string): Promise<void> => {
    if (!file.write(part)) await once(file, 'drain');
  };
  await write(text.slice(0, at));
  await write('------ SYSTEM LOG (logcat -v threadtime) ------\n');
  for (const part of logs(megabytes * 500_000)) await write(part);
  await write(service('example', [...logs(megabytes * 500_000)].join('')));
  await write(text.slice(at));
  file.end();
  await once(file, 'close');
}

interface Figures {
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Resident memory of a process and all below it. */
function memoryOf(root: number): number {
  const parents = new Map<number, { parent: number; pages: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), { parent: Number(fields[1]), pages: Number(fields[21]) });
    } catch {
      // It has ended in the meantime.
    }
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (pid > 1 && isBelow(parents.get(pid)?.parent ?? 0));
  return [...parents].reduce((sum, [pid, { pages }]) => (isBelow(pid) ? sum + pages * 4096 : sum), 0);
}

async function run(args: readonly string[]): Promise<Figures> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memoryOf(child.pid ?? 0))), 50);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(watch);
  if (code === 2) throw new Error(`${args.join(' ')} ended with 2`);
  return { seconds: (performance.now() - start) / 1000, mebibytes: most / 1024 / 1024 };
}

const lineByLine = `
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
let lines = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[1]) })) lines += line.length > 0 ? 1 : 0;
`;

const folder = mkdtempSync(join(tmpdir(), 'passmuster-bench-'));
try {
  const text = join(folder, 'bugreport-ex14-2026.txt');
  const zip = join(folder, 'bugreport.zip');
  await writeReport(text);
  const content = readFileSync(text);
  writeFileSync(
    zip,
    zipOf([
      { name: 'version.txt', content: Buffer.from('2.0') },
      { name: 'main_entry.txt', content: Buffer.from('bugreport-ex14-2026.txt') },
      { name: 'bugreport-ex14-2026.txt', content },
    ]),
  );
  const rounds: { lines: Figures; audit: Figures }[] = [];
  for (let round = 0; round < 5; round += 1)
    rounds.push({
      lines: await run(['--input-type=module', '-e', lineByLine, text]),
      audit: await run([program, 'audit', zip, '-p', profile, '--fail-on', 'none', '-f', 'json']),
    });
  const ratio = ({ lines, audit }: (typeof rounds)[number]) => audit.seconds / lines.seconds;
  const middle = rounds.toSorted((a, b) => ratio(a) - ratio(b))[2];
  if (middle === undefined) throw new Error('no round');
  const peak = Math.max(...rounds.map(({ audit }) => audit.mebibytes));
  const isKept = ratio(middle) <= bars.ratio && peak <= bars.mebibytes;
  process.stdout.write(
    `${(content.length / 1e6).toFixed(0)} MB of text, ${(readFileSync(zip).length / 1e6).toFixed(0)} MB zipped: ` +
      `audited in ${middle.audit.seconds.toFixed(1)} s, read line by line in ${middle.lines.seconds.toFixed(1)} s, ` +
      `ratio ${ratio(middle).toFixed(2)} (bar ${bars.ratio}); ${peak.toFixed(0)} MiB at most (bar ${bars.mebibytes})${isKept ? '' : '  MISSED'}\n`,
  );
  process.exitCode = isKept ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
