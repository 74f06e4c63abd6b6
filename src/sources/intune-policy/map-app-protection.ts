/**
 * iosManagedAppProtection and androidManagedAppProtection → canonical settings: what protected apps do with work data,
 * whoever manages the phone. Silent about apps that the policy does not name.
 * Source of names and meaning: Microsoft Graph, managedAppProtection and its heirs (v1.0 and beta). Booleans are explicit:
 * false is off.
 */
import { count, flag, inverted, type RowTable, word } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { isSet, optional, type PolicyType, when } from './map-rows.ts';

const common = (policy: MapNode): RowTable => ({
  allowedOutboundDataTransferDestinations: word('managedApps.outboundTransfer', {
    allApps: 'allApps',
    managedApps: 'managedApps',
    none: 'none',
  }),
  contactSyncBlocked: optional(inverted('managedApps.contactSync.allowed')),
  dataBackupBlocked: optional(inverted('managedApps.backup.allowed')),
  // "If PinRequired is set to True"
  minimumPinLength: when(isSet(policy, 'pinRequired'), count('managedApps.pin.minimumLength')),
  notificationRestriction: word('managedApps.notifications', {
    allow: 'allow',
    blockOrganizationalData: 'blockOrganizationalData',
    block: 'block',
  }),
  pinRequired: optional(flag('managedApps.pin.required')),
  printBlocked: optional(inverted('managedApps.printing.allowed')),
  saveAsBlocked: optional(inverted('managedApps.saveAs.allowed')),
});

/** managedAppDataEncryptionType: useDeviceSettings leaves it to the phone. */
const ios: RowTable = {
  appDataEncryptionType: word('managedApps.encrypted', {
    useDeviceSettings: null,
    afterDeviceRestart: true,
    whenDeviceLockedExceptOpenFiles: true,
    whenDeviceLocked: true,
  }),
};

const android: RowTable = { encryptAppData: optional(flag('managedApps.encrypted')) };

const commonNames = [
  'allowedDataStorageLocations',
  'allowedInboundDataTransferSources',
  'allowedOutboundClipboardSharingLevel',
  'deviceComplianceRequired',
  'disableAppPinIfDevicePinIsSet',
  'fingerprintBlocked',
  'managedBrowser',
  'managedBrowserToOpenLinksRequired',
  'maximumPinRetries',
  'minimumRequiredAppVersion',
  'minimumRequiredOsVersion',
  'organizationalCredentialsRequired',
  'periodBeforePinReset',
  'periodOfflineBeforeAccessCheck',
  'periodOfflineBeforeWipeIsEnforced',
  'periodOnlineBeforeAccessCheck',
  'pinCharacterSet',
  'simplePinBlocked',
];

export const iosAppProtection: PolicyType = {
  platform: 'ios',
  names: [...commonNames, 'faceIdBlocked', 'minimumRequiredSdkVersion'],
  marks: ['appDataEncryptionType', 'faceIdBlocked'],
  parts: (policy) => [{ table: common(policy) }, { table: ios }],
};

export const androidAppProtection: PolicyType = {
  platform: 'android',
  names: [...commonNames, 'minimumRequiredPatchVersion', 'screenCaptureBlocked'],
  marks: ['encryptAppData', 'minimumRequiredPatchVersion'],
  parts: (policy) => [{ table: common(policy) }, { table: android }],
};
