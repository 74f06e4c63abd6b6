/**
 * The tables, as steps from one version to the next: a step that was published is never changed. Rows are only ever added.
 * `run` in a text or a change is the run that brought it.
 */
import { PassmusterError } from '../errors.ts';

export interface Dialect {
  readonly blob: 'BLOB' | 'BYTEA';
  /** The table is its primary key. */
  readonly keyOnly: ' WITHOUT ROWID' | '';
}

export type Migration = (dialect: Dialect) => readonly string[];

export const migrations: readonly Migration[] = [
  ({ blob, keyOnly }) => [
    `CREATE TABLE passmuster_runs (
  run INTEGER PRIMARY KEY,
  series TEXT NOT NULL,
  as_of TEXT NOT NULL,
  digest TEXT NOT NULL,
  facts TEXT NOT NULL,
  figures ${blob} NOT NULL,
  head ${blob} NOT NULL,
  subjects ${blob} NOT NULL,
  body ${blob} NOT NULL,
  before TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (series, digest)
)`,
    `CREATE TABLE passmuster_texts (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
)`,
    `CREATE TABLE passmuster_changes (
  subject INTEGER NOT NULL,
  item INTEGER NOT NULL,
  run INTEGER NOT NULL,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  gap INTEGER NOT NULL,
  PRIMARY KEY (subject, item, run)
)${keyOnly}`,
  ],
];

/**
 * The statements that lead from the version that is there to the newest.
 * @throws PassmusterError store-invalid for a version that this program does not know
 */
export function pending(version: number, name: string, steps: readonly Migration[]): readonly Migration[] {
  if (version > steps.length)
    throw new PassmusterError(
      'store-invalid',
      `${name} is a history of version ${version}; this Passmuster knows up to ${steps.length}. Use the newer one that wrote it.`,
    );
  return steps.slice(version);
}
