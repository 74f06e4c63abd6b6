/** What users install: everything it runs on, nothing that only a checkout needs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../bench/fleet/generate.ts';
import { builtInIds } from '../../src/profiles/find.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-package-'));
const unpacked = join(folder, 'package');
let files: string[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'tools', 'pack.js'), folder], { stdio: 'pipe' });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  symlinkSync(join(root, 'node_modules'), join(unpacked, 'node_modules'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what it runs on', () => {
    for (const name of [
      'bin/run.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/commands/audit.js',
      'dist/chunks/child.js',
      'dist/chunks/worker.js',
      'dist/licences.txt',
      'dist/oclif.manifest.json',
      'dist/prepared/uk-ncsc-ios.json',
      'profiles/uk-ncsc-ios.yaml',
      'schemas/report.schema.json',
      'LICENSE',
      'README.md',
    ]) {
      expect(files, name).toContain(name);
    }
    expect(files.filter((name) => name.includes('.cache'))).toEqual([]);
    expect(files.filter((name) => /^(src|test|tools|node_modules)\b|bin\/dev\.js/.test(name))).toEqual([]);
  });

  it('names few packages, none of them a Node of its own', () => {
    const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Record<
      string,
      object
    >;
    expect(manifest['optionalDependencies']).toBeUndefined();
    expect(manifest['devDependencies']).toBeUndefined();
    expect(manifest['scripts']).toBeUndefined();
    expect(Object.keys(manifest['dependencies'] ?? {}).length).toBeLessThanOrEqual(10);
  });

  it('runs', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(unpacked, 'bin', 'run.js'), ...args], {
        encoding: 'utf8',
        cwd: folder,
      });
    expect(run('--version').stdout).toMatch(/^passmuster\/\d/);
    const audit = run(
      'audit',
      join(root, 'examples', 'fleet'),
      '-p',
      'uk-ncsc-ios',
      '--fail-on',
      'none',
      '-q',
    );
    expect(audit.stderr).toBe('');
    expect(audit.status).toBe(0);
  });

  it('says what the sources say, of every built-in profile', () => {
    const profiles = builtInIds().flatMap((id) => ['-p', id]);
    const of = (program: string) =>
      spawnSync(
        process.execPath,
        [
          program,
          'audit',
          join(root, 'examples', 'fleet'),
          ...profiles,
          '--as-of',
          '2026-11-20',
          '-f',
          'json',
        ],
        { encoding: 'utf8', cwd: folder, maxBuffer: 2 ** 28 },
      );
    const [built, sources] = [of(join(unpacked, 'bin', 'run.js')), of(join(root, 'bin', 'dev.js'))];
    expect(built.stdout === sources.stdout).toBe(true);
    expect(JSON.parse(built.stdout)).toMatchObject({ schema: 'passmuster-report/1' });
    expect(built.status).toBe(sources.status);
  });

  it('keeps what Node has compiled of it in its own folder, unless it is not to', () => {
    const cache = join(unpacked, 'dist', '.cache');
    const run = (env: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, [join(unpacked, 'bin', 'run.js'), 'sources'], {
        cwd: folder,
        env: { ...process.env, NODE_COMPILE_CACHE: undefined, ...env },
      });
    rmSync(cache, { recursive: true, force: true });
    expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' }).status).toBe(0);
    expect(existsSync(cache)).toBe(false);
    expect(run({}).status).toBe(0);
    expect(existsSync(cache)).toBe(true);
  });

  it('finds the process that reads what is costly to read, and the threads that read long lists', () => {
    const audit = (path: string, ...args: string[]) =>
      spawnSync(
        process.execPath,
        [join(unpacked, 'bin', 'run.js'), 'audit', path, '-p', 'uk-ncsc-ios', '-f', 'ndjson', ...args],
        { encoding: 'utf8', cwd: folder },
      );
    const binary = audit(
      join(root, 'test', 'fixtures', 'sources', 'apple-ideviceinfo', 'ok.binary', 'input.plist'),
    );
    expect(binary.stdout).toContain('"source":"apple-ideviceinfo","status":"read","subjects":1');
    generate({ form: 'ndjson', count: 30, seed: 1, file: join(folder, 'list.ndjson') });
    const threads = audit('list.ndjson', '--limit', 'fleetBytes=1000', '--jobs', '2');
    expect(threads.stderr).toBe('');
    const lines = ({ stdout }: { stdout: string }) => stdout.split('\n').slice(1); // the first names the limit
    expect(lines(threads)).toEqual(lines(audit('list.ndjson')));
  });
});
