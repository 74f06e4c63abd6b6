/** Devices and pipes as outputs: they are written to, and stay what they are. Needs the build. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intuneRows, phoneProfile, runProgram, startProgram } from '../support/program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'passmuster-special-'));
beforeAll(() => writeFileSync(join(cwd, 'fleet.json'), intuneRows(8)));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const audit = (...more: string[]): string[] => ['audit', 'fleet.json', '-p', phoneProfile, '-q', ...more];
const hasPipes = spawnSync('mkfifo', ['--version']).status === 0;

describe.skipIf(!hasPipes)('a pipe as an output', () => {
  it.each(['json', 'ndjson', 'html'])('takes %s, whole', async (format) => {
    const pipe = join(cwd, `pipe.${format}`);
    spawnSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
    let read = '';
    reader.stdout.setEncoding('utf8').on('data', (text: string) => (read += text));
    const run = startProgram(audit('-f', `${format}=${pipe}`, '--as-of', '2026-11-20'), { cwd });
    await Promise.all([run.ended, once(reader, 'close')]);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    const whole = runProgram(audit('-f', format, '--as-of', '2026-11-20'), { cwd });
    expect(read).toBe(whole.stdout);
  });
});

describe('the null device as an output', () => {
  it.skipIf(process.platform === 'win32').each(['json', 'ndjson'])('of %s stays a device', (format) => {
    // By a link in a folder of ours: a fault would not take the device away from everybody.
    const link = join(cwd, `null.${format}`);
    symlinkSync(devNull, link);
    expect(runProgram(audit('-f', `${format}=${link}`), { cwd }).status).toBe(1);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });
});
