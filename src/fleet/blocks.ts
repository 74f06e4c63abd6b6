/** A file in blocks of whole rows, one after the other. */
import { isUtf8 } from 'node:buffer';
import type { RowScanner } from '../formats/row-scanner.ts';
import { FileRange } from '../io/file-range.ts';
import { limits } from '../io/limits.ts';
import { NotPlain } from './not-plain.ts';
import type { Found, Position } from './relay.ts';
import type { Frame } from './rows.ts';

/** A longer row makes the file one to be read in the ordinary way. */
const rowBytes = 1024 * 1024;
/** The longest piece that is looked at. */
export const pieceBytes = (): number => Math.max(limits.fleetBlockBytes, rowBytes);

/** Rows that lie before the scanner. */
export interface Block extends Found, Position {
  /** Bytes of it. */
  readonly bytes: number;
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

export interface Reading {
  readonly scanner: RowScanner;
  readonly frame: Frame;
  readonly pieces: FilePieces;
}

/**
 * Finds the rows from a position on, as many as a block has: they lie before the scanner then.
 * @throws NotPlain for anything that is no row where one should be
 */
export function findBlock(reading: Reading, position: Position): Block {
  const { scanner, pieces } = reading;
  const { offset, line } = position;
  let length = pieces.load(scanner, offset, limits.fleetBlockBytes);
  let rows = scan(reading, line, length, length);
  if (rows === 0 && scanner.state === 'cut' && length === limits.fleetBlockBytes) {
    length = pieces.load(scanner, offset, rowBytes);
    rows = scan(reading, line, 1, length);
    if (rows === 0 && length === rowBytes) throw new NotPlain('a row is too long');
  }
  const { at, state } = scanner;
  if (state === 'odd') throw new NotPlain('what stands between rows is none');
  const next = offset + at;
  const isLast = offset + length >= pieces.size;
  // A file of lines or records ends with a line end; without it the last row may be cut.
  if (state === 'cut' && isLast) throw new NotPlain('the file breaks off');
  const isEnd = state === 'list-ended' || (reading.frame.form !== 'list' && next >= pieces.size);
  if (!isEnd && at === 0) throw new NotPlain('there is nothing to go on from');
  return { ...position, rows, lines: scanner.line - line, next, isEnd, bytes: at };
}

/** @throws NotPlain */
export function requireUtf8(scanner: RowScanner, { bytes }: Block): void {
  if (!isUtf8(scanner.view(0, bytes))) throw new NotPlain('the text is not UTF-8');
}

/** @param line at the first byte of the piece */
function scan(
  { scanner, frame: { form, separator = ',' } }: Reading,
  line: number,
  to: number,
  length: number,
): number {
  scanner.line = line;
  return form === 'csv' ? scanner.scanCsv(0, to, length, separator) : scanner.scanJson(0, to, length, form);
}
