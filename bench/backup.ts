/**
 * What the audit of a large backup costs: node bench/backup.ts [files]. Needs a build, and /proc for the memory.
 * Makes a backup folder of 5 GB in sparse files, with a manifest that lists each of them, audits it three times, and tells the
 * time of each run and the peak of memory of the program and its reading child together.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupOf, phoneFiles, writeFiles } from '../tools/fixtures/apple-backup.ts';
import { guardedPhone } from '../tools/fixtures/apple-phone.ts';

const count = Number(process.argv[2] ?? 40_000);
const total = 5 * 1024 ** 3;
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const idOf = (domain: string, path: string) => createHash('sha1').update(`${domain}-${path}`).digest('hex');

/** Photographs, as they fill real backups. */
const photographs = Array.from({ length: count }, (_, index): [string, string] => [
  'CameraRollDomain',
  `Media/DCIM/${100 + Math.floor(index / 1000)}APPLE/IMG_${String(index).padStart(6, '0')}.HEIC`,
]);

function makeBackup(folder: string): void {
  writeFiles(folder, backupOf(guardedPhone));
  for (let first = 0; first < 256; first += 1)
    mkdirSync(join(folder, first.toString(16).padStart(2, '0')), { recursive: true });
  for (const [domain, path] of photographs) {
    const id = idOf(domain, path);
    const file = openSync(join(folder, id.slice(0, 2), id), 'w');
    ftruncateSync(file, Math.floor(total / count));
    closeSync(file);
  }
  makeManifest(join(folder, 'Manifest.db'));
}

/** As large as that of a phone: a row holds about half a kilobyte of metadata, and three indexes stand beside the table. */
function makeManifest(path: string): void {
  rmSync(path);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA synchronous = OFF;
    CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);
    CREATE INDEX FilesDomainIdx ON Files (domain);
    CREATE INDEX FilesRelativePathIdx ON Files (relativePath);
    CREATE INDEX FilesFlagsIdx ON Files (flags);
    CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);
    BEGIN`);
  const insert = database.prepare('INSERT INTO Files VALUES (?, ?, ?, 1, ?)');
  const metadata = new Uint8Array(520).fill(7);
  const own = phoneFiles(guardedPhone).map(([domain, file]): [string, string] => [domain, file]);
  for (const [domain, file] of [...photographs, ...own])
    insert.run(idOf(domain, file), domain, file, metadata);
  database.exec('COMMIT');
  database.close();
}

interface Cost {
  readonly seconds: number;
  /** Time of the processor, in all processes: what a machine without other work would take at most. */
  readonly processor: number;
  /** Of all processes at once, what they share counted once. */
  readonly peakMiB: number;
}

async function auditCost(folder: string): Promise<Cost> {
  const started = performance.now();
  const audit = spawn(
    process.execPath,
    [program, 'audit', folder, '-p', 'uk-ncsc-ios', '--fail-on', 'none', '--as-of', '2026-11-29', '-q'],
    { stdio: 'ignore' },
  );
  const processor = new Map<number, number>();
  let peakMiB = 0;
  const watch = setInterval(() => {
    const running = familyOf(audit.pid ?? 0);
    for (const pid of running) processor.set(pid, Math.max(processor.get(pid) ?? 0, secondsOf(pid)));
    peakMiB = Math.max(
      peakMiB,
      running.reduce((sum, pid) => sum + memoryOf(pid), 0),
    );
  }, 10);
  const code = await new Promise((resolve) => audit.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the audit ended with ${String(code)}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, processor: [...processor.values()].reduce((sum, one) => sum + one, 0), peakMiB };
}

/** A file of /proc; empty when the process has ended meanwhile. */
function proc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

function familyOf(pid: number): number[] {
  const below = proc(`${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return [pid, ...below.flatMap((child) => familyOf(Number(child)))];
}

/** Fields 14 and 15 of `stat`, in hundredths of a second. */
function secondsOf(pid: number): number {
  const fields = proc(`${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** Proportional set size: shared pages are divided among the processes that share them. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^Pss: +(\d+)/m.exec(proc(`${pid}/smaps_rollup`)) ?? [];
  return Number(kilobytes) / 1024;
}

const folder = mkdtempSync(join(tmpdir(), 'passmuster-bench-backup-'));
try {
  const backup = join(folder, 'backup');
  makeBackup(backup);
  const manifest = statSync(join(backup, 'Manifest.db')).size / 1024 ** 2;
  process.stdout.write(`${count} files, 5 GB; Manifest.db ${manifest.toFixed(0)} MiB\n`);
  for (let run = 0; run < 3; run += 1) {
    const { seconds, processor, peakMiB } = await auditCost(backup);
    const time = `${seconds.toFixed(2)} s, ${processor.toFixed(2)} s of the processor`;
    process.stdout.write(`${time}   ${peakMiB.toFixed(0)} MiB\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
