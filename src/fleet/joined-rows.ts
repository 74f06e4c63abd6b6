/** Rows of one phone, in one file or in several: they are read whole, joined as all records of one phone are, and judged here. */
import { FilePieces } from './blocks.ts';
import { join } from '../read/join.ts';
import type { RawEvent, SubjectEvent } from '../read/events.ts';
import type { Notice } from '../model/notice.ts';
import type { InputRecord } from '../model/report.ts';
import type { ReadContext, RowList } from '../sources/define.ts';
import type { Pool } from './pool.ts';
import { NotPlain } from './not-plain.ts';
import { StrictReader } from './rows.ts';
import type { FleetFile, FoundRow } from './tasks.ts';

/** Rows that are held at most; a fleet that stands twice in its files is joined in the ordinary way. */
const mostRows = 50_000;

export interface JoinedRows {
  /** For each file: offset of a row → the phone that stands in its place; undefined: in another one's. */
  readonly held: readonly ReadonlyMap<number, SubjectEvent | undefined>[];
  /** For each file how many of these rows have a list that is counted. */
  readonly counted: readonly number[];
  /** For each file what joining found out. */
  readonly notices: readonly (readonly Notice[])[];
}

interface Held {
  readonly file: number;
  readonly from: number;
  readonly event: SubjectEvent;
  readonly isCounted: boolean;
}

export const noneJoined = (files: readonly unknown[]): JoinedRows => ({
  held: files.map(() => new Map()),
  counted: files.map(() => 0),
  notices: files.map(() => []),
});

/** @returns undefined where no rows are of one phone after all */
export async function joinRows(
  pool: Pool,
  files: readonly { readonly file: FleetFile; readonly list: RowList }[],
  repeated: ReadonlySet<number>,
  context: ReadContext,
): Promise<JoinedRows | undefined> {
  if (repeated.size === 0) return undefined;
  const found = await rowsWith(pool, repeated);
  const held = files.flatMap(({ file, list }, number) =>
    readRows(file, list, number, found[number] ?? [], context),
  );
  if (held.length === 0) return undefined;
  return joined(
    files.map(({ file }) => file),
    held,
    context,
  );
}

/** For each file the rows that share a hash with another row of any file. */
async function rowsWith(pool: Pool, repeated: ReadonlySet<number>): Promise<FoundRow[][]> {
  const hashes = Float64Array.from(repeated);
  const found: FoundRow[][] = [];
  const times = new Map<number, number>();
  let count = 0;
  for (const file of pool.files.keys()) {
    const own: FoundRow[] = [];
    for await (const { rows } of pool.pass<'find'>({ kind: 'find', file, hashes })) {
      own.push(...rows);
      count += rows.length;
      if (count > mostRows) throw new NotPlain('many rows are of one phone');
      for (const row of rows) for (const hash of row.hashes) times.set(hash, (times.get(hash) ?? 0) + 1);
    }
    found.push(own);
  }
  return found.map((rows) => rows.filter((row) => row.hashes.some((hash) => (times.get(hash) ?? 0) > 1)));
}

function readRows(
  file: FleetFile,
  list: RowList,
  number: number,
  rows: readonly FoundRow[],
  context: ReadContext,
): Held[] {
  const pieces = new FilePieces(file.path, file.size);
  const strict = new StrictReader(file.frame, list, file.name, context);
  try {
    return rows.flatMap(({ from, to, line, ordinal }) => {
      const { items, isCounted } = strict.read({ text: pieces.text(from, to), line, ordinal });
      const [only, ...others] = items;
      if (only === undefined || only.kind === 'skipped') return [];
      if (only.kind !== 'subject' || others.length > 0) throw new NotPlain('a row of one phone is not plain');
      const { kind, ...rest } = only;
      return [{ file: number, from, event: { kind, input: file.name, ...rest }, isCounted }];
    });
  } finally {
    pieces.close();
  }
}

async function joined(
  files: readonly FleetFile[],
  held: readonly Held[],
  context: ReadContext,
): Promise<JoinedRows> {
  const firstOf = new Map<string, Held>();
  for (const one of held) {
    const key = keyOf(one.event);
    if (!firstOf.has(key)) firstOf.set(key, one);
  }
  const results: Map<number, SubjectEvent | undefined>[] = files.map(() => new Map());
  const notices: (readonly Notice[])[] = files.map(() => []);
  const ids = new Set<string>();
  const merged = new Map<Held, SubjectEvent>();
  const alone = new Set<Held>();
  for await (const event of join(eventsOf(files, held), { asOf: context.asOf })) {
    if (event.kind === 'input') {
      const number = files.findIndex(({ name }) => name === event.record.path);
      notices[number] = event.record.notices;
      continue;
    }
    // The phone stands in the place of its first row, under its name.
    if (ids.has(event.subject.id)) throw new NotPlain('two phones have one identifier');
    ids.add(event.subject.id);
    const row = firstOf.get(keyOf(event));
    if (row === undefined) throw new Error('a phone without a row');
    if (event.place === undefined) merged.set(row, event);
    else alone.add(row);
  }
  const apart = held.filter((one) => !alone.has(one));
  for (const one of apart) results[one.file]?.set(one.from, merged.get(one));
  const counted = files.map(
    (_, number) => apart.filter((one) => one.file === number && one.isCounted).length,
  );
  return { held: results, counted, notices };
}

const keyOf = ({ input, subject }: SubjectEvent): string => JSON.stringify([input, subject.id]);

async function* eventsOf(files: readonly FleetFile[], held: readonly Held[]): AsyncGenerator<RawEvent> {
  for (const [number, file] of files.entries()) {
    for (const one of held) if (one.file === number) yield one.event;
    yield { kind: 'input', record: emptyRecord(file.name) };
  }
}

/** Joining adds its notices to it. */
const emptyRecord = (path: string): InputRecord => ({
  path,
  sha256: '',
  bytes: 0,
  source: '',
  status: 'read',
  subjects: 0,
  skipped: 0,
  notices: [],
});
