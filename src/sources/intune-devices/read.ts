/** Reads managedDevices row by row. Shape: Microsoft Graph, deviceManagement/managedDevices, v1.0 and beta. */
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { graphPage, managedDevices } from './map.ts';

export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, { inventory: managedDevices, envelope: graphPage });
}
