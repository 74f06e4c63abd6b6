/** Rows of a table as records: one row a record. Cells are text, so the setting says what a value is. */
import { PassmusterError } from '../errors.ts';
import { foldColumn } from '../formats/csv-peek.ts';
import { nearest } from '../profiles/nearest.ts';
import { findSetting } from '../settings/catalogue.ts';
import { columns, formColumns, unguarded } from './columns.ts';
import type { Path, PlacedRecord } from './file.ts';

type Cells = ReadonlyMap<string, string>;

/** How a record is read out of the cells of a row, by the names of the columns. */
interface Header {
  /** Name in `columns` or `formColumns` → name in the file and its number, counted from 1. */
  readonly known: ReadonlyMap<string, { readonly name: string; readonly number: number }>;
  readonly isForm: boolean;
}

/** The rows of a form that have an answer; of any other table all. */
export interface TableRecords {
  readonly records: readonly PlacedRecord[];
  /** Rows of a form without an answer. */
  readonly blank: number;
  readonly isForm: boolean;
}

/** Takes rows one by one, under a header. */
export class RecordTable {
  readonly #header: Header;
  readonly #records: PlacedRecord[] = [];
  #blank = 0;

  /** @throws PassmusterError attestation-invalid with line and column, for a column that is not known */
  constructor(names: readonly string[], line: number) {
    this.#header = headerOf(names, line);
  }

  /** @param cellOf the text of a cell, by its column's name in the file and its number, counted from 1 */
  take(line: number, cellOf: (name: string, number: number) => string): void {
    const cells = cellsOf(cellOf, this.#header);
    if (cells.size === 0) return; // spreadsheets leave rows of nothing behind
    if (this.#header.isForm && !cells.has('answer')) this.#blank += 1;
    else this.#records.push(placed(cells, line, this.#records.length, this.#header));
  }

  end(): TableRecords {
    return { records: this.#records, blank: this.#blank, isForm: this.#header.isForm };
  }
}

export const problem = (message: string, line: number, column = 1): PassmusterError =>
  new PassmusterError('attestation-invalid', message, { line, column });

function headerOf(names: readonly string[], line: number): Header {
  const all = [...Object.keys(columns), ...formColumns];
  const byFold = new Map(all.map((name) => [foldColumn(name), name]));
  const known = new Map<string, { name: string; number: number }>();
  for (const [index, name] of names.entries()) {
    const column = byFold.get(foldColumn(name));
    if (column === undefined) {
      const near = nearest(name, all);
      const hint = near === undefined ? '' : `; did you mean \`${near}\``;
      throw problem(`Column ${index + 1} is not known${hint}. Known are ${all.join(', ')}.`, line, index + 1);
    }
    if (known.has(column)) throw problem(`The column \`${column}\` stands twice.`, line, index + 1);
    known.set(column, { name, number: index + 1 });
  }
  return { known, isForm: known.has('answer') };
}

/** The cells that hold something, by the names of our columns. */
function cellsOf(cellOf: (name: string, number: number) => string, { known }: Header): Cells {
  const filled = new Map<string, string>();
  for (const [column, { name, number }] of known) {
    const cell = unguarded(cellOf(name, number).trim());
    if (cell !== '') filled.set(column, cell);
  }
  return filled;
}

function placed(cells: Cells, line: number, index: number, header: Header): PlacedRecord {
  const record: Record<string, unknown> = {};
  for (const [name, { path, list, flag }] of Object.entries(columns)) {
    const cell = cells.get(header.isForm && name === 'value' ? 'answer' : name);
    if (cell === undefined) continue;
    put(
      record,
      path,
      name === 'value'
        ? typed(cell, cells.get('setting'), header.isForm)
        : partOf(name, cell, { list, flag }),
    );
  }
  return { value: record, index, placeOf: (path) => ({ line, column: columnOf(path, header) }) };
}

function partOf(
  name: string,
  cell: string,
  { list, flag }: { list?: true | undefined; flag?: true | undefined },
): unknown {
  if (flag === true) return /^(true|yes)$/i.test(cell) ? true : cell;
  if (list !== true) return cell;
  // A semicolon inside an identifier is written with a backslash before it.
  const parts = cell
    .split(/(?<!\\);/)
    .map((part) => part.trim().replaceAll('\\;', ';'))
    .filter((part) => part !== '');
  return name === 'evidenceSha256' ? parts.map((sha256) => ({ sha256 })) : parts;
}

function put(record: Record<string, unknown>, [first = '', second]: Path, value: unknown): void {
  if (second === undefined) record[first] = value;
  else {
    const inner = record[first];
    record[first] = { ...(typeof inner === 'object' ? inner : {}), [second]: value };
  }
}

const yes = /^(yes|true)$/i;
const no = /^(no|false)$/i;

/** A text that is no value of the setting stays one, and the check of the record says so. */
function typed(cell: string, settingId: string | undefined, isForm: boolean): boolean | number | string {
  const type = settingId === undefined ? undefined : findSetting(settingId)?.type;
  if (type === 'boolean') {
    const isWord = isForm || /^(true|false)$/i.test(cell); // spreadsheets write TRUE
    if (isWord && yes.test(cell)) return true;
    return isWord && no.test(cell) ? false : cell;
  }
  if (type === 'integer') return /^-?\d{1,15}$/.test(cell) ? Number(cell) : cell;
  if (type === 'number') return /^-?\d{1,15}(\.\d{1,15})?$/.test(cell) ? Number(cell) : cell;
  return cell;
}

/** The cell that holds a part of a record: the longest path that fits. */
function columnOf(path: Path, { known, isForm }: Header): number {
  for (let length = path.length; length > 0; length -= 1) {
    for (const [name, column] of Object.entries(columns)) {
      const fits =
        column.path.length >= length && path.slice(0, length).every((step, at) => step === column.path[at]);
      const found = fits ? known.get(isForm && name === 'value' ? 'answer' : name) : undefined;
      if (found !== undefined) return found.number;
    }
  }
  return 1;
}
