/**
 * CSV as exports write it, read as a stream. Nothing is repaired: a row that does not fit the header is yielded as
 * broken, and quotes that RFC 4180 does not know end the reading.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { openCsvText } from './csv-encoding.ts';
import { type CsvLayoutOptions, findLayout } from './csv-layout.ts';
import { type RawRecord, RecordCutter, type Separator, splitRecord } from './csv-records.ts';
import type { StreamEncoding } from './text.ts';

export interface CsvOptions extends CsvLayoutOptions {
  /** The encoding that the operator names. A byte order mark comes first. */
  readonly encoding?: 'utf-8' | 'windows-1252';
}

/** The first item: how the file is read. */
export interface CsvHeader {
  readonly kind: 'header';
  /** Lines and rows count from 1; `line - 1` lines above the header were skipped. */
  readonly line: number;
  /** The names as they stand, in their order. */
  readonly columns: readonly string[];
  /** Columns whose names are the same, or look the same: their values are ambiguous. */
  readonly repeated: readonly (readonly string[])[];
  /** Undefined: one column, no separator seen. */
  readonly separator: Separator | undefined;
  readonly encoding: StreamEncoding;
  readonly ended: boolean;
}

export interface CsvRow {
  readonly kind: 'row';
  /** Counts records after the header, broken ones too, blank lines not. */
  readonly number: number;
  readonly line: number;
  /** The values of the columns that stand once. */
  readonly cells: ReadonlyMap<string, string>;
  /** Name of a repeated column → the values of all columns that go by it: what it means is ambiguous. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
  /** False for a last row without a line end: it may be cut. */
  readonly ended: boolean;
}

/** A row that does not fit the header: which value belongs to which column cannot be told. */
export interface CsvBroken {
  readonly kind: 'broken';
  readonly number: number;
  readonly line: number;
  /** One sentence without text of the input. */
  readonly why: string;
  readonly ended: boolean;
}

/** The last item: the file was read to its end. */
export interface CsvEnd {
  readonly kind: 'end';
  readonly rows: number;
  readonly broken: number;
  /** Lines without any character; they hold no value. */
  readonly blankLines: number;
  /** The last row, or the header, has no line end: the file may be cut. */
  readonly lastRowUnended: boolean;
}

export type CsvItem = CsvHeader | CsvRow | CsvBroken | CsvEnd;

/**
 * Yields the header, the rows, and the end. The encoding and the separator are decided on the first bytes and never
 * change; a file that does not keep to them is refused at that place.
 * @throws PassmusterError csv-malformed with the line, encoding-invalid with the byte offset, input-empty,
 *   input-too-large
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): AsyncGenerator<CsvItem> {
  const text = await openCsvText(chunks, options.encoding);
  try {
    const { line, start, separator } = findLayout(text, options);
    const cutter = new RecordCutter(line);
    const table = new CsvTable(separator, text.encoding);
    for (const record of cutter.push(text.head.slice(start))) yield* table.read(record);
    for (let next = await text.rest.next(); next.done !== true; next = await text.rest.next())
      for (const record of cutter.push(next.value)) yield* table.read(record);
    for (const record of cutter.end()) yield* table.read(record);
    yield table.end();
  } finally {
    await text.rest.return?.();
  }
}

/** Records to items; the first record is the header. */
export class CsvTable {
  readonly #separator: Separator | undefined;
  readonly #encoding: StreamEncoding;
  #columns: readonly string[] | undefined;
  /** Position of a repeated column → the positions of all that go by its name. */
  #twins: ReadonlyMap<number, readonly number[]> = new Map();
  #rows = 0;
  #broken = 0;
  #blankLines = 0;
  #lastEnded = true;

  constructor(separator: Separator | undefined, encoding: StreamEncoding) {
    this.#separator = separator;
    this.#encoding = encoding;
  }

  *read(record: RawRecord): Generator<CsvHeader | CsvRow | CsvBroken> {
    this.#lastEnded = record.ended;
    if (this.#columns === undefined) yield this.#header(record);
    else if (record.text === '' && this.#columns.length > 1) this.#blankLines += 1;
    else yield this.#row(record, this.#columns);
  }

  end(): CsvEnd {
    return {
      kind: 'end',
      rows: this.#rows,
      broken: this.#broken,
      blankLines: this.#blankLines,
      lastRowUnended: !this.#lastEnded,
    };
  }

  #header(record: RawRecord): CsvHeader {
    const columns = splitRecord(record, this.#separator);
    const { line, ended } = record;
    if (columns.some((name) => name.length > limits.keyLength)) {
      const message = `The name of a column is longer than ${limits.keyLength} characters.`;
      throw new PassmusterError('input-too-large', message, { line });
    }
    const groups = [...positionsByName(columns).values()].filter((group) => group.length > 1);
    this.#columns = columns;
    this.#twins = new Map(groups.flatMap((group) => group.map((position) => [position, group])));
    const repeated = groups.map((group) => group.map((position) => columns[position] ?? ''));
    const [separator, encoding] = [this.#separator, this.#encoding];
    return { kind: 'header', line, columns, repeated, separator, encoding, ended };
  }

  #row(record: RawRecord, columns: readonly string[]): CsvRow | CsvBroken {
    const values = splitRecord(record, this.#separator);
    const { line, ended } = record;
    const number = this.#rows + this.#broken + 1;
    const why = whyBroken(record, values.length, columns.length);
    if (why !== undefined) {
      this.#broken += 1;
      return { kind: 'broken', number, line, why, ended };
    }
    this.#rows += 1;
    const cells = new Map<string, string>();
    const repeated = new Map<string, readonly string[]>();
    for (const [position, name] of columns.entries()) {
      const twins = this.#twins.get(position);
      if (twins === undefined) cells.set(name, detached(values[position] ?? ''));
      else
        repeated.set(
          name,
          twins.map((twin) => detached(values[twin] ?? '')),
        );
    }
    return { kind: 'row', number, line, cells, repeated, ended };
  }
}

function whyBroken(record: RawRecord, found: number, expected: number): string | undefined {
  if (record.text === '') return 'The line is empty: no value, or an empty one.';
  if (found === expected) return undefined;
  const cells = found === 1 ? '1 cell' : `${found} cells`;
  return `The row has ${cells} and the header ${expected}.`;
}

/**
 * The same text without its neighbours: V8 keeps a slice of 13 characters or more as a pointer into the whole chunk, so
 * that a caller who keeps one identifier of each row would keep the file.
 */
function detached(value: string): string {
  return value.length < 13 ? value : ` ${value}`.slice(1);
}

/** Names that differ only in what cannot be seen, in case or in width are one name to a person. */
function positionsByName(columns: readonly string[]): ReadonlyMap<string, readonly number[]> {
  return Map.groupBy(columns.keys(), (position) =>
    (columns[position] ?? '')
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .toUpperCase()
      .toLowerCase(),
  );
}
