/** The rows of the table, in its order: what is measured against what, and what it may come to. */
export interface Row {
  readonly id: string;
  readonly work: string;
  readonly peer: string;
  /** Times the peer, or MiB. */
  readonly unit: '×' | 'MiB';
  readonly atMost?: number;
  readonly stretch?: number;
}

const parse = '`JSON.parse` of each line';

export const rows = [
  {
    id: 'lines-2',
    work: 'audit of devices as NDJSON, 100 rules, `-f ndjson`, `--jobs 2`',
    peer: parse,
    unit: '×',
    atMost: 0.6,
    stretch: 0.25,
  },
  { id: 'lines-1', work: 'the same devices, `--jobs 1`', peer: parse, unit: '×', atMost: 1.2, stretch: 0.4 },
  {
    id: 'array-2',
    work: 'the same devices as one `{"value":[…]}`, `--jobs 2`',
    peer: `${parse} of the NDJSON`,
    unit: '×',
    atMost: 0.8,
    stretch: 0.3,
  },
  {
    id: 'table-2',
    work: 'audit of devices as CSV, `--jobs 2`',
    peer: 'papaparse, step mode, counting rows',
    unit: '×',
    atMost: 0.4,
    stretch: 0.1,
  },
  {
    id: 'evaluation',
    work: 'evaluation alone, 100 rules',
    peer: '`JSON.parse` of the same devices',
    unit: '×',
    atMost: 0.15,
    stretch: 0.02,
  },
  {
    id: 'memory',
    work: 'most memory of the NDJSON, `--jobs 2`',
    peer: '',
    unit: 'MiB',
    atMost: 300,
    stretch: 160,
  },
  {
    id: 'profiles',
    work: 'audit of a folder of configuration profiles, `--jobs 2`',
    peer: '`plist` parsing the same files',
    unit: '×',
    atMost: 0.5,
    stretch: 0.1,
  },
  {
    id: 'start',
    work: 'audit of one profile, whole process',
    peer: '`node -e 0`',
    unit: '×',
    atMost: 6,
    stretch: 4,
  },
  { id: 'duckdb', work: 'DuckDB answering twelve of the rules, two threads', peer: parse, unit: '×' },
] as const satisfies readonly Row[];

export type RowId = (typeof rows)[number]['id'];

export const rowIds: readonly RowId[] = rows.map(({ id }) => id);

export function rowOf(id: RowId): Row {
  const row: Row | undefined = rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
}

/** One line of the table. */
export interface Result {
  readonly row: Row;
  /** How much of what: `200,000 devices, 1,292 MB`. */
  readonly over: string;
  readonly measured: number;
  /** The least and the most of the rounds. */
  readonly range: readonly [number, number];
  readonly seconds?: number;
  readonly peerSeconds?: number;
  /** Devices, rows or files in a second. */
  readonly perSecond?: number;
  /** Bytes of findings for each of them. */
  readonly written?: number;
}
