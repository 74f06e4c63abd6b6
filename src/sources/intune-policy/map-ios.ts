/**
 * iosGeneralDeviceConfiguration → canonical settings. Each property is the twin of a key of Apple's Restrictions or
 * passcode payload; `…Block…` and `…Blocked` are the opposite of Apple's `allow…`.
 * Source of names, types, ranges and meaning: Microsoft Graph, iosGeneralDeviceConfiguration (v1.0 and beta). Booleans and
 * enumerations are non-nullable, numbers are nullable.
 */
import { count, type RowTable, word } from '../../artifacts/rows.ts';
import { readVisibleApps } from './map-ios-apps.ts';
import { asked, permitted, type PolicyType } from './map-rows.ts';
import { iosPasscode } from './map-ios-passcode.ts';

const restrictions: RowTable = {
  accountBlockModification: asked('account.modification.allowed', false),
  airDropForceUnmanagedDropTarget: asked('sharing.airDropUnmanaged', true),
  airPrintForceTrustedTLS: asked('printing.trustedTlsRequired', true),
  applePersonalizedAdsBlocked: asked('advertising.personalised.allowed', false),
  appleWatchBlockPairing: asked('device.watchPairing.allowed', false),
  autoFillForceAuthentication: asked('passwords.autofillAuthenticated', true),
  cameraBlocked: asked('camera.allowed', false),
  certificatesBlockUntrustedTlsCertificates: asked('network.untrustedCertificates.allowed', false),
  configurationProfileBlockChanges: asked('device.profileInstallation.allowed', false),
  contactsAllowManagedToUnmanagedWrite: permitted('contacts.managedToUnmanaged.allowed'),
  contactsAllowUnmanagedToManagedRead: permitted('contacts.unmanagedReadsManaged.allowed'),
  deviceBlockEraseContentAndSettings: asked('device.erase.allowed', false),
  diagnosticDataBlockSubmission: asked('diagnostics.submission.allowed', false),
  documentsBlockManagedDocumentsInUnmanagedApps: asked('sharing.managedToUnmanaged.allowed', false),
  documentsBlockUnmanagedDocumentsInManagedApps: asked('sharing.unmanagedToManaged.allowed', false),
  enterpriseAppBlockTrust: asked('apps.unknownSources.allowed', false),
  enterpriseBookBlockBackup: asked('backup.enterpriseBooks.allowed', false),
  filesNetworkDriveAccessBlocked: asked('storage.networkDrives.allowed', false),
  filesUsbDriveAccessBlocked: asked('storage.usbDrives.allowed', false),
  findMyDeviceInFindMyAppBlocked: asked('device.findMy.allowed', false),
  findMyFriendsInFindMyAppBlocked: asked('device.findFriends.allowed', false),
  hostPairingBlocked: asked('device.hostPairing.allowed', false),
  iCloudBlockBackup: [asked('backup.cloud.allowed', false), asked('backup.cloud.enabled', false)],
  iCloudBlockDocumentSync: asked('cloud.documents.allowed', false),
  iCloudBlockManagedAppsSync: asked('backup.managedApps.cloudSync', false),
  iCloudBlockPhotoLibrary: asked('cloud.photos.allowed', false),
  iCloudBlockPhotoStreamSync: asked('cloud.photoStream.allowed', false),
  iCloudBlockSharedPhotoStream: asked('cloud.sharedAlbums.allowed', false),
  // Despite its name the twin of forceEncryptedBackup: backups to a computer.
  iCloudRequireEncryptedBackup: asked('backup.local.encrypted', true),
  keychainBlockCloudSync: asked('cloud.keychain.allowed', false),
  lockScreenBlockControlCenter: asked('lock.controlCentre.allowed', false),
  lockScreenBlockNotificationView: asked('lock.notifications.allowed', false),
  lockScreenBlockPassbook: asked('lock.wallet.allowed', false),
  lockScreenBlockTodayView: asked('lock.todayView.allowed', false),
  managedPasteboardRequired: asked('sharing.pasteboardManaged', true),
  notificationsBlockSettingsModification: asked('device.notificationSettings.allowed', false),
  passwordBlockAirDropSharing: asked('passwords.sharing.allowed', false),
  passwordBlockProximityRequests: asked('passwords.proximityRequests.allowed', false),
  privacyForceLimitAdTracking: asked('advertising.trackingLimited', true),
  proximityBlockSetupToNewDevice: asked('device.proximitySetup.allowed', false),
  safariBlockPopups: asked('browser.popups.allowed', false),
  // Numbers of Apple's safariAcceptCookies.
  safariCookieSettings: word('browser.cookies', {
    browserDefault: null,
    blockAlways: 0,
    allowCurrentWebSite: 1,
    allowFromWebsitesVisited: 1.5,
    allowAlways: 2,
  }),
  safariRequireFraudWarning: asked('browser.fraudWarning', true),
  screenCaptureBlocked: asked('screenCapture.allowed', false),
  siriBlockedWhenLocked: asked('lock.assistant.allowed', false),
  unpairedExternalBootToRecoveryAllowed: permitted('device.externalBoot.allowed'),
  // The mode that locks the port is what gets blocked: true is the weaker state.
  usbRestrictedModeBlocked: asked('usb.lockedWhileLocked', false),
  voiceDialingBlocked: asked('lock.voiceDialling.allowed', false),
  vpnBlockCreation: asked('network.vpnCreation.allowed', false),
};

/** Minutes. 0 means at once for the grace period and no limit for inactivity; 11 failed attempts never wipe (Apple). */
const passcode: RowTable = {
  passcodeBlockFingerprintUnlock: asked('lock.biometrics.allowed', false),
  passcodeBlockModification: asked('passcode.modification.allowed', false),
  ...iosPasscode,
  passcodeSignInFailureCountBeforeWipe: count('passcode.maximumFailedAttempts', { from: 2, to: 11 }),
};

export const iosGeneral: PolicyType = {
  platform: 'ios',
  names: [],
  marks: ['iCloudBlockBackup', 'iCloudRequireEncryptedBackup', 'passcodeSignInFailureCountBeforeWipe'],
  parts: () => [{ table: restrictions }, { table: passcode }],
  extra: (policy, site) => ({ observations: readVisibleApps(policy, site), notices: [] }),
};
