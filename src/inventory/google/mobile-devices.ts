/**
 * Directory mobile devices → canonical settings. Google, Admin SDK Directory API, discovery document revision 20260914,
 * MobileDevice; the document lists no words for the text fields. Never `status`, which says whether the device may reach
 * accounts, and never `applications[].permission`, which is what an app declares and not what it was granted.
 */
import type { MapReading } from '../../artifacts/observe-map.ts';
import { flag, type Row, type RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { hasAny, observeAbsent } from '../absent.ts';
import type { Inventory } from '../define.ts';
import { momentAt } from '../device.ts';
import type { Envelope } from '../envelope.ts';
import type { DeviceRow } from '../place.ts';
import { osVersion, reported, said, saidFlag } from '../rows.ts';
import { momentOf } from '../time.ts';
import type { Platform } from '../../model/subject.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { observeApplications } from './mobile-apps.ts';

/**
 * Milliseconds since 1970 as text, 0 for none; in Cloud Identity a moment. GAM writes either as a moment in a local time: with
 * its offset the day is known, without one it is not.
 */
export const patchLevel: Row = reported({
  setting: 'os.securityPatch',
  read: (node) => {
    const isDate = node.type === 'string' && /^\d{4}-\d\d-\d\d/.test(node.value.trim());
    const moment = momentOf(node, isDate ? 'iso' : 'epoch-ms');
    if ('at' in moment) return { value: moment.at.slice(0, 10) };
    const isOpen = isDate && moment.unknown === 'ambiguous';
    return isOpen ? { unknown: 'not-reported', note: 'time-zone-open' } : moment;
  },
});

type FlagRow = (setting: IdOfType<'boolean'>) => Row;

/** Fields of Android devices in the projection FULL. */
const detailsTable = (flagRow: FlagRow): RowTable => ({
  adbStatus: flagRow('developer.usbDebugging'),
  developerOptionsStatus: flagRow('developer.mode'),
  deviceCompromisedStatus: said('device.compromised', {
    'No compromise detected': false,
    'Compromise detected': true,
    Undetected: null,
  }),
  devicePasswordStatus: said('passcode.present', { On: true, Off: false }),
  encryptionStatus: said('storage.encrypted', { Encrypted: true, 'Not encrypted': false }),
  securityPatchLevel: patchLevel,
  unknownSourcesStatus: flagRow('apps.unknownSources.allowed'),
});

const lastSeen = { paths: ['lastSync'], form: 'iso' } as const;
const system: RowTable = { os: osVersion };

function inventory(details: RowTable): Inventory {
  return {
    product: 'google-directory',
    platform: platformOf,
    subject: {
      id: ['resourceId'],
      serial: ['serialNumber'],
      imei: ['imei'],
      model: ['model'],
      lastSeen,
      groups: ownersOf,
    },
    sections: [
      { path: '', table: system },
      { path: '', table: details, void: silent },
    ],
    extra: (row) => restOf(row, details),
  };
}

/** Answers of the API. */
export const mobileDevices = inventory(detailsTable((setting) => reported(flag(setting))));
/** The same as a table, whose cells hold words. */
export const mobileDeviceTable: Inventory = {
  ...inventory(detailsTable((setting) => saidFlag(setting))),
  strictRows: true,
};

/** `mobiledevices` is left out where there is none. Pages hold 100 devices at most. */
export const directoryPage: Envelope = {
  rows: ['mobiledevices'],
  next: ['nextPageToken'],
  pageSizes: [100],
  isEmptyPage: (root) => stringOf(root.entries.get('kind')) === 'admin#directory#mobiledevices',
};

/** Booleans are false until the device has synced; iPhones report none of these fields, whatever stands there. */
function silent(row: DeviceRow) {
  if (platformOf(row.node) !== 'android') return 'not-reported' as const;
  return 'unknown' in momentAt(row, lastSeen) ? ('not-reported' as const) : undefined;
}

function restOf(row: DeviceRow, details: RowTable): MapReading {
  const moment = momentAt(row, lastSeen);
  const dated = 'at' in moment ? { collected: moment.at } : {};
  const isAndroid = platformOf(row.node) === 'android';
  const isBasic = isAndroid && !hasAny(row, details);
  const absence = isBasic
    ? ({ unknown: 'not-collected', value: 'absent; ask for it: projection=FULL', ...dated } as const)
    : ({ unknown: 'not-reported', value: 'absent', ...dated } as const);
  return {
    observations: [...observeAbsent(row, details, absence), ...observeApplications(row, isAndroid, dated)],
    notices: [],
  };
}

/** `type`: ANDROID, IOS or IOS_SYNC; GOOGLE_SYNC is mail over Exchange ActiveSync, on whatever system. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const text = (key: string) => (row.repeated.has(key) ? '' : (stringOf(row.entries.get(key)) ?? ''));
  const [type, name] = [text('type').trim().toUpperCase(), text('os').trim().toLowerCase()];
  const byName = name.startsWith('android')
    ? 'android'
    : name.startsWith('ipados')
      ? 'ipados'
      : name.startsWith('ios')
        ? 'ios'
        : undefined;
  const isApple = type === 'IOS' || type === 'IOS_SYNC';
  if (type !== 'ANDROID' && !isApple && type !== 'GOOGLE_SYNC') return 'unclear';
  if (type === 'GOOGLE_SYNC' && byName === undefined) return name === '' ? 'unclear' : 'other';
  const isOtherThanType =
    byName !== undefined && type !== 'GOOGLE_SYNC' && (byName !== 'android') !== isApple;
  if (isOtherThanType) return 'unclear';
  if (type === 'ANDROID' || byName === 'android') return 'android';
  return byName === 'ipados' || text('model').startsWith('iPad') ? 'ipados' : 'ios';
}

/** Addresses of the owners: a list in answers, one cell in tables. */
function ownersOf(row: MapNode): readonly { readonly kind: string; readonly value: string }[] {
  if (row.repeated.has('email')) return [];
  return textsOf(row.entries.get('email')).map((value) => ({ kind: 'user', value }));
}

function textsOf(node: TreeNode | undefined): readonly string[] {
  if (node?.type === 'list') return node.items.flatMap((item) => stringOf(item) ?? []);
  return node?.type === 'string' ? node.value.split(/[\s,;|]+/) : [];
}
