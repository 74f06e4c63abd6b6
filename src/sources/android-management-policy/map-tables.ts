/**
 * Fields of a policy → canonical settings, and the documented values of absent fields.
 * Source of names, words, meaning and defaults: Google, Android Management API, discovery document revision 20260917;
 * each comment names the message or field whose description says so.
 */
import { choice, type Defaults, fullyManaged, milliseconds, needing } from '../../artifacts/google/rows.ts';
import { inverted, only, type RowTable } from '../../artifacts/rows.ts';
import { alwaysOnVpn, keyguardRows } from './map-lists.ts';
import {
  banner,
  enforcement,
  minimumApiLevel,
  otherProviders,
  permitted,
  resetProtection,
} from './map-system.ts';

/** Policy. On a device with a work profile most of these act inside the profile; the policy does not say where it goes. */
export const policyTable: RowTable = {
  // addUserDisabled: on fully managed devices "the user is never allowed to add or remove users", whatever it says.
  addUserDisabled: only(true, 'users.creation.allowed', false),
  alwaysOnVpnPackage: alwaysOnVpn,
  assistContentPolicy: needing(
    { from: '15' },
    choice('assistant.screenContent.allowed', 'ASSIST_CONTENT_POLICY_UNSPECIFIED', {
      ASSIST_CONTENT_DISALLOWED: false,
      ASSIST_CONTENT_ALLOWED: true,
    }),
    ['ASSIST_CONTENT_DISALLOWED'],
  ),
  autoDateAndTimeZone: choice('device.clock.automatic', 'AUTO_DATE_AND_TIME_ZONE_UNSPECIFIED', {
    AUTO_DATE_AND_TIME_ZONE_USER_CHOICE: false,
    AUTO_DATE_AND_TIME_ZONE_ENFORCED: true,
  }),
  autofillPolicy: needing(
    { from: '8' },
    choice('passwords.autofill.allowed', 'AUTOFILL_POLICY_UNSPECIFIED', {
      AUTOFILL_USER_CHOICE: true,
      AUTOFILL_DISABLED: false,
    }),
    ['AUTOFILL_DISABLED'],
  ),
  // BackupService: DISABLED cannot be changed by the user, USER_CHOICE can; whether the phone is backed up is then open.
  // "Supported only on fully managed devices running Android 8 and above."
  backupService: [
    choice('backup.cloud.allowed', 'BACKUP_SERVICE_UNSPECIFIED', {
      BACKUP_SERVICE_DISABLED: false,
      BACKUP_SERVICE_USER_CHOICE: true,
    }),
    choice('backup.cloud.enabled', 'BACKUP_SERVICE_UNSPECIFIED', {
      BACKUP_SERVICE_DISABLED: false,
      BACKUP_SERVICE_USER_CHOICE: null,
    }),
  ].map((row) => needing({ ...fullyManaged, from: '8' }, row, ['BACKUP_SERVICE_DISABLED'])),
  bluetoothConfigDisabled: inverted('bluetooth.modification.allowed'),
  bluetoothContactSharingDisabled: inverted('contacts.bluetoothSharing.allowed'),
  bluetoothDisabled: inverted('bluetooth.allowed'),
  cameraAccess: choice('camera.allowed', 'CAMERA_ACCESS_UNSPECIFIED', {
    CAMERA_ACCESS_USER_CHOICE: true,
    CAMERA_ACCESS_DISABLED: false,
    CAMERA_ACCESS_ENFORCED: true,
  }),
  cellBroadcastsConfigDisabled: inverted('phone.cellBroadcastConfiguration.allowed'),
  createWindowsDisabled: inverted('apps.overlays.allowed'),
  credentialProviderPolicyDefault: needing({ from: '14' }, otherProviders),
  credentialsConfigDisabled: inverted('certificates.modification.allowed'),
  dataRoamingDisabled: inverted('network.dataRoaming.allowed'),
  defaultPermissionPolicy: choice('apps.defaultPermission', 'PERMISSION_POLICY_UNSPECIFIED', {
    PROMPT: 'prompt',
    GRANT: 'grant',
    DENY: 'deny',
  }),
  deviceOwnerLockScreenInfo: banner,
  encryptionPolicy: choice('storage.encrypted', 'ENCRYPTION_POLICY_UNSPECIFIED', {
    ENABLED_WITHOUT_PASSWORD: true,
    ENABLED_WITH_PASSWORD: true,
  }),
  factoryResetDisabled: inverted('device.erase.allowed'),
  frpAdminEmails: resetProtection,
  installAppsDisabled: inverted('apps.installation.allowed'),
  // "Supported only in dedicated device management mode"; without it the lock screen is as the passcode wants it.
  keyguardDisabled: only(true, 'lock.screen.enabled', false),
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
  // "This applies only on fully managed devices."
  microphoneAccess: needing(
    fullyManaged,
    choice('microphone.allowed', 'MICROPHONE_ACCESS_UNSPECIFIED', {
      MICROPHONE_ACCESS_USER_CHOICE: true,
      MICROPHONE_ACCESS_DISABLED: false,
      MICROPHONE_ACCESS_ENFORCED: true,
    }),
    ['MICROPHONE_ACCESS_DISABLED'],
  ),
  minimumApiLevel,
  mobileNetworksConfigDisabled: inverted('network.mobileConfiguration.allowed'),
  modifyAccountsDisabled: inverted('account.modification.allowed'),
  mountPhysicalMediaDisabled: inverted('storage.externalMedia.allowed'),
  networkResetDisabled: needing(fullyManaged, inverted('network.reset.allowed')),
  outgoingBeamDisabled: inverted('nfc.beam.allowed'),
  outgoingCallsDisabled: inverted('phone.outgoingCalls.allowed'),
  permittedAccessibilityServices: permitted('apps.accessibilityServices'),
  permittedInputMethods: permitted('apps.inputMethods'),
  policyEnforcementRules: enforcement,
  printingPolicy: needing(
    { from: '9' },
    choice('printing.allowed', 'PRINTING_POLICY_UNSPECIFIED', {
      PRINTING_DISALLOWED: false,
      PRINTING_ALLOWED: true,
    }),
    ['PRINTING_DISALLOWED'],
  ),
  removeUserDisabled: only(true, 'users.removal.allowed', false),
  screenCaptureDisabled: inverted('screenCapture.allowed'),
  shareLocationDisabled: inverted('location.sharing.allowed'),
  smsDisabled: inverted('phone.sms.allowed'),
  uninstallAppsDisabled: inverted('apps.removal.allowed'),
  vpnConfigDisabled: inverted('network.vpnCreation.allowed'),
};

/** Policy: what an absent field means. Booleans are false; an empty list disables nothing; 0 and none demand nothing. */
export const policyDefaults: Defaults = {
  addUserDisabled: false,
  alwaysOnVpnPackage: null,
  appAutoUpdatePolicy: 'CHOICE_TO_THE_USER',
  assistContentPolicy: 'ASSIST_CONTENT_ALLOWED',
  autoDateAndTimeZone: 'AUTO_DATE_AND_TIME_ZONE_USER_CHOICE',
  autofillPolicy: 'AUTOFILL_USER_CHOICE',
  backupService: 'BACKUP_SERVICE_DISABLED',
  bluetoothConfigDisabled: false,
  bluetoothContactSharingDisabled: false,
  bluetoothDisabled: false,
  cameraAccess: 'CAMERA_ACCESS_USER_CHOICE',
  cellBroadcastsConfigDisabled: false,
  createWindowsDisabled: false,
  credentialProviderPolicyDefault: 'CREDENTIAL_PROVIDER_DEFAULT_DISALLOWED',
  credentialsConfigDisabled: false,
  dataRoamingDisabled: false,
  defaultPermissionPolicy: 'PROMPT',
  deviceOwnerLockScreenInfo: null,
  encryptionPolicy: null,
  factoryResetDisabled: false,
  frpAdminEmails: [],
  installAppsDisabled: false,
  keyguardDisabled: false,
  keyguardDisabledFeatures: [],
  locationMode: 'LOCATION_USER_CHOICE',
  maximumTimeToLock: '0',
  microphoneAccess: 'MICROPHONE_ACCESS_USER_CHOICE',
  minimumApiLevel: null,
  mobileNetworksConfigDisabled: false,
  modifyAccountsDisabled: false,
  mountPhysicalMediaDisabled: false,
  networkResetDisabled: false,
  outgoingBeamDisabled: false,
  outgoingCallsDisabled: false,
  permittedAccessibilityServices: null,
  permittedInputMethods: null,
  playStoreMode: 'WHITELIST',
  policyEnforcementRules: [],
  printingPolicy: 'PRINTING_ALLOWED',
  removeUserDisabled: false,
  screenCaptureDisabled: false,
  shareLocationDisabled: false,
  smsDisabled: false,
  uninstallAppsDisabled: false,
  vpnConfigDisabled: false,
};
