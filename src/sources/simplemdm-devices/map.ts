/** SimpleMDM `attributes` → canonical settings: what the device answers to Apple's DeviceInformation and SecurityInfo. */
import { observeSecurity, type SecurityKeys } from '../../artifacts/apple/security.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { apart, flag, type Row, type RowTable } from '../../artifacts/rows.ts';
import { type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import { platformOfModel } from '../../inventory/apple-model.ts';
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { type DeviceRow, find } from '../../inventory/place.ts';
import { osVersion, reported } from '../../inventory/rows.ts';
import { momentOf } from '../../inventory/time.ts';
import type { Platform } from '../../model/subject.ts';

const lastBackup: Row = reported({
  setting: 'backup.cloud.lastDate',
  read: (node) => {
    const moment = momentOf(node, 'iso');
    return 'at' in moment ? { value: moment.at } : moment;
  },
});

/** Encryption and compliance rest on several members, see artifacts/apple/security.ts. */
const attributes: RowTable = {
  hardware_encryption_caps: reported(apart('storage.encrypted', ({ type }) => type === 'integer')),
  is_activation_lock_enabled: reported(flag('device.activationLock')),
  is_cloud_backup_enabled: reported(flag('backup.cloud.enabled')),
  is_device_locator_service_enabled: reported(flag('device.findMy.enabled')),
  is_supervised: reported(flag('device.supervised')),
  last_cloud_backup_date: lastBackup,
  lost_mode_enabled: reported(flag('device.lostMode')),
  os_version: osVersion,
  passcode_compliant: reported(apart('passcode.compliant', ({ type }) => type === 'boolean')),
  passcode_compliant_with_profiles: reported(apart('passcode.compliant', ({ type }) => type === 'boolean')),
  passcode_present: reported(flag('passcode.present')),
  personal_hotspot_enabled: reported(flag('network.personalHotspot.enabled')),
};

const security: SecurityKeys = {
  passcodePresent: 'passcode_present',
  passcodeCompliant: 'passcode_compliant',
  passcodeCompliantWithProfiles: 'passcode_compliant_with_profiles',
  hardwareEncryption: 'hardware_encryption_caps',
  flagOf: (node) => (node.type === 'boolean' ? node.value : undefined),
  numberOf: (node) => (node.type === 'integer' ? Number(node.value) : undefined),
  isNothing: ({ type }) => type === 'null',
};

const lastSeen = { paths: ['attributes/last_seen_at'], form: 'iso' } as const;

export const simpleDevices: Inventory = {
  product: 'simplemdm',
  platform: platformOf,
  subject: {
    id: ['id'],
    serial: ['attributes/serial_number'],
    udid: ['attributes/unique_identifier'],
    imei: ['attributes/imei'],
    model: ['attributes/model_name'],
    lastSeen,
  },
  sections: [{ path: 'attributes', table: attributes, void: neverSeen }],
  extra: together,
};

/** Ten devices a page unless asked for, a hundred at most. */
export const devicesPage: Envelope = { rows: ['data'], next: ['has_more'], pageSizes: [10, 100] };

function neverSeen(row: DeviceRow) {
  return 'unknown' in momentAt(row, lastSeen) ? ('not-reported' as const) : undefined;
}

function together(row: DeviceRow): MapReading {
  const found = find(row, 'attributes');
  const seen = momentAt(row, lastSeen);
  if (found === undefined || found === 'repeated' || found.node.type !== 'map' || 'unknown' in seen)
    return { observations: [], notices: [] };
  const site: MapSite = {
    input: row.input,
    layer: 'observed',
    locate: (key) => row.locate(`attributes/${key}`),
    extras: { collected: seen.at },
  };
  return { observations: observeSecurity(found.node, security, site), notices: [] };
}

/** `product_name`: `iPhone17,3`, `iPad13,18`, `Mac15,12`, `AppleTV14,1`. A device that waits for its enrolment has none yet. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const inside = memberOf(row, 'attributes');
  const text = (key: string) =>
    inside?.type !== 'map' || inside.repeated.has(key) ? '' : (stringOf(memberOf(inside, key)) ?? '');
  const product = text('product_name') || text('model_name');
  if (product === '') return text('status') === 'awaiting enrollment' ? 'other' : 'unclear';
  return platformOfModel(product);
}
