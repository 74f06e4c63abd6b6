/**
 * Microsoft Graph managedDevice → canonical settings. Never `hardwareInformation`, which list answers fill with defaults,
 * and never `complianceState`, which a tenant sets to compliant where no policy exists.
 */
import { foldKey } from '../../artifacts/masking.ts';
import { flag, type RowTable, word } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { type DeviceRow, placesOf } from '../../inventory/place.ts';
import { osVersion, reported, securityPatch } from '../../inventory/rows.ts';
import type { EnrolmentType, Platform } from '../../model/subject.ts';

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
  managementState: reported(
    word('device.managed', {
      managed: true,
      discovered: null,
      retirepending: null,
      retirefailed: null,
      wipepending: null,
      wipefailed: null,
      unhealthy: null,
      deletepending: null,
      retireissued: null,
      wipeissued: null,
      wipecanceled: null,
      retirecanceled: null,
    }),
  ),
};

const lastSeen = { paths: ['lastSyncDateTime'], form: 'iso' } as const;

function neverSynced(row: DeviceRow) {
  const moment = momentAt(row, lastSeen);
  return 'unknown' in moment ? moment.unknown : undefined;
}

export const managedDevices: Inventory = {
  product: 'intune',
  ignoreCase: true,
  platform: platformOf,
  subject: {
    id: ['id'],
    serial: ['serialNumber'],
    udid: ['udid'],
    imei: ['imei'],
    user: ['userPrincipalName', 'emailAddress'],
    model: ['model'],
    enrolment: ['deviceEnrollmentType'],
    enrolmentType: enrolmentTypeOf,
    lastSeen,
  },
  sections: [
    { path: '', table: facts },
    { path: '', table: syncedFacts, void: neverSynced },
  ],
};

/** Microsoft Graph pages by a thousand rows; `@odata.count` may be of the page alone. */
export const graphPage: Envelope = {
  rows: ['value'],
  next: ['@odata.nextLink'],
  counts: ['@odata.count'],
  pageSizes: [1000],
};

/** `operatingSystem` begins with iOS, iPadOS or Android (AndroidForWork, AndroidEnterprise); other platforms are not ours. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const text = (key: string) => {
    const [only, ...others] = placesOf(row, key, true);
    return others.length > 0 ? undefined : stringOf(only?.[1]);
  };
  const system = (text('operatingSystem') ?? '').toLowerCase();
  if (system.startsWith('android')) return 'android';
  if (system.startsWith('ipados')) return 'ipados';
  if (system.startsWith('ios')) return text('model')?.startsWith('iPad') === true ? 'ipados' : 'ios';
  const folded = foldKey(system);
  const isOther = folded !== '' && folded !== 'unknown' && !/^(android|ipados|ios)/.test(folded);
  return isOther ? 'other' : 'unclear';
}

/** Microsoft Graph, deviceEnrollmentType; `userEnrollment` there is any enrolment by a user, so it says nothing here. */
function enrolmentTypeOf(native: string): EnrolmentType | undefined {
  const word = native.toLowerCase();
  if (word.startsWith('appleuserenrollment')) return 'user';
  return word.startsWith('applebulk') ? 'automated' : undefined;
}
