/** Writes docs/lint from the table of lint codes: npm run docs:lint. A test fails when the pages are stale. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintCodes } from '../src/lint/codes.ts';
import { codeIndex, codePage } from '../src/lint/page.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'lint');

/** File name → text. */
export function lintPages(): Record<string, string> {
  return {
    'README.md': codeIndex(),
    ...Object.fromEntries(lintCodes.map((code) => [`${code}.md`, codePage(code)])),
  };
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const [name, text] of Object.entries(lintPages())) writeFileSync(join(folder, name), text);
}
