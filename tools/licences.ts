/** The licences of packages that are joined into the program: their terms want the text to go along. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param modules paths of files in packages */
export function licences(modules: readonly string[]): string {
  const folders = new Set(modules.map(packageFolder));
  const texts = new Map([...folders].map((folder) => [nameOf(folder), textOf(folder)]));
  return [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}\n\n${text.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `…/node_modules/@scope/name` or `…/node_modules/name`. */
function packageFolder(path: string): string {
  const [folder] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path) ?? [];
  if (folder === undefined) throw new Error(`${path} is in no package`);
  return folder;
}

function nameOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `${name} ${version}`;
}

function textOf(folder: string): string {
  const [file] = globSync('{LICENSE,LICENCE,license,licence}*', { cwd: folder }).sort();
  if (file === undefined) throw new Error(`the package in ${folder} comes without its licence`);
  return readFileSync(join(folder, file), 'utf8');
}
