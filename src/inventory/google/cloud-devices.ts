/**
 * Cloud Identity devices → canonical settings. Google, Cloud Identity API, discovery document revision 20260923, Device and
 * AndroidAttributes. Never `managementState`, which says whether the device may reach data.
 */
import type { MapReading } from '../../artifacts/observe-map.ts';
import { flag, type Row, type RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { observeAbsent } from '../absent.ts';
import type { Inventory } from '../define.ts';
import { momentAt } from '../device.ts';
import { type DeviceRow, placesOf } from '../place.ts';
import { osVersion, reported, said, saidFlag } from '../rows.ts';
import type { Platform } from '../../model/subject.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { patchLevel } from './mobile-devices.ts';
import { undecided } from '../../settings/observe.ts';
import { addressOf, usageOf } from './cloud-users.ts';

/** What the service itself keeps. */
const record: RowTable = {
  osVersion,
  ownerType: said('device.ownership', {
    DEVICE_OWNERSHIP_UNSPECIFIED: null,
    COMPANY: 'corporate',
    BYOD: 'personal',
  }),
};

/** What the device reports when it syncs. */
const state: RowTable = {
  encryptionState: said('storage.encrypted', {
    ENCRYPTION_STATE_UNSPECIFIED: null,
    UNSUPPORTED_BY_DEVICE: false,
    ENCRYPTED: true,
    NOT_ENCRYPTED: false,
  }),
};

type FlagRow = (setting: IdOfType<'boolean'>) => Row;
const inAnswers: FlagRow = (setting) => reported(flag(setting));
const inCells: FlagRow = (setting) => saidFlag(setting);

/** "Currently, this means Android device is rooted", and so on: nothing of it is said of iPhones. */
const androidState = (flagRow: FlagRow): RowTable => ({
  compromisedState: said('device.compromised', {
    COMPROMISED_STATE_UNSPECIFIED: null,
    COMPROMISED: true,
    UNCOMPROMISED: false,
  }),
  enabledDeveloperOptions: flagRow('developer.mode'),
  enabledUsbDebugging: flagRow('developer.usbDebugging'),
  securityPatchTime: patchLevel,
});

const attributes = (flagRow: FlagRow): RowTable => ({
  enabledUnknownSources: flagRow('apps.unknownSources.allowed'),
  ownershipPrivilege: said('device.managementMode', {
    OWNERSHIP_PRIVILEGE_UNSPECIFIED: null,
    DEVICE_ADMINISTRATOR: null,
    PROFILE_OWNER: 'workProfile',
    DEVICE_OWNER: 'fullyManaged',
  }),
  verifiedBoot: flagRow('boot.verified'),
  verifyAppsEnabled: flagRow('apps.verification.enabled'),
});

const lastSeen = { paths: ['lastSyncTime'], form: 'iso' } as const;

function inventory(flagRow: FlagRow): Inventory {
  const android = androidState(flagRow);
  const fields = { ios: state, android: { ...state, ...android } };
  return {
    product: 'google-cloud-identity',
    platform: platformOf,
    subject: {
      id: ['name'],
      serial: ['serialNumber'],
      imei: ['imei'],
      model: ['model'],
      lastSeen,
      groups: (row) =>
        usersOf(row).flatMap(({ node }) =>
          node === undefined ? [] : addressOf(node).map((value) => ({ kind: 'user', value })),
        ),
    },
    sections: [
      { path: '', table: record },
      { path: '', table: state, void: neverSynced },
      { path: '', table: android, void: (row) => (isAndroid(row) ? neverSynced(row) : 'not-reported') },
      { path: 'androidSpecificAttributes', table: attributes(flagRow), void: neverSynced },
    ],
    extra: (row) => restOf(row, isAndroid(row) ? fields.android : fields.ios),
  };
}

/** Answers of the API. */
export const cloudDevices = inventory(inAnswers);
/** The same as a table, whose cells hold words. */
export const cloudDeviceTable: Inventory = { ...inventory(inCells), strictRows: true };

function neverSynced(row: DeviceRow) {
  return 'unknown' in momentAt(row, lastSeen) ? ('not-reported' as const) : undefined;
}

/** Fields without a value are left out of answers. */
function restOf(row: DeviceRow, fields: RowTable): MapReading {
  const moment = momentAt(row, lastSeen);
  const absence = {
    unknown: 'not-reported',
    value: 'absent',
    ...('at' in moment ? { collected: moment.at } : {}),
  } as const;
  const readings = usersOf(row.node).map((one) =>
    one.node === undefined ? unreadable(row, one) : usageOf(row, one.node, one.path),
  );
  return {
    observations: [
      ...observeAbsent(row, fields, absence),
      ...readings.flatMap(({ observations }) => observations),
    ],
    notices: readings.flatMap(({ notices }) => notices),
  };
}

interface Usage {
  /** Undefined where something else stands in the place of a user. */
  readonly node: MapNode | undefined;
  readonly path: string;
  readonly line: number;
}

/** In any case: what is said of one user must not hide behind another spelling. GAM puts the users of a device into it: all of them, or with `oneuserperrow` one. */
function usersOf(device: MapNode): readonly Usage[] {
  const users = placesOf(device, 'users', true).flatMap(([name, node]): Usage[] =>
    node.type === 'list'
      ? node.items.map((item, index) => usage(item, `${name}/${index}`))
      : [usage(node, name, false)],
  );
  return [...users, ...placesOf(device, 'user', true).map(([name, node]) => usage(node, name))];
}

const usage = (node: TreeNode, path: string, isPlace = true): Usage => ({
  node: isPlace && node.type === 'map' ? node : undefined,
  path,
  line: node.line,
});

/** Whether a password is set may have stood there. */
const unreadable = (row: DeviceRow, { path, line }: Usage): MapReading => ({
  observations: [
    undecided('passcode.present', 'ambiguous', 'observed', {
      input: row.input,
      locator: row.locate(path),
      ...(line > 0 ? { line } : {}),
      value: 'no user',
    }),
  ],
  notices: [],
});

const isAndroid = (row: DeviceRow): boolean => platformOf(row.node) === 'android';

const others: ReadonlySet<string> = new Set([
  'WINDOWS',
  'MAC_OS',
  'LINUX',
  'CHROME_OS',
  'GOOGLEBOOK',
  'GOOGLE_SYNC',
]);

/** GOOGLE_SYNC is mail over Exchange ActiveSync: no system is told. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const text = (key: string) => (row.repeated.has(key) ? '' : (stringOf(row.entries.get(key)) ?? ''));
  const type = text('deviceType');
  if (type === 'ANDROID') return 'android';
  if (type === 'IOS') {
    const isPad = text('model').startsWith('iPad') || text('osVersion').startsWith('iPadOS');
    return isPad ? 'ipados' : 'ios';
  }
  return others.has(type) ? 'other' : 'unclear';
}
