/** Reads mobile devices of the Jamf Pro API, each row in the shape that it has. */
import { readDevice } from '../../inventory/device.ts';
import type { DeviceRow } from '../../inventory/place.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { itemsOfReading, readJsonDevices } from '../device-rows.ts';
import { shapeOf } from '../jamf-kinds.ts';
import { inventories } from './inventory.ts';
import { lenient, noting } from './lenient.ts';
import { page, type PageItem, Pages, rowAt } from './pages.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const held = new Set<string>();
  const pages = new Pages();
  const shapes = { ...inventories, sections: noting(inventories.sections, held) };
  const itemsOf = (row: DeviceRow): ReadItem[] => {
    const shape = shapeOf(row.node.entries) ?? 'sections';
    return [...itemsOfReading(readDevice(row, shapes[shape], context.identityKey))];
  };
  const itemsIn = (row: DeviceRow, { node, path }: PageItem): ReadItem[] => {
    if (node.type === 'map') return itemsOf(rowAt(row, node, path));
    const where = { locator: row.locate(path), ...(node.line > 0 ? { line: node.line } : {}) };
    return [notice('record-unreadable', 'A row is not an object.', where)];
  };
  const rows = readJsonDevices(input, context, {
    inventory: inventories.sections,
    envelope: page,
    aside: (row) => pages.itemsIn(row)?.flatMap((item) => itemsIn(row, item)) ?? itemsOf(row),
  });
  yield* lenient(rows, held);
  for (const one of pages.completeness()) yield { kind: 'notice', notice: one };
}
