/** A look at the first lines of a text that may be CSV: enough to recognise a header, never evidence. */
import { PassmusterError } from '../errors.ts';
import { RecordCutter, type Separator, separators, splitRecord } from './csv-records.ts';

/** Lines above a header that products write: titles, filters, dates. */
const preamble = 20;

/** A line that may be the header, and what would separate its cells. */
export interface CsvPeek {
  readonly separator: Separator;
  readonly cells: readonly string[];
}

/** Every reading of the first lines as more than one cell; empty when there is none. */
export function peekCsv(text: string): readonly CsvPeek[] {
  const found: CsvPeek[] = [];
  const cutter = new RecordCutter();
  let lines = 0;
  try {
    for (const record of cutter.push(text.slice(0, 64 * 1024))) {
      lines += 1;
      if (lines > preamble + 1) break;
      for (const separator of separators) {
        const cells = splitRecord(record, separator);
        if (cells.length > 1) found.push({ separator, cells });
      }
    }
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error; // not CSV; what was seen before stays
  }
  return found;
}

/** Column names compare without case, blanks and byte order marks. */
export const foldColumn = (name: string): string => name.replaceAll(/[\s\uFEFF_-]/g, '').toLowerCase();

/** Does a line hold all these columns, and so many of those? */
export function hasColumns(
  cells: readonly string[],
  all: readonly string[],
  some: readonly string[] = [],
  atLeast = some.length === 0 ? 0 : 1,
): boolean {
  const names = new Set(cells.map(foldColumn));
  const has = (name: string): boolean => names.has(foldColumn(name));
  return all.every(has) && some.filter(has).length >= atLeast;
}
