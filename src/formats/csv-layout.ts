/** Where the header of a CSV file stands and which character separates its cells, decided on the first text. */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import type { CsvText } from './csv-encoding.ts';
import { type RawRecord, RecordCutter, type Separator, separators, splitRecord } from './csv-records.ts';

export interface CsvLayoutOptions {
  /** Recognises the header; lines above it are skipped. Without it the first line that is not blank is the header. */
  readonly isHeader?: (cells: readonly string[]) => boolean;
  /** The separator that the operator names. */
  readonly separator?: Separator;
  /** Fewer lines than the limit to look for the header in. */
  readonly searchLines?: number;
}

export interface CsvLayout {
  /** The line of the header, and where it begins in the text of the head. */
  readonly line: number;
  readonly start: number;
  /** Undefined: the header has one column and shows none. */
  readonly separator: Separator | undefined;
}

/** Records that are looked at to tell two separators apart. */
const sampleRecords = 20;

/** @throws PassmusterError input-empty, csv-malformed with the line, input-too-large */
export function findLayout(text: CsvText, options: CsvLayoutOptions): CsvLayout {
  const lines = Math.min(limits.csvPreamble + 1, options.searchLines ?? Number.POSITIVE_INFINITY);
  for (const { start, line } of lineStarts(text.head, lines)) {
    const layout = options.isHeader
      ? attempt(() => layoutAt(text, start, line, options))
      : layoutAt(text, start, line, options);
    if (layout !== undefined) return layout;
  }
  if (text.isWhole && text.head.trim() === '')
    throw new PassmusterError('input-empty', 'The file holds no header and no rows.');
  throw new PassmusterError(
    'csv-malformed',
    options.isHeader
      ? `No known header stands in the first ${lines} lines.`
      : `The first ${lines} lines are blank.`,
    { line: 1 },
  );
}

/** The places where a header may begin: free text above it need not be CSV, so every line is one. */
function* lineStarts(head: string, lines: number): Generator<{ start: number; line: number }> {
  const lineEnd = /\r\n|\r|\n/g;
  let start = 0;
  for (let line = 1; line <= lines; line += 1) {
    yield { start, line };
    if (lineEnd.exec(head) === null) return;
    start = lineEnd.lastIndex;
  }
}

/** The layout when the header stands here; undefined for a blank line and what `isHeader` does not know. */
function layoutAt(
  text: CsvText,
  start: number,
  line: number,
  options: CsvLayoutOptions,
): CsvLayout | undefined {
  const [header, ...following] = sampleAt(text, start, line);
  if (header === undefined) {
    if (text.isWhole) return undefined;
    throw new PassmusterError('input-too-large', 'The header is too long.', { line });
  }
  if (header.text === '') return undefined;
  const fits = fitting(header, options);
  if (fits.length <= 1) return fits.length === 0 ? undefined : { line, start, separator: fits[0] };
  const consistent = fits.filter((separator) => isConsistent(header, following, separator));
  if (consistent.length === 1) return { line, start, separator: consistent[0] };
  throw new AmbiguousSeparator(line);
}

/** Not to be taken for "no header here": the header is known, only its separator is not. */
class AmbiguousSeparator extends PassmusterError {
  constructor(line: number) {
    super('csv-malformed', 'The header can be read with more than one separator; name the separator.', {
      line,
    });
  }
}

/** The header and the whole records after it, as far as the head shows them. */
function sampleAt(text: CsvText, start: number, line: number): RawRecord[] {
  const cutter = new RecordCutter(line);
  const found: RawRecord[] = [];
  for (const record of cutter.push(text.head.slice(start))) {
    if (found.length === 0 || record.text !== '') found.push(record);
    if (found.length > sampleRecords) return found;
  }
  if (found.length === 0 && text.isWhole) found.push(...cutter.end());
  return found;
}

/** The separators under which the record is a header. */
function fitting(header: RawRecord, options: CsvLayoutOptions): (Separator | undefined)[] {
  const isHeader = options.isHeader ?? (() => true);
  if (options.separator !== undefined)
    return isHeader(splitRecord(header, options.separator)) ? [options.separator] : [];
  const fits = separators.filter((separator) => {
    const cells = attempt(() => splitRecord(header, separator));
    return cells !== undefined && cells.length > 1 && isHeader(cells);
  });
  if (fits.length > 0) return fits;
  const alone = splitRecord(header, undefined);
  if (alone.length === 1 && isHeader(alone)) return [undefined];
  if (options.isHeader) return [];
  throw new PassmusterError('csv-malformed', 'The header mixes separators.', { line: header.line });
}

function isConsistent(
  header: RawRecord,
  following: readonly RawRecord[],
  separator: Separator | undefined,
): boolean {
  const width = splitRecord(header, separator).length;
  return following.every((record) => attempt(() => splitRecord(record, separator))?.length === width);
}

/** What the text yields; undefined where it is not CSV. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PassmusterError && !(error instanceof AmbiguousSeparator)) return undefined;
    throw error;
  }
}
