/** Reads devices and installed apps one at a time. Shapes: SimpleMDM API v1, `devices`, `devices/{id}`, `apps/{id}/installs`. */
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { installedApp, isInstalledApp } from './apps.ts';
import { devicesPage, simpleDevices } from './map.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  let homeless = 0;
  yield* readJsonDevices(input, context, {
    inventory: simpleDevices,
    envelope: devicesPage,
    aside: (row, { identityKey }) => {
      if (!isInstalledApp(row.node)) return undefined;
      const items = installedApp(row, identityKey);
      if (items === undefined) homeless += 1;
      return items ?? [];
    },
  });
  if (homeless > 0)
    yield notice(
      'record-unreadable',
      `${homeless} of the apps do not say on which device they are, as in the list of one device: they are not used. The installs of an app (apps/{id}/installs) name the devices.`,
    );
}
