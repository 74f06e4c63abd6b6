/** Reads mobile devices of the Jamf Pro API, each row in the shape that it has. */
import { readDevice } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { itemsOfReading, readJsonDevices } from '../device-rows.ts';
import { shapeOf } from '../jamf-kinds.ts';
import { inventories } from './inventory.ts';
import { lenient, noting } from './lenient.ts';

/** Pages are of a hundred rows unless more are asked for. */
const page: Envelope = { rows: ['results'], totals: ['totalCount'], pageSizes: [100] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const held = new Set<string>();
  const shapes = { ...inventories, sections: noting(inventories.sections, held) };
  const rows = readJsonDevices(input, context, {
    inventory: inventories.sections,
    envelope: page,
    aside: (row) => {
      const shape = shapeOf(row.node.entries) ?? 'sections';
      return [...itemsOfReading(readDevice(row, shapes[shape], context.identityKey))];
    },
  });
  yield* lenient(rows, held);
}
