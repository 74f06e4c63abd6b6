/**
 * Numbers of DISA's guides for iOS and iPadOS → Apple's keys, by the numbers that the rules of the macOS Security Compliance
 * Project name (branches ios_18 and ios_26, baseline ios_stig; its known errors mended). The text of the guides was not at hand,
 * so there is no phrase to hold a number against, and only the releases from which the numbers come are mapped.
 *
 * Not here: 015500, which two requirements carry in that project, and 016200 of 18, which stands for two.
 */
import { meaningOfKey } from '../../artifacts/apple/meaning.ts';
import type { Demand } from './directions.ts';
import { type Entry, is, yes } from './xccdf-entry.ts';

type Key = readonly [type: string, key: string, value: boolean | number];
const restriction = (key: string, value: boolean | number): Key => [
  'com.apple.applicationaccess',
  key,
  value,
];
const passcode = (key: string, value: boolean | number): Key => [
  'com.apple.mobiledevice.passwordpolicy',
  key,
  value,
];
const mail = (key: string, value: boolean): Key => ['com.apple.mail.managed', key, value];
const exchange = (key: string, value: boolean): Key => ['com.apple.eas.account', key, value];

type Keys = Readonly<Record<string, readonly Key[]>>;

const both: Keys = {
  '001000': [restriction('allowVPNCreation', false)],
  '003000': [restriction('allowCloudBackup', false)],
  '003200': [restriction('allowCloudDocumentSync', false)],
  '003300': [restriction('allowCloudKeychainSync', false)],
  '003450': [restriction('allowCloudPhotoLibrary', false)],
  '003500': [restriction('allowSharedStream', false)],
  '003600': [restriction('allowManagedAppsCloudSync', false)],
  '003700': [restriction('allowEnterpriseBookBackup', false)],
  '006500': [passcode('minLength', 6)],
  '006600': [passcode('allowSimple', false)],
  '006900': [passcode('maxFailedAttempts', 10)],
  '006950': [passcode('pinHistory', 2)],
  '007000': [restriction('allowEnterpriseAppTrust', false)],
  '007200': [restriction('allowAssistantWhileLocked', false)],
  '007500': [restriction('allowLockScreenNotificationsView', false)],
  '007600': [restriction('allowLockScreenTodayView', false)],
  '009700': [restriction('allowOpenFromManagedToUnmanaged', false)],
  '010200': [restriction('allowAirDrop', false)],
  '010400': [passcode('forcePIN', true)],
  '010500': [restriction('forceLimitAdTracking', true)],
  '010600': [restriction('safariAllowAutoFill', false)],
  '010700': [restriction('forceEncryptedBackup', true)],
  '010800': [restriction('allowActivityContinuation', false)],
  '010850': [restriction('allowiPhoneWidgetsOnMac', false)],
  '010900': [restriction('forceAirPlayOutgoingRequestsPairingPassword', true)],
  '010950': [restriction('forceAirPlayOutgoingRequestsPairingPassword', true)],
  '011000': [mail('allowMailDrop', false)],
  '011300': [
    exchange('EnableNotes', false),
    exchange('EnableNotesUserOverridable', false),
    exchange('EnableReminders', false),
    exchange('EnableRemindersUserOverridable', false),
    exchange('SSL', true),
  ],
  '011400': [mail('PreventMove', true)],
  '011500': [restriction('forceAirDropUnmanaged', true)],
  '011800': [restriction('forceWatchWristDetection', true)],
  '012200': [restriction('allowUSBRestrictedMode', true)],
  '012300': [restriction('allowManagedToWriteUnmanagedContacts', false)],
  '012400': [restriction('allowUnmanagedToReadManagedContacts', false)],
  '012500': [restriction('allowAirDrop', false)],
  '012600': [restriction('allowPairedWatch', false)],
  '012700': [restriction('allowPasswordAutoFill', false)],
  '012800': [restriction('allowProximitySetupToNewDevice', false)],
  '012900': [restriction('allowPasswordProximityRequests', false)],
  '013000': [restriction('allowPasswordSharing', false)],
  '013300': [restriction('allowFilesUSBDriveAccess', false)],
  '013400': [restriction('allowDiagnosticSubmission', false)],
  '014300': [restriction('allowFilesNetworkDriveAccess', false)],
  '014400': [restriction('forceOnDeviceOnlyDictation', true)],
  '014500': [restriction('forceOnDeviceOnlyTranslation', true)],
  '014600': [restriction('requireManagedPasteboard', true)],
  '014800': [restriction('allowAutoUnlock', false)],
  '014900': [restriction('allowMarketplaceAppInstallation', false)],
  '015000': [restriction('allowWebDistributionAppInstallation', false)],
  '015100': [restriction('forcePreserveESIMOnErase', false)],
  '015400': [
    restriction('allowExternalIntelligenceIntegrations', false),
    restriction('allowExternalIntelligenceIntegrationsSignIn', false),
  ],
  '015700': [restriction('allowCallRecording', false)],
  '015800': [restriction('allowiPhoneMirroring', false)],
  '016000': [restriction('allowEraseContentAndSettings', false)],
  '016100': [restriction('allowAssistant', false)],
  '016500': [restriction('allowHostPairing', false)],
  '016600': [restriction('allowAirPrint', false)],
  '016700': [restriction('allowAirPrintiBeaconDiscovery', false)],
  '016800': [restriction('allowAirPrintCredentialsStorage', false)],
  '016900': [restriction('forceAirPrintTrustedTLSRequirement', true)],
  '017000': [restriction('ratingMovies', 0)],
  '017100': [restriction('ratingTVShows', 0)],
  '017200': [restriction('allowImageWand', false)],
  '017300': [restriction('allowImagePlayground', false)],
  '017400': [restriction('allowGenmoji', false)],
  '017800': [restriction('allowVideoConferencing', false)],
  '017900': [restriction('allowESIMOutgoingTransfers', false)],
};

const byRelease: Readonly<Record<string, Keys>> = {
  '18': {
    ...both,
    '013100': [restriction('allowFindMyFriends', false)],
    '016300': [restriction('allowAssistant', false)],
  },
  '26': {
    ...both,
    '013100': [
      restriction('allowFindMyFriends', false),
      restriction('allowFindMyFriendsModification', false),
    ],
    '015600': [restriction('allowAppsToBeHidden', false)],
    '016200': [restriction('allowAssistantUserGeneratedContent', false)],
    '016400': [restriction('allowAutomaticAppDownloads', false)],
    '018000': [restriction('allowScreenShot', false)],
    '018100': [restriction('allowCamera', false)],
    '018200': [restriction('allowBluetoothModification', false)],
  },
};

export const appleReleases: readonly string[] = Object.keys(byRelease);

function demandOf([type, key, value]: Key): Demand {
  const meaning = meaningOfKey(type, key, value);
  if (meaning === undefined) throw new Error(`no setting stands for ${key}`);
  if (typeof value === 'boolean') return meaning;
  return { ...meaning, parameter: key };
}

/** The lines of one release; none where its numbers are not known. */
export const apple = (release: string): Readonly<Record<string, Entry>> => ({
  ...Object.fromEntries(
    Object.entries(new Map(Object.entries(byRelease)).get(release) ?? {}).map(
      ([number, list]): [string, Entry] => [number, { demands: list.map(demandOf) }],
    ),
  ),
  // Grace and inactivity together: after that many minutes without use a passcode is asked for.
  '006800': {
    demands: [is('lock.maximumGraceMinutes', 5), is('lock.maximumInactivityMinutes', 5)],
    sum: { between: [1, 15] },
  },
  '013200': { demands: [yes('device.supervised')], isOfDevices: true },
});
