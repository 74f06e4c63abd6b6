/**
 * Keys of Apple configuration profiles → canonical settings, payload by payload.
 * Source of names, types, ranges and meaning: Apple, "Device Management" schema (mdm/profiles), iOS 18.3 to 27.
 */
import type { TreeNode } from '../formats/node.ts';
import { apart, count, flag, only, type Row, type RowTable } from './rows.ts';

/** com.apple.applicationaccess. Booleans speak by their value; an absent key leaves the choice to the user. */
const restrictions: RowTable = {
  allowAccountModification: flag('account.modification.allowed'),
  allowAppInstallation: flag('apps.installation.allowed'),
  allowApplePersonalizedAdvertising: flag('advertising.personalised.allowed'),
  allowAssistantWhileLocked: flag('lock.assistant.allowed'),
  allowCamera: flag('camera.allowed'),
  allowCloudBackup: [flag('backup.cloud.allowed'), only(false, 'backup.cloud.enabled', false)],
  allowCloudDocumentSync: flag('cloud.documents.allowed'),
  allowCloudKeychainSync: flag('cloud.keychain.allowed'),
  allowCloudPhotoLibrary: flag('cloud.photos.allowed'),
  allowDiagnosticSubmission: flag('diagnostics.submission.allowed'),
  allowEnterpriseAppTrust: flag('apps.unknownSources.allowed'),
  allowEnterpriseBookBackup: flag('backup.enterpriseBooks.allowed'),
  allowEraseContentAndSettings: flag('device.erase.allowed'),
  allowFilesNetworkDriveAccess: flag('storage.networkDrives.allowed'),
  allowFilesUSBDriveAccess: flag('storage.usbDrives.allowed'),
  allowFindMyDevice: flag('device.findMy.allowed'),
  allowFindMyFriends: flag('device.findFriends.allowed'),
  allowFingerprintForUnlock: flag('lock.biometrics.allowed'),
  allowHostPairing: flag('device.hostPairing.allowed'),
  allowLockScreenControlCenter: flag('lock.controlCentre.allowed'),
  allowLockScreenNotificationsView: flag('lock.notifications.allowed'),
  allowLockScreenTodayView: flag('lock.todayView.allowed'),
  allowManagedAppsCloudSync: flag('backup.managedApps.cloudSync'),
  allowManagedToWriteUnmanagedContacts: flag('contacts.managedToUnmanaged.allowed'),
  allowNotificationsModification: flag('device.notificationSettings.allowed'),
  allowOpenFromManagedToUnmanaged: flag('sharing.managedToUnmanaged.allowed'),
  allowOpenFromUnmanagedToManaged: flag('sharing.unmanagedToManaged.allowed'),
  allowPairedWatch: flag('device.watchPairing.allowed'),
  allowPassbookWhileLocked: flag('lock.wallet.allowed'),
  allowPasscodeModification: flag('passcode.modification.allowed'),
  allowPasswordProximityRequests: flag('passwords.proximityRequests.allowed'),
  allowPasswordSharing: flag('passwords.sharing.allowed'),
  allowPhotoStream: flag('cloud.photoStream.allowed'),
  allowProximitySetupToNewDevice: flag('device.proximitySetup.allowed'),
  allowScreenShot: flag('screenCapture.allowed'),
  allowSharedStream: flag('cloud.sharedAlbums.allowed'),
  allowUIConfigurationProfileInstallation: flag('device.profileInstallation.allowed'),
  allowUnmanagedToReadManagedContacts: flag('contacts.unmanagedReadsManaged.allowed'),
  allowUnpairedExternalBootToRecovery: flag('device.externalBoot.allowed'),
  allowUntrustedTLSPrompt: flag('network.untrustedCertificates.allowed'),
  allowUSBRestrictedMode: flag('usb.lockedWhileLocked'),
  allowVoiceDialing: flag('lock.voiceDialling.allowed'),
  allowVPNCreation: flag('network.vpnCreation.allowed'),
  forceAirDropUnmanaged: flag('sharing.airDropUnmanaged'),
  forceAirPrintTrustedTLSRequirement: flag('printing.trustedTlsRequired'),
  forceAuthenticationBeforeAutoFill: flag('passwords.autofillAuthenticated'),
  forceEncryptedBackup: flag('backup.local.encrypted'),
  forceLimitAdTracking: flag('advertising.trackingLimited'),
  requireManagedPasteboard: flag('sharing.pasteboardManaged'),
  safariAcceptCookies: count('browser.cookies', { to: 2, isReal: true }),
  safariAllowPopups: flag('browser.popups.allowed'),
  safariForceFraudWarning: flag('browser.fraudWarning'),
};

/**
 * com.apple.mobiledevice.passwordpolicy. Minutes for times. 0 means no limit for inactivity and age; a grace period of 0
 * means at once, the strictest; `maxFailedAttempts` 11 never wipes and is kept as a number, so any sensible rule fails it.
 */
const passcode: RowTable = {
  allowSimple: flag('passcode.simple.allowed'),
  forcePIN: flag('passcode.required'),
  maxFailedAttempts: count('passcode.maximumFailedAttempts', { from: 2, to: 11 }),
  maxGracePeriod: count('lock.maximumGraceMinutes', { to: 240 }),
  maxInactivity: count('lock.maximumInactivityMinutes', { to: 15, unlimited: [0] }),
  maxPINAgeInDays: count('passcode.maximumAgeDays', { to: 730, unlimited: [0] }),
  minComplexChars: count('passcode.complexCharacters', { to: 4 }),
  minLength: count('passcode.minimumLength', { to: 16 }),
  pinHistory: count('passcode.historyLength', { from: 1, to: 50 }),
  requireAlphanumeric: flag('passcode.alphanumeric.required'),
};

/** Twins of the same meaning under other names; the older spellings still occur (Apple schema, 14.5 and 15.0). */
export const appListKeys = {
  deny: ['blockedAppBundleIDs', 'blacklistedAppBundleIDs'],
  allow: ['allowListedAppBundleIDs', 'whitelistedAppBundleIDs'],
} as const;

/** A list that cannot be read one way is a doubt about every app. */
const isAppList = (node: TreeNode) =>
  node.type === 'list' && node.items.every(({ type }) => type === 'string');
const appList: readonly Row[] = [apart('apps.installPolicy', isAppList), apart('app.blocked', isAppList)];
const appLists: RowTable = Object.fromEntries(
  [...appListKeys.deny, ...appListKeys.allow].map((key) => [key, appList]),
);

/** `EncryptionType`: the words that Apple documents. */
export const wifiEncryption = ['WPA2', 'WPA3', 'WPA', 'WEP', 'Any', 'None'];
const wifi: RowTable = {
  EncryptionType: apart(
    'network.wifiEncrypted',
    (node) => node.type === 'string' && wifiEncryption.includes(node.value),
  ),
};

/** Payload type → keys. App lists and Wi-Fi need more than a row; see apple-payloads.ts. */
export const payloadTables: Readonly<Record<string, RowTable>> = {
  'com.apple.applicationaccess': { ...restrictions, ...appLists },
  'com.apple.mobiledevice.passwordpolicy': passcode,
  'com.apple.wifi.managed': wifi,
};
