/** Sheets: what a cell is, is taken from the file, and what a formula shows is not taken for a value. */
import { describe, expect, it } from 'vitest';
import { readSheets, type Sheet } from '../../src/formats/sheet.ts';
import { zipParts } from '../../src/io/archive/parts.ts';
import { inputOf } from '../../src/io/input.ts';
import { all, plainOf, refusalOf } from '../support/bytes.ts';
import { tableRows, workbook, type WorkbookOptions, worksheet } from '../support/workbook.ts';

async function sheetsOf(sheets: readonly string[], options: WorkbookOptions = {}): Promise<Sheet[]> {
  const { part } = await zipParts(await inputOf('book.xlsx', workbook(sheets, options)));
  return all(readSheets(part));
}

const cellsOf = async (cells: string, options: WorkbookOptions = {}): Promise<unknown[]> => {
  const [sheet] = await sheetsOf([worksheet(`<row r="1">${cells}</row>`)], options);
  return [...(sheet?.rows[0]?.cells ?? [])].map(([column, node]) => [column, node.type, plainOf(node)]);
};

const styles =
  '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="0.00 &quot;days&quot;"/><numFmt numFmtId="166" formatCode="[Red]hh:mm"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/></cellXfs>';

describe('cells', () => {
  it('are text, numbers and booleans', async () => {
    const cells =
      '<c r="A1" t="s"><v>1</v></c><c r="B1"><v>17</v></c><c r="C1"><v>17.5</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="inlineStr"><is><t>in </t></is></c><c r="G1"/><c r="H1"><v>4.90154203237518E14</v></c>';
    const strings =
      '<si><t>zero</t></si><si><r><t>o</t></r><r><t>ne</t></r><rPh sb="0" eb="1"><t>said</t></rPh></si>';
    expect(await cellsOf(cells, { strings })).toEqual([
      [0, 'string', 'one'],
      [1, 'integer', 17],
      [2, 'real', 17.5],
      [3, 'boolean', true],
      [4, 'string', 'in '],
      [7, 'integer', 490154203237518],
    ]);
  });

  it.each([
    ['<c r="A1" s="1"><v>46300</v></c>', '2026-10-05'],
    ['<c r="A1" s="2"><v>46300</v></c>', '2026-10-05'],
    ['<c r="A1" s="4"><v>46300.604166666664</v></c>', '2026-10-05T14:30:00'],
    ['<c r="A1" s="3"><v>46300</v></c>', 46300],
    ['<c r="A1" s="5"><v>0.5</v></c>', 0.5],
    ['<c r="A1"><v>46300</v></c>', 46300],
    ['<c r="A1" s="1"><v>60</v></c>', {}],
    ['<c r="A1" t="d"><v>2026-10-05</v></c>', '2026-10-05'],
  ])('%s is %s', async (cell, expected) => {
    const [[, , value] = []] = (await cellsOf(cell, { styles })) as unknown[][];
    expect(value).toEqual(expected);
  });

  it('count days from 1904 where the workbook says so', async () => {
    expect(await cellsOf('<c r="A1" s="1"><v>44838</v></c>', { styles, date1904: true })).toEqual([
      [0, 'string', '2026-10-05'],
    ]);
  });

  it('of formulas, errors and unknown types are no values', async () => {
    const cells =
      '<c r="A1"><f>1=1</f><v>1</v></c><c r="B1" t="str"><f>A1</f><v>Yes</v></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="x"><v>Yes</v></c><c r="E1"><v>nan</v></c><c r="F1" t="b"><v>2</v></c>';
    expect(await cellsOf(cells)).toEqual([0, 1, 2, 3, 4, 5].map((column) => [column, 'map', {}]));
    const [sheet] = await sheetsOf([worksheet(`<row r="1">${cells}</row>`)]);
    expect(sheet?.formulas).toBe(2);
  });
});

describe('a workbook', () => {
  it('yields its sheets in order, and names with prefixes are the same', async () => {
    const prefixed =
      '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="3"><x:c r="B3"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const sheets = await sheetsOf([worksheet(tableRows([['a']])), prefixed], { names: ['First', 'Second'] });
    expect(
      sheets.map(({ name, rows }) => [name, rows.map(({ number, cells }) => [number, [...cells.keys()]])]),
    ).toEqual([
      ['First', [[1, [0]]]],
      ['Second', [[3, [1]]]],
    ]);
  });

  it('passes over charts, and keeps to its own parts', async () => {
    const relation = (id: string, type: string, target: string, mode = '') =>
      `<Relationship Id="${id}" Type="urn:x/${type}" Target="${target}"${mode}/>`;
    const links = (second: string) => ({
      parts: {
        'xl/_rels/workbook.xml.rels': `<Relationships>${relation('rId1', 'worksheet', '/xl/worksheets/sheet1.xml')}${second}</Relationships>`,
      },
    });
    const two = [worksheet(tableRows([['a']])), ''];
    expect(await sheetsOf(two, links(relation('rId2', 'chartsheet', 'chartsheets/sheet1.xml')))).toHaveLength(
      1,
    );
    const outside = links(relation('rId2', 'worksheet', 'file:///etc/passwd', ' TargetMode="External"'));
    expect((await refusalOf(() => sheetsOf(two, outside))).code).toBe('sheet-malformed');
    const above = links(relation('rId2', 'worksheet', '../../secret.xml'));
    expect((await refusalOf(() => sheetsOf(two, above))).code).toBe('sheet-malformed');
  });

  it.each<[string, string[], WorkbookOptions, string]>([
    ['rows out of order', [worksheet('<row r="2"/><row r="1"/>')], {}, 'sheet-malformed'],
    ['cells out of order', [worksheet('<row r="1"><c r="B1"/><c r="A1"/></row>')], {}, 'sheet-malformed'],
    ['a cell of another row', [worksheet('<row r="1"><c r="A2"/></row>')], {}, 'sheet-malformed'],
    ['a column beyond the last', [worksheet('<row r="1"><c r="ZZZ1"/></row>')], {}, 'sheet-malformed'],
    [
      'a text that is not there',
      [worksheet('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')],
      {},
      'sheet-malformed',
    ],
    [
      'a sheet that is not there',
      [''],
      { parts: { 'xl/worksheets/sheet1.xml': undefined } },
      'sheet-malformed',
    ],
    ['another root', [''], { parts: { 'xl/workbook.xml': '<book/>' } }, 'sheet-malformed'],
    ['a document type', ['<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'], {}, 'xml-dtd-refused'],
    ['damaged XML', ['<worksheet><sheetData></worksheet>'], {}, 'xml-malformed'],
  ])('with %s is refused', async (_, sheets, options, code) => {
    expect((await refusalOf(() => sheetsOf(sheets, options))).code).toBe(code);
  });
});
