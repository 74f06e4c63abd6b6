/** The report as a workbook: summary, rules, findings, subjects, inputs, and what to collect. Nothing in it runs. */
import type { Report } from '../model/report.ts';
import { cellSafe } from './csv.ts';
import type { BookReporter, Cell, Sheet } from './define.ts';
import { isPublic } from './handling.ts';
import { collectSheet, findingSheet, inputSheet, subjectSheet, waiverSheet } from './xlsx-lists.ts';
import { ruleSheet, summarySheet } from './xlsx-summary.ts';

export const xlsx: BookReporter = {
  id: 'xlsx',
  extension: '.xlsx',
  sheets,
};

/** A sheet before its texts are made safe: undefined is an empty cell. */
export interface Page {
  readonly name: string;
  readonly head: readonly string[];
  readonly widths: readonly number[];
  readonly rows: Iterable<readonly (Cell | boolean | undefined)[]>;
}

function sheets(report: Report): Sheet[] {
  const lists = isPublic(report)
    ? []
    : [findingSheet(report), collectSheet(report), subjectSheet(report), inputSheet(report)];
  const waivers = isPublic(report) || report.waivers === undefined ? [] : [waiverSheet(report.waivers)];
  return [summarySheet(report), ruleSheet(report), ...lists, ...waivers].map((page) => sheetOf(page, report));
}

function sheetOf({ name, head, widths, rows }: Page, { handling }: Report): Sheet {
  const safe = function* (): Generator<Cell[]> {
    yield [...head];
    for (const cells of rows) yield cells.map(cellOf);
  };
  const marking = handling?.marking;
  return {
    name,
    widths,
    rows: safe(),
    isFiltered: true,
    ...(marking === undefined ? {} : { marking: cellSafe(marking) }),
  };
}

function cellOf(cell: Cell | boolean | undefined): Cell {
  if (cell === undefined) return '';
  return typeof cell === 'number' ? cell : cellSafe(String(cell));
}
