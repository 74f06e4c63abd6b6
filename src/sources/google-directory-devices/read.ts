/** Reads mobile devices one at a time. Shape: Google, Admin SDK Directory API, MobileDevices and MobileDevice. */
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { directoryPage, mobileDevices } from '../../inventory/google/mobile-devices.ts';

export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, { inventory: mobileDevices, envelope: directoryPage });
}
