/**
 * iosGeneralDeviceConfiguration → canonical settings. Each property is the twin of a key of Apple's Restrictions or
 * passcode payload, whose rows are used; `…Block…` and `…Blocked` are the opposite of Apple's `allow…`.
 * Source of names, types, ranges and meaning: Microsoft Graph, iosGeneralDeviceConfiguration (v1.0 and beta). Booleans and
 * enumerations are non-nullable, numbers are nullable.
 */
import { count, type RowTable, word } from '../../artifacts/rows.ts';
import { readVisibleApps } from './map-ios-apps.ts';
import { iosPasscode } from './map-ios-passcode.ts';
import {
  demands,
  like,
  likePasscode,
  passcodePolicy,
  permits,
  restriction,
  restricts,
} from './map-ios-twins.ts';
import type { PolicyType } from './map-rows.ts';

const restrictions: RowTable = {
  accountBlockModification: restricts('allowAccountModification'),
  airDropBlocked: restricts('allowAirDrop'),
  airDropForceUnmanagedDropTarget: demands('forceAirDropUnmanaged'),
  airPlayForcePairingPasswordForOutgoingRequests: demands('forceAirPlayOutgoingRequestsPairingPassword'),
  airPrintBlockCredentialsStorage: restricts('allowAirPrintCredentialsStorage'),
  airPrintBlocked: restricts('allowAirPrint'),
  airPrintBlockiBeaconDiscovery: restricts('allowAirPrintiBeaconDiscovery'),
  airPrintForceTrustedTLS: demands('forceAirPrintTrustedTLSRequirement'),
  applePersonalizedAdsBlocked: restricts('allowApplePersonalizedAdvertising'),
  appleWatchBlockPairing: restricts('allowPairedWatch'),
  appleWatchForceWristDetection: demands('forceWatchWristDetection'),
  appStoreBlocked: restricts('allowAppInstallation'),
  autoFillForceAuthentication: demands('forceAuthenticationBeforeAutoFill'),
  autoUnlockBlocked: restricts('allowAutoUnlock'),
  cameraBlocked: restricts('allowCamera'),
  certificatesBlockUntrustedTlsCertificates: restricts('allowUntrustedTLSPrompt'),
  configurationProfileBlockChanges: restricts('allowUIConfigurationProfileInstallation'),
  contactsAllowManagedToUnmanagedWrite: permits('allowManagedToWriteUnmanagedContacts'),
  contactsAllowUnmanagedToManagedRead: permits('allowUnmanagedToReadManagedContacts'),
  dateAndTimeForceSetAutomatically: demands('forceAutomaticDateAndTime'),
  deviceBlockEraseContentAndSettings: restricts('allowEraseContentAndSettings'),
  diagnosticDataBlockSubmission: restricts('allowDiagnosticSubmission'),
  documentsBlockManagedDocumentsInUnmanagedApps: restricts('allowOpenFromManagedToUnmanaged'),
  documentsBlockUnmanagedDocumentsInManagedApps: restricts('allowOpenFromUnmanagedToManaged'),
  enterpriseAppBlockTrust: restricts('allowEnterpriseAppTrust'),
  enterpriseBookBlockBackup: restricts('allowEnterpriseBookBackup'),
  enterpriseBookBlockMetadataSync: restricts('allowEnterpriseBookMetadataSync'),
  filesNetworkDriveAccessBlocked: restricts('allowFilesNetworkDriveAccess'),
  filesUsbDriveAccessBlocked: restricts('allowFilesUSBDriveAccess'),
  findMyDeviceInFindMyAppBlocked: restricts('allowFindMyDevice'),
  findMyFriendsBlocked: restricts('allowFindMyFriendsModification'),
  findMyFriendsInFindMyAppBlocked: restricts('allowFindMyFriends'),
  hostPairingBlocked: restricts('allowHostPairing'),
  iCloudBlockActivityContinuation: restricts('allowActivityContinuation'),
  iCloudBlockBackup: restricts('allowCloudBackup'),
  iCloudBlockDocumentSync: restricts('allowCloudDocumentSync'),
  iCloudBlockManagedAppsSync: restricts('allowManagedAppsCloudSync'),
  iCloudBlockPhotoLibrary: restricts('allowCloudPhotoLibrary'),
  iCloudBlockPhotoStreamSync: restricts('allowPhotoStream'),
  iCloudBlockSharedPhotoStream: restricts('allowSharedStream'),
  // Despite its name the twin of forceEncryptedBackup: backups to a computer.
  iCloudRequireEncryptedBackup: demands('forceEncryptedBackup'),
  keychainBlockCloudSync: restricts('allowCloudKeychainSync'),
  lockScreenBlockControlCenter: restricts('allowLockScreenControlCenter'),
  lockScreenBlockNotificationView: restricts('allowLockScreenNotificationsView'),
  lockScreenBlockPassbook: restricts('allowPassbookWhileLocked'),
  lockScreenBlockTodayView: restricts('allowLockScreenTodayView'),
  managedPasteboardRequired: demands('requireManagedPasteboard'),
  notificationsBlockSettingsModification: restricts('allowNotificationsModification'),
  onDeviceOnlyDictationForced: demands('forceOnDeviceOnlyDictation'),
  onDeviceOnlyTranslationForced: demands('forceOnDeviceOnlyTranslation'),
  passwordBlockAirDropSharing: restricts('allowPasswordSharing'),
  passwordBlockAutoFill: restricts('allowPasswordAutoFill'),
  passwordBlockProximityRequests: restricts('allowPasswordProximityRequests'),
  privacyForceLimitAdTracking: demands('forceLimitAdTracking'),
  proximityBlockSetupToNewDevice: restricts('allowProximitySetupToNewDevice'),
  safariBlockAutofill: restricts('safariAllowAutoFill'),
  safariBlockPopups: restricts('safariAllowPopups'),
  // Numbers of Apple's safariAcceptCookies.
  safariCookieSettings: like(
    restriction,
    'safariAcceptCookies',
    word('browser.cookies', {
      browserDefault: null,
      blockAlways: 0,
      allowCurrentWebSite: 1,
      allowFromWebsitesVisited: 1.5,
      allowAlways: 2,
    }),
  ),
  safariRequireFraudWarning: demands('safariForceFraudWarning'),
  screenCaptureBlocked: restricts('allowScreenShot'),
  siriBlocked: restricts('allowAssistant'),
  siriBlockedWhenLocked: restricts('allowAssistantWhileLocked'),
  unpairedExternalBootToRecoveryAllowed: permits('allowUnpairedExternalBootToRecovery'),
  // The mode that locks the port is what gets blocked: true is the weaker state.
  usbRestrictedModeBlocked: restricts('allowUSBRestrictedMode'),
  voiceDialingBlocked: restricts('allowVoiceDialing'),
  vpnBlockCreation: restricts('allowVPNCreation'),
};

/** Minutes. 0 means at once for the grace period and no limit for inactivity; 11 failed attempts never wipe (Apple). */
const passcode: RowTable = {
  passcodeBlockFingerprintUnlock: restricts('allowFingerprintForUnlock'),
  passcodeBlockModification: restricts('allowPasscodeModification'),
  ...likePasscode(iosPasscode),
  passcodeSignInFailureCountBeforeWipe: like(
    passcodePolicy,
    'maxFailedAttempts',
    count('passcode.maximumFailedAttempts', { from: 2, to: 11 }),
  ),
};

export const iosGeneral: PolicyType = {
  platform: 'ios',
  names: [],
  marks: ['iCloudBlockBackup', 'iCloudRequireEncryptedBackup', 'passcodeSignInFailureCountBeforeWipe'],
  parts: () => [{ table: restrictions }, { table: passcode }],
  extra: (policy, site) => ({ observations: readVisibleApps(policy, site), notices: [] }),
};
