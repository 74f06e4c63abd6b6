/** Reads managedDevices row by row. Shape: Microsoft Graph, deviceManagement/managedDevices, v1.0 and beta. */
import { itemsOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { find, type DeviceRow } from '../../inventory/place.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { graphPage, managedDevices } from './map.ts';

/** @throws PassmusterError json-malformed with line and column */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  let lists = 0;
  const extra = (row: DeviceRow) => {
    const apps = find(row, 'detectedApps');
    if (apps !== undefined && apps !== 'repeated' && itemsOf(apps.node).length > 0) lists += 1;
    return managedDevices.extra?.(row) ?? { observations: [], notices: [] };
  };
  yield* readJsonDevices(input, context, {
    inventory: { ...managedDevices, extra },
    envelope: graphPage,
  });
  if (lists > 0)
    yield notice(
      'report-without-evidence',
      `${lists === 1 ? 'One device lists' : `${lists} devices list`} detected apps: by name only, and on personal phones not all of them. They prove neither that an app is installed nor that it is not.`,
    );
}
