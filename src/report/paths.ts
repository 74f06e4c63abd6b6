/** Paths of inputs as references, for formats that refuse absolute ones and any scheme. */

import { harmless } from './words.ts';

/** Relative, without a way upwards, each part percent-encoded: a colon in the first would look like a scheme. */
export function relativeUri(path: string): string {
  const parts = path.toWellFormed().split('/');
  const below = parts.filter((part) => part !== '' && part !== '.' && part !== '..');
  return below.map(encodeURIComponent).join('/') || '-';
}

/** As a file is called in its repository: relative and without `./`. */
export function repositoryPath(path: string): string {
  const below = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return harmless(below.join('/')) || '-';
}
