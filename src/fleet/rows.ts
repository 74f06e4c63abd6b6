/** How the rows of one input are read: by the scanner where they are plain, strictly by the source's own code where not. */
import { CsvTable } from '../formats/csv.ts';
import type { Separator } from '../formats/csv-records.ts';
import { parseJson } from '../formats/json.ts';
import { withoutSecrets } from '../artifacts/secrets.ts';
import { textAt } from '../inventory/place.ts';
import { NotPlain } from './not-plain.ts';
import type { ReadContext, ReadItem, RowList } from '../sources/define.ts';
import { itemsOfCsv } from '../sources/device-cells.ts';
import { itemsOfRecord } from '../sources/device-rows.ts';

/** What stands around the rows, and how their places are called. Offsets are bytes from the start of the file. */
export interface Frame {
  readonly form: 'lines' | 'list' | 'csv';
  /** Where the first row begins, or may begin. */
  readonly start: number;
  /** The line there, from 1. */
  readonly line: number;
  /** JSON: the names of the members of the first row, as they are spelled. */
  readonly keys?: readonly string[];
  /** Of a list: the member of the root object that holds it; undefined for a root array. */
  readonly member?: string;
  /** CSV. */
  readonly header?: string;
  readonly columns?: readonly string[];
  readonly separator?: Separator;
}

/** One row as text. */
export interface RowText {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Rows before it. */
  readonly ordinal: number;
}

/** `/value/3`, `line 4`, `row 5`. */
export function placeOf({ form, member }: Frame, ordinal: number, line: number): string {
  if (form === 'lines') return `line ${line}`;
  if (form === 'csv') return `row ${ordinal + 1}`;
  return member === undefined ? `/${ordinal}` : `/${member}/${ordinal}`;
}

export class StrictReader {
  readonly #frame: Frame;
  readonly #rows: RowList;
  readonly #input: string;
  readonly #context: ReadContext;
  /** CSV. */
  #table: CsvTable | undefined;

  constructor(frame: Frame, rows: RowList, input: string, context: ReadContext) {
    this.#frame = frame;
    this.#rows = rows;
    this.#input = input;
    this.#context = context;
  }

  /**
   * @returns what the source says of the row, and whether its list is counted
   * @throws NotPlain for a page of rows; PassmusterError where the row is no JSON or CSV
   */
  read(row: RowText): { readonly items: readonly ReadItem[]; readonly isCounted: boolean } {
    const { list } = this.#rows;
    if (this.#frame.form === 'csv') {
      const item = this.#record(row);
      return { items: [...itemsOfCsv(item, this.#input, list, this.#context)], isCounted: false };
    }
    const node = withoutSecrets(parseJson(row.text, row.line));
    const pointer = placeOf(this.#frame, row.ordinal, row.line);
    const read = itemsOfRecord({ node, pointer }, this.#input, list, this.#context);
    if (read === undefined) throw new NotPlain('a page of rows');
    return { items: [...read.items], isCounted: read.isCounted };
  }

  /** The texts of identifiers, of a row that the scanner does not understand. */
  texts(
    { text, line, ordinal }: RowText,
    member: (kind: string) => readonly string[],
  ): (kind: string) => string[] {
    const { list } = this.#rows;
    if (this.#frame.form === 'csv') {
      const item = this.#record({ text, line, ordinal });
      const cells = item.kind === 'row' ? [...(list.cells?.(item) ?? [])] : [];
      return (kind) =>
        cells.flatMap((cell) => (member(kind).includes(cell.member) ? [cell.value.trim()] : []));
    }
    const node = parseJson(text, line);
    if (node.type !== 'map') return () => [];
    const row = {
      node,
      place: '',
      locate: () => '',
      input: '',
      ignoreCase: list.inventory.ignoreCase === true,
    };
    return (kind) => member(kind).flatMap((path) => textAt(row, [path]) ?? []);
  }

  /** The record as the table of its file reads it. */
  #record({ text, line, ordinal }: RowText) {
    const [item] = [...this.#headed().read({ text, line, ended: true })];
    if (item?.kind !== 'row' && item?.kind !== 'broken') throw new NotPlain('a record that is none');
    return { ...item, number: ordinal + 1 };
  }

  /** The table behind its header: records are told from each other by their own lines and numbers. */
  #headed(): CsvTable {
    if (this.#table !== undefined) return this.#table;
    const { header = '', separator } = this.#frame;
    const table = new CsvTable(separator, 'utf-8');
    for (const item of table.read({ text: header, line: 1, ended: true }))
      if (item.kind !== 'header') throw new NotPlain('a header that is none');
    return (this.#table = table);
  }
}
