/**
 * Columns of Intune's device lists → canonical settings: the portal's export, export jobs, and managedDevices as a script
 * flattens it. Source of names: "Intune reports and properties available using Graph API". Never the column of the
 * compliance verdict, which a tenant sets to compliant where no policy exists.
 */
import type { RowTable } from '../../artifacts/rows.ts';
import { isOtherSystem, managementStates, platformNamed } from '../../artifacts/intune/words.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import { type DeviceRow, findFirst, placesOf } from '../../inventory/place.ts';
import {
  coded,
  compromised,
  encrypted,
  osVersion,
  ownership,
  said,
  securityPatch,
  supervised,
} from '../../inventory/rows.ts';
import type { ReportColumns } from '../intune-cells.ts';

/** Names in the file that the portal hands out; older files say `Azure AD` for `Microsoft Entra`. */
export const portalColumns: ReportColumns = {
  id: ['deviceid'],
  serialNumber: ['serialnumber'],
  imei: ['imei'],
  azureADDeviceId: ['microsoftentradeviceid', 'azureaddeviceid'],
  userPrincipalName: ['primaryuserupn'],
  emailAddress: ['primaryuseremailaddress'],
  model: ['model'],
  lastSyncDateTime: ['lastcheckin'],
  operatingSystem: ['os'],
  osVersion: ['osversion'],
  androidSecurityPatchLevel: ['securitypatchlevel'],
  jailBroken: ['jailbroken'],
  managedDeviceOwnerType: ['ownership'],
  managementState: ['devicestate'],
  isEncrypted: ['encrypted'],
  isSupervised: ['supervised'],
};

/**
 * Names as export jobs are asked for them, of Graph, and of Log Analytics. `Ownership` of the report `Devices` is documented
 * by its name only: it stands behind `OwnerType`.
 */
export const requestedColumns: ReportColumns = {
  id: ['intunedeviceid', 'deviceid', 'id'],
  serialNumber: ['serialnumber'],
  imei: ['imei'],
  udid: ['udid'],
  azureADDeviceId: ['aaddeviceid', 'azureaddeviceid', 'referenceid'],
  userPrincipalName: ['upn', 'userprincipalname'],
  emailAddress: ['useremail', 'emailaddress'],
  model: ['model', 'devicemodel'],
  deviceEnrollmentType: ['deviceenrollmenttype'],
  lastSyncDateTime: ['lastcontact', 'lastsyncdatetime'],
  operatingSystem: ['os', 'operatingsystem'],
  osVersion: ['osversion'],
  androidSecurityPatchLevel: ['androidpatchlevel', 'androidsecuritypatchlevel'],
  jailBroken: ['jailbroken', 'jailbrokenloc'],
  managedDeviceOwnerType: ['ownertype', 'ownertypeloc', 'manageddeviceownertype', 'ownership'],
  managementState: ['managementstate', 'managementstateloc'],
  isEncrypted: ['isencrypted', 'encryptionstatusstring'],
  isSupervised: ['issupervised', 'supervisedstatusstring'],
};

const facts: RowTable = {
  osVersion,
  androidSecurityPatchLevel: securityPatch('day'),
  jailBroken: compromised,
  managedDeviceOwnerType: coded(ownership),
};

const managed = said('device.managed', managementStates);

/** As in Graph: `False` also stands for "never reported" until the device has synced. */
const syncedFacts: RowTable = {
  isEncrypted: encrypted,
  isSupervised: supervised,
  managementState: coded({ ...managed, read: (node) => managed.read(withoutBlanks(node)) }),
};

/** `Retire pending` in a column for people is `retirePending` in Graph. */
const withoutBlanks = (node: TreeNode): TreeNode =>
  node.type === 'string' ? { ...node, value: node.value.replaceAll(/\s/g, '') } : node;

const lastSeen = { paths: ['lastSyncDateTime'], form: 'utc' } as const;

function neverSynced(row: DeviceRow) {
  const moment = momentAt(row, lastSeen);
  return 'unknown' in moment ? moment.unknown : undefined;
}

export const deviceTable: Inventory = {
  product: 'intune',
  strictRows: true,
  platform: platformOf,
  plain: { platform: ['operatingSystem', 'model'], apart: [] },
  subject: {
    id: ['id'],
    serial: ['serialNumber'],
    udid: ['udid'],
    imei: ['imei'],
    others: { 'entra-device': ['azureADDeviceId'] },
    user: ['userPrincipalName', 'emailAddress'],
    model: ['model'],
    enrolment: ['deviceEnrollmentType'],
    lastSeen,
    groups: (node) => {
      const user = stringOf(findFirst({ node, ignoreCase: false }, ['userPrincipalName']));
      return user === undefined ? [] : [{ kind: 'intune-user', value: user }];
    },
  },
  sections: [
    { path: '', table: facts },
    { path: '', table: syncedFacts, void: neverSynced },
  ],
};

function platformOf(row: MapNode) {
  const text = (member: string) => {
    const [only, ...others] = placesOf(row, member, false);
    return others.length > 0 ? undefined : stringOf(only?.[1])?.trim();
  };
  return platformNamed(text('operatingSystem'), text('model'), isOtherSystem);
}
