/**
 * Mutation score of the readers and of the evaluation, group by group, each against the tests that are its own:
 * npm run mutate [group …]. Writes reports/mutation/<group>.json and .log, and prints the sum. Takes minutes; not part of CI.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Group {
  /** Globs, with commas between them. */
  readonly mutate: string;
  readonly tests: string;
  /** Tests that keep snapshots need vitest itself, started anew for each mutant. */
  readonly runner: 'in-process' | 'vitest';
}

const each = (names: string, path: (name: string) => string) => names.split(',').map(path).join(',');
const format = (files: string, tests = files): Group => ({
  mutate: each(files, (name) => `src/formats/${name}.ts`),
  tests: each(tests, (name) => `test/formats/${name}.test.ts`),
  runner: 'in-process',
});

const groups: Readonly<Record<string, Group>> = {
  evaluate: { mutate: 'src/evaluate/**/*.ts', tests: 'test/evaluate/**/*.test.ts', runner: 'vitest' },
  json: format('json,json-peek'),
  'json-cut': format('json-cut,json-scan,lines', 'json-cut,lines'),
  text: format('text,node', 'text,node,json,lines'),
  'plist-xml': format('plist-xml,plist-scalar', 'plist-xml,plist-edges,plist-peer'),
  bplist: format('bplist,bplist-*', 'bplist'),
  cms: format('asn1,cms,cms-algorithms'),
  trust: format('cms-trust,cms-enveloped,x509', 'cms-trust,cms-paths,cms-enveloped,cms-recipients,x509'),
  yaml: format('yaml,yaml-*', 'yaml'),
  csv: format('csv,csv-*', 'csv,csv-edges'),
  xml: format('xml,xml-*', 'xml'),
  abx: format('abx,abx-*', 'abx'),
  sqlite: format('sqlite,sqlite-*', 'sqlite'),
};

interface Mutant {
  readonly status: string;
}

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const totals = { killed: 0, survived: 0 };
mkdirSync(join(root, 'reports', 'mutation'), { recursive: true });

for (const [name, { mutate, tests, runner }] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = join('reports', 'mutation', `${name}.json`);
  const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const env = {
    ...process.env,
    MUTATION_TESTS: tests,
    PASSMUSTER_RUNS: process.env['PASSMUSTER_RUNS'] ?? '20',
  };
  const log = join('reports', 'mutation', `${name}.log`);
  const output = openSync(join(root, log), 'w');
  const done = spawnSync(process.execPath, [stryker, 'run', '--mutate', mutate, '--testRunner', runner], {
    cwd: root,
    env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  if (done.status !== 0 || !existsSync(join(root, 'reports', 'mutation.json'))) {
    process.stdout.write(`${name.padEnd(12)} did not run; see ${log}\n`);
    process.exitCode = 1;
    continue;
  }
  const report = JSON.parse(readFileSync(join(root, 'reports', 'mutation.json'), 'utf8')) as {
    files: Record<string, { mutants: Mutant[] }>;
  };
  const mutants = Object.values(report.files).flatMap((entry) => entry.mutants);
  const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  if (mutants.length === 0) throw new Error(`The group ${name} matches no file.`);
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  totals.killed += killed;
  totals.survived += survived;
  spawnSync('cp', [join(root, 'reports', 'mutation.json'), join(root, file)]);
  process.stdout.write(
    `${name.padEnd(12)} ${percent(killed, survived)}  ${killed} of ${killed + survived}\n`,
  );
}
process.stdout.write(
  `${'all'.padEnd(12)} ${percent(totals.killed, totals.survived)}  ${totals.killed} of ${totals.killed + totals.survived}\n`,
);

function percent(killed: number, survived: number): string {
  return `${((100 * killed) / Math.max(1, killed + survived)).toFixed(1).padStart(5)} %`;
}
