/**
 * Fields of a policy → canonical settings, and the documented values of absent fields.
 * Source of names, words, meaning and defaults: Google, Android Management API, discovery document revision 20260917;
 * each comment names the message or field whose description says so.
 */
import { inverted, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { alwaysOnVpn, keyguardRows, workContacts } from './map-lists.ts';
import { ambiguous, choice, type Defaults, milliseconds } from '../../artifacts/google-rows.ts';

/** Policy. On a device with a work profile most of these act inside the profile; the policy does not say where it goes. */
export const policyTable: RowTable = {
  alwaysOnVpnPackage: alwaysOnVpn,
  // BackupService: DISABLED cannot be changed by the user, USER_CHOICE can; whether the phone is backed up is then open.
  backupService: [
    choice('backup.cloud.allowed', 'BACKUP_SERVICE_UNSPECIFIED', {
      BACKUP_SERVICE_DISABLED: false,
      BACKUP_SERVICE_USER_CHOICE: true,
    }),
    choice('backup.cloud.enabled', 'BACKUP_SERVICE_UNSPECIFIED', {
      BACKUP_SERVICE_DISABLED: false,
      BACKUP_SERVICE_USER_CHOICE: null,
    }),
  ],
  bluetoothContactSharingDisabled: inverted('contacts.bluetoothSharing.allowed'),
  cameraAccess: choice('camera.allowed', 'CAMERA_ACCESS_UNSPECIFIED', {
    CAMERA_ACCESS_USER_CHOICE: true,
    CAMERA_ACCESS_DISABLED: false,
    CAMERA_ACCESS_ENFORCED: true,
  }),
  defaultPermissionPolicy: choice('apps.defaultPermission', 'PERMISSION_POLICY_UNSPECIFIED', {
    PROMPT: 'prompt',
    GRANT: 'grant',
    DENY: 'deny',
  }),
  encryptionPolicy: choice('storage.encrypted', 'ENCRYPTION_POLICY_UNSPECIFIED', {
    ENABLED_WITHOUT_PASSWORD: true,
    ENABLED_WITH_PASSWORD: true,
  }),
  factoryResetDisabled: inverted('device.erase.allowed'),
  installAppsDisabled: inverted('apps.installation.allowed'),
  keyguardDisabledFeatures: keyguardRows,
  // LocationMode: the four older words equal ENFORCED or DISABLED from Android 9 on.
  locationMode: choice('location.services.enabled', 'LOCATION_MODE_UNSPECIFIED', {
    HIGH_ACCURACY: true,
    SENSORS_ONLY: true,
    BATTERY_SAVING: true,
    OFF: false,
    LOCATION_USER_CHOICE: null,
    LOCATION_ENFORCED: true,
    LOCATION_DISABLED: false,
  }),
  maximumTimeToLock: milliseconds('lock.maximumInactivityMinutes'),
  microphoneAccess: choice('microphone.allowed', 'MICROPHONE_ACCESS_UNSPECIFIED', {
    MICROPHONE_ACCESS_USER_CHOICE: true,
    MICROPHONE_ACCESS_DISABLED: false,
    MICROPHONE_ACCESS_ENFORCED: true,
  }),
  modifyAccountsDisabled: inverted('account.modification.allowed'),
  mountPhysicalMediaDisabled: inverted('storage.externalMedia.allowed'),
  screenCaptureDisabled: inverted('screenCapture.allowed'),
  shareLocationDisabled: inverted('location.sharing.allowed'),
  vpnConfigDisabled: inverted('network.vpnCreation.allowed'),
};

/** Policy: what an absent field means. Booleans are false; an empty list disables nothing; 0 and none demand nothing. */
export const policyDefaults: Defaults = {
  alwaysOnVpnPackage: null,
  backupService: 'BACKUP_SERVICE_DISABLED',
  bluetoothContactSharingDisabled: false,
  cameraAccess: 'CAMERA_ACCESS_USER_CHOICE',
  defaultPermissionPolicy: 'PROMPT',
  encryptionPolicy: null,
  factoryResetDisabled: false,
  installAppsDisabled: false,
  keyguardDisabledFeatures: [],
  locationMode: 'LOCATION_USER_CHOICE',
  maximumTimeToLock: '0',
  microphoneAccess: 'MICROPHONE_ACCESS_USER_CHOICE',
  modifyAccountsDisabled: false,
  mountPhysicalMediaDisabled: false,
  playStoreMode: 'WHITELIST',
  screenCaptureDisabled: false,
  shareLocationDisabled: false,
  vpnConfigDisabled: false,
};

interface Message {
  /** The rows for one such message; a row may look at the fields beside its own. */
  readonly tableOf: (message: MapNode | undefined) => RowTable;
  readonly defaults: Defaults;
}

/** AdvancedSecurityOverrides. */
const advancedSecurityOverrides: Message = {
  tableOf: () => ({
    // ALLOWED lets the user open the options and "optionally configure" them: debugging itself is then not decided.
    developerSettings: [
      choice('developer.settings.allowed', 'DEVELOPER_SETTINGS_UNSPECIFIED', {
        DEVELOPER_SETTINGS_DISABLED: false,
        DEVELOPER_SETTINGS_ALLOWED: true,
      }),
      choice('developer.usbDebugging', 'DEVELOPER_SETTINGS_UNSPECIFIED', {
        DEVELOPER_SETTINGS_DISABLED: false,
        DEVELOPER_SETTINGS_ALLOWED: null,
      }),
    ],
    googlePlayProtectVerifyApps: choice(
      'apps.verification.enforced',
      'GOOGLE_PLAY_PROTECT_VERIFY_APPS_UNSPECIFIED',
      { VERIFY_APPS_ENFORCED: true, VERIFY_APPS_USER_CHOICE: false },
    ),
    untrustedAppsPolicy: choice('apps.unknownSources.allowed', 'UNTRUSTED_APPS_POLICY_UNSPECIFIED', {
      DISALLOW_INSTALL: false,
      ALLOW_INSTALL_IN_PERSONAL_PROFILE_ONLY: true,
      ALLOW_INSTALL_DEVICE_WIDE: true,
    }),
  }),
  defaults: {
    developerSettings: 'DEVELOPER_SETTINGS_DISABLED',
    googlePlayProtectVerifyApps: 'VERIFY_APPS_ENFORCED',
    untrustedAppsPolicy: 'DISALLOW_INSTALL',
  },
};

/** CrossProfilePolicies. */
const crossProfilePolicies: Message = {
  tableOf: (message) => ({
    crossProfileCopyPaste: choice(
      'sharing.crossProfilePaste.allowed',
      'CROSS_PROFILE_COPY_PASTE_UNSPECIFIED',
      { COPY_FROM_WORK_TO_PERSONAL_DISALLOWED: false, CROSS_PROFILE_COPY_PASTE_ALLOWED: true },
    ),
    crossProfileDataSharing: choice(
      'sharing.managedToUnmanaged.allowed',
      'CROSS_PROFILE_DATA_SHARING_UNSPECIFIED',
      {
        CROSS_PROFILE_DATA_SHARING_DISALLOWED: false,
        DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED: false,
        CROSS_PROFILE_DATA_SHARING_ALLOWED: true,
      },
    ),
    showWorkContactsInPersonalProfile: workContacts(message),
  }),
  defaults: {
    crossProfileCopyPaste: 'COPY_FROM_WORK_TO_PERSONAL_DISALLOWED',
    crossProfileDataSharing: 'DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED',
    showWorkContactsInPersonalProfile: 'SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_ALLOWED',
  },
};

/** DeviceConnectivityManagement. `bluetoothSharing` has a default that depends on the mode of management: not read. */
const deviceConnectivityManagement: Message = {
  tableOf: () => ({
    usbDataAccess: choice('usb.fileTransfer.allowed', 'USB_DATA_ACCESS_UNSPECIFIED', {
      ALLOW_USB_DATA_TRANSFER: true,
      DISALLOW_USB_FILE_TRANSFER: false,
      DISALLOW_USB_DATA_TRANSFER: false,
    }),
  }),
  defaults: { usbDataAccess: 'DISALLOW_USB_FILE_TRANSFER' },
};

export const messages: Readonly<Record<string, Message>> = {
  advancedSecurityOverrides,
  crossProfilePolicies,
  deviceConnectivityManagement,
};

/** A deprecated field and the one that took its place. */
interface Legacy {
  readonly key: string;
  /** Message (absent: the policy itself) and field of the successor. */
  readonly successor: readonly [string | undefined, string];
  readonly rows: readonly Row[];
}

/**
 * The successor was left out, and its default contradicts what the older field says. Which one the service follows is
 * not documented, so the place is ambiguous; where the two agree, the default speaks.
 */
function contradicts(native: boolean, ...settings: readonly IdOfType<'boolean'>[]): Row[] {
  return settings.map((setting) => ({
    setting,
    read: (node) => (node.type === 'boolean' && node.value !== native ? undefined : ambiguous),
  }));
}

/** Read only where the successor says nothing: beside it they "have no effect" or are "ignored". */
export const legacyFields: readonly Legacy[] = [
  // cameraDisabled, unmuteMicrophoneDisabled: documented fall-backs of the unspecified successor.
  { key: 'cameraDisabled', successor: [undefined, 'cameraAccess'], rows: [inverted('camera.allowed')] },
  {
    key: 'unmuteMicrophoneDisabled',
    successor: [undefined, 'microphoneAccess'],
    rows: [inverted('microphone.allowed')],
  },
  {
    key: 'debuggingFeaturesAllowed',
    successor: ['advancedSecurityOverrides', 'developerSettings'],
    rows: contradicts(true, 'developer.settings.allowed', 'developer.usbDebugging'),
  },
  {
    key: 'ensureVerifyAppsEnabled',
    successor: ['advancedSecurityOverrides', 'googlePlayProtectVerifyApps'],
    rows: contradicts(false, 'apps.verification.enforced'),
  },
  {
    key: 'usbFileTransferDisabled',
    successor: ['deviceConnectivityManagement', 'usbDataAccess'],
    rows: contradicts(false, 'usb.fileTransfer.allowed'),
  },
];
