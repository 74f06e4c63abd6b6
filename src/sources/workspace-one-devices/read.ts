/** Reads devices one at a time. Shapes: Workspace ONE UEM, `mdm/devices/search` and `mdm/devices/{uuid}`. */
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readJsonDevices } from '../device-rows.ts';
import { searchPage, uemDevices } from './map.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  yield* readJsonDevices(input, context, { inventory: uemDevices, envelope: searchPage });
  const { json } = detectionInput(input.name, input.head);
  const first = [json?.keys, ...(json?.rows.values() ?? [])].flatMap((row) => row?.get('LastSeen') ?? []);
  if (first.some((time) => /T\d\d:\d\d:\d\d(\.\d+)?$/.test(time)))
    yield notice('time-zone-assumed', 'The times of the export carry no zone; they are taken for UTC.');
}
