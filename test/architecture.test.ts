/** Who may import whom: the table of CONTRIBUTING.md, read from the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', 'src');

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types vanish in the build; dynamic imports load on demand. */
  readonly kind: 'static' | 'type' | 'dynamic';
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const imports: Import[] = files.flatMap((from) => importsOf(from));

function importsOf(from: string): Import[] {
  const text = readFileSync(join(src, from), 'utf8');
  const target = (name: string) =>
    name.startsWith('.') ? relative(src, join(src, dirname(from), name)).replaceAll('\\', '/') : name;
  const found: Import[] = [];
  for (const [, keyword, names, name] of text.matchAll(/^(import|export) ([^;]*?)from '([^']+)'/gms)) {
    const isType = names?.startsWith('type ') ?? false;
    if (keyword && name) found.push({ from, to: target(name), kind: isType ? 'type' : 'static' });
  }
  for (const [, name] of text.matchAll(/import\('([^']+)'\)/g))
    if (name) found.push({ from, to: target(name), kind: 'dynamic' });
  return found;
}

/** Folder (or file) → what it may import besides itself. `node:` and packages by name. */
const may: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  model: ['errors.ts'],
  settings: ['model'],
  apps: ['model'],
  io: ['errors.ts', 'node:', 'yauzl'],
  'secret.ts': ['node:util'],
  formats: [
    'errors.ts',
    'secret.ts',
    'io/limits.ts',
    'saxes',
    'yaml',
    'fast-xml-parser',
    'node:crypto',
    'node:util',
    'node:sqlite',
  ],
  artifacts: [
    'errors.ts',
    'secret.ts',
    'formats',
    'settings',
    'apps',
    'model',
    'io/limits.ts',
    'io/package-files.ts',
    'node:crypto',
  ],
  inventory: ['artifacts', 'formats', 'settings', 'apps', 'model'],
  mapping: [
    're2js',
    'errors.ts',
    'secret.ts',
    'inventory',
    'artifacts',
    'formats',
    'settings',
    'apps',
    'model',
    'io/package-files.ts',
    'profiles/nearest.ts',
    'profiles/shape.ts',
    'profiles/validate.ts',
  ],
  sources: [
    'errors.ts',
    'secret.ts',
    'mapping',
    'inventory',
    'artifacts',
    'formats',
    'settings',
    'apps',
    'model',
    'io/input.ts',
    'io/bundle.ts',
    'io/limits.ts',
    'io/archive/parts.ts',
    'ajv',
  ],
  profiles: [
    'errors.ts',
    'artifacts',
    'formats',
    'settings',
    'apps',
    'model',
    'evaluate',
    'io',
    'ajv',
    'plist',
    'node:crypto',
    'node:module',
    'node:path',
  ],
  attestations: [
    'errors.ts',
    'formats',
    'settings',
    'apps',
    'model',
    'io/archive/parts.ts',
    'io/archive/zip-write.ts',
    'io/input.ts',
    'io/limits.ts',
    'profiles/shape.ts',
    'profiles/nearest.ts',
    'ajv',
    'node:crypto',
  ],
  evaluate: ['settings', 'model', 're2js'],
  report: ['model', 'node:util', 'node:crypto', 'fast-xml-parser'],
  read: [
    'errors.ts',
    'apps',
    'io',
    'sources',
    'lint/define.ts',
    'lint/opened.ts',
    'formats/bplist.ts',
    'formats/cms.ts',
    'formats/csv.ts',
    'formats/csv-peek.ts',
    'artifacts/identity.ts',
    'model',
    'node:',
  ],
  // The other place where reading meets judging: rows of large lists, in threads.
  fleet: [
    'errors.ts',
    'apps',
    'artifacts/identity.ts',
    'artifacts/masking.ts',
    'artifacts/observe-map.ts',
    'artifacts/secrets.ts',
    'evaluate',
    'formats',
    'inventory',
    'io',
    'model',
    'read',
    'report/json-text.ts',
    'report/ndjson-lines.ts',
    'report/ndjson-series.ts',
    'report/worst.ts',
    'sources',
    'node:buffer',
    'node:crypto',
    'node:os',
    'node:path',
    'node:timers/promises',
    'node:worker_threads',
  ],
  // And folders of many small files, in threads.
  folder: [
    'errors.ts',
    'apps',
    'evaluate',
    'fleet/answers.ts',
    'fleet/digest-of-fleet.ts',
    'fleet/judged.ts',
    'fleet/shown-report.ts',
    'io',
    'model',
    'read',
    'report/json-text.ts',
    'report/ndjson-lines.ts',
    'sources',
    'node:path',
    'node:worker_threads',
  ],
  lint: [
    'errors.ts',
    'secret.ts',
    'artifacts',
    'formats',
    'model',
    'sources',
    'io',
    'evaluate/versions.ts',
    'profiles/nearest.ts',
    'read',
    'report/define.ts',
    'report/sarif-log.ts',
    'report/terminal-paint.ts',
    'report/words.ts',
  ],
  diff: ['model'],
  store: [
    'errors.ts',
    'model',
    'node:crypto',
    'node:fs',
    'node:path',
    'node:url',
    'node:sqlite',
    'node:zlib',
    'pg',
  ],
  gates: [
    'errors.ts',
    'formats',
    'model',
    'evaluate/thresholds.ts',
    'io/limits.ts',
    'profiles/shape.ts',
    'node:crypto',
  ],
  waivers: [
    'errors.ts',
    'formats',
    'apps',
    'model',
    'evaluate/waivers.ts',
    'attestations/file.ts',
    'attestations/load.ts',
    'attestations/schema.ts',
    'io/limits.ts',
    'profiles/nearest.ts',
    'profiles/shape.ts',
    'ajv',
    'node:crypto',
    'node:util',
  ],
  'audit.ts': ['attestations/match.ts', 'waivers/match.ts', 'io/limits.ts', 'read', 'evaluate', 'model'],
  plan: ['evaluate', 'settings', 'model'],
  'plan.ts': ['attestations/match.ts', 'read', 'evaluate', 'plan', 'model'],
  'explain.ts': ['attestations/match.ts', 'waivers/match.ts', 'read', 'evaluate', 'model'],
  'report-file.ts': ['errors.ts', 'formats', 'io', 'model', 'report', 'ajv'],
  'report-merge.ts': [
    'errors.ts',
    'evaluate',
    'model',
    'report/ndjson-lines.ts',
    'report/ndjson-series.ts',
    'report-shard.ts',
  ],
  'waived-lines.ts': [
    'evaluate',
    'fleet/answers.ts',
    'fleet/digest-of-fleet.ts',
    'fleet/shown-report.ts',
    'model',
    'report/ndjson-heard.ts',
    'report/ndjson-lines.ts',
    'report/ndjson-series.ts',
    'waivers/match.ts',
  ],
  'report-shard.ts': ['errors.ts', 'formats/lines.ts', 'io/files.ts', 'model', 'report/ndjson-heard.ts'],
  pack: [
    'errors.ts',
    'audit.ts',
    'report-file.ts',
    'apps',
    'attestations',
    'evaluate/gate.ts',
    'evaluate/thresholds.ts',
    'evaluate/waivers.ts',
    'gates',
    'waivers',
    'formats',
    'io',
    'mapping/load.ts',
    'model',
    'profiles',
    'read',
    'report/handling.ts',
    'report/words.ts',
    'ajv',
    'node:',
  ],
  notify: ['model', 'report/words.ts'],
  config: ['errors.ts', 'formats', 'profiles/shape.ts', 'node:path'],
  cli: [
    'config',
    'notify',
    'report-file.ts',
    'waived-lines.ts',
    'diff',
    'store',
    'pack',
    'fleet',
    'folder',
    'plan',
    'plan.ts',
    'attestations',
    'waivers',
    'gates',
    'evaluate/thresholds.ts',
    'evaluate/waivers.ts',
    'read',
    'apps',
    'errors.ts',
    'audit.ts',
    'explain.ts',
    'lint',
    'report',
    'profiles',
    'mapping',
    'sources/registry.ts',
    'sources/mapped-sample.ts',
    'model',
    'io',
    'formats/sheet-write.ts',
    '@oclif/core',
    'node:',
  ],
  commands: [
    'config',
    'report-merge.ts',
    'diff',
    'store',
    'pack',
    'plan.ts',
    'attestations',
    'waivers',
    'read',
    'apps',
    'lint',
    'errors.ts',
    'audit.ts',
    'explain.ts',
    'report-file.ts',
    'cli',
    'report',
    'profiles',
    'mapping',
    'evaluate',
    'settings',
    'sources',
    'apps',
    'io/package-files.ts',
    'model',
    '@oclif/core',
  ],
  'index.ts': [
    'attestations',
    'waivers',
    'read',
    'errors.ts',
    'audit.ts',
    'evaluate',
    'model',
    'profiles',
    'report',
  ],
};

const homeOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? path) : path);
const allows = (rule: string, to: string) =>
  to === rule || to.startsWith(rule.endsWith(':') ? rule : `${rule}/`);

describe('imports', () => {
  it('follow the table', () => {
    const wrong = imports.filter(({ from, to }) => {
      const home = homeOf(from);
      return homeOf(to) !== home && !may[home]?.some((rule) => allows(rule, to));
    });
    expect(wrong.map(({ from, to }) => `${from} may not import ${to}`)).toEqual([]);
  });

  it('never go from one source to another', () => {
    const folder = (path: string) => path.split('/').slice(0, 2).join('/');
    const isOwn = (path: string) => path.startsWith('sources/') && path.split('/').length > 2;
    const wrong = imports.filter(({ from, to }) => isOwn(from) && isOwn(to) && folder(from) !== folder(to));
    expect(wrong).toEqual([]);
  });

  it('reach no parser package before it is needed', () => {
    const heavy = ['yaml', 'ajv', 'saxes', 'fast-xml-parser', 'plist', 'yauzl', 'pg', 'node:sqlite'];
    const reached = new Set<string>();
    const walk = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { from, to, kind } of imports) if (from === file && kind === 'static') walk(to);
    };
    for (const file of files)
      if (
        file.endsWith('/index.ts') ||
        file.endsWith('registry.ts') ||
        file === 'audit.ts' ||
        file.startsWith('cli/') ||
        file.startsWith('commands/')
      )
        walk(file);
    expect(
      [...reached].filter((file) => heavy.some((name) => file === name || file.startsWith(`${name}/`))),
    ).toEqual([]);
  });
});

describe('the house', () => {
  it('keeps files under 300 lines and folders three deep', () => {
    const long = files.filter((path) => readFileSync(join(src, path), 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
    expect(files.filter((path) => path.split('/').length > 4)).toEqual([]);
  });

  it('prints, exits and reads the environment only in cli and commands', () => {
    const loud = files.filter((path) => !path.startsWith('cli/') && !path.startsWith('commands/'));
    const wrong = loud.filter((path) =>
      /\bconsole\.|process\.(exit|stdout|stderr|env)\b/.test(readFileSync(join(src, path), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
