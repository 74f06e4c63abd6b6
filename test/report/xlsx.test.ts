/** The workbook, read back by our reader and by one of others: the counts of the report, and nothing that runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bookParts } from '../../src/formats/sheet-write.ts';
import { readSheets } from '../../src/formats/sheet.ts';
import { zipParts } from '../../src/io/archive/parts.ts';
import { zipOf } from '../../src/io/archive/zip-write.ts';
import { inputOf } from '../../src/io/input.ts';
import { outcomes } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { columns } from '../../src/report/csv.ts';
import { releasedAs } from '../../src/report/handling.ts';
import { xlsx } from '../../src/report/xlsx.ts';
import { all, plainOf } from '../support/bytes.ts';
import { askOpenpyxl, python } from '../support/openpyxl.ts';
import { emptyReport, poisoned, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file as the command writes it. */
const bookOf = (report: Report): Uint8Array => zipOf(bookParts(xlsx.sheets(report)));

type Row = Readonly<Record<string, unknown>>;

/** Sheet → rows by the names of their columns. */
async function read(report: Report): Promise<Record<string, Row[]>> {
  const { part } = await zipParts(await inputOf('book.xlsx', bookOf(report)));
  const sheets: Record<string, Row[]> = {};
  for (const { name, rows } of await all(readSheets(part))) {
    const [head, ...rest] = rows.map(
      ({ cells }) => new Map([...cells].map(([at, cell]) => [at, plainOf(cell)])),
    );
    sheets[name] = rest.map((cells) =>
      Object.fromEntries([...(head ?? [])].map(([at, column]) => [String(column), cells.get(at)])),
    );
  }
  return sheets;
}

const partsOf = async (report: Report): Promise<Map<string, string>> => {
  const { names, part } = await zipParts(await inputOf('book.xlsx', bookOf(report)));
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, Buffer.from((await part(name, Infinity)) ?? []).toString());
  return texts;
};

const countBy = (keys: readonly string[]) => {
  const counts: Record<string, number> = Object.fromEntries(outcomes.map((outcome) => [outcome, 0]));
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

describe('a workbook', () => {
  it('has a sheet for each part of the report', async () => {
    const sheets = await read(richReport);
    expect(Object.keys(sheets)).toEqual([
      'Summary',
      'Rules',
      'Findings',
      'To collect',
      'Subjects',
      'Inputs',
      'Waivers',
    ]);
    expect(sheets['Subjects']?.map(({ subject }) => subject)).toEqual(
      richReport.subjects.map(({ id }) => id),
    );
    expect(sheets['Inputs']?.map(({ sha256 }) => sha256 ?? '')).toEqual(
      richReport.inputs.map(({ sha256 }) => sha256),
    );
    expect(Object.keys(sheets['Findings']?.[0] ?? {})).toEqual(Object.keys(columns));
    expect(sheets['Waivers']?.map(({ waiver }) => waiver)).toEqual(richReport.waivers?.map(({ id }) => id));
  });

  it('has the counts of the report in every sheet', async () => {
    const sheets = await read(sampleReport);
    const { outcomes: expected } = sampleReport.summary;
    expect(countBy((sheets['Findings'] ?? []).map(({ outcome }) => String(outcome)))).toEqual(expected);
    for (const outcome of outcomes) {
      const sum = (name: string) =>
        (sheets[name] ?? []).reduce((total, row) => total + Number(row[outcome] ?? 0), 0);
      expect([outcome, sum('Subjects'), sum('Rules')]).toEqual([
        outcome,
        expected[outcome],
        expected[outcome],
      ]);
      expect(sheets['Summary']?.find(({ what }) => what === outcome)?.['value']).toBe(expected[outcome]);
    }
    const unknown = (sheets['To collect'] ?? []).reduce((sum, { findings }) => sum + Number(findings), 0);
    expect(unknown).toBe(expected.unknown);
  });

  it('says what to collect, the worst first', async () => {
    const { 'To collect': rows = [] } = await read(sampleReport);
    const wanted = sampleReport.findings
      .filter(({ outcome }) => outcome === 'unknown')
      .map(({ message }) => message);
    for (const { 'what would decide it': what } of rows)
      expect(wanted.some((message) => message.includes(String(what)))).toBe(true);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const ranks = rows.map(({ severity }) => order.indexOf(String(severity)));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  it('carries marking, last day, and what no rule judges; the marking on every printed page', async () => {
    const texts = await partsOf(richReport);
    const [summary = ''] = [...texts].filter(([name]) => name.endsWith('sheet1.xml')).map(([, xml]) => xml);
    for (const part of ['Marking: OFFICIAL.', 'Delete by 2027-11-20.', 'Conversations that were deleted'])
      expect(summary).toContain(part);
    for (const [name, xml] of texts)
      if (name.startsWith('xl/worksheets')) expect(xml).toContain('<oddHeader>&amp;COFFICIAL</oddHeader>');
  });

  it('is the same bytes for the same report', () => {
    expect(bookOf(structuredClone(richReport))).toEqual(bookOf(richReport));
  });

  it('of nothing says so', async () => {
    const sheets = await read(emptyReport);
    expect(sheets['Findings']).toEqual([]);
    expect(sheets['Summary']?.length).toBeGreaterThan(10);
  });

  it('for the public holds counts and rule texts', async () => {
    const sheets = await read(releasedAs(sampleReport, 'public'));
    expect(Object.keys(sheets)).toEqual(['Summary', 'Rules']);
    const text = JSON.stringify(sheets);
    for (const { id } of sampleReport.subjects) expect(text).not.toContain(id);
    expect(sheets['Summary']?.filter(({ what }) => what === 'withheld').length).toBeGreaterThan(2);
  });
});

describe('hostile texts', () => {
  const report = poisoned(richReport);

  it('stand in cells that are texts, and run nowhere', async () => {
    for (const [name, xml] of await partsOf(report)) {
      expect(xml).not.toMatch(/<f[ >]|<hyperlink|TargetMode="External"|<definedName|ddeLink|oleObject/);
      if (name.startsWith('xl/worksheets'))
        for (const [cell] of xml.matchAll(/<c [^>]*>/g))
          expect(cell).toMatch(/^<c r="[A-Z]+\d+"(?: s="[12]" t="inlineStr")?>$/);
    }
  });

  it('begin no formula, also when the sheet is saved as CSV, and hide nothing', async () => {
    const cells = Object.values(await read(report)).flatMap((rows) =>
      rows.flatMap((row) => Object.values(row)),
    );
    const texts = cells.filter((cell) => typeof cell === 'string');
    expect(texts.some((text) => text.includes('img src=x'))).toBe(true);
    expect(texts.filter((text) => /^\s*[=+\-@|%＝＋－＠]/u.test(text))).toEqual([]);
    expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text))).toEqual([]);
  });

  it('of a marking are no code of a page header', async () => {
    const marked = { ...richReport, handling: { marking: '&"Arial"&G&[File] =1+1 </oddHeader>' } };
    const [header = ''] =
      [...(await partsOf(marked)).values()].join('').match(/<oddHeader>.*?<\/oddHeader>/) ?? [];
    expect(header).toContain('&amp;C&amp;&amp;&quot;Arial&quot;&amp;&amp;G&amp;&amp;[File]');
  });
});

describe.skipIf(python === undefined)('openpyxl', () => {
  const path = (name: string, report: Report): string => {
    writeFileSync(join(folder, name), bookOf(report));
    return join(folder, name);
  };

  it('reads the sheets, their frozen heads and filters, and as many findings as there are', () => {
    const file = path('rich.xlsx', richReport);
    expect(
      askOpenpyxl(file, '[[s.title, s.freeze_panes, s.auto_filter.ref is not None] for s in book]'),
    ).toEqual(
      ['Summary', 'Rules', 'Findings', 'To collect', 'Subjects', 'Inputs', 'Waivers'].map((name) => [
        name,
        'A2',
        true,
      ]),
    );
    const column = Object.keys(columns).indexOf('outcome');
    const found = askOpenpyxl(file, `[r[${column}].value for r in list(book["Findings"].rows)[1:]]`);
    expect(countBy(found as string[])).toEqual(countBy(richReport.findings.map(({ outcome }) => outcome)));
  });

  it('finds no formula and no link in a hostile one', () => {
    const file = path('hostile.xlsx', poisoned(richReport));
    const kinds = askOpenpyxl(
      file,
      'sorted({c.data_type for s in book for r in s.rows for c in r if c.value is not None})',
    );
    expect((kinds as string[]).filter((kind) => !['s', 'n', 'inlineStr'].includes(kind))).toEqual([]);
    expect(askOpenpyxl(file, '[len(s._hyperlinks) for s in book]')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
