/**
 * androidWorkProfileGeneralDeviceConfiguration and its twin androidForWork… → canonical settings: a work profile on a
 * personal phone. Only what reaches the whole phone or the border of the profile is read: `workProfileBlockCamera` and
 * its like act inside the profile and say nothing about the phone; the passcode of the work profile has settings of its own.
 * Source of names, types and ranges: Microsoft Graph, v1.0 and beta; of the reach: Microsoft, Intune Android Enterprise
 * device restrictions, "Personally owned". Booleans and enumerations are non-nullable, numbers are nullable.
 */
import { count, type RowTable, word } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { complexityRows, passwordDemanded, passwordKind, passwordLength } from './map-android-password.ts';
import { profileWorkPassword } from './map-android-work-password.ts';
import { asked, isSet, type Part, permitted, type PolicyType, when } from './map-rows.ts';

/** Failed attempts are not read: they remove the work profile, they do not reset the phone. */
const wholePhone: RowTable = {
  passwordBlockTrustAgents: asked('lock.trustAgents.allowed', false),
  passwordExpirationDays: count('passcode.maximumAgeDays', { from: 1, to: 365 }),
  passwordMinutesOfInactivityBeforeScreenTimeout: count('lock.maximumInactivityMinutes', { unlimited: [0] }),
  passwordPreviousPasswordBlockCount: count('passcode.historyLength', { to: 24 }),
  securityRequireVerifyApps: asked('apps.verification.enforced', true),
};

/** From Android 12 on a newly enrolled phone gets a complexity instead of the kind and length of the password. */
const earlierPassword = (policy: MapNode): RowTable => ({
  passwordMinimumLength: passwordLength(policy),
  passwordRequiredType: [passwordDemanded, ...passwordKind],
});

/** Work contacts stay inside only where both the search and the caller's name are blocked. */
const border = (policy: MapNode): RowTable => {
  const callerIsHidden = isSet(policy, 'workProfileBlockCrossProfileCallerId');
  return {
    workProfileAllowAppInstallsFromUnknownSources: permitted('apps.unknownSources.allowed'),
    workProfileBlockCrossProfileContactsSearch: when(
      callerIsHidden === 'unmet' ? 'unsaid' : callerIsHidden,
      asked('contacts.managedToUnmanaged.allowed', false),
    ),
    workProfileBlockCrossProfileCopyPaste: asked('sharing.crossProfilePaste.allowed', false),
    workProfileBluetoothEnableContactSharing: permitted('contacts.bluetoothSharing.allowed'),
    workProfileDataSharingType: word('sharing.managedToUnmanaged.allowed', {
      deviceDefault: null,
      preventAny: false,
      allowPersonalToWork: false,
      noRestrictions: true,
    }),
  };
};

const parts = (policy: MapNode): Part[] => [
  { table: wholePhone },
  { table: border(policy) },
  { table: profileWorkPassword(policy) },
  { table: earlierPassword(policy), notes: ['android-11-and-earlier'] },
  { table: { requiredPasswordComplexity: complexityRows(policy) }, notes: ['android-12-and-later'] },
];

export const androidWorkProfile: PolicyType = {
  platform: 'android',
  names: [
    'passwordBlockFaceUnlock',
    'passwordBlockFingerprintUnlock',
    'passwordBlockIrisUnlock',
    'passwordSignInFailureCountBeforeFactoryReset',
    'vpnAlwaysOnPackageIdentifier',
    'vpnEnableAlwaysOnLockdownMode',
    'workProfileAllowWidgets',
    'workProfileBlockAddingAccounts',
    'workProfileBlockCamera',
    'workProfileBlockCrossProfileCallerId',
    'workProfileBlockNotificationsWhileDeviceLocked',
    'workProfileBlockScreenCapture',
    'workProfileDefaultAppPermissionPolicy',
  ],
  marks: ['workProfileBlockCamera', 'workProfileDataSharingType'],
  parts,
};
