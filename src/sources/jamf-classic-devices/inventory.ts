/** Where mobile devices of Jamf's Classic API say what: one device with its sections, or the flat rows of a list. */
import { observeSecurity } from '../../artifacts/apple/security.ts';
import type { MapReading } from '../../artifacts/observe-map.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import type { Inventory, Moment, Section } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import { type DeviceRow, find, textAt } from '../../inventory/place.ts';
import { type UnknownReason, withdrawn } from '../../model/observation.ts';
import { isDoubtful, platformOfSystem, readApps, textsIn, unseenAt } from '../jamf-device.ts';
import { general, listed, network, security, securityKeys } from './map.ts';

/** The time of the server's zone stands without one, so it is not read. */
const inventoried: Moment = {
  paths: ['general/last_inventory_update_epoch'],
  form: 'epoch-ms',
  or: { paths: ['general/last_inventory_update_utc'], form: 'iso' },
};

/** The server fills in values before the device has told any: they count from its first inventory on. */
const beforeInventory = (row: DeviceRow): UnknownReason | undefined =>
  isDoubtful(row, 'general/id') ? 'ambiguous' : unseenAt(row, inventoried);

/** What a list, or a device asked for by `subset`, leaves out. */
const whole = 'the whole device (mobiledevices/id/…)';
const section = (path: string, table: RowTable): Section => ({
  path,
  table,
  collected: inventoried,
  void: beforeInventory,
});

const textOf = (node: MapNode, ...paths: readonly string[]): string | undefined =>
  textAt({ node, ignoreCase: false, input: '', place: '', locate: (path) => path }, paths);

export const classicDevices: Inventory = {
  product: 'jamf',
  platform: (row) =>
    platformOfSystem(
      textOf(row, 'general/os_type'),
      textOf(row, 'general/model_identifier', 'model_identifier', 'general/model', 'model'),
    ),
  subject: {
    id: ['general/id', 'id'],
    serial: ['general/serial_number', 'serial_number'],
    udid: ['general/udid', 'udid'],
    imei: ['network/imei'],
    user: ['location/email_address', 'location/username', 'username'],
    model: ['general/model_identifier', 'model_identifier', 'general/model_display', 'general/modelDisplay'],
    enrolment: ['general/device_ownership_level'],
    lastSeen: inventoried,
    groups: (node) => {
      const row = { node, ignoreCase: false };
      const groups = { path: 'mobile_device_groups', item: 'mobile_device_group' };
      const profiles = { path: 'configuration_profiles', item: 'configuration_profile' };
      return [
        ...textsIn(row, groups, 'id').map((value) => ({ kind: 'jamf-group', value })),
        ...textsIn(row, profiles, 'uuid').map((value) => ({ kind: 'apple-profile', value })),
      ];
    },
  },
  sections: [
    { path: '', table: listed },
    section('general', general),
    { ...section('security', security), also: 'security_object', ask: whole },
    { ...section('network', network), ask: whole },
  ],
  extra: (row) => {
    const apps = readApps(row, {
      path: 'applications',
      item: 'application',
      status: 'application_status',
      collected: inventoried,
      ask: whole,
      isLimited: (one) => textAt(one, ['general/device_ownership_level'])?.toLowerCase() !== 'institutional',
    });
    return { ...apps, observations: [...securityOf(row), ...apps.observations] };
  },
};

function securityOf(row: DeviceRow): MapReading['observations'] {
  const unknown = beforeInventory(row);
  const at = momentAt(row, inventoried);
  const bodies = ['security', 'security_object'].flatMap((path) => {
    const found = find(row, path);
    return found !== undefined && found !== 'repeated' && found.node.type === 'map'
      ? [{ path, node: found.node }]
      : [];
  });
  const [only, ...others] = bodies;
  if (only === undefined || others.length > 0) return [];
  const observations = observeSecurity(only.node, securityKeys, {
    input: row.input,
    layer: 'observed',
    locate: (key) => row.locate(`${only.path}/${key}`),
    ...('at' in at ? { extras: { collected: at.at } } : {}),
  });
  return unknown === undefined ? observations : observations.map((one) => withdrawn(one, unknown));
}
