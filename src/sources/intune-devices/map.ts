/**
 * Microsoft Graph managedDevice → canonical settings. Never `hardwareInformation`, which list answers fill with defaults,
 * and never `complianceState`, which a tenant sets to compliant where no policy exists.
 */
import { managementStates, platformNamed } from '../../artifacts/intune/words.ts';
import { doubted, observeStates, policiesIn, type Said } from '../../artifacts/intune/setting-states.ts';
import type { MapReading } from '../../artifacts/observe-map.ts';
import { flag, type RowTable, word } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { type DeviceRow, findFirst, placesOf } from '../../inventory/place.ts';
import { osVersion, reported, said, securityPatch } from '../../inventory/rows.ts';
import { type EnrolmentType, familyOf } from '../../model/subject.ts';

const facts: RowTable = {
  osVersion,
  androidSecurityPatchLevel: securityPatch('day'),
  jailBroken: reported(word('device.compromised', { true: true, false: false })),
  managedDeviceOwnerType: reported(word('device.ownership', { company: 'corporate', personal: 'personal' })),
};

/** Non-nullable: `false` also stands for "never reported" until the device has synced. */
const syncedFacts: RowTable = {
  isEncrypted: reported(flag('storage.encrypted')),
  isSupervised: reported(flag('device.supervised')),
  managementState: said('device.managed', managementStates),
};

/** Objects of Microsoft's PowerShell module keep here what their class does not know. */
const bag = 'AdditionalProperties';
const inBag = (member: string): string[] => [member, `${bag}/${member}`];

const lastSeen = { paths: inBag('lastSyncDateTime'), form: 'iso' } as const;

function neverSynced(row: DeviceRow) {
  const moment = momentAt(row, lastSeen);
  return 'unknown' in moment ? moment.unknown : undefined;
}

/** Members that an export has where it was expanded by them. */
const stateLists = ['deviceCompliancePolicyStates', 'deviceConfigurationStates'];

export const managedDevices: Inventory = {
  product: 'intune',
  ignoreCase: true,
  platform: platformOf,
  subject: {
    id: inBag('id'),
    serial: inBag('serialNumber'),
    udid: inBag('udid'),
    imei: inBag('imei'),
    others: { 'entra-device': inBag('azureADDeviceId') },
    user: [...inBag('userPrincipalName'), ...inBag('emailAddress')],
    model: inBag('model'),
    enrolment: inBag('deviceEnrollmentType'),
    enrolmentType: enrolmentTypeOf,
    lastSeen,
    groups,
  },
  sections: ['', bag].flatMap((path) => [
    { path, table: facts },
    { path, table: syncedFacts, void: neverSynced },
  ]),
  plain: { platform: ['operatingSystem', 'model'], apart: [bag, ...stateLists] },
  extra: settingStates,
};

/** The user, for groups of users in the directory of Intune; and the policies that the phone has evaluated. */
function groups(node: MapNode) {
  const policies = stateLists.flatMap((member) =>
    placesOf(node, member, true).flatMap(([, list]) => policiesIn(list)),
  );
  const user = stringOf(findFirst({ node, ignoreCase: true }, inBag('userPrincipalName')));
  return [
    ...policies.map((value) => ({ kind: 'intune-policy', value })),
    ...(user === undefined ? [] : [{ kind: 'intune-user', value: user }]),
  ];
}

/** The states of single checks, dated as the row is, by the last contact. Checks of another system are of another phone. */
function settingStates(row: DeviceRow): MapReading {
  const seen = momentAt(row, lastSeen);
  if (!('at' in seen)) return { observations: [], notices: [] };
  const platform = platformOf(row.node);
  const isOwn = ({ family }: Said): boolean =>
    platform !== 'other' && platform !== 'unclear' && familyOf(platform) === family;
  const observations = stateLists.flatMap((member) => {
    const lists = placesOf(row.node, member, true);
    const states = lists.flatMap(([name, list]) => {
      const locate = (path: string) => row.locate(`${name}/${path}`);
      return observeStates(list, { input: row.input, locate, collected: seen.at });
    });
    const told = states.map((one) => (lists.length > 1 || !isOwn(one) ? doubted(one) : one));
    return told.flatMap((one) => one.observations);
  });
  return { observations, notices: [] };
}

/** Microsoft Graph pages by a thousand rows; `@odata.count` may be of the page alone. */
export const graphPage: Envelope = {
  rows: ['value'],
  next: ['@odata.nextLink'],
  counts: ['@odata.count'],
  pageSizes: [1000],
};

function platformOf(node: MapNode) {
  const text = (key: string) => stringOf(findFirst({ node, ignoreCase: true }, inBag(key)));
  return platformNamed(text('operatingSystem'), text('model'), () => true);
}

/** Microsoft Graph, deviceEnrollmentType; `userEnrollment` there is any enrolment by a user, so it says nothing here. */
function enrolmentTypeOf(native: string): EnrolmentType | undefined {
  const word = native.toLowerCase();
  if (/^apple(accountdriven)?userenrollment/.test(word)) return 'user';
  return word.startsWith('applebulk') ? 'automated' : undefined;
}
