/** The files that come with the program: schemas, built-in profiles, its own version. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `dist/io` and `src/io` lie equally deep below the package. */
const root = join(import.meta.dirname, '..', '..');

export function readPackageFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(root, path)));
}

/** What the build has put beside the program; undefined: it runs from its sources, which nothing is prepared for. */
export function readBuiltFile(path: string): string | undefined {
  const file = join(import.meta.dirname, '..', path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Names of the files in a folder of the package, sorted. */
export function listPackageFolder(folder: string): string[] {
  return readdirSync(join(root, folder)).sort();
}

export function packageVersion(): string {
  const { version } = JSON.parse(new TextDecoder().decode(readPackageFile('package.json'))) as {
    version: string;
  };
  return version;
}
