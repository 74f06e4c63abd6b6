/**
 * `npm run build` behind tsc, which writes the types: joins the program into few files, and finds out beforehand what would
 * be the same at every start. Loading 480 small files took longer than the audit of a profile.
 */
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Interfaces } from '@oclif/core';
import { Plugin } from '@oclif/core/config';
import { type ChunkingContext, rolldown } from 'rolldown';
import { builtInIds, loadNamed, profileBytes } from '../src/profiles/find.ts';
import { prepare, preparedFile } from '../src/profiles/prepared.ts';
import { licences } from './licences.ts';
import { soundModule } from './sound.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const source = (path: string): string => join(root, 'src', path);

/** Started by its path, which modules give from where they lie themselves: all of them lie in `chunks`. */
const startedByPath = {
  'chunks/child': source('read/child.ts'),
  'chunks/worker': source('fleet/worker.ts'),
  'chunks/folder-worker': source('folder/folder-worker.ts'),
};
const entries = ['index.ts', 'cli/launch.ts', ...globSync('commands/**/*.ts', { cwd: source('') })].map(
  (path) => [path.replaceAll('\\', '/').slice(0, -'.ts'.length), source(path)],
);

/** An audit of a configuration profile, and its summary: what this loads lies together, the rest apart until it is needed. */
const usual = [
  'cli/launch.ts',
  'commands/audit.ts',
  'sources/apple-mobileconfig/read.ts',
  'report/terminal.ts',
].map(source);

/** Parsers and the like stay packages, which can be seen and replaced; joined is the framework of commands, a hundred files. */
const outside = /^(ajv|fast-xml-parser|pg|plist|re2js|saxes|typescript|yaml|yauzl)(\/|$)/;
const isPackage = (id: string): boolean => id.includes('node_modules');

let reached: Set<string> | undefined;

/** The file of what is usual into which a module comes; undefined: it is loaded apart. */
function fileOf(id: string, context: ChunkingContext): string | undefined {
  if (reached === undefined) {
    reached = new Set(usual);
    for (const one of reached) {
      const { importedIds = [], dynamicallyImportedIds = [] } = context.getModuleInfo(one) ?? {};
      for (const other of importedIds) reached.add(other);
      if (isPackage(one)) for (const other of dynamicallyImportedIds) reached.add(other);
    }
  }
  if (!reached.has(id) || id.startsWith(source('commands'))) return undefined;
  if (isPackage(id)) return 'framework';
  return id.startsWith(source('cli')) ? 'cli' : 'core';
}

/** The files of the program below `dist`. */
async function joined(): Promise<Map<string, string | Uint8Array>> {
  const bundle = await rolldown({
    input: { ...Object.fromEntries(entries), ...startedByPath },
    external: outside,
    platform: 'node',
    plugins: [{ name: 'sound', load: (id) => (id === source('profiles/sound.ts') ? soundModule() : null) }],
    // A module may be needed at once here and later there; and the build takes the time that it takes.
    checks: { ineffectiveDynamicImport: false, bundlerTimings: false },
  });
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
    // Node takes a text of ASCII as it is, and keeps it in half the memory; and every start reads it.
    charset: 'ascii',
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: {
      // In this order: a group also takes what its modules import and none before it has taken.
      groups: ['framework', 'core', 'cli'].map((name, index) => ({
        name: (id, context) => (fileOf(id, context) === name ? name : null),
        debugName: name,
        priority: 3 - index,
      })),
    },
  });
  await bundle.close();
  for (const one of output)
    // Where a template has a tag of its own, what is not ASCII has to stand in an expression of it.
    if (one.type === 'chunk' && /[^\0-\x7f]/.test(one.code))
      throw new Error(`${one.fileName} is not all ASCII`);
  const modules = output.flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []));
  return new Map([
    ...output.map((one) => [one.fileName, one.type === 'chunk' ? one.code : one.source] as const),
    ['licences.txt', licences(modules.filter(isPackage))],
  ]);
}

/** Commands with their flags, so that the framework need not load every one for an overview. */
async function manifest(): Promise<string> {
  for (const name of Object.keys(process.env)) if (name.startsWith('PASSMUSTER_')) delete process.env[name]; // defaults of this shell
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON;
  const options = { isRoot: true, ignoreManifest: true, errorOnManifestCreate: true };
  const plugin = new Plugin({ ...options, root: dist, pjson });
  await plugin.load();
  return JSON.stringify(plugin.manifest);
}

/** What is the same stays as it is: a build does not disturb programs that run from here. */
function write(name: string, content: string | Uint8Array): void {
  const path = join(dist, name);
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
  rmSync(join(dist, '.cache'), { recursive: true, force: true }); // what Node has compiled of files that were there before
}

const files = await joined();
for (const id of builtInIds()) {
  const profile = await profileBytes(id);
  files.set(preparedFile(id), JSON.stringify(prepare(profile, await loadNamed(profile))));
}
for (const [name, content] of files) write(name, content);
const kept = /\.d\.ts$|^oclif\.manifest\.json$/;
for (const path of globSync('**/*.*', { cwd: dist })) {
  const name = path.replaceAll('\\', '/');
  if (!files.has(name) && !kept.test(name)) rmSync(join(dist, path), { force: true });
}
write('oclif.manifest.json', await manifest());
