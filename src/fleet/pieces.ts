/** A file in blocks of equal size. A row belongs to the block in which it begins; it may end in a later one. */
import { isUtf8 } from 'node:buffer';
import type { RowScanner } from '../formats/row-scanner.ts';
import { FileRange } from '../io/file-range.ts';
import { limits } from '../io/limits.ts';
import { NotPlain } from './not-plain.ts';
import type { Frame } from './rows.ts';

/** Bytes beyond a block that are read at once for its last row; where it is longer, more is read. */
const marginBytes = 64 * 1024;
/** A longer row makes the file one to be read in the ordinary way. */
const rowBytes = 1024 * 1024;
/** The longest piece that is looked at. */
export const pieceBytes = (): number => Math.max(limits.fleetBlockBytes + marginBytes, rowBytes);

export interface Block {
  readonly file: number;
  readonly index: number;
  /** Offsets in the file. */
  readonly from: number;
  readonly to: number;
}

export function blocksOf(file: number, start: number, size: number): Block[] {
  const blockBytes = limits.fleetBlockBytes;
  const count = Math.max(1, Math.ceil((size - start) / blockBytes));
  return Array.from({ length: count }, (_, index) => ({
    file,
    index,
    from: start + index * blockBytes,
    to: Math.min(size, start + (index + 1) * blockBytes),
  }));
}

/** What a block comes to. */
export interface Walked {
  /** Offset at which the first row of the next block begins; of the end of the list. */
  readonly next: number;
  readonly rows: number;
  /** Line feeds from the first row to `next`. */
  readonly lines: number;
  /** The list has ended. */
  readonly isEnd: boolean;
}

export class FilePieces {
  readonly #range: FileRange;
  readonly size: number;

  /** @throws Error of the file system */
  constructor(path: string, size: number) {
    this.#range = new FileRange(path);
    this.size = size;
  }

  /** Puts the piece from an offset on before the scanner, at most so many bytes. */
  load(scanner: RowScanner, from: number, most: number): number {
    return scanner.load((into) => this.#range.read(into.subarray(0, Math.min(into.length, most)), from));
  }

  /** @returns the bytes from one offset to another, as text. @throws NotPlain where there are fewer */
  text(from: number, to: number): string {
    const bytes = Buffer.alloc(to - from);
    if (this.#range.read(bytes, from) < bytes.length) throw new NotPlain('the file is shorter now');
    return bytes.toString('utf8');
  }

  close(): void {
    this.#range.close();
  }
}

/**
 * Goes through the rows of a block.
 * @param first offset of its first row
 * @param line of that row, from 1
 * @param visit each row, with its number in the block and the offset of the piece that it is found in
 * @throws NotPlain for anything that is no row where one should be, and for bytes that are no UTF-8
 */
export function walk(
  { scanner, frame, pieces }: { scanner: RowScanner; frame: Frame; pieces: FilePieces },
  { first, to, line }: { first: number; to: number; line: number },
  visit: (row: number, ordinal: number, offset: number) => void,
): Walked {
  scanner.line = line;
  let start = first;
  let length = pieces.load(scanner, start, to - start + marginBytes);
  let at = 0;
  let rows = 0;
  for (;;) {
    const found = scan(scanner, frame, at, to - start, length);
    for (let row = 0; row < found; row += 1) visit(row, rows + row, start);
    rows += found;
    ({ at } = scanner);
    const { state } = scanner;
    if (state === 'open' && at < to - start) continue;
    if (state === 'odd') throw new NotPlain('what stands between rows is none');
    if (!isUtf8(scanner.view(0, Math.min(at, length)))) throw new NotPlain('the text is not UTF-8');
    if (state !== 'cut')
      return { next: start + at, rows, lines: scanner.line - line, isEnd: state === 'list-ended' };
    // A file of lines or records ends with a line end; without it the last row may be cut.
    if (start + length >= pieces.size) throw new NotPlain('the file breaks off');
    if (at === 0 && length >= rowBytes) throw new NotPlain('a row is too long');
    start += at;
    length = pieces.load(scanner, start, rowBytes);
    at = 0;
  }
}

function scan(
  scanner: RowScanner,
  { form, separator = ',' }: Frame,
  at: number,
  end: number,
  length: number,
): number {
  return form === 'csv'
    ? scanner.scanCsv(at, end, length, separator)
    : scanner.scanJson(at, end, length, form);
}

/**
 * Where the first row of a block begins, as far as that can be told without what stands before it. For a list it is a guess, which
 * whoever knows the block before has to confirm.
 * @param isRow whether what the scanner has found is a row of the list
 */
export function firstRow(
  { scanner, frame, pieces }: { scanner: RowScanner; frame: Frame; pieces: FilePieces },
  from: number,
  isRow: (row: number) => boolean,
): number | undefined {
  // The byte before the block: it may be the line feed.
  const before = from - 1;
  const length = pieces.load(scanner, before, limits.fleetBlockBytes);
  if (frame.form !== 'list') return firstLine(scanner, { before, length, form: frame.form });
  for (let at = 0; at < length; at += 1) {
    if (scanner.byte(at) !== 0x2c) continue;
    let brace = at + 1;
    while (scanner.byte(brace) <= 0x20 && brace < length) brace += 1;
    if (scanner.byte(brace) !== 0x7b) continue;
    const found = scanner.scanJson(brace, brace + 1, length, 'list');
    if (found === 1 && scanner.flags(0) === 0 && isRow(0)) return before + brace;
  }
  return undefined;
}

/** Behind the first line feed. Of CSV too: whether it stands within quotes, the block before tells. */
function firstLine(
  scanner: RowScanner,
  { before, length, form }: { before: number; length: number; form: 'lines' | 'csv' },
): number | undefined {
  for (let at = 0; at < length; at += 1)
    if (scanner.byte(at) === 0x0a) {
      let next = at + 1;
      const isBlank = (): boolean => form === 'lines' && blanks.includes(scanner.byte(next));
      while (next < length && isBlank()) next += 1;
      return before + next;
    }
  return undefined;
}

const blanks = [0x20, 0x0a, 0x0d, 0x09];
