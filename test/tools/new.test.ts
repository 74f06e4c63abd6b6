/** The scaffolder, run in a copy of the tree: what it makes has to compile and to pass its own tests. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExamples } from '../../src/profiles/examples.ts';
import { loadProfile, problemLines, requireProfile } from '../../src/profiles/load.ts';
import { settings } from '../../src/settings/catalogue.ts';
import { addEntry, addImport } from '../../tools/new/insert.ts';
import { ruleSkeleton } from '../../tools/new/rule.ts';

const root = join(import.meta.dirname, '..', '..');
const copy = mkdtempSync(join(tmpdir(), 'passmuster-new-'));
/** Programs of node_modules by their scripts, so that no shell and no wrapper is in between. */
const tsc = 'node_modules/typescript/bin/tsc';
const vitest = 'node_modules/vitest/vitest.mjs';

beforeAll(() => {
  for (const name of [
    'src',
    'tools',
    'profiles',
    'schemas',
    'test/support',
    'test/fuzz',
    'test/sources.test.ts',
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(root, name), join(copy, name));
  for (const name of ['sources', 'reports'])
    mkdirSync(join(copy, 'test/fixtures', name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a script in the copy, without what this test runner left in the environment. */
function run(...args: readonly string[]) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST$)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}
const make = (...args: readonly string[]) => run('tools/new.ts', ...args);
const read = (path: string) => readFileSync(join(copy, path), 'utf8');

const slow = 120_000;

describe('what the scaffolder makes', { timeout: slow }, () => {
  it('is a source with a fixture, last in the registry', () => {
    const { status, out, err } = make('source', 'acme-mdm-json');
    expect(err).toMatch(/^next: /m);
    expect(status).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(6);
    const registry = read('src/sources/registry.ts');
    expect(registry).toContain("import acmeMdmJson from './acme-mdm-json/index.ts';\nimport ");
    expect(registry).toMatch(/acmeMdmJson,?\s*\];/);
  });

  it('is a reporter with a test', () => {
    expect(make('reporter', 'plain-lines')).toMatchObject({ status: 0 });
    expect(read('src/report/registry.ts')).toContain(
      "load: async () => (await import('./plain-lines.ts')).plainLines },\n};",
    );
  });

  it('is an operator that decides nothing yet', () => {
    expect(make('operator', 'starts-with')).toMatchObject({ status: 0 });
    expect(read('src/evaluate/operators/registry.ts')).toMatch(/ {2}startsWith,\n\];/);
    expect(read('src/evaluate/operators/starts-with.ts')).toContain('test: () => undefined');
  });

  it.each([
    ['camera.front.allowed', 'src/settings/sensors.ts', false],
    ['passcode.expiryWarningDays', 'src/settings/passcode.ts', false],
    ['app.permission.calendar', 'src/settings/app.ts', true],
  ])('is the setting %s in its topic', (id, path, isOfApp) => {
    expect(make('setting', id)).toMatchObject({ status: 0 });
    const text = read(path);
    const definition = text.slice(text.indexOf(`id: '${id}'`));
    expect(definition).toMatch(/\},?\s*\}\),\n\] as const;\n$/);
    expect(definition.includes("scope: 'app'")).toBe(isOfApp);
  });

  it('is a rule, printed or at the end of a profile', () => {
    const printed = make('rule', 'front-camera', '--setting', 'camera.allowed');
    expect(printed.out).toContain('  - id: front-camera\n');
    const file = join(copy, 'profiles/uk-ncsc-ios.yaml');
    const before = read('profiles/uk-ncsc-ios.yaml');
    expect(make('rule', 'front-camera', '--setting', 'camera.allowed', '--profile', file)).toMatchObject({
      status: 0,
    });
    expect(read('profiles/uk-ncsc-ios.yaml')).toBe(before + printed.out);
    const loaded = loadProfile(readFileSync(file));
    expect(problemLines('', loaded.problems)).toEqual([]);
  });

  it('compiles', () => {
    expect(run(tsc, '--noEmit', '-p', 'tsconfig.json')).toEqual({ status: 0, out: '', err: '' });
  });

  it('passes its own tests once the expectations are written', () => {
    const tests = ['test/sources.test.ts', 'test/report-plain-lines.test.ts'];
    const { status, out, err } = run(vitest, 'run', ...tests, '-u');
    expect(status, out + err).toBe(0);
    const events = JSON.parse(
      read('test/fixtures/sources/acme-mdm-json/ok.smallest/expected.json'),
    ) as unknown;
    expect(events).toMatchObject([
      {
        kind: 'subject',
        subject: { id: 'synthetic-1' },
        observations: [{ setting: 'os.version' }, { setting: 'storage.encrypted' }],
      },
      { kind: 'input', record: { source: 'acme-mdm-json', status: 'read', subjects: 1 } },
    ]);
    expect(read('test/fixtures/reports/sample.plain-lines.txt')).toMatch(/^unknown device-1001 /);
  });
});

describe('the scaffolder refuses', () => {
  it.each([
    [['source', 'apple-mobileconfig'], /There is a source apple-mobileconfig already/],
    [['reporter', 'json'], /There is a reporter json already/],
    [['operator', 'at-least'], /There is an operator atLeast already/],
    [['setting', 'camera.allowed'], /There is a setting camera\.allowed already/],
    [['source', 'Acme_MDM'], /not kebab-case/],
    [['source', '../../escape'], /not kebab-case/],
    [['reporter', 'a--b'], /not kebab-case/],
    [['rule', 'camera.off'], /not kebab-case/],
    [['setting', 'camera-front'], /not dotted/],
    [['setting', 'Camera.front'], /not dotted/],
    [['setting', 'teapot.allowed'], /No setting begins like teapot\.allowed/],
    [['rule', 'camera-use', '--setting', 'camera.alowed'], /There is no setting camera\.alowed/],
    [['rule', 'account-modification', '--profile', 'profiles/uk-ncsc-ios.yaml'], /stands twice/],
    [['teapot', 'x'], /npm run new <kind> <id>/],
    [['source'], /npm run new <kind> <id>/],
    [['source', 'a', 'b'], /npm run new <kind> <id>/],
    [['source', 'a', '--force'], /--force/],
  ])('%j', (args, message) => {
    const { status, out, err } = make(...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect([status, out]).toEqual([2, '']);
  });
});

it('the skeleton of a rule on any setting loads, and its examples hold', () => {
  const rules = settings.map((setting, index) => ruleSkeleton(`rule-${index}`, setting)).join('');
  const loaded = loadProfile(Buffer.from(`id: all\ntitle: All\nversion: '1'\nrules:\n${rules}`));
  const results = runExamples(requireProfile('all', loaded));
  expect(results.filter(({ wanted, outcome }) => wanted !== outcome)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(settings.length * 2);
});

describe('an entry of a registry', () => {
  const head = 'export const sources: readonly Source[] = ';

  it.each([
    ['joins a line while it fits', `${head}[a];`, `${head}[a, b];`],
    [
      'breaks a line that grows too long',
      `${head}[${'a'.repeat(66)}];`,
      `${head}[\n  ${'a'.repeat(66)},\n  b,\n];`,
    ],
    [
      'comes last in a list, comments stay',
      `${head}[\n  a, // first\n];`,
      `${head}[\n  a, // first\n  b,\n];`,
    ],
  ])('%s', (_behaviour, text, expected) => {
    expect(addEntry(text, 'b')).toBe(expected);
  });

  it.each([
    ['./b/index.ts', 1],
    ['./a/index.ts', 0],
    ['./z/index.ts', 2],
  ])('imports %s at its place', (from, line) => {
    const text = "import a from './aa/index.ts';\nimport c from './c/index.ts';\n\nconst x = 1;\n";
    expect(addImport(text, 'new', from).split('\n')[line]).toBe(`import new from '${from}';`);
  });
});
