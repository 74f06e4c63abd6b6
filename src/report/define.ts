/** The shape of a reporter: a report in, text out. It decides nothing, orders nothing anew, and knows no clock. */
import type { Report } from '../model/report.ts';

export interface RenderOptions {
  /** Columns of the terminal; reporters for files ignore it. */
  readonly width: number;
  readonly color: boolean;
  /** False where the terminal shows ASCII only. */
  readonly unicode: boolean;
  readonly verbose: boolean;
}

export interface Reporter {
  readonly id: string;
  /** With the dot; empty for the terminal. */
  readonly extension: string;
  /** `one`: the format holds a single subject, so that a report of several makes several files; `any`: it may. */
  readonly subjects?: 'one' | 'any';
  /** Nothing of single phones: other users of the machine may read the file, as collectors of metrics do. */
  readonly countsOnly?: true;
  /** Chunks of the output, so that a large report is never one string. */
  render(report: Report, options: RenderOptions): Iterable<string>;
}

/** A number, or a text that may come from anywhere. */
export type Cell = string | number;

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  /** The first is the head of the columns. */
  readonly rows: Iterable<readonly Cell[]>;
  /** Of the columns, in characters. */
  readonly widths: readonly number[];
  /** On top of every printed page. */
  readonly marking?: string;
  /** The head can filter the rows. */
  readonly isFiltered?: true;
}

/** A format of tables: what it holds; whoever writes the file makes a workbook of it. */
export interface BookReporter {
  readonly id: string;
  readonly extension: string;
  sheets(report: Report): readonly Sheet[];
}
