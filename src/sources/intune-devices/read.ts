/** Reads managedDevices row by row. Shape: Microsoft Graph, deviceManagement/managedDevices, v1.0 and beta. */
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { type DeviceList, readJsonDevices } from '../device-rows.ts';
import { graphPage, managedDevices } from './map.ts';

export const deviceList: DeviceList = {
  inventory: managedDevices,
  envelope: graphPage,
  counted: {
    member: 'detectedApps',
    notice: (rows) => ({
      code: 'report-without-evidence',
      message: `${rows === 1 ? 'One device lists' : `${rows} devices list`} detected apps: by name only, and on personal phones not all of them. They prove neither that an app is installed nor that it is not.`,
    }),
  },
};

/** @throws PassmusterError json-malformed with line and column */
export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, deviceList);
}
