/**
 * Rows of the Jamf Pro API → canonical settings. Names and types: its schema, MobileDeviceInventory, MobileDeviceDetailsV2,
 * InventoryListMobileDevice. Any section is null that was not asked for. Extension attributes are customers' own and are not
 * read here; nor is `locationServicesForSelfServiceMobileEnabled`, which is about one app.
 */
import type { SecurityKeys } from '../../artifacts/apple/security.ts';
import { apart, count, flag, type Row, type RowTable } from '../../artifacts/rows.ts';
import { compromised, isNothing, osVersion, reported, said } from '../../inventory/rows.ts';
import { momentOf } from '../../inventory/time.ts';
import type { IdOfType } from '../../settings/catalogue.ts';

const told = (setting: IdOfType<'boolean'>): Row => reported(flag(setting));

const lastCloudBackup: Row = {
  setting: 'backup.cloud.lastDate',
  read: (node) => {
    const moment = momentOf(node, 'iso');
    return 'at' in moment ? { value: moment.at } : moment;
  },
};

/** Letter of a security fix: `(a)`. */
const securityFix: Row = reported({
  setting: 'os.supplementalVersion',
  read: (node) => {
    const letter = node.type === 'string' ? /^\(?([a-z])\)?$/.exec(node.value.trim())?.[1] : undefined;
    return letter === undefined ? { unknown: 'ambiguous' } : { value: letter };
  },
});

/** With an account a whole device may be enrolled, whoever owns it (AccountDrivenDeviceEnrollment). */
const ownership: Row = said('device.ownership', {
  institutional: 'corporate',
  personal: 'personal',
  userenrollment: 'personal',
  accountdrivenuserenrollment: 'personal',
  accountdrivendeviceenrollment: null,
});

const backupAndSearch: RowTable = {
  cloudBackupEnabled: told('backup.cloud.enabled'),
  deviceLocatorServiceEnabled: told('device.findMy.enabled'),
};

export const general: RowTable = {
  ...backupAndSearch,
  appAnalyticsEnabled: told('diagnostics.appAnalytics.enabled'),
  deviceOwnershipType: ownership,
  diagnosticAndUsageReportingEnabled: told('diagnostics.submission.enabled'),
  lastCloudBackupDate: lastCloudBackup,
  managed: told('device.managed'),
  osRapidSecurityResponse: securityFix,
  osVersion,
  supervised: told('device.supervised'),
};

/** Kept where a device has no limit. */
const never = 2_147_483_647;

const passcode: RowTable = {
  activationLockEnabled: told('device.activationLock'),
  passcodeCompliant: reported(apart('passcode.compliant', ({ type }) => type === 'boolean')),
  passcodeCompliantWithProfile: reported(apart('passcode.compliant', ({ type }) => type === 'boolean')),
  passcodeLockGracePeriodEnforcedSeconds: reported(
    count('lock.maximumGraceMinutes', { divideBy: 60, unlimited: [never] }),
  ),
  passcodePresent: told('passcode.present'),
};

/** `dataProtected` is what the server concludes; `hardwareEncryption` counts beside the passcode, as Apple documents it. */
export const security: RowTable = {
  ...passcode,
  dataProtected: told('storage.encrypted'),
  hardwareEncryption: reported(apart('storage.encrypted', ({ type }) => type === 'integer')),
  jailBreakDetected: told('device.compromised'),
  lostModeEnabled: told('device.lostMode'),
};

export const securityKeys: SecurityKeys = {
  passcodePresent: 'passcodePresent',
  passcodeCompliant: 'passcodeCompliant',
  passcodeCompliantWithProfiles: 'passcodeCompliantWithProfile',
  hardwareEncryption: 'hardwareEncryption',
  flagOf: (node) => (node.type === 'boolean' ? node.value : undefined),
  numberOf: (node) => (node.type === 'integer' ? Number(node.value) : undefined),
  isNothing,
};

export const network: RowTable = {
  dataRoamingEnabled: told('network.dataRoaming.enabled'),
  personalHotspotEnabled: told('network.personalHotspot.enabled'),
};

/** The older shape of one device: the root, and below `ios`. */
export const olderRoot: RowTable = {
  deviceOwnershipLevel: ownership,
  managed: told('device.managed'),
  osRapidSecurityResponse: securityFix,
  osVersion,
};
export const olderIos: RowTable = {
  ...backupAndSearch,
  lastCloudBackupTimestamp: lastCloudBackup,
  supervised: told('device.supervised'),
};

/** Members of a group: the same facts side by side, and usually only a few of them. */
export const member: RowTable = {
  ...general,
  ...passcode,
  ...network,
  dataProtection: told('storage.encrypted'),
  jailbreakStatus: compromised,
  lostModeEnabled: told('device.lostMode'),
};
