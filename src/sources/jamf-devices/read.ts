/** Reads mobile devices of the Jamf Pro API, each row in the shape that it has. */
import type { Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readDevice } from '../../inventory/device.ts';
import { itemsOfReading, readJsonDevices } from '../device-rows.ts';
import { shapeOf } from '../jamf-kinds.ts';
import { inventories } from './inventory.ts';
import { lenient, noting } from './lenient.ts';

/** Pages are of a hundred rows unless more are asked for. */
const page: Envelope = { rows: ['results'], totals: ['totalCount'], pageSizes: [100] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const held = new Set<string>();
  const rows = readJsonDevices(input, context, {
    inventory: noting(inventories.sections, held),
    envelope: page,
    aside: (row) => {
      const shape = shapeOf(row.node.entries) ?? 'sections';
      if (shape === 'sections') return undefined;
      return [...itemsOfReading(readDevice(row, inventories[shape], context.identityKey))];
    },
  });
  yield* lenient(rows, held);
}
