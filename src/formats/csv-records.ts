/** Text to records to cells, strictly by RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180#section-2). */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';

/** The text of a record, quotes and all, without its line end. */
export interface RawRecord {
  readonly text: string;
  /** Where it begins; counts from 1. */
  readonly line: number;
  /** False for a last record without a line end: it may be cut. */
  readonly ended: boolean;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts text that arrives in pieces where a line ends outside quotes. CRLF, LF and CR end a line. Which character
 * separates the cells does not matter here; whether the quotes are well placed is for `splitRecord` to say.
 */
export class RecordCutter {
  /** The record so far, as far as it lies in earlier pieces. */
  #parts: string[] = [];
  #length = 0;
  /** A carriage return that a line feed may follow. */
  #held = '';
  #inQuotes = false;
  #line: number;
  #recordLine: number;
  /** The line end before was a carriage return alone. */
  #bareReturn = false;

  constructor(line = 1) {
    this.#line = line;
    this.#recordLine = line;
  }

  /** @throws PassmusterError csv-malformed for a NUL, input-too-large for a record above the limit */
  *push(piece: string): Generator<RawRecord> {
    let text = this.#held + piece;
    this.#held = text.endsWith('\r') ? '\r' : '';
    if (this.#held !== '') text = text.slice(0, -1);
    yield* this.#cut(text);
  }

  /** The records that only the end of the text completes. */
  *end(): Generator<RawRecord> {
    const { line, ended } = { line: this.#recordLine, ended: this.#held !== '' && this.#bareReturn };
    if (this.#held !== '' && this.#inQuotes) this.#keep(this.#held);
    const text = this.#take('');
    // A carriage return in a file of CRLF or LF is half a line end.
    if (text !== '' || ended) yield { text, line, ended };
  }

  *#cut(text: string): Generator<RawRecord> {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > quote) continue;
      if (code === quote) this.#inQuotes = !this.#inQuotes;
      else if (code === 0)
        throw new PassmusterError('csv-malformed', 'The text holds a NUL character.', { line: this.#line });
      else if (code === lineFeed || code === carriageReturn) {
        const isPair = code === carriageReturn && text.charCodeAt(at + 1) === lineFeed;
        const end = at;
        if (isPair) at += 1;
        this.#line += 1;
        if (this.#inQuotes) continue;
        yield { line: this.#recordLine, text: this.#take(text.slice(start, end)), ended: true };
        this.#bareReturn = code === carriageReturn && !isPair;
        this.#recordLine = this.#line;
        start = at + 1;
      }
    }
    this.#keep(text.slice(start));
  }

  #keep(part: string): void {
    if (part === '') return;
    this.#length += part.length;
    this.#parts.push(part);
    if (this.#length <= limits.csvRecord) return;
    const message = `A record is longer than ${limits.csvRecord} characters; a quote that is never closed makes one.`;
    throw new PassmusterError('input-too-large', message, { line: this.#recordLine });
  }

  #take(last: string): string {
    this.#keep(last);
    const text = this.#parts.length === 1 ? (this.#parts[0] ?? '') : this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    return text;
  }
}

export type Separator = ',' | ';' | '\t';
export const separators: readonly Separator[] = [',', ';', '\t'];

/**
 * The cells of a record.
 * @param separator undefined: a table of one column, in which any of the three would begin a second one
 * @throws PassmusterError csv-malformed with the line, input-too-large
 */
export function splitRecord({ text, line }: RawRecord, separator: Separator | undefined): string[] {
  const cells = text.includes('"')
    ? splitQuoted(text, separator, line)
    : separator === undefined
      ? text.split(/[,;\t]/)
      : text.split(separator);
  if (cells.length <= limits.csvCells) return cells;
  throw new PassmusterError('input-too-large', `A record has more than ${limits.csvCells} cells.`, { line });
}

function splitQuoted(text: string, separator: Separator | undefined, line: number): string[] {
  const fail = (message: string, at: number): never => {
    const place = { line: line + lineEndsIn(text.slice(0, at)) };
    throw new PassmusterError('csv-malformed', message, place);
  };
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    if (text.charCodeAt(at) === quote) {
      const { value, end } = quotedCell(text, at);
      if (end === undefined) return fail('A quoted cell is not closed.', at);
      cells.push(value);
      at = end;
      if (at < text.length && !isSeparator(text.charAt(at), separator))
        fail('Text follows the closing quote of a cell.', at);
    } else {
      const end = separatorFrom(text, at, separator);
      const cell = text.slice(at, end);
      if (cell.includes('"'))
        fail('A quote stands inside a cell that is not quoted.', at + cell.indexOf('"'));
      cells.push(cell);
      at = end;
    }
    if (at >= text.length || cells.length > limits.csvCells) return cells;
  }
}

/** The value of the quoted cell that begins here, and where it ends; undefined: it does not. */
function quotedCell(text: string, start: number): { value: string; end: number | undefined } {
  let value = '';
  for (let from = start + 1; ;) {
    const found = text.indexOf('"', from);
    if (found < 0) return { value, end: undefined };
    if (text.charCodeAt(found + 1) !== quote)
      return { value: value + text.slice(from, found), end: found + 1 };
    value += text.slice(from, found + 1);
    from = found + 2;
  }
}

const isSeparator = (character: string, separator: Separator | undefined): boolean =>
  separator === undefined ? separators.some((one) => one === character) : character === separator;

function separatorFrom(text: string, from: number, separator: Separator | undefined): number {
  if (separator !== undefined) {
    const found = text.indexOf(separator, from);
    return found < 0 ? text.length : found;
  }
  let at = from;
  while (at < text.length && !isSeparator(text.charAt(at), separator)) at += 1;
  return at;
}

/** How many lines end in the text: CRLF once. */
export function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
