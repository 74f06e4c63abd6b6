/** Paths of inputs as references, for formats that refuse absolute ones and any scheme. */

/** Relative, without a way upwards, each part percent-encoded: a colon in the first would look like a scheme. */
export function relativeUri(path: string): string {
  const parts = path.toWellFormed().split('/');
  const below = parts.filter((part) => part !== '' && part !== '.' && part !== '..');
  return below.map(encodeURIComponent).join('/') || '-';
}
