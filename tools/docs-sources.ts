/**
 * Writes docs/sources.md: npm run docs:sources. The list of sources comes from the registry. The table of files comes from reading
 * a corpus that is no part of this repository (PASSMUSTER_CORPUS names it); without one the table stays as it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readyMadeSources } from '../src/mapping/describe.ts';
import { isKnown } from '../src/model/observation.ts';
import { noticeLevel } from '../src/model/notice.ts';
import { readApart } from '../src/read/paths.ts';
import { bundleSources, sources } from '../src/sources/registry.ts';

const page = join(import.meta.dirname, '..', 'docs', 'sources.md');
const marks = { sources: 'list of sources', corpus: 'table of files' } as const;

/** The page with the parts between its marks renewed. */
export function renewed(text: string, parts: Partial<Record<keyof typeof marks, string>>): string {
  let result = text;
  for (const [part, name] of Object.entries(marks)) {
    const content = part === 'sources' ? parts.sources : parts.corpus;
    if (content === undefined) continue;
    const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [from, to] = [result.indexOf(begin), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/sources.md has lost the marks of the ${name}`);
    result = `${result.slice(0, from + begin.length)}\n${content}\n${result.slice(to)}`;
  }
  return result;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');

export function sourceTable(): string {
  const known = [...sources, ...bundleSources].sort((a, b) => (a.id < b.id ? -1 : 1));
  const all = [...known, ...readyMadeSources()];
  return table(
    ['Source', 'What it is', 'Platforms', 'Recognised by'],
    all.map(({ id, title, platforms, recognised }) => [`\`${id}\``, title, platforms.join(', '), recognised]),
  );
}

interface FileRow {
  subjects: number;
  readonly settings: Set<string>;
}

/** Of every file: what it is taken for, its subjects, how many settings have a value, and what the reader has to say. */
export async function corpusTable(corpus: string): Promise<string> {
  const rows: string[][] = [];
  const current = new Map<string, FileRow>();
  for await (const event of readApart([corpus], { asOf: '2026-11-20T23:59:59Z' })) {
    if (event.kind === 'assignment') continue;
    if (event.kind !== 'input') {
      const row = current.get(event.input) ?? { subjects: 0, settings: new Set() };
      current.set(event.input, row);
      if (event.kind === 'subject') row.subjects += 1;
      for (const one of event.observations) if (isKnown(one)) row.settings.add(one.setting);
      continue;
    }
    const { path, source, status, skipped, notices } = event.record;
    const row = current.get(path);
    const told = [...Map.groupBy(notices, ({ code }) => code)]
      .filter(([code]) => code !== 'unclaimed')
      .map(([code, list]) => `${list.length > 1 ? `${list.length} × ` : ''}${code} (${noticeLevel(code)})`);
    const counts = skipped > 0 ? `${row?.subjects ?? 0} (+${skipped} skipped)` : String(row?.subjects ?? 0);
    const name = relative(corpus, resolve(path));
    rows.push([name, source, status, counts, String(row?.settings.size ?? 0), told.join(', ')]);
  }
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return table(['File', 'Source', 'Status', 'Subjects', 'Settings', 'Notices'], rows);
}

if (import.meta.main) {
  const corpus = process.env['PASSMUSTER_CORPUS'];
  const parts =
    corpus !== undefined && existsSync(corpus)
      ? { sources: sourceTable(), corpus: await corpusTable(corpus) }
      : { sources: sourceTable() };
  writeFileSync(page, renewed(readFileSync(page, 'utf8'), parts));
}
