/** Makes the files and registry lines of a new part: npm run new <kind> <id>. Recipes: CONTRIBUTING.md. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { addEntry, addImport, addLoader, addSetting, sharedSegments } from './new/insert.ts';
import { camelOf, Refusal, requireDotted, requireKebab, titleOf, wordsOf } from './new/names.ts';
import { ruleSkeleton } from './new/rule.ts';

const root = join(import.meta.dirname, '..');
const templates = join(import.meta.dirname, 'new');

interface Options {
  readonly setting?: string;
  readonly profile?: string;
}

/** What to write, path from the root → content, and what the author does next. */
interface Plan {
  readonly files: Readonly<Record<string, string>>;
  readonly next: readonly string[];
  /** Printed as it is, to be pasted. */
  readonly text?: string;
}

const kinds: Readonly<Record<string, (id: string, options: Options) => Promise<Plan>>> = {
  source: newSource,
  setting: newSetting,
  rule: newRule,
  reporter: newReporter,
  operator: newOperator,
};

const usage = `npm run new <kind> <id>
  source <vendor-product-format>   reader, fixture and registry line
  setting <dotted.id>              a definition in its topic file
  rule <kebab-id>                  a skeleton; --setting ID for its setting, --profile FILE to append it there
  reporter <kebab-id>              renderer, test and registry line
  operator <kebab-id>              comparison and registry line`;

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A template with the names of the new part in it. */
function filled(template: string, id: string): string {
  const names = { id, name: camelOf(id), title: titleOf(id), words: wordsOf(id) };
  const text = readFileSync(join(templates, `${template}.template`), 'utf8');
  return text.replace(/__(id|name|title|words)__/g, (_match, key: keyof typeof names) => names[key]);
}

async function newSource(id: string): Promise<Plan> {
  requireKebab(id);
  const { sources } = await import('../src/sources/registry.ts');
  if (sources.some((source) => source.id === id)) throw new Refusal(`There is a source ${id} already.`);
  const registry = 'src/sources/registry.ts';
  const fixture = `test/fixtures/sources/${id}/ok.smallest`;
  const withImport = addImport(read(registry), camelOf(id), `./${id}/index.ts`);
  return {
    files: {
      [`src/sources/${id}/index.ts`]: filled('source-index.ts', id),
      [`src/sources/${id}/read.ts`]: filled('source-read.ts', id),
      [`src/sources/${id}/map.ts`]: filled('source-map.ts', id),
      [`${fixture}/input.json`]: filled('source-input.json', id),
      [`${fixture}/source.md`]: filled('source-fixture.md', id),
      [registry]: addEntry(withImport, camelOf(id)),
    },
    next: [
      `put the smallest true export into ${fixture}, fill map.ts, adapt detect and read.ts`,
      'npx vitest run test/sources.test.ts -u, then read expected.json as a reviewer would',
      'move the entry in the registry up if the source is more specific than one before it',
    ],
  };
}

async function newReporter(id: string): Promise<Plan> {
  requireKebab(id);
  const { reporterIds } = await import('../src/report/registry.ts');
  if (reporterIds.includes(id)) throw new Refusal(`There is a reporter ${id} already.`);
  const registry = 'src/report/registry.ts';
  return {
    files: {
      [`src/report/${id}.ts`]: filled('reporter.ts', id),
      [`test/report-${id}.test.ts`]: filled('reporter-test.ts', id),
      [registry]: addLoader(read(registry), id, camelOf(id)),
    },
    next: [
      'write render, and give the extension; say in the registry what it is for',
      `npx vitest run test/report-${id}.test.ts -u, then read the golden file; validate it with the format’s schema`,
    ],
  };
}

async function newOperator(id: string): Promise<Plan> {
  requireKebab(id);
  const { findOperator } = await import('../src/evaluate/operators/registry.ts');
  const name = camelOf(id);
  if (findOperator(name)) throw new Refusal(`There is an operator ${name} already.`);
  const registry = 'src/evaluate/operators/registry.ts';
  const withImport = addImport(read(registry), `{ ${name} }`, `./${id}.ts`);
  return {
    files: {
      [`src/evaluate/operators/${id}.ts`]: filled('operator.ts', id),
      [registry]: addEntry(withImport, name),
    },
    next: ['write test and accepts; undefined means that the verdict is unknown', 'npm run schemas'],
  };
}

async function newSetting(id: string): Promise<Plan> {
  requireDotted(id);
  const { findSetting } = await import('../src/settings/catalogue.ts');
  if (findSetting(id)) throw new Refusal(`There is a setting ${id} already.`);
  const { path, nearest } = topicOf(id);
  const scope = findSetting(nearest)?.scope === 'app' ? "    scope: 'app',\n" : '';
  const definition = `  defineSetting({
    id: '${id}',
${scope}    type: 'boolean',
    title: '${titleOf(id)}',
    merge: 'only',
    proof: { ios: null, android: null },
  }),`;
  return {
    files: { [path]: addSetting(read(path), definition) },
    next: [
      `in ${path}: word the title as a positive fact, choose type and merge, and say in proof which file shows it`,
      'add a row for it in the map.ts of each source that knows it, then npm run schemas',
    ],
  };
}

/** The file whose settings share the most segments with the id from the left. */
function topicOf(id: string): { path: string; nearest: string } {
  const all = readdirSync(join(root, 'src', 'settings')).flatMap((file) => {
    const path = `src/settings/${file}`;
    const ids = [...read(path).matchAll(/\bid: '([^']+)'/g)].map(([, one = '']) => one);
    return ids.map((one) => ({ path, nearest: one, shared: sharedSegments(one, id) }));
  });
  const [best] = all.toSorted((a, b) => b.shared - a.shared);
  if (best === undefined || best.shared === 0) {
    const topics = new Set(all.map(({ nearest }) => nearest.split('.')[0]));
    throw new Refusal(`No setting begins like ${id}; the first words in use are ${[...topics].join(', ')}.`);
  }
  return best;
}

async function newRule(id: string, options: Options): Promise<Plan> {
  requireKebab(id);
  const { findSetting } = await import('../src/settings/catalogue.ts');
  const settingId = options.setting ?? 'camera.allowed';
  const setting = findSetting(settingId);
  if (setting === undefined) throw new Refusal(`There is no setting ${settingId}.`);
  const skeleton = ruleSkeleton(id, setting);
  const next = [
    'word title, rationale, remediation, references and examples; npx vitest run test/profiles.test.ts',
  ];
  if (options.profile === undefined) return { files: {}, next, text: skeleton };
  const path = relative(root, options.profile).replaceAll('\\', '/');
  const { loadProfile, problemLines } = await import('../src/profiles/load.ts');
  const text = `${readFileSync(options.profile, 'utf8').trimEnd()}\n${skeleton}`;
  const [problem] = problemLines(path, loadProfile(Buffer.from(text)).problems);
  if (problem !== undefined) throw new Refusal(`The rule does not fit at the end of the file: ${problem}`);
  return { files: { [path]: text }, next };
}

function write({ files }: Plan): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`wrote ${path}\n`);
  }
}

/** Files that must not be there yet: all but registries, topics and profiles, which are rewritten. */
function refuseExisting({ files }: Plan): void {
  const rewritten = /(^|\/)registry\.ts$|^src\/settings\/|\.ya?ml$/;
  const taken = Object.keys(files).find((path) => !rewritten.test(path) && existsSync(join(root, path)));
  if (taken !== undefined) throw new Refusal(`${taken} is there already.`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { setting: { type: 'string' }, profile: { type: 'string' } },
  });
  const [kind = '', id, ...rest] = positionals;
  const make = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (make === undefined || id === undefined || rest.length > 0) throw new Refusal(usage);
  const plan = await make(id, values);
  refuseExisting(plan);
  write(plan);
  if (plan.text !== undefined) process.stdout.write(plan.text);
  for (const step of plan.next) process.stderr.write(`next: ${step}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isExpected =
    error instanceof Refusal || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  process.stderr.write(`${isExpected ? error.message : (error.stack ?? error.message)}\n`);
  process.exitCode = 2;
}
