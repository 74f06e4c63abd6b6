/**
 * The parts of a workbook, ECMA-376 transitional; a zip of them is the file. A text is an inline string (`inlineStr`) in the format "text", so a program
 * that opens it has nothing to run, also when somebody edits the cell; the first row stays in sight. Forms go round in it, and reports.
 */
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Excel refuses longer cells. */
const longestCell = 32_767;

/** Numbers are ours; a text may come from anywhere. */
type Cell = string | number;

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  /** The first is the head of the columns. */
  readonly rows: Iterable<readonly Cell[]>;
  /** Of the columns, in characters; the rest are as wide as a program makes them. */
  readonly widths: readonly number[];
  /** On top of every printed page. */
  readonly marking?: string;
  /** The head can filter the rows. */
  readonly isFiltered?: true;
}

/** One sheet of texts. */
export function workbookParts(
  name: string,
  rows: Iterable<readonly string[]>,
  widths: readonly number[],
): Readonly<Record<string, string>> {
  return bookParts([{ name, rows, widths }]);
}

/** Sheet by sheet, in this order. */
export function bookParts(sheets: readonly Sheet[]): Readonly<Record<string, string>> {
  const numbered = sheets.map((sheet, index) => ({ sheet, number: index + 1, id: `rId${index + 1}` }));
  const overrides = numbered.map(
    ({ number }) =>
      `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`,
  );
  const listed = numbered.map(
    ({ sheet, number, id }) => `<sheet name="${escaped(sheet.name)}" sheetId="${number}" r:id="${id}"/>`,
  );
  const links = numbered.map(
    ({ number, id }) =>
      `<Relationship Id="${id}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const styleLink = `<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`;
  return {
    '[Content_Types].xml': `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': related(
      `<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>`,
    ),
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': related([...links, styleLink].join('')),
    'xl/styles.xml': `${declaration}${styles}`,
    ...Object.fromEntries(
      numbered.map(({ sheet, number }) => [`xl/worksheets/sheet${number}.xml`, sheetXml(sheet)]),
    ),
  };
}

/** 0: numbers; 1: text (format 49, `@`), with the mark of an apostrophe before it; 2: the same in bold. */
const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function sheetXml({ rows, widths, marking, isFiltered }: Sheet): string {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  let count = 0;
  let width = 1;
  const data: string[] = [];
  for (const cells of rows) {
    data.push(rowXml(cells, count));
    width = Math.max(width, cells.length);
    count += 1;
  }
  const filter =
    isFiltered === true && count > 1 ? `<autoFilter ref="A1:${columnName(width - 1)}${count}"/>` : '';
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`}<sheetData>${data.join('')}</sheetData>${filter}${pageHeader(marking)}</worksheet>`;
}

/** `&` begins a code there (ECMA-376-1, 18.3.1.46); a header holds at most 255 characters. */
function pageHeader(marking: string | undefined): string {
  if (marking === undefined) return '';
  const text = `&C${marking.slice(0, 100).replaceAll('&', '&&')}`;
  return `<headerFooter><oddHeader>${escaped(text)}</oddHeader></headerFooter>`;
}

const related = (links: string): string =>
  `${declaration}<Relationships xmlns="${packages}/relationships">${links}</Relationships>`;

function rowXml(cells: readonly Cell[], index: number): string {
  const style = index === 0 ? 2 : 1;
  const xml = cells.map((cell, column) => {
    const place = `${columnName(column)}${index + 1}`;
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
    return cell === ''
      ? ''
      : `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, longestCell))}</t></is></c>`;
  });
  return `<row r="${index + 1}">${xml.join('')}</row>`;
}

/** A, …, Z, AA, … */
function columnName(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return `${rest < 0 ? '' : columnName(rest)}${String.fromCodePoint(65 + (index % 26))}`;
}

/** What XML cannot hold is written as `_xHHHH_` (ST_Xstring, ECMA-376-1 22.9.2.19), and so is what looks like that. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[\0-\u0008\u000b-\u001f\ufffe\uffff]/g, unitName)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const unitName = (unit: string): string =>
  `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
