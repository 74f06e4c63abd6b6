/** Reads the rows of the tables by the tables of the answers that they are made of. */
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { atLine, MapBuilder, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Inventory } from '../../inventory/define.ts';
import { readDevice } from '../../inventory/device.ts';
import type { DeviceRow } from '../../inventory/place.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readCsvDevices } from '../device-cells.ts';
import { type DeviceList, itemsOfReading, type NoRow } from '../device-rows.ts';
import { cloudIdentity } from '../google-cloud-list.ts';
import { cloudDevices, cloudDeviceTable } from '../../inventory/google/cloud-devices.ts';
import { mobileDevices, mobileDeviceTable } from '../../inventory/google/mobile-devices.ts';
import { jsonUser, tableUser, userItems } from '../google-users.ts';
import { isHeader } from './columns.ts';

const list: DeviceList = {
  inventory: mobileDeviceTable,
  envelope: { rows: [] },
  unwrapped: (row) => (row.node.entries.has('JSON') ? answerIn(row) : nested(row)),
  aside,
};

export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readCsvDevices(input, context, list, { isHeader });
}

const jsonCell = ', column JSON';

function aside(row: DeviceRow, context: ReadContext): readonly ReadItem[] | undefined {
  const isAnswer = row.place.endsWith(jsonCell);
  if (row.node.entries.has('primaryEmail')) return userItems(row, isAnswer ? jsonUser : tableUser, context);
  if (/^devices\/[^/]+$/.test(stringOf(row.node.entries.get('name')) ?? ''))
    return items(row, isAnswer ? cloudDevices : cloudDeviceTable, context);
  const user = cloudIdentity.aside?.(row, context);
  return user ?? (isAnswer ? items(row, mobileDevices, context) : undefined);
}

const items = (row: DeviceRow, inventory: Inventory, { identityKey }: ReadContext): readonly ReadItem[] => [
  ...itemsOfReading(readDevice(row, inventory, identityKey)),
];

/** The answer that the cell JSON holds; every value of it stands in the line of the row. */
function answerIn(row: DeviceRow): DeviceRow | NoRow {
  const { line } = row.node;
  const place = `${row.place}${jsonCell}`;
  const unreadable = (why: string): NoRow => ({ place, line, why: `The cell JSON cannot be read: ${why}` });
  const cell = row.node.repeated.has('JSON') ? undefined : stringOf(row.node.entries.get('JSON'));
  if (cell === undefined) return unreadable('there is more than one.');
  try {
    const node = withoutSecrets(atLine(parseJson(cell), line));
    if (node.type !== 'map') return unreadable('it holds no object.');
    return { ...row, node, place, locate: (path) => `${place}: /${path}` };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return unreadable(error.message);
  }
}

/** `user.passwordState` is a member of a member. Lists, which have a number in between, are not put together. */
function nested(row: DeviceRow): DeviceRow {
  const dotted = [...row.node.entries].filter(([name]) => /^[^.]+\.[^.]+$/.test(name));
  if (dotted.length === 0) return row;
  const inner = Map.groupBy(dotted, ([name]) => name.slice(0, name.indexOf('.')));
  const entries = new Map<string, TreeNode>(row.node.entries);
  for (const [key, members] of inner) if (!entries.has(key)) entries.set(key, mapOf(row.node, key, members));
  const node: MapNode = { ...row.node, entries };
  return { ...row, node, locate: (path) => row.locate(path.replaceAll('/', '.')) };
}

function mapOf(row: MapNode, key: string, members: readonly (readonly [string, TreeNode])[]): MapNode {
  const builder = new MapBuilder();
  for (const [name, value] of members)
    for (const one of row.repeated.get(name) ?? [value]) builder.add(name.slice(key.length + 1), one);
  return builder.build(row.line);
}
