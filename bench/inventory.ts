/**
 * A fleet of 50,000 phones as one page of Intune, read, judged and written as a report, against a Node that parses the same
 * file: node bench/inventory.ts [phones]. Needs a build and Linux. The runs alternate five times and the middle one counts.
 * Memory is that of all processes together, shared pages counted once.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figures, middle, run } from './measure.ts';

const phones = Number(process.argv[2] ?? 50_000);
const rounds = 5;
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const profile = join(import.meta.dirname, '..', 'examples', 'phone-basics.yaml');
const sample = join(import.meta.dirname, '../test/fixtures/sources/intune-devices/ok.page/input.json');

interface Page {
  readonly value: readonly object[];
}

/** The first phone of the fixture, each time under an identity of its own. */
function pageOf(count: number): string {
  const { value, ...rest } = JSON.parse(readFileSync(sample, 'utf8')) as Page;
  const rows = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(12, '0');
    return JSON.stringify({
      ...value[0],
      id: `00000000-0000-4000-8000-${number}`,
      serialNumber: `SYN${number}`,
    });
  });
  const head = JSON.stringify({ ...rest, '@odata.count': count }).slice(0, -1);
  return `${head},"value":[\n${rows.join(',\n')}\n]}\n`;
}

const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";

const folder = mkdtempSync(join(tmpdir(), 'passmuster-bench-'));
try {
  const path = join(folder, 'managedDevices.json');
  writeFileSync(path, pageOf(phones));
  const audit = ['audit', path, '-p', profile, '--fail-on', 'none', '-q', '-f'];
  const figures: Record<'parsed' | 'json' | 'csv', Figures>[] = [];
  for (let round = 0; round < rounds; round += 1)
    figures.push({
      parsed: await run(['-e', parse, path]),
      json: await run([program, ...audit, `json=${join(folder, 'report.json')}`]),
      csv: await run([program, ...audit, `csv=${join(folder, 'report.csv')}`]),
    });
  process.stdout.write(
    `${phones} phones, ${(statSync(path).size / 1e6).toFixed(0)} MB; report of ${(statSync(join(folder, 'report.json')).size / 1e6).toFixed(0)} MB\n`,
  );
  for (const which of ['json', 'csv'] as const) {
    const seconds = middle(figures.map((one) => one[which].seconds));
    const ratio = middle(figures.map((one) => one[which].seconds / one.parsed.seconds));
    const peak = Math.max(...figures.map((one) => one[which].mebibytes));
    process.stdout.write(
      `audited to ${which} in ${seconds.toFixed(1)} s, ${ratio.toFixed(1)} times the parsing; ${peak.toFixed(0)} MiB at most\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
