/** The commands as processes: the YAML to one place, what became of the rules to the other. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const guides = join(root, 'test', 'fixtures', 'guides');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'bin', 'dev.js'), 'profile', ...args], { encoding: 'utf8' });
const mscp = ['import', 'mscp', join(guides, 'branch'), '--baseline', 'strict'] as const;
const xccdf = ['import', 'xccdf', join(guides, 'xccdf', 'android.xml')] as const;

describe.each([
  ['mscp', mscp, '# mscp-ios-26-strict: 2 rules of the guide: 2 judged by evidence'],
  ['xccdf', xccdf, '# made-up-android: 7 rules of the guide: 5 judged by evidence'],
] as const)('profile import %s', (name, args, first) => {
  it('writes the profile to standard output, and what became of the rules to standard error', () => {
    const done = run(...args);
    expect(done.status).toBe(0);
    expect(done.stderr).toContain(first);
    // The same lines stand above the profile.
    expect(done.stdout.startsWith(done.stderr)).toBe(true);
  });

  it('writes a file that loads and whose examples run', () => {
    const file = join(folder, `${name}.yaml`);
    const done = run(...args, '-o', file);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(readFileSync(file, 'utf8').startsWith(done.stdout)).toBe(true);
    expect([run('check', file), run('test', file)].map(({ status }) => status)).toEqual([0, 0]);
  });
});

describe('wrong use ends with 2 and writes nothing', () => {
  it.each([
    [['import', 'mscp', guides, '--baseline', 'nothing'], /There is no baseline nothing/],
    [['import', 'mscp', join(guides, 'branch')], /baseline/],
    [['import', 'mscp', join(guides, 'unified'), '--baseline', 'mac_macos_26.0'], /is for macOS/],
    [['import', 'xccdf', join(guides, 'xccdf', 'windows.xml')], /none for phones that are judged/],
    [['import', 'xccdf', join(guides, 'branch', 'VERSION.yaml')], /VERSION.yaml:\d+: /],
  ])('%j', (args, message) => {
    const done = run(...args);
    expect([done.status, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toMatch(message);
  });
});
