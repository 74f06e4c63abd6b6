/** Reads devices and device users one at a time. Shapes: Google, Cloud Identity API v1, Device, DeviceUser and their lists. */
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { cloudIdentity } from '../google-cloud-list.ts';

export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, cloudIdentity);
}
