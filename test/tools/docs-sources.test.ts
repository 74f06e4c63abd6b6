/** docs/sources.md says what the registry says, and what reading the corpus yields where there is one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { corpusTable, renewed, sourceTable } from '../../tools/docs-sources.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'sources.md'), 'utf8');
const corpus = process.env['PASSMUSTER_CORPUS'] ?? '';

/** Tables without the blanks that a formatter lines them up with. */
const plain = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

it('lists every source as the registry does (npm run docs:sources)', () => {
  expect(plain(renewed(page, { sources: sourceTable() }))).toBe(plain(page));
});

it.runIf(existsSync(corpus))(
  'tells what reading the corpus yields (npm run docs:sources)',
  async () => {
    expect(plain(renewed(page, { corpus: await corpusTable(corpus) }))).toBe(plain(page));
  },
  120_000,
);

it('refuses a page that has lost its marks', () => {
  expect(() => renewed('# Sources\n', { sources: '' })).toThrow('lost the marks');
});
