/** A disk that is full, and a folder that can only be read: a small file system of its own, which needs root and Linux. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'bin', 'run.js');
const profile = join(root, 'examples', 'phone-basics.yaml');
const place = mkdtempSync(join(tmpdir(), 'passmuster-disk-'));
const mount = (...options: readonly string[]) =>
  spawnSync('mount', ['-t', 'tmpfs', ...options, 'passmuster-test', place]).status === 0;
const unmount = () => spawnSync('umount', [place]);

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mount('-o', 'size=2m');
if (canMount) unmount();
afterAll(() => rmSync(place, { recursive: true, force: true }));

function fleet(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `device-${index}`,
    managedDeviceOwnerType: 'company',
    operatingSystem: 'iOS',
    osVersion: '26.1',
    lastSyncDateTime: '2026-11-09T00:00:00Z',
    isEncrypted: index % 3 !== 0,
    jailBroken: 'False',
  }));
  return JSON.stringify(rows);
}

function audit(count: number, day: number, ...more: readonly string[]) {
  const args = ['audit', '-', '-p', profile, '--as-of', `2026-11-${day}`, '--fail-on', 'none', ...more];
  return spawnSync(process.execPath, [program, ...args], {
    cwd: place,
    input: fleet(count),
    encoding: 'utf8',
  });
}
const both = ['--store', 'history.db', '-f', 'json=report.json', '-q'];

/** Leaves so many bytes. */
function fill(rest: number): void {
  const { bavail, bsize } = statfsSync(place);
  writeFileSync(join(place, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - rest)));
}

async function runsLeft(): Promise<number> {
  const store = await openStore(join(place, 'history.db'), { readOnly: true });
  try {
    expect(await store.integrity()).toEqual([]);
    return (await store.runs()).length;
  } finally {
    await store.close();
  }
}

const title = canMount ? 'a small disk' : 'a small disk (skipped: only root can mount one)';
describe.skipIf(!canMount)(title, () => {
  beforeEach(() => expect(mount('-o', 'size=2m')).toBe(true));
  afterEach(() => void unmount());

  it.each([0, 65_536])('that is full up to %d bytes ends with 2 and leaves what was there', async (rest) => {
    expect(audit(20, 10, ...both).status).toBe(0);
    const before = readFileSync(join(place, 'report.json'));
    fill(rest);
    const done = audit(900, 11, ...both);
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(/the disk is full/);
    expect(readFileSync(join(place, 'report.json')).equals(before)).toBe(true);
    expect(readdirSync(place).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    rmSync(join(place, 'filler'));
    expect(await runsLeft()).toBe(1);
    expect(audit(20, 12, ...both).status).toBe(0);
    expect(await runsLeft()).toBe(2);
  });

  it('that has room for the history and not for the report keeps the run and the old report', async () => {
    expect(audit(20, 10, ...both).status).toBe(0);
    const before = readFileSync(join(place, 'report.json'));
    fill(700_000);
    const done = audit(400, 11, ...both);
    expect([done.status, done.stderr]).toEqual([2, expect.stringContaining('the disk is full')]);
    expect(readFileSync(join(place, 'report.json')).equals(before)).toBe(true);
    rmSync(join(place, 'filler'));
    expect(await runsLeft()).toBe(2);
    // Run again it is the same run, and the report comes.
    expect(audit(400, 11, ...both).status).toBe(0);
    expect(await runsLeft()).toBe(2);
  });

  it('that can only be read is told apart, and can be looked at', async () => {
    expect(audit(20, 10, ...both).status).toBe(0);
    expect(mount('-o', 'remount,ro')).toBe(true);
    const done = audit(20, 11, '--store', 'history.db');
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(/history\.db cannot be used: .*read/);
    expect(audit(20, 11, '--store', 'new.db')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('can only be read') as string,
    });
    const list = spawnSync(process.execPath, [program, 'history', 'list', '--store', 'history.db'], {
      cwd: place,
      encoding: 'utf8',
    });
    expect([list.status, list.stderr]).toEqual([0, '']);
    expect(list.stdout).toContain('2026-11-10');
    expect(await runsLeft()).toBe(1);
  });
});
