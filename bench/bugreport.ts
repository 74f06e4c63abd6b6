/**
 * A bugreport of 200 MB, as text and zipped, against a Node that reads it line by line: node bench/bugreport.ts [megabytes]
 * Like with like: the text against the text, the zip against the text unpacked from gzip. Needs a build and Linux. The runs
 * alternate five times and the middle one counts. Memory is that of all processes together, shared pages counted once.
 * Bars: three times the time, 250 MiB.
 */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipOf } from '../test/support/archive.ts';
import { releases } from '../tools/fixtures/android/releases.ts';
import { bugreport, service } from '../tools/fixtures/android/report.ts';
import { type Figures, middle, run } from './measure.ts';

const megabytes = Number(process.argv[2] ?? 200);
const rounds = 5;
const bars = { ratio: 3, mebibytes: 250 };
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const profile = join(import.meta.dirname, '..', 'examples', 'phone-basics.yaml');

/** Text like that of logs: it shrinks to about a third. */
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

const lineByLine = `
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
const path = process.argv[1];
const input = path.endsWith('.gz') ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
let lines = 0;
for await (const line of createInterface({ input })) lines += line.length > 0 ? 1 : 0;
`;

const folder = mkdtempSync(join(tmpdir(), 'passmuster-bench-'));
try {
  const text = join(folder, 'bugreport-ex14-2026.txt');
  const zip = join(folder, 'bugreport.zip');
  const gzip = join(folder, 'bugreport.gz');
  await writeReport(text);
  const content = readFileSync(text);
  writeFileSync(gzip, gzipSync(content));
  const small = { 'version.txt': '2.0', 'main_entry.txt': 'bugreport-ex14-2026.txt' };
  const parts = Object.entries(small).map(([name, words]) => ({ name, content: Buffer.from(words) }));
  writeFileSync(zip, zipOf([...parts, { name: 'bugreport-ex14-2026.txt', content }]));
  const audit = (path: string) =>
    run([program, 'audit', path, '-p', profile, '--fail-on', 'none', '-f', 'json']);
  const readLines = (path: string) => run(['--input-type=module', '-e', lineByLine, path]);
  const figures: Record<'text' | 'plain' | 'zip' | 'unpacked', Figures>[] = [];
  for (let round = 0; round < rounds; round += 1)
    figures.push({
      plain: await readLines(text),
      text: await audit(text),
      unpacked: await readLines(gzip),
      zip: await audit(zip),
    });
  const told = (audited: 'text' | 'zip', peer: 'plain' | 'unpacked') => {
    const seconds = (which: typeof audited | typeof peer) => middle(figures.map((one) => one[which].seconds));
    const ratio = middle(figures.map((one) => one[audited].seconds / one[peer].seconds));
    const peak = Math.max(...figures.map((one) => one[audited].mebibytes));
    const isKept = ratio <= bars.ratio && peak <= bars.mebibytes;
    process.stdout.write(
      `${audited.padEnd(4)} audited in ${seconds(audited).toFixed(1)} s, read line by line in ${seconds(peer).toFixed(1)} s: ` +
        `ratio ${ratio.toFixed(2)} (bar ${bars.ratio}), ${peak.toFixed(0)} MiB at most (bar ${bars.mebibytes})${isKept ? '' : '  MISSED'}\n`,
    );
    return isKept;
  };
  process.stdout.write(
    `${(content.length / 1e6).toFixed(0)} MB of text, ${(readFileSync(zip).length / 1e6).toFixed(0)} MB zipped\n`,
  );
  const kept = [told('text', 'plain'), told('zip', 'unpacked')];
  const zipped = middle(figures.map((one) => one.zip.seconds / one.plain.seconds));
  process.stdout.write(`the zip against the text that lies there unpacked: ${zipped.toFixed(2)}\n`);
  const isKept = !kept.includes(false);
  process.exitCode = isKept ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
