/** Device lists in CSV: each row is handed to the table of its product. */
import type { CsvBroken, CsvOptions, CsvRow } from '../formats/csv.ts';
import { MapBuilder, type TreeNode } from '../formats/node.ts';
import type { Input } from '../io/input.ts';
import type { Inventory } from '../inventory/define.ts';
import { completeness } from '../inventory/envelope.ts';
import { type DeviceRow, textAt } from '../inventory/place.ts';
import { isSecretName } from '../artifacts/secrets.ts';
import { Secret } from '../secret.ts';
import { notice, type ReadContext, type ReadItem, skipped } from './define.ts';
import { type DeviceList, itemsOf } from './device-rows.ts';

export interface CsvCell {
  /** As the file calls it. */
  readonly column: string;
  /** As the inventory calls it. */
  readonly member: string;
  readonly value: string;
}

export interface CsvCells {
  readonly number: number;
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Columns that stand more than once: their values are ambiguous. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
}

/**
 * Columns are members of the row; a column that stands twice is ambiguous.
 * @throws PassmusterError csv-malformed with the line
 */
export async function* readCsvDevices(
  input: Input,
  context: ReadContext,
  list: DeviceList,
  options: CsvOptions,
): AsyncGenerator<ReadItem> {
  const { envelope } = list;
  const { readCsv } = await import('../formats/csv.ts');
  let rows = 0;
  for await (const item of readCsv(input.stream(), options)) {
    if (item.kind === 'broken' || item.kind === 'row') yield* itemsOfCsv(item, input.name, list, context);
    else if (item.kind === 'end') {
      rows = item.rows;
      if (item.lastRowUnended)
        yield notice('last-row-unended', 'The last row has no line end: the file may have been cut there.');
    }
  }
  for (const one of completeness(undefined, rows, envelope)) yield { kind: 'notice', notice: one };
}

/** One record of CSV by itself. */
export function* itemsOfCsv(
  item: CsvRow | CsvBroken,
  input: string,
  list: DeviceList,
  context: ReadContext,
): Generator<ReadItem> {
  const { inventory, cells = ownNames, unwrapped = (row) => row } = list;
  if (item.kind === 'broken')
    return yield notice('record-unreadable', `A row cannot be read: ${item.why}`, {
      locator: `row ${item.number}`,
      line: item.line,
    });
  const row = csvRow(item, cells(item), input, inventory);
  if (isHeading(item, row, inventory)) yield skipped;
  else yield* itemsOf(unwrapped(row), list, context);
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
