/** What becomes of reports when a run is stopped, may not write or has no room: whole or as they were. Needs the build. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { intuneRows, phoneProfile, runProgram, startProgram } from '../support/program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'passmuster-faults-'));
const out = join(cwd, 'out');
const report = join(out, 'report.json');
const old = '{"the":"report of yesterday"}\n';

beforeAll(() => {
  chmodSync(cwd, 0o755);
  writeFileSync(join(cwd, 'fleet.json'), intuneRows(400), { mode: 0o644 });
});
beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  writeFileSync(report, old);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const audit = (...more: string[]) => [
  'audit',
  'fleet.json',
  '-p',
  phoneProfile,
  '-q',
  '--as-of',
  '2026-11-20',
  '-f',
  'json=out/report.json',
  ...more,
];
const temporaries = (folder = out) => readdirSync(folder).filter((name) => name.startsWith('.passmuster-'));

/** The report that a run makes which nothing disturbs. */
const whole = (() => {
  let text: string | undefined;
  return (): string => {
    if (text !== undefined) return text;
    const file = join(cwd, 'whole.json');
    expect(runProgram([...audit(), '-f', `csv=${join(cwd, 'whole.csv')}`], { cwd }).status).toBe(1);
    writeFileSync(file, readFileSync(report));
    writeFileSync(report, old);
    text = readFileSync(file, 'utf8');
    return text;
  };
})();

/** Sends the signal when the temporary file of the report is there, or so many milliseconds later. */
async function stopWhileWriting(signal: NodeJS.Signals, later = 0, ...more: string[]) {
  const run = startProgram(audit(...more), { cwd });
  const stop = () => void run.child.kill(signal);
  const watcher = watch(out, (_event, name) => {
    if (name?.startsWith('.passmuster-') !== true) return;
    if (later > 0) setTimeout(stop, later);
    else stop();
  });
  const ended = await run.ended;
  watcher.close();
  return ended;
}

describe('a signal in the middle of writing', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s leaves the old report and nothing else',
    async (signal) => {
      const ended = await stopWhileWriting(signal);
      expect(ended.signal).toBe(signal);
      expect(readFileSync(report, 'utf8')).toBe(old);
      expect(temporaries()).toEqual([]);
    },
  );

  it('SIGTERM ends a report that grows while the audit goes on', async () => {
    const grown = join(out, 'report.ndjson');
    writeFileSync(grown, old);
    const ended = await stopWhileWriting('SIGTERM', 20, '-f', 'ndjson=out/report.ndjson');
    expect(ended.signal).toBe('SIGTERM');
    expect(readFileSync(grown, 'utf8')).toBe(old);
    expect(temporaries()).toEqual([]);
  });

  it('SIGKILL leaves the old report, and a file that is not taken for one', async () => {
    expect((await stopWhileWriting('SIGKILL')).signal).toBe('SIGKILL');
    expect(readFileSync(report, 'utf8')).toBe(old);
    for (const name of temporaries()) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600);
    expect(runProgram(audit(), { cwd }).status).toBe(1);
    expect(readFileSync(report, 'utf8')).toBe(whole());
  });
});

/** PASSMUSTER_KILLS=500 for a release. */
const kills = Number(process.env['PASSMUSTER_KILLS'] ?? 12);

describe('SIGKILL at any moment of writing', () => {
  it(`leaves each report whole, ${kills} times`, { timeout: kills * 20_000 }, async () => {
    const expected = whole();
    const found = { old: 0, new: 0 };
    for (let round = 0; round < kills; round += 1) {
      writeFileSync(report, old);
      // From the first byte to well after the last: written, synced, renamed, and the next report begun.
      const ended = await stopWhileWriting('SIGKILL', (round * 40) / kills, '-f', 'csv=out/report.csv');
      const text = readFileSync(report, 'utf8');
      expect([old, expected]).toContain(text);
      found[text === old ? 'old' : 'new'] += 1;
      if (ended.signal === null) expect([ended.code, text === expected]).toEqual([1, true]);
    }
    expect(found.old).toBeGreaterThan(0);
    expect(found.old + found.new).toBe(kills);
  });
});

describe('a folder that cannot be written', () => {
  it.skipIf(process.getuid?.() !== 0)('ends the run with 2 and leaves the old report', () => {
    chmodSync(out, 0o555);
    chmodSync(report, 0o644);
    const done = runProgram(audit(), { cwd, user: 65_534 });
    expect([done.status, done.stderr]).toEqual([
      2,
      'passmuster: Cannot write out/report.json: permission denied.\n',
    ]);
    expect(readFileSync(report, 'utf8')).toBe(old);
    expect(temporaries()).toEqual([]);
  });

  it('ends the run with 2 when it is not there', () => {
    const done = runProgram(audit('-f', 'csv=none/report.csv'), { cwd });
    expect([done.status, done.stderr]).toEqual([
      2,
      'passmuster: Cannot write none/report.csv: the folder does not exist.\n',
    ]);
  });
});

const disk = join(cwd, 'disk');
const mount = (kib: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', disk]).status === 0;
const canMount = (() => {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  mkdirSync(disk);
  const isMounted = mount(64);
  if (isMounted) spawnSync('umount', [disk]);
  return isMounted;
})();

describe.skipIf(!canMount)('a full disk', () => {
  const file = join(disk, 'report.json');
  const sizes = [64, 128, 256, 448, 640, 896, 1536];

  it.each(sizes)('of %d KiB holds the new report whole, or still the old one', (kib) => {
    const expected = whole();
    mount(kib);
    try {
      writeFileSync(file, old);
      const lock = join(disk, 'run.lock');
      const log = join(disk, 'run.log');
      const args = audit().slice(0, -1);
      const done = runProgram([...args, `json=${file}`, '--lock', lock, '--log-file', log], { cwd });
      const fits = Buffer.byteLength(expected) + 3 * 4096 < kib * 1024;
      if (fits) {
        expect([done.status, readFileSync(file, 'utf8') === expected]).toEqual([1, true]);
      } else {
        expect(done.stderr).toContain(`Cannot write`);
        expect([done.status, readFileSync(file, 'utf8')]).toEqual([2, old]);
      }
      expect(temporaries(disk)).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe('the mode of a file', () => {
  it('lets its owner alone read a report, and others its metrics as far as the umask allows', () => {
    const umask = process.umask(0o022);
    try {
      runProgram(audit('-f', 'prometheus=out/a.prom', '-f', 'openmetrics=out/b.txt'), { cwd });
    } finally {
      process.umask(umask);
    }
    const modes = ['report.json', 'a.prom', 'b.txt'].map((name) => statSync(join(out, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o644, 0o644]);
  });
});
