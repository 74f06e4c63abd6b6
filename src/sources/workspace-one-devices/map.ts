/**
 * Workspace ONE UEM devices → canonical settings: rows of a search (`OperatingSystem`) and the details of one device
 * (`platformInfo/osVersion`), which share no member. Never `ComplianceStatus`, which also stands where it was never computed.
 */
import { foldKey } from '../../artifacts/masking.ts';
import type { MapReading } from '../../artifacts/observe-map.ts';
import { flag, type Row, type RowTable } from '../../artifacts/rows.ts';
import { type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import { observeAbsent } from '../../inventory/absent.ts';
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import type { DeviceRow } from '../../inventory/place.ts';
import { osVersion, reported, said } from '../../inventory/rows.ts';
import { momentOf } from '../../inventory/time.ts';
import type { Platform } from '../../model/subject.ts';

/** C corporate, S corporate and shared, E of the employee; details write a word. */
const owner = said('device.ownership', {
  C: 'corporate',
  S: 'corporate',
  E: 'personal',
  EMPLOYEE: 'personal',
});

/** A number whose meaning no document tells. */
const unexplained: Row = reported({ setting: 'storage.encrypted', read: () => ({ unknown: 'ambiguous' }) });

const searched: RowTable = {
  DataProtectionStatus: unexplained,
  OperatingSystem: osVersion,
  Ownership: owner,
};

/** Left out of rows of devices that were never checked. */
const checked: RowTable = { CompromisedStatus: reported(flag('device.compromised')) };

/** False on devices of other systems too. */
const apple: RowTable = {
  IsActivationLockEnabled: reported(flag('device.activationLock')),
  IsCloudBackupEnabled: reported(flag('backup.cloud.enabled')),
  IsDeviceLocatorEnabled: reported(flag('device.findMy.enabled')),
  IsSupervised: reported(flag('device.supervised')),
};

const detailed: RowTable = {
  dataEncrypted: reported(flag('storage.encrypted')),
  supervised: reported(flag('device.supervised')),
};

/** Search writes no zone, details write Z. */
const lastSeen = { paths: ['LastSeen', 'enrollmentInfo/lastSeenTimestamp'], form: 'utc' } as const;

export const uemDevices: Inventory = {
  product: 'workspace-one',
  platform: platformOf,
  subject: {
    id: ['Uuid', 'uuid', 'Id/Value'],
    serial: ['SerialNumber', 'serialNumber'],
    udid: ['Udid', 'udid'],
    imei: ['Imei', 'imei'],
    user: ['UserEmailAddress', 'enrollmentInfo/userEmailAddress'],
    model: ['Model', 'platformInfo/modelName'],
    lastSeen,
  },
  sections: [
    { path: '', table: searched },
    {
      path: '',
      table: checked,
      collected: { paths: ['LastCompromisedCheckOn'], form: 'utc' },
      void: unchecked,
    },
    { path: '', table: apple, void: (row) => (isApple(row) ? neverSeen(row) : 'not-reported') },
    { path: '', table: detailed, void: neverSeen },
    { path: 'platformInfo', table: { osVersion } },
    { path: 'enrollmentInfo', table: { ownership: owner } },
  ],
  extra: absentOf,
};

/** `PageSize` may be smaller than the number of rows; `Total` counts all pages. */
export const searchPage: Envelope = { rows: ['Devices'], totals: ['Total'], pageSizes: [500] };

function neverSeen(row: DeviceRow) {
  return 'unknown' in momentAt(row, lastSeen) ? ('not-reported' as const) : undefined;
}

/** False without a check says nothing; true was found by something. */
function unchecked({ node }: DeviceRow) {
  const status = memberOf(node, 'CompromisedStatus');
  if (status?.type !== 'boolean' || status.value) return undefined;
  const when = node.repeated.has('LastCompromisedCheckOn')
    ? undefined
    : memberOf(node, 'LastCompromisedCheckOn');
  return 'unknown' in momentOf(when, 'utc') ? ('not-reported' as const) : undefined;
}

function absentOf(row: DeviceRow): MapReading {
  const isSearched = row.node.entries.has('Platform');
  const absence = { unknown: 'not-reported', value: 'absent: never checked' } as const;
  return { observations: isSearched ? observeAbsent(row, checked, absence) : [], notices: [] };
}

const isApple = (row: DeviceRow): boolean => ['ios', 'ipados'].includes(platformOf(row.node));

/** Apple is iPhone and iPad (macOS and tvOS are platforms of their own), Android is Android; all others are no phones. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const info = memberOf(row, 'platformInfo');
  const text = (key: string, inside: string) =>
    row.repeated.has(key) ? '' : (stringOf(memberOf(row, key)) ?? stringOf(memberOf(info, inside)) ?? '');
  const platform = text('Platform', 'platformName').trim().toLowerCase();
  const model = text('Model', 'modelName').trim();
  if (platform === 'android') return 'android';
  if (platform === 'apple') {
    if (/^(Mac|iMac|Apple ?TV|Apple Watch|Apple Vision)/i.test(model)) return 'other';
    return model.startsWith('iPad') ? 'ipados' : 'ios';
  }
  return /^(unknown|undefined)?$|ios|ipad|iphone|android/.test(foldKey(platform)) ? 'unclear' : 'other';
}
