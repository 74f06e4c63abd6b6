/** Runs as rows: what lists of them need, and the parts that a report is made of again. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { PassmusterError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { type Driver, type Row, type RunFacts, type RunRecord, tables, type Value } from './define.ts';
import { type Figures, figuresFrom } from './figures.ts';

/** Of a report, what is not a list of many. */
export interface Head {
  readonly report: Omit<Report, 'history'>;
  /** Paths of inputs by their pattern. */
  readonly paths: readonly (readonly string[])[];
  /** Numbers of texts. */
  readonly profiles: readonly number[];
  readonly inputs: readonly number[];
  /** Of moving texts, separated by blanks. */
  readonly digits: string;
}

export const packed = (content: string | Uint8Array): Uint8Array => zstdCompressSync(content);
export const unpacked = (value: Value | undefined): Buffer =>
  zstdDecompressSync(value instanceof Uint8Array ? value : Buffer.alloc(0));

export function factsOf({ tool, profiles, subjects, summary, handling }: Report): RunFacts {
  const { score, coverage, scoreWithoutWaivers, outcomes, complete } = summary;
  const devices = subjects.filter(({ kind }) => kind === 'device').length;
  const { pseudonymKey } = handling ?? {};
  return {
    tool: tool.version,
    profiles: profiles.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    devices,
    policies: subjects.length - devices,
    complete,
    score,
    coverage,
    scoreWithoutWaivers,
    outcomes,
    ...(pseudonymKey === undefined ? {} : { pseudonymKey }),
  };
}

const columns = 'run, series, as_of, digest, facts, hash';

/** In the order in which they were kept. */
export async function runsIn(driver: Driver): Promise<RunRecord[]> {
  const rows = await driver.all(`SELECT ${columns} FROM ${tables.runs} ORDER BY run`);
  return rows.map(recordOf);
}

function recordOf(row: Row): RunRecord {
  return {
    run: Number(row['run']),
    series: String(row['series']),
    asOf: String(row['as_of']),
    digest: String(row['digest']),
    hash: String(row['hash']),
    facts: JSON.parse(String(row['facts'])) as RunFacts,
  };
}

export async function figuresIn(driver: Driver, runs: readonly number[]): Promise<Map<number, Figures>> {
  const rows = await driver.all(`SELECT run, figures FROM ${tables.runs} WHERE ${driver.among('run')}`, [
    driver.list(runs),
  ]);
  return new Map(
    rows.map((row) => [Number(row['run']), figuresFrom(unpacked(row['figures']).toString('utf8'))]),
  );
}

/** @throws PassmusterError usage */
export async function runRow(driver: Driver, run: number): Promise<Row> {
  const [row] = await driver.all(`SELECT * FROM ${tables.runs} WHERE run = ?`, [run]);
  if (row === undefined)
    throw new PassmusterError(
      'usage',
      `The history has no run ${run}; "passmuster history list" shows those it has.`,
    );
  return row;
}

/** The last run before that speaks of the same: its devices are called alike, and a profile is of both. */
export function previousRun(
  runs: readonly RunRecord[],
  {
    run,
    series,
    facts,
  }: Pick<RunRecord, 'run' | 'series'> & { readonly facts: Pick<RunFacts, 'profiles' | 'pseudonymKey'> },
): RunRecord | undefined {
  const ids = new Set(facts.profiles.map(({ id }) => id));
  return runs.findLast(
    (one) =>
      one.run < run &&
      one.series === series &&
      one.facts.pseudonymKey === facts.pseudonymKey &&
      one.facts.profiles.some(({ id }) => ids.has(id)),
  );
}
