/** The program as a process: exit codes, pipes, standard input, files. Needs the build, which npm test makes first. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandNames } from '../src/cli/launch.ts';
import type { Report } from '../src/model/report.ts';
import { reporterIds } from '../src/report/registry.ts';

const root = join(import.meta.dirname, '..');
const program = join(root, 'bin', 'run.js');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-cli-'));
const fleet = join(folder, 'fleet.json');
/** Enough for a report of more than 5 MB. */
const large = join(folder, 'large.json');
const largeCount = 2700;
const profile = join(root, 'examples', 'phone-basics.yaml');
const asOf = ['--as-of', '2026-11-20'];

beforeAll(() => {
  const row = (index: number) => ({
    id: `device-${index}`,
    managedDeviceOwnerType: 'company',
    operatingSystem: 'iOS',
    osVersion: '26.1',
    lastSyncDateTime: '2026-11-19T00:00:00Z',
    isEncrypted: index % 7 !== 0,
    jailBroken: 'False',
  });
  const rows = (length: number) => JSON.stringify(Array.from({ length }, (_, index) => row(index)));
  writeFileSync(fleet, rows(40));
  writeFileSync(large, rows(largeCount));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...options.env };
  return spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
    input: options.input ?? '',
    maxBuffer: 2 ** 28,
  });
}

describe('exit codes', () => {
  it.each([
    { args: ['--version'], status: 0 },
    { args: ['--help'], status: 0 },
    { args: ['audit', '--help'], status: 0 },
    { args: ['profile', 'list'], status: 0 },
    { args: ['settings', 'backup'], status: 0 },
    { args: ['audit', 'fleet.json', '-p', profile, ...asOf], status: 1 },
    { args: ['audit', 'fleet.json', '-p', profile, '--fail-on', 'none', ...asOf], status: 0 },
    {
      args: ['audit', 'fleet.json', '-p', profile, '--fail-on', 'none', '--expected-devices', '41', ...asOf],
      status: 3,
    },
    { args: ['audit', 'fleet.json', '-p', profile, '--expected-devices', '41', ...asOf], status: 1 },
    { args: ['audit', 'nowhere.json', '-p', profile], status: 2 },
    { args: ['audit', 'fleet.json', '-p', profile, '--no-such-flag'], status: 2 },
    { args: ['no-such-command'], status: 2 },
    { args: [], status: 0 },
  ])('$args ends with $status', ({ args, status }) => {
    expect(run(args).status).toBe(status);
  });

  it('is 2 for an error that nobody caught', () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'process.nextTick(() => { throw new Error("uncaught"); });');
    const done = spawnSync(process.execPath, ['--import', broken, program, 'audit', fleet, '-p', profile], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(done.status).toBe(2);
  });
});

describe('pipes', () => {
  it('deliver a report of megabytes to a slow reader, whatever the exit code', async () => {
    const child = spawn(process.execPath, [program, 'audit', large, '-p', profile, '-f', 'json', ...asOf], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk)).resume();
    const status = await new Promise((resolve) => child.on('close', resolve));
    const text = Buffer.concat(chunks).toString('utf8');
    expect(status).toBe(1);
    expect(text.length).toBeGreaterThan(5_000_000);
    const report = JSON.parse(text) as Report;
    expect(report.findings).toHaveLength(report.subjects.length * 5);
  });

  it('closed early end quietly with 2', async () => {
    const child = spawn(process.execPath, [program, 'audit', large, '-p', profile, '-f', 'json', ...asOf], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
    expect(errors).toBe('');
  });

  it('carry an input to -', () => {
    const done = run(['audit', '-', '-p', profile, '-f', 'json', ...asOf], {
      input: readFileSync(fleet, 'utf8'),
    });
    const report = JSON.parse(done.stdout) as Report;
    expect(report.inputs).toMatchObject([
      { path: '-', source: 'intune-devices', status: 'read', subjects: 40 },
    ]);
  });
});

describe('files', () => {
  it('of several formats come from one run', () => {
    const done = run(['audit', fleet, '-p', profile, '-f', 'json=one.json', '-f', 'html=one.html', ...asOf]);
    expect(done.status).toBe(1);
    expect(done.stdout).toContain('wrote     one.json  one.html');
    expect(existsSync(join(folder, 'one.html'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('rendered later equal those of the audit', () => {
    run(['audit', fleet, '-p', profile, '-f', 'json=two.json', '-f', 'html=two.html', ...asOf]);
    expect(run(['report', 'two.json', '-f', 'html=again.html', '-f', 'json=again.json']).status).toBe(0);
    for (const ending of ['html', 'json']) {
      expect(readFileSync(join(folder, `again.${ending}`), 'utf8')).toBe(
        readFileSync(join(folder, `two.${ending}`), 'utf8'),
      );
    }
  });

  it('of one subject each go to a folder or to names with {subject} in them', () => {
    run(['audit', fleet, '-p', profile, '-o', 'many.json', ...asOf]);
    const report = JSON.parse(readFileSync(join(folder, 'many.json'), 'utf8')) as Report;
    mkdirSync(join(folder, 'heimdall'));
    const done = run(['report', 'many.json', '-f', 'hdf=heimdall', '-f', 'xccdf=heimdall/{subject}.xccdf']);
    expect(done.stderr).toBe('');
    expect(done.stdout).toContain('wrote     heimdall/{subject}.json  heimdall/{subject}.xccdf');
    const names = readdirSync(join(folder, 'heimdall'));
    expect(names.filter((name) => name.endsWith('.json'))).toHaveLength(report.subjects.length);
    expect(names.filter((name) => name.endsWith('.xccdf'))).toHaveLength(report.subjects.length);
    const [subject] = report.subjects;
    const text = readFileSync(join(folder, 'heimdall', `${subject?.id ?? ''}.json`), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ platform: { target_id: subject?.id } });
  });

  it('of one subject are refused for several, before anything is written', () => {
    const done = run(['audit', fleet, '-p', profile, '-f', 'json=before.json', '-f', 'cklb=x.cklb', ...asOf]);
    expect(done.status).toBe(2);
    expect(done.stderr).toContain('cklb holds one subject and the report has 40; write -f cklb=FOLDER/');
    expect(existsSync(join(folder, 'before.json'))).toBe(false);
    expect(run(['audit', fleet, '-p', profile, '-f', 'hdf', ...asOf]).status).toBe(2);
  });

  it('of every format come from audit and from report alike', () => {
    const perRun = reporterIds.filter((id) => !['hdf', 'cklb'].includes(id));
    const formats = (prefix: string) => perRun.flatMap((id) => ['-f', `${id}=${prefix}.${id}`]);
    run(['audit', fleet, '-p', profile, ...formats('first'), ...asOf], { env: { TZ: 'Asia/Kolkata' } });
    const env = { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' };
    expect(run(['report', 'first.json', ...formats('second')], { env }).status).toBe(0);
    // An audit lets rows share verdicts in NDJSON; what it says is the same.
    for (const name of ['first', 'second']) run(['report', `${name}.ndjson`, '-f', `json=${name}.ndjson`]);
    for (const id of perRun) {
      const [first, second] = ['first', 'second'].map((name) =>
        readFileSync(join(folder, `${name}.${id}`), 'utf8'),
      );
      expect(first === second, id).toBe(true);
      expect(first, id).not.toBe('');
    }
  });

  it('stay as they were when the new one cannot be written', () => {
    writeFileSync(join(folder, 'kept.json'), 'old');
    const done = run(['audit', fleet, '-p', profile, '-f', 'json=kept.json', '-o', 'x', ...asOf]);
    expect(done.status).toBe(2);
    expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe('old');
  });

  it('are readable by their owner alone', () => {
    run(['audit', fleet, '-p', profile, '-o', 'mine.json', ...asOf]);
    expect(statSync(join(folder, 'mine.json')).mode & 0o077).toBe(0);
  });
});

describe('determinism', () => {
  it('same inputs and --as-of give the same bytes in any time zone and locale, in any order of paths', () => {
    const other = join(folder, 'other.json');
    writeFileSync(other, readFileSync(fleet, 'utf8').replaceAll('device-', 'phone-'));
    const outputs = [
      run(['audit', 'fleet.json', 'other.json', '-p', profile, '-f', 'json', ...asOf], {
        env: { TZ: 'UTC', LANG: 'C' },
      }),
      run(['audit', 'other.json', 'fleet.json', '-p', profile, '-f', 'json', ...asOf], {
        env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' },
      }),
    ].map(({ stdout }) => stdout);
    expect(outputs[0]).toBe(outputs[1]);
  });
});

describe('what scripts see', () => {
  it('suggestions know every command', () => {
    const names = readdirSync(join(root, 'src', 'commands')).map((name) => name.replace(/\.ts$/, ''));
    const commands = [...new Set(names)];
    expect(commandNames.filter((name) => name !== 'help').sort()).toEqual(commands.sort());
  });

  it('an environment variable stands for a flag, and a flag beats it', () => {
    const env = { PASSMUSTER_PROFILE: `${profile},uk-ncsc-ios`, PASSMUSTER_FAIL_ON: 'none' };
    const done = run(['audit', fleet, '-f', 'json', ...asOf], { env });
    expect((JSON.parse(done.stdout) as Report).profiles.map(({ id }) => id)).toEqual([
      'phone-basics',
      'uk-ncsc-ios',
    ]);
    expect(done.status).toBe(0);
    expect(run(['audit', fleet, '-q', '--fail-on', 'low', ...asOf], { env }).status).toBe(1);
  });
});
