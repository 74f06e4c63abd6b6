/** The history of runs: what can be asked of it, and what a database has to do for it. docs/history.md */
import type { Report, ReportHistory, TrendPoint } from '../model/report.ts';
import type { Figures } from './figures.ts';

/** A run that was kept. Runs are numbered in the order in which they were kept, whatever their clocks say. */
export interface RunRecord {
  readonly run: number;
  /** Runs of one series are compared with each other. */
  readonly series: string;
  readonly asOf: string;
  /** Hex; of the report. */
  readonly digest: string;
  /** Hex; over this run and the hash of the one before. */
  readonly hash: string;
  readonly facts: RunFacts;
}

/** What lists of runs show. */
export interface RunFacts extends Pick<
  TrendPoint,
  'score' | 'coverage' | 'scoreWithoutWaivers' | 'outcomes' | 'devices' | 'policies'
> {
  /** Version of the program. */
  readonly tool: string;
  readonly profiles: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
  readonly complete: boolean;
  readonly pseudonymKey?: string;
}

export interface Appended {
  readonly run: number;
  /** False: the very same report was there already, and nothing was written. */
  readonly isNew: boolean;
  /** The report with what the history knows: since when its fails last, and the runs before it. */
  readonly report: Report & { readonly history: ReportHistory };
}

export interface Store {
  /** Whole or not at all; when this returns, the run outlives a power cut. */
  append(report: Report, series: string): Promise<Appended>;
  /** The run that a report of this series follows; undefined where there is none. */
  before(report: Report, series: string): Promise<RunRecord | undefined>;
  runs(): Promise<RunRecord[]>;
  /** Findings of runs by profile, rule, platform and group. */
  figures(runs: readonly number[]): Promise<Map<number, Figures>>;
  /** The report as `append` returned it. @throws PassmusterError usage for a run that is not there */
  load(run: number): Promise<Report>;
  /** What is wrong with the history, in sentences; empty where every run is what it was when it was kept. */
  integrity(): Promise<string[]>;
  close(): Promise<void>;
}

export type Value = number | string | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** One connection to a database. The SQL is what SQLite and PostgreSQL have in common, with `?` for values. */
export interface Driver {
  /** One transaction that holds all other writers off, and is undone as a whole when `work` throws. */
  write<T>(work: () => Promise<T>): Promise<T>;
  /** Everything read in it is of one moment. */
  read<T>(work: () => Promise<T>): Promise<T>;
  all(sql: string, values?: readonly (Value | ListValue)[]): Promise<Row[]>;
  /** Rows in portions, for results that are larger than memory should be. Within `read` or `write`. */
  each(sql: string, values?: readonly Value[]): AsyncIterable<Row[]>;
  insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<void>;
  /** A condition: the column is one of a list, which is given as one value made by `list`. */
  among(column: string): string;
  list(values: readonly (number | string)[]): ListValue;
  /** What the database itself finds wrong. */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

/** Made by `list` of the same driver. */
export type ListValue = Value | readonly (number | string)[];

export const tables = {
  runs: 'passmuster_runs',
  texts: 'passmuster_texts',
  changes: 'passmuster_changes',
} as const;
