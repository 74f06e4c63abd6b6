/** Runs that nobody watches: one at a time, and a log that machines read. Needs the build. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeLock } from '../../src/cli/lock.ts';
import { logTo } from '../../src/cli/log.ts';
import { ProgressLog } from '../../src/cli/progress-log.ts';
import { intuneRows, phoneProfile, root, runProgram, startProgram } from '../support/program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'passmuster-unattended-'));
beforeAll(() => writeFileSync(join(cwd, 'fleet.json'), intuneRows(8)));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const audit = (...more: string[]) => ['audit', 'fleet.json', '-p', phoneProfile, '-q', ...more];
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Holds the lock until its standard input ends. */
async function startHolder(lock: string) {
  const holder = startProgram(['audit', '-', '-p', phoneProfile, '--lock', lock, '--log-format', 'json'], {
    cwd,
  });
  await vi.waitFor(() => expect(holder.told()).toContain('run-started'), { timeout: 20_000 });
  return holder;
}

describe('a lock', () => {
  it('keeps a second run out while the first one lives, and lets it in afterwards', async () => {
    const holder = await startHolder('a.lock');
    const second = runProgram(audit('--lock', 'a.lock'), { cwd });
    expect(second.status).toBe(2);
    expect(second.stdout).toBe('');
    expect(second.stderr).toMatch(
      /^passmuster: Another run holds the lock a\.lock \(.*since \d{4}-.*Z\); this one did not start/,
    );
    if (existsSync('/proc/locks')) expect(second.stderr).toContain(`process ${holder.child.pid}`);
    holder.child.stdin?.end();
    await holder.ended;
    expect(runProgram(audit('--lock', 'a.lock'), { cwd }).status).toBe(1);
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends with a process that %s ends',
    async (signal) => {
      const holder = await startHolder('b.lock');
      holder.child.kill(signal);
      expect((await holder.ended).signal).toBe(signal);
      expect(runProgram(audit('--lock', 'b.lock'), { cwd }).status).toBe(1);
    },
  );

  /** In a container the number of a process says nothing: each has its own 1. */
  const unshare = ['--pid', '--fork', '--mount-proc'];
  const canUnshare = spawnSync('unshare', [...unshare, 'true']).status === 0;
  it.skipIf(!canUnshare)('holds between containers that share its folder', async () => {
    const holder = await startHolder('ns.lock');
    const program = [process.execPath, join(root, 'bin', 'run.js'), ...audit('--lock', 'ns.lock')];
    const other = () => spawnSync('unshare', [...unshare, ...program], { cwd, encoding: 'utf8' });
    expect([other().status, other().stderr]).toEqual([
      2,
      expect.stringContaining('Another run holds the lock'),
    ]);
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(other().status).toBe(1);
  });

  it('lets one of many in that start at once', async () => {
    const runs = Array.from({ length: 6 }, () =>
      startProgram(['audit', '-', '-p', phoneProfile, '--lock', 'c.lock', '--log-format', 'json'], { cwd }),
    );
    await vi.waitFor(() => expect(runs.filter(({ told }) => told().includes('run-locked'))).toHaveLength(5), {
      timeout: 40_000,
    });
    const winner = runs.find(({ told }) => told().includes('run-started'));
    for (const { child } of runs) child.stdin?.end();
    const codes = await Promise.all(runs.map(async ({ ended }) => (await ended).code));
    expect(codes.filter((code) => code === 2)).toHaveLength(5);
    expect((await winner?.ended)?.code).toBe(3); // it read nothing
  });

  it('stays an empty file, and takes no file that has content', async () => {
    const path = join(cwd, 'd.lock');
    const lock = await takeLock(path);
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'run-locked' });
    lock.release();
    (await takeLock(path)).release();
    expect(statSync(path).size).toBe(0);
    expect(existsSync(`${path}-journal`)).toBe(false);
    await expect(takeLock(join(cwd, 'fleet.json'))).rejects.toMatchObject({ code: 'output-failed' });
    await expect(takeLock(join(cwd, 'none', 'x.lock'))).rejects.toMatchObject({ code: 'output-failed' });
  });

  // A file that can only be read would be opened so, and then there would be no lock.
  it.skipIf(process.getuid?.() !== 0)('is refused where its file cannot be written', async () => {
    const path = join(cwd, 'e.lock');
    (await takeLock(path)).release();
    chmodSync(path, 0o644);
    chmodSync(cwd, 0o755);
    const done = runProgram(audit('--lock', path), { cwd, user: 65_534 });
    expect(done.stderr).toBe(`passmuster: Cannot take the lock ${path}: permission denied.\n`);
    expect(done.status).toBe(2);
  });
});

describe('the log for machines', () => {
  it('is an object a line on standard error, from start to end, and standard output stays the result', () => {
    const done = runProgram(audit('--log-format', 'json', '--as-of', '2026-11-20'), { cwd });
    const lines = linesOf(done.stderr);
    expect(lines.map(({ level, event }) => `${String(level)} ${String(event)}`)).toEqual([
      'info run-started',
      'info run-finished',
    ]);
    expect(lines.every(({ time }) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(time)))).toBe(true);
    expect(lines[1]).toMatchObject({
      asOf: '2026-11-20T23:59:59Z',
      inputs: 1,
      subjects: 8,
      exitCode: 1,
      complete: true,
      gatesNotMet: ['--fail-on low'],
    });
    expect(done.stdout).toMatch(/^gate --fail-on low: not met/);
  });

  it('says what is wrong with flags, files and inputs in the same form', () => {
    for (const args of [['--nope'], ['--min-score', '800'], ['-c', 'none.yaml'], ['missing.json']]) {
      const done = runProgram(audit('--log-format', 'json', ...args), { cwd });
      expect(done.status).toBe(2);
      const last = linesOf(done.stderr).at(-1);
      expect(last).toMatchObject({ level: 'error', event: 'run-failed', exitCode: 2 });
    }
    writeFileSync(join(cwd, 'cut.json'), intuneRows(3).slice(0, -20));
    const partial = runProgram(audit('cut.json', '--log-format', 'json', '--fail-on', 'none'), { cwd });
    expect(partial.status).toBe(3);
    expect(linesOf(partial.stderr)).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        event: 'input-incomplete',
        input: 'cut.json',
        codes: ['json-malformed'],
      }),
    );
  });

  it('goes to a file when one is named, line by line after what is there; standard error stays for people', () => {
    const file = join(cwd, 'runs.log');
    const args = audit('--log-format', 'json', '--log-file', file);
    expect(runProgram(args, { cwd }).stderr).toBe('');
    expect(runProgram([...args, 'missing.json'], { cwd }).stderr).toBe(
      'passmuster: Cannot open missing.json: it does not exist.\n',
    );
    const events = linesOf(readFileSync(file, 'utf8')).map(({ event }) => event);
    expect(events).toEqual(['run-started', 'run-finished', 'run-started', 'run-failed']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const denied = runProgram(audit('--log-file', join(cwd, 'none', 'x.log')), { cwd });
    expect(denied.status).toBe(2);
    expect(denied.stderr).toContain('Cannot write the log');
  });

  it('keeps hostile names on one line', () => {
    const name = 'a\nb\u001B[31m.json';
    writeFileSync(join(cwd, name), '{');
    for (const format of ['text', 'json']) {
      const file = join(cwd, `hostile-${format}.log`);
      runProgram(['audit', name, '-p', phoneProfile, '-q', '--log-format', format, '--log-file', file], {
        cwd,
      });
      const text = readFileSync(file, 'utf8');
      expect(text.trimEnd().split('\n')).toHaveLength(3);
      expect(text).not.toContain('\u001B');
    }
  });

  it('comes from the configuration file as well', () => {
    writeFileSync(
      join(cwd, 'c.yaml'),
      `paths: [fleet.json]\nprofile: ['${phoneProfile}']\nlog-format: json\nlock: c.lock\n`,
    );
    const done = runProgram(['audit', '-c', 'c.yaml', '-q'], { cwd });
    expect(linesOf(done.stderr)[0]).toMatchObject({ event: 'run-started', config: 'c.yaml', lock: 'c.lock' });
  });
});

describe('progress without a terminal', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    logTo({ format: 'text', quiet: false });
  });
  const told = () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    return () => write.mock.calls.map(([text]) => String(text));
  };
  const at = (subjects: number) => ({ input: 'devices.json', inputsDone: 2, inputsAll: 7, subjects });

  it('is a line a minute', () => {
    vi.useFakeTimers({ now: 0 });
    const lines = told();
    const progress = new ProgressLog();
    for (let second = 1; second <= 150; second += 1) {
      vi.setSystemTime(second * 1000);
      progress.update(at(second * 100));
    }
    progress.done();
    expect(lines()).toEqual([
      'passmuster: reading 3 of 7, 6000 subjects in 60 s: devices.json\n',
      'passmuster: reading 3 of 7, 12000 subjects in 120 s: devices.json\n',
    ]);
  });

  it('is told to machines with its figures, and to nobody with -q', () => {
    const lines = told();
    logTo({ format: 'json', quiet: false });
    new ProgressLog(0).update(at(5));
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      event: 'progress',
      inputsDone: 2,
      inputsAll: 7,
      subjects: 5,
    });
    logTo({ format: 'text', quiet: true });
    new ProgressLog(0).update(at(6));
    expect(lines()).toHaveLength(1);
  });
});

/** A Node that is too old starts the program again on the one of the checkout. */
describe.skipIf(process.platform !== 'linux')('the program on its own Node', () => {
  const oldNode = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => {
    const [major = 99] =
      spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.slice(1).split('.').map(Number) ?? [];
    return major < 22;
  });
  it.skipIf(oldNode === undefined)('ends when the process that was started is ended', async () => {
    const lock = join(cwd, 'old.lock');
    const program = [join(root, 'bin', 'run.js'), 'audit', '-', '-p', phoneProfile];
    const outer = spawn(oldNode ?? '', [...program, '--lock', lock, '--log-format', 'json'], { cwd });
    let told = '';
    outer.stderr.on('data', (text) => (told += String(text)));
    const ended = new Promise((resolve) => outer.on('close', (_code, signal) => resolve(signal)));
    await vi.waitFor(() => expect(told).toContain('run-started'), { timeout: 30_000 });
    expect(runProgram(audit('--lock', lock), { cwd }).status).toBe(2);
    outer.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(runProgram(audit('--lock', lock), { cwd }).status).toBe(1);
  });
});
