/** Reads mobile devices of the Jamf Pro API, in the shape that the first row has. */
import type { Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readJsonDevices } from '../device-rows.ts';
import { rowsOf, shapeOf } from '../jamf-kinds.ts';
import { inventories } from './inventory.ts';
import { lenient, noting } from './lenient.ts';

/** Pages are of a hundred rows unless more are asked for. */
const page: Envelope = { rows: ['results'], totals: ['totalCount'], pageSizes: [100] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { json } = detectionInput(input.name, input.head);
  const shapes = json === undefined ? [] : rowsOf(json).flatMap((row) => shapeOf(row) ?? []);
  const shape = shapes[0] ?? 'sections';
  const held = new Set<string>();
  const inventory = noting(inventories[shape], held);
  yield* lenient(readJsonDevices(input, context, { inventory, envelope: page }), held);
}
