/**
 * Sheets of a workbook (ECMA-376 Part 1, SpreadsheetML) as rows of values. What a cell is, is taken from the file: text, number,
 * boolean, and a date where its number format shows one. A formula holds what some program computed when it last saved the file
 * (18.3.1.40); nobody can tell from the file whether that is still so, so it is no value here.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import type { TreeNode } from './node.ts';
import { type Formats, formatsOf } from './sheet-dates.ts';
import { childrenOf, firstChild, localName, textOf } from './sheet-xml.ts';
import { decodeText } from './text.ts';
import { plainText, type XmlElement } from './xml-element.ts';
import { readXml } from './xml.ts';

/** The content of a part of the package; undefined where there is none. */
export type ReadPart = (name: string, limit: number) => Promise<Uint8Array | undefined>;

export interface SheetRow {
  /** As the sheet counts them, from 1. */
  readonly number: number;
  /** Column, from 0 → value. What a formula or an error shows is an empty map: it is no value of any type. */
  readonly cells: ReadonlyMap<number, TreeNode>;
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
  readonly formulas: number;
}

interface Workbook {
  readonly part: ReadPart;
  readonly texts: readonly string[];
  readonly formats: Formats;
}

/**
 * The sheets of cells, in the order of the workbook, one at a time.
 * @throws PassmusterError sheet-malformed, xml-malformed, input-too-large
 */
export async function* readSheets(part: ReadPart): AsyncGenerator<Sheet> {
  const book = await xmlPart(part, 'xl/workbook.xml');
  if (book === undefined || localName(book) !== 'workbook') malformed('The workbook has no list of sheets.');
  const targets = targetsOf(await xmlPart(part, 'xl/_rels/workbook.xml.rels'));
  const strings = await xmlPart(part, 'xl/sharedStrings.xml');
  const workbook = {
    part,
    texts: strings === undefined ? [] : childrenOf(strings, 'si').map(textOf),
    formats: formatsOf(await xmlPart(part, 'xl/styles.xml'), book),
  };
  const sheets = firstChild(book, 'sheets');
  for (const sheet of sheets === undefined ? [] : childrenOf(sheets, 'sheet')) {
    const target = targets.get(attributeOf(sheet, 'id') ?? '');
    if (target === 'no cells') continue;
    const root = target === undefined ? undefined : await xmlPart(part, target);
    if (root === undefined) malformed('A sheet of the workbook is not in it.');
    if (localName(root) === 'worksheet') yield sheetOf(sheet.attributes.get('name') ?? '', root, workbook);
  }
}

function malformed(message: string): never {
  throw new PassmusterError('sheet-malformed', message);
}

async function xmlPart(part: ReadPart, name: string): Promise<XmlElement | undefined> {
  // Bytes of a character: UTF-8 has up to four, UTF-16 two.
  const bytes = await part(name, limits.xmlCharacters * 4);
  return bytes === undefined ? undefined : readXml(decodeText(bytes).text);
}

/** Relationship → path of a worksheet, relative to the workbook or to the package. Charts and dialogs stand among the sheets. */
function targetsOf(relations: XmlElement | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { attributes } of relations === undefined ? [] : childrenOf(relations, 'Relationship')) {
    if (attributes.get('TargetMode') === 'External') continue;
    const target = attributes.get('Target') ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    const isSheet = (attributes.get('Type') ?? '').endsWith('/worksheet');
    found.set(attributes.get('Id') ?? '', isSheet ? path : 'no cells');
  }
  return found;
}

/** By its local name: which prefix stands for a namespace is for the file to say. */
function attributeOf({ attributes }: XmlElement, local: string): string | undefined {
  for (const [name, value] of attributes) if (name.endsWith(`:${local}`)) return value;
  return undefined;
}

function sheetOf(name: string, root: XmlElement, workbook: Workbook): Sheet {
  const data = firstChild(root, 'sheetData');
  const rows: SheetRow[] = [];
  let formulas = 0;
  for (const row of data === undefined ? [] : childrenOf(data, 'row')) {
    const number = Number(row.attributes.get('r') ?? (rows.at(-1)?.number ?? 0) + 1);
    if (!Number.isSafeInteger(number) || number <= (rows.at(-1)?.number ?? 0))
      malformed('The rows of a sheet are not in order.');
    const cells = new Map<number, TreeNode>();
    let last = -1;
    for (const cell of childrenOf(row, 'c')) {
      const column = columnOf(cell, number) ?? last + 1;
      if (column <= last) malformed('The cells of a row are not in order.');
      if (column >= limits.csvCells) malformed('A row has more cells than a sheet has columns.');
      last = column;
      if (firstChild(cell, 'f') !== undefined) formulas += 1;
      const node = nodeOf(cell, number, workbook);
      if (node !== undefined) cells.set(column, node);
    }
    rows.push({ number, cells });
  }
  return { name, rows, formulas };
}

/** `C7` → 2; the row in it has to be the row around it. */
function columnOf({ attributes }: XmlElement, row: number): number | undefined {
  const reference = attributes.get('r');
  if (reference === undefined) return undefined;
  const [, letters = '', digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? [];
  if (Number(digits) !== row) malformed('A cell stands in another row than it says.');
  let column = 0;
  for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
}

/** Undefined for an empty cell. */
function nodeOf(cell: XmlElement, line: number, { texts, formats }: Workbook): TreeNode | undefined {
  const noValue: TreeNode = { type: 'map', entries: new Map(), repeated: new Map(), line };
  if (firstChild(cell, 'f') !== undefined) return noValue;
  const type = cell.attributes.get('t') ?? 'n';
  const inline = firstChild(cell, 'is');
  if (type === 'inlineStr') return inline === undefined ? undefined : text(textOf(inline), line);
  const value = firstChild(cell, 'v');
  const written = value === undefined ? '' : plainText(value);
  if (value === undefined || written === '') return undefined;
  switch (type) {
    case 's': {
      const shared = /^\d{1,9}$/.test(written) ? texts[Number(written)] : undefined;
      return shared === undefined
        ? malformed('A cell names a text that the workbook does not hold.')
        : text(shared, line);
    }
    case 'b':
      return written === '0' || written === '1' ? { type: 'boolean', value: written === '1', line } : noValue;
    case 'd':
      return text(written, line);
    case 'n':
      return numberOf(written, formats.dateOf(cell.attributes.get('s')), line) ?? noValue;
    default:
      return noValue; // an error, the text of a formula, or nothing the standard knows
  }
}

const text = (value: string, line: number): TreeNode => ({ type: 'string', value, line });

function numberOf(
  written: string,
  date: ((serial: number) => string | undefined) | undefined,
  line: number,
): TreeNode | undefined {
  if (!/^-?\d{1,20}(\.\d{1,30})?([Ee][-+]?\d{1,3})?$/.test(written)) return undefined;
  const value = Number(written);
  if (date !== undefined) {
    const shown = date(value);
    return shown === undefined ? undefined : text(shown, line);
  }
  return Number.isSafeInteger(value) ? { type: 'integer', value, line } : { type: 'real', value, line };
}
