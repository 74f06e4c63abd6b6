/** Device lists as they come: JSON rows and CSV rows, each handed to the table of its product. */
import { itemsOf as itemsIn, type MapNode, type TreeNode } from '../formats/node.ts';
import type { CsvCell, CsvCells } from './device-cells.ts';
import type { Input } from '../io/input.ts';
import type { Inventory } from '../inventory/define.ts';
import { type DeviceReading, readDevice } from '../inventory/device.ts';
import { completeness, completenessOfPages, type Envelope, type Page } from '../inventory/envelope.ts';
import { type DeviceRow, find } from '../inventory/place.ts';
import type { Notice } from '../model/notice.ts';
import { withoutSecrets } from '../artifacts/secrets.ts';
import { notice, type ReadContext, type ReadItem, skipped } from './define.ts';
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
  /** Of one column: the member that it may be. */
  readonly memberOf?: (column: string) => string | undefined;
  /** Rows of phones and tablets with a list that is not empty there are counted, and the count told at the end. */
  readonly counted?: { readonly member: string; readonly notice: (rows: number) => Notice };
}

/** What stands in place of a row, and why it is none. */
export interface NoRow {
  readonly place: string;
  readonly line: number;
  readonly why?: string;
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
  const { inventory, envelope, counted } = list;
  const { json, yaml } = detectionInput(input.name, input.head);
  const peek = json ?? yaml ?? unpeeked;
  const records =
    peek === yaml ? yamlRecords(input, envelope.rows) : jsonRecords(input, peek, envelope.rows, true);
  let withList = 0;
  const items = (record: JsonRecord): Generator<ReadItem> => {
    const row = rowOf(record, input.name, list);
    if (isCounted(row, list)) withList += 1;
    return itemsOf(row, list, context);
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
        yield* items(record);
      }
    if (page !== undefined) yield* beside(page.members, input.name, inventory);
  }
  const members = empty ?? next.value;
  // `{"value": {…}}`: one row where a list could stand.
  for (const key of envelope.rows) {
    const lone = members === undefined ? undefined : memberOfSpelling(members, key);
    if (lone === undefined || lone[1].type === 'null') continue;
    rows += 1;
    yield* items({ node: withoutSecrets(lone[1]), pointer: `/${lone[0]}` });
  }
  if (members !== undefined) yield* beside(members, input.name, inventory);
  if (pages.length > 0) {
    const others = pages.reduce((sum, page) => sum + page.rows, 0);
    const all = members === undefined ? pages : [{ members, rows: rows - others }, ...pages];
    for (const one of completenessOfPages(all, rows, envelope)) yield { kind: 'notice', notice: one };
  } else if (peek.lines || members !== undefined || rows !== 1)
    for (const one of completeness(members, rows, envelope)) yield { kind: 'notice', notice: one };
  if (counted !== undefined && withList > 0) yield { kind: 'notice', notice: counted.notice(withList) };
}

function rowOf(record: JsonRecord, input: string, { inventory, unwrapped }: DeviceList): DeviceRow | NoRow {
  const row = jsonRow(record, input, inventory);
  return 'node' in row && unwrapped !== undefined ? unwrapped(row) : row;
}

function isCounted(row: DeviceRow | NoRow, { inventory, counted }: DeviceList): boolean {
  if (counted === undefined || !('node' in row) || inventory.platform(row.node) === 'other') return false;
  const found = find(row, counted.member);
  return found !== undefined && found !== 'repeated' && itemsIn(found.node).length > 0;
}

/** One record by itself; undefined where it is a page of records. */
export function itemsOfRecord(
  record: JsonRecord,
  input: string,
  list: DeviceList,
  context: ReadContext,
): { readonly items: Iterable<ReadItem>; readonly isCounted: boolean } | undefined {
  if (rowsOfPage(record, list.envelope) !== undefined || isEmptyPage(record, list.envelope)) return undefined;
  const row = rowOf(record, input, list);
  return { items: itemsOf(row, list, context), isCounted: isCounted(row, list) };
}

/** What stands around the rows of a list: whether there should be more of them, and whether it is a device itself. */
export function* itemsAround(
  members: MapNode,
  rows: number,
  input: string,
  { inventory, envelope }: DeviceList,
): Generator<ReadItem> {
  yield* beside(members, input, inventory);
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

export function* itemsOf(
  row: DeviceRow | NoRow,
  list: DeviceList,
  context: ReadContext,
): Generator<ReadItem> {
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
    const { subject, observations, links, place } = reading;
    yield { kind: 'subject', subject, observations, links, place };
  }
}
