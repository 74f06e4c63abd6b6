/** Device lists as they come: JSON rows and CSV rows, each handed to the table of its product. */
import type { CsvOptions } from '../formats/csv.ts';
import { MapBuilder, type MapNode, type TreeNode } from '../formats/node.ts';
import type { Input } from '../io/input.ts';
import type { Inventory } from '../inventory/define.ts';
import { type DeviceReading, readDevice } from '../inventory/device.ts';
import { completeness, completenessOfPages, type Envelope, type Page } from '../inventory/envelope.ts';
import { type DeviceRow, textAt } from '../inventory/place.ts';
import { isSecretName, withoutSecrets } from '../artifacts/secrets.ts';
import { Secret } from '../secret.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from './define.ts';
import { detectionInput } from './detect.ts';
import { type JsonRecord, jsonRecords, pointerTo } from './json-records.ts';
import { yamlRecords } from './yaml-records.ts';

export const unpeeked = {
  root: 'array',
  keys: new Map(),
  rows: new Map(),
  lines: false,
  closed: true,
} as const;

export interface DeviceList {
  readonly inventory: Inventory;
  readonly envelope: Envelope;
  /** Rows of the same list that are no devices, and what they say; undefined for a device. */
  readonly aside?: (row: DeviceRow, context: ReadContext) => readonly ReadItem[] | undefined;
  /** The row that lies in a cell of a table's row, or in a member of a record. */
  readonly unwrapped?: (row: DeviceRow) => DeviceRow | NoRow;
  /** Which members of the row the columns of a CSV file are; without it each is a member of its own name. */
  readonly cells?: (row: CsvCells) => Iterable<CsvCell>;
}

/** What stands in place of a row, and why it is none. */
export interface NoRow {
  readonly place: string;
  readonly line: number;
  readonly why?: string;
}

export interface CsvCells {
  readonly number: number;
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Columns that stand more than once: their values are ambiguous. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
}

export interface CsvCell {
  /** As the file calls it. */
  readonly column: string;
  /** As the inventory calls it. */
  readonly member: string;
  readonly value: string;
}

/**
 * Also the same in YAML, where the head of the input is no JSON.
 * @throws PassmusterError json-malformed or yaml-malformed with line and column
 */
export async function* readJsonDevices(
  input: Input,
  context: ReadContext,
  list: DeviceList,
): AsyncGenerator<ReadItem> {
  const { inventory, envelope, unwrapped = (row) => row } = list;
  const { json, yaml } = detectionInput(input.name, input.head);
  const peek = json ?? yaml ?? unpeeked;
  const records =
    peek === yaml ? yamlRecords(input, envelope.rows) : jsonRecords(input, peek, envelope.rows, true);
  const rowOf = (record: JsonRecord): DeviceRow | NoRow => {
    const row = jsonRow(record, input.name, inventory);
    return 'node' in row ? unwrapped(row) : row;
  };
  const pages: Page[] = [];
  let next = await records.next();
  let rows = 0;
  let empty: MapNode | undefined;
  for (; next.done !== true; next = await records.next()) {
    const page = rowsOfPage(next.value, envelope);
    if (page !== undefined) pages.push({ members: page.members, rows: page.rows.length });
    if (isEmptyPage(next.value, envelope)) empty = next.value.node;
    else
      for (const record of page?.rows ?? [next.value]) {
        rows += 1;
        yield* itemsOf(rowOf(record), list, context);
      }
    if (page !== undefined) yield* beside(page.members, input.name, inventory);
  }
  const members = empty ?? next.value;
  // `{"value": {…}}`: one row where a list could stand.
  for (const key of envelope.rows) {
    const lone = members === undefined ? undefined : memberOfSpelling(members, key);
    if (lone === undefined || lone[1].type === 'null') continue;
    rows += 1;
    yield* itemsOf(rowOf({ node: withoutSecrets(lone[1]), pointer: `/${lone[0]}` }), list, context);
  }
  if (members !== undefined) yield* beside(members, input.name, inventory);
  if (pages.length > 0) {
    const others = pages.reduce((sum, page) => sum + page.rows, 0);
    const all = members === undefined ? pages : [{ members, rows: rows - others }, ...pages];
    for (const one of completenessOfPages(all, rows, envelope)) yield { kind: 'notice', notice: one };
  } else if (peek.lines || members !== undefined || rows !== 1)
    for (const one of completeness(members, rows, envelope)) yield { kind: 'notice', notice: one };
}

/** A record that is a page of its own, in a list of pages or in a file of one page a line. */
function rowsOfPage(record: JsonRecord, { rows }: Envelope) {
  const { node } = record;
  if (node.type !== 'map') return undefined;
  let page: { readonly key: string; readonly items: readonly TreeNode[] } | undefined;
  for (const [key, value] of node.entries) {
    if (value.type !== 'list' || !isOneOf(rows, key)) continue;
    if (page !== undefined || node.repeated.has(key)) return undefined; // which of two lists is meant is not known
    page = { key, items: value.items };
  }
  if (page === undefined) return undefined;
  const place = pointerTo(record, page.key);
  const items = page.items.map((item, index): JsonRecord => ({ node: item, pointer: `${place}/${index}` }));
  return { members: node, rows: items };
}

const isOneOf = (names: readonly string[], key: string): boolean =>
  names.some((name) => name.toLowerCase() === key.toLowerCase());

function isEmptyPage(
  record: JsonRecord,
  { isEmptyPage: isEmpty }: Envelope,
): record is JsonRecord & { readonly node: MapNode } {
  return record.pointer === '' && record.node.type === 'map' && isEmpty?.(record.node) === true;
}

function memberOfSpelling(members: MapNode, key: string): readonly [string, TreeNode] | undefined {
  return [...members.entries].find(([name]) => name.toLowerCase() === key.toLowerCase());
}

/** A device that stands around the list of devices: which of them is meant is not known. */
function* beside(members: MapNode, input: string, inventory: Inventory): Generator<ReadItem> {
  const row = jsonRow({ node: members, pointer: '' }, input, inventory);
  if (!('node' in row)) return;
  const platform = inventory.platform(row.node);
  if (platform === 'unclear' || platform === 'other') return;
  yield notice(
    'record-unreadable',
    'A device stands beside the list of devices; which of them is meant is not known.',
    {
      locator: '/',
      line: members.line,
    },
  );
}

function jsonRow(record: JsonRecord, input: string, { ignoreCase }: Inventory): DeviceRow | NoRow {
  const { node, pointer } = record;
  if (node.type !== 'map') return { place: pointer, line: node.line };
  return {
    node,
    place: pointer,
    locate: (path) =>
      path.split('/').reduce((place, key) => pointerTo({ ...record, pointer: place }, key), pointer),
    input,
    ignoreCase: ignoreCase === true,
  };
}

function* itemsOf(row: DeviceRow | NoRow, list: DeviceList, context: ReadContext): Generator<ReadItem> {
  if ('node' in row) {
    const aside = list.aside?.(row, context);
    if (aside === undefined) yield* itemsOfReading(readDevice(row, list.inventory, context.identityKey));
    else yield* aside;
  } else
    yield notice('record-unreadable', row.why ?? 'A row is not an object.', {
      locator: row.place,
      ...(row.line > 0 ? { line: row.line } : {}),
    });
}

export function* itemsOfReading(reading: DeviceReading): Generator<ReadItem> {
  if (reading.kind === 'skipped') yield skipped;
  else if (reading.kind === 'unreadable') yield { kind: 'notice', notice: reading.notice };
  else {
    for (const one of reading.notices) yield { kind: 'notice', notice: one };
    yield subject(reading.subject, reading.observations, reading.links);
  }
}

/**
 * The same from CSV. Columns are members of the row; a column that stands twice is ambiguous.
 * @throws PassmusterError csv-malformed with the line
 */
export async function* readCsvDevices(
  input: Input,
  context: ReadContext,
  list: DeviceList,
  options: CsvOptions,
): AsyncGenerator<ReadItem> {
  const { inventory, envelope, cells = ownNames, unwrapped = (row) => row } = list;
  const { readCsv } = await import('../formats/csv.ts');
  let rows = 0;
  for await (const item of readCsv(input.stream(), options)) {
    if (item.kind === 'broken')
      yield notice('record-unreadable', `A row cannot be read: ${item.why}`, {
        locator: `row ${item.number}`,
        line: item.line,
      });
    else if (item.kind === 'row') {
      const row = csvRow(item, cells(item), input.name, inventory);
      if (isHeading(item, row, inventory)) yield skipped;
      else yield* itemsOf(unwrapped(row), list, context);
    } else if (item.kind === 'end') {
      rows = item.rows;
      if (item.lastRowUnended)
        yield notice('last-row-unended', 'The last row has no line end: the file may have been cut there.');
    }
  }
  for (const one of completeness(undefined, rows, envelope)) yield { kind: 'notice', notice: one };
}

function* ownNames({ cells, repeated }: CsvCells): Generator<CsvCell> {
  for (const [column, value] of cells) yield { column, member: column, value };
  for (const [column, values] of repeated)
    for (const value of values) yield { column, member: column, value };
}

/** The name of a group above its devices: the first cell alone, or that of the name, and no device. */
function isHeading({ cells, repeated }: CsvCells, row: DeviceRow, { subject }: Inventory): boolean {
  if (repeated.size > 0 || cells.size < 3 || textAt(row, subject.id) !== undefined) return false;
  const [first = '', second = '', ...others] = [...cells.values()].map((value) => value.trim());
  return (first === '') !== (second === '') && others.every((value) => value === '');
}

function csvRow(
  { number, line }: CsvCells,
  cells: Iterable<CsvCell>,
  input: string,
  { ignoreCase }: Inventory,
): DeviceRow {
  const builder = new MapBuilder();
  const columns = new Map<string, string>();
  for (const { column, member, value } of cells) {
    columns.set(member, column);
    builder.add(member, cellNode(column, value, line));
  }
  const place = `row ${number}`;
  return {
    node: builder.build(line),
    place,
    locate: (member) => `${place}, column ${columns.get(member) ?? member}`,
    input,
    ignoreCase: ignoreCase === true,
  };
}

/** A cell of CSV: text, hidden where its column is one of secrets. */
export const cellNode = (column: string, value: string, line: number): TreeNode =>
  hiddenCell(column, { type: 'string', value, line });

export function hiddenCell(column: string, node: TreeNode): TreeNode {
  if (node.type === 'null' || !isSecretName(column.replaceAll(/[\s_-]/g, ''))) return node;
  return { type: 'secret', value: new Secret('value' in node ? String(node.value) : ''), line: node.line };
}
