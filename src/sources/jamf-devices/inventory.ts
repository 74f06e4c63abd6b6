/** The four shapes in which the Jamf Pro API tells of mobile devices. */
import { observeSecurity } from '../../artifacts/apple/security.ts';
import type { MapReading } from '../../artifacts/observe-map.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import { platformOfModel } from '../../inventory/apple-model.ts';
import type { Inventory, Moment, Section, SubjectPlaces } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import { type DeviceRow, find, textAt } from '../../inventory/place.ts';
import { withdrawn } from '../../model/observation.ts';
import type { EnrolmentType } from '../../model/subject.ts';
import { type AppPlaces, isDoubtful, platformOfSystem, readApps, textsIn, unseenAt } from '../jamf-device.ts';
import type { DeviceShape } from '../jamf-kinds.ts';
import { general, member, network, olderIos, olderRoot, security, securityKeys } from './map.ts';

const iso = (path: string): Moment => ({ paths: [path], form: 'iso' });

/** The server fills in values before the device has told any: they count from its first inventory on. */
const beforeInventory = (moment: Moment): NonNullable<Section['void']> => {
  const [path = ''] = moment.paths;
  return (row) => (isDoubtful(row, path) ? 'ambiguous' : unseenAt(row, moment));
};

const section = (path: string, table: RowTable, collected: Moment, ask?: string): Section => ({
  path,
  table,
  collected,
  void: beforeInventory(collected),
  ...(ask === undefined ? {} : { ask: `section=${ask}` }),
});

const textOf = (row: MapNode, path: string): string | undefined => {
  const found = find({ node: row, ignoreCase: false }, path);
  return found === undefined || found === 'repeated' ? undefined : stringOf(found.node);
};

/** Apple's ways of enrolment, as far as the words of Jamf tell them; a prestage is automated enrolment. */
const enrolmentTypeBy =
  (prestage: (row: DeviceRow) => boolean) =>
  (native: string, row: DeviceRow): EnrolmentType | undefined => {
    const words: Readonly<Record<string, EnrolmentType>> = {
      userenrollment: 'user',
      accountdrivenuserenrollment: 'user',
      accountdrivendeviceenrollment: 'device',
    };
    return words[native.toLowerCase()] ?? (prestage(row) ? 'automated' : undefined);
  };

/** Under User Enrolment a phone tells of managed apps only (Apple): a list is whole where it is known not to be enrolled so. */
const isLimited =
  (path: string) =>
  (row: DeviceRow): boolean =>
    textAt(row, [path])?.toLowerCase() !== 'institutional';

/** What several keys of the security section say together. */
function securityAt(row: DeviceRow, path: string, collected: Moment): MapReading {
  const found = find(row, path);
  if (found === undefined || found === 'repeated' || found.node.type !== 'map')
    return { observations: [], notices: [] };
  const unknown = beforeInventory(collected)(row);
  const at = momentAt(row, collected);
  const observations = observeSecurity(found.node, securityKeys, {
    input: row.input,
    layer: 'observed',
    locate: (key) => row.locate(path === '' ? key : `${path}/${key}`),
    ...('at' in at ? { extras: { collected: at.at } } : {}),
  });
  return {
    observations: unknown === undefined ? observations : observations.map((one) => withdrawn(one, unknown)),
    notices: [],
  };
}

function extraOf(securityPath: string, apps: AppPlaces): NonNullable<Inventory['extra']> {
  return (row) => {
    const readings = [securityAt(row, securityPath, apps.collected), readApps(row, apps)];
    return {
      observations: readings.flatMap(({ observations }) => observations),
      notices: readings.flatMap(({ notices }) => notices),
    };
  };
}

/** Groups and profiles that the phone is known to have, by their identifiers. */
const groupsOf =
  (groups: string, profiles: string): NonNullable<SubjectPlaces['groups']> =>
  (node) => {
    const row = { node, ignoreCase: false };
    return [
      ...textsIn(row, { path: groups, item: 'group' }, 'groupId').map((value) => ({
        kind: 'jamf-group',
        value,
      })),
      ...textsIn(row, { path: profiles, item: 'profile' }, 'uuid').map((value) => ({
        kind: 'apple-profile',
        value,
      })),
    ];
  };

const inventoried = iso('general/lastInventoryUpdateDate');
const sections: Inventory = {
  product: 'jamf',
  platform: (row) => platformOfSystem(textOf(row, 'deviceType'), textOf(row, 'hardware/modelIdentifier')),
  subject: {
    id: ['mobileDeviceId'],
    serial: ['hardware/serialNumber'],
    udid: ['general/udid'],
    imei: ['network/imei'],
    user: ['userAndLocation/emailAddress', 'userAndLocation/username'],
    model: ['hardware/modelIdentifier', 'hardware/model'],
    enrolment: ['general/deviceOwnershipType'],
    enrolmentType: enrolmentTypeBy(
      (row) => textAt(row, ['general/enrollmentMethodPrestage/mobileDevicePrestageId']) !== undefined,
    ),
    lastSeen: { ...iso('general/lastContactDate'), or: inventoried },
    groups: groupsOf('groups', 'profiles'),
  },
  sections: [
    section('general', general, inventoried, 'GENERAL'),
    section('security', security, inventoried, 'SECURITY'),
    section('network', network, inventoried, 'NETWORK'),
  ],
  extra: extraOf('security', {
    path: 'applications',
    item: 'application',
    status: 'managementStatus',
    collected: inventoried,
    ask: 'section=APPLICATIONS',
    isLimited: isLimited('general/deviceOwnershipType'),
  }),
};

const updated = iso('lastInventoryUpdateTimestamp');
const older: Inventory = {
  product: 'jamf',
  platform: (row) => platformOfSystem(textOf(row, 'type'), textOf(row, 'ios/modelIdentifier')),
  subject: {
    id: ['id'],
    serial: ['serialNumber'],
    udid: ['udid'],
    imei: ['ios/network/imei'],
    user: ['location/emailAddress', 'location/username'],
    model: ['ios/modelIdentifier', 'ios/model'],
    enrolment: ['deviceOwnershipLevel'],
    enrolmentType: enrolmentTypeBy((row) => textAt(row, ['enrollmentMethod'])?.toUpperCase() === 'PRESTAGE'),
    lastSeen: { ...iso('lastContactTimestamp'), or: updated },
    groups: groupsOf('groups', 'ios/configurationProfiles'),
  },
  sections: [
    section('', olderRoot, updated),
    section('ios', olderIos, updated),
    section('ios/security', security, updated),
    section('ios/network', network, updated),
  ],
  extra: extraOf('ios/security', {
    path: 'ios/applications',
    item: 'application',
    status: 'managementStatus',
    collected: updated,
    isLimited: isLimited('deviceOwnershipLevel'),
  }),
};

const lastInventory = iso('lastInventoryUpdateDate');
const flat: Inventory = {
  product: 'jamf',
  platform: (row) => platformOfModel(textOf(row, 'modelIdentifier') ?? textOf(row, 'model')),
  subject: {
    id: ['mobileDeviceId'],
    serial: ['serialNumber'],
    udid: ['udid'],
    imei: ['imei'],
    user: ['emailAddress', 'username'],
    model: ['modelIdentifier', 'model'],
    enrolment: ['deviceOwnershipType'],
    enrolmentType: enrolmentTypeBy(() => false),
    lastSeen: { ...iso('lastContactDate'), or: lastInventory },
  },
  sections: [section('', member, lastInventory)],
  extra: (row) => securityAt(row, '', lastInventory),
};

const listed: Inventory = {
  product: 'jamf',
  platform: (row) => platformOfSystem(textOf(row, 'type'), textOf(row, 'modelIdentifier')),
  subject: {
    id: ['id'],
    serial: ['serialNumber'],
    udid: ['udid'],
    user: ['username'],
    model: ['modelIdentifier', 'model'],
    lastSeen: { paths: [], form: 'iso' },
  },
  sections: [],
};

export const inventories: Readonly<Record<DeviceShape, Inventory>> = {
  sections,
  older,
  member: flat,
  listed,
};
