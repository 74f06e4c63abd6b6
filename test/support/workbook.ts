/** Writes small workbooks, with every part as the test wants it. */
import { zipOf } from './archive.ts';
import { utf8 } from './bytes.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const inline = (column: string, row: number, text: string): string =>
  `<c r="${column}${row}" t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;

/** A table of texts, from the given row on. */
export const tableRows = (rows: readonly (readonly string[])[], first = 1): string =>
  rows
    .map((cells, index) => {
      const row = first + index;
      const xml = cells.map((text, at) =>
        text.startsWith('<c')
          ? text.replaceAll('ROW', String(row))
          : text === ''
            ? ''
            : inline(String.fromCharCode(65 + at), row, text),
      );
      return `<row r="${row}">${xml.join('')}</row>`;
    })
    .join('');

export const worksheet = (rows: string): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;

export interface WorkbookOptions {
  readonly names?: readonly string[];
  readonly strings?: string;
  readonly styles?: string;
  readonly date1904?: boolean;
  readonly parts?: Readonly<Record<string, string | undefined>>;
}

/** @param sheets the XML of each worksheet */
export function workbook(sheets: readonly string[], options: WorkbookOptions = {}): Uint8Array {
  const name = (index: number) => options.names?.[index] ?? `Sheet${index + 1}`;
  const list = sheets.map(
    (_, index) => `<sheet name="${name(index)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const links = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const parts: Record<string, string | undefined> = {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${options.date1904 === true ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links.join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map((xml, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml])),
    ...(options.strings === undefined
      ? {}
      : { 'xl/sharedStrings.xml': `${declaration}<sst xmlns="${main}">${options.strings}</sst>` }),
    ...(options.styles === undefined
      ? {}
      : { 'xl/styles.xml': `${declaration}<styleSheet xmlns="${main}">${options.styles}</styleSheet>` }),
    ...options.parts,
  };
  return zipOf(
    Object.entries(parts).flatMap(([path, text]) =>
      text === undefined ? [] : [{ name: path, content: utf8(text) }],
    ),
  );
}
