/** What every SARIF 2.1.0 log of ours has in common (OASIS, errata 01): its frame, its texts, its addresses of files. */
import { jsonText } from './json-text.ts';
import { relativeUri } from './paths.ts';

/** One run; the results are made while they are written, one a line. */
export function* sarifLog(run: object, results: Iterable<object>): Generator<string> {
  yield '{\n  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",\n';
  yield `  "version": "2.1.0",\n  "runs": [\n${indented(run).slice(0, -6)},\n      "results": [`;
  let separator = '\n        ';
  let any = false;
  for (const result of results) {
    yield separator + jsonText(result);
    separator = ',\n        ';
    any = true;
  }
  yield `${any ? '\n      ' : ''}]\n    }\n  ]\n}\n`;
}

const indented = (value: object): string =>
  jsonText(value, 2)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** Brackets would be links and braces placeholders in a message (SARIF 3.11.5, 3.11.6). */
export function plain(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

/** A file that was read. `sha256` is empty where it is not known. */
export function artifactOf({ path, bytes, sha256 }: { path: string; bytes: number; sha256: string }) {
  return {
    location: { uri: relativeUri(path) },
    length: bytes,
    ...(sha256 === '' ? {} : { hashes: { 'sha-256': sha256 } }),
  };
}

/** A place in a file; lines and columns count from 1. */
export function physicalLocation(path: string, line?: number, column?: number) {
  return {
    artifactLocation: { uri: relativeUri(path) },
    ...(line === undefined
      ? {}
      : { region: { startLine: line, ...(column ? { startColumn: column } : {}) } }),
  };
}
