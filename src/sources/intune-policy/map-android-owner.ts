/**
 * androidDeviceOwnerGeneralDeviceConfiguration → canonical settings: corporate Android, with or without a work profile.
 * Source of names, types, ranges and meaning: Microsoft Graph, beta. Nullable: null is "not configured", false is explicit.
 */
import {
  count,
  flag,
  inverted,
  notConfigured,
  type Reading,
  type Row,
  type RowTable,
  word,
} from '../../artifacts/rows.ts';
import { itemsOf, type MapNode } from '../../formats/node.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { passwordDemanded, passwordKind, passwordLength } from './map-android-password.ts';
import { systemUpdates } from './map-android-updates.ts';
import { ownerWorkPassword as workPassword } from './map-android-work-password.ts';
import { optional, type Part, type PolicyType } from './map-rows.ts';

const yes = (setting: IdOfType<'boolean'>) => optional(flag(setting));
const no = (setting: IdOfType<'boolean'>) => optional(inverted(setting));

/** Microsoft Graph, androidKeyguardFeature. */
const keyguardFeatures = [
  'notconfigured',
  'camera',
  'notifications',
  'unredactednotifications',
  'trustagents',
  'fingerprint',
  'remoteinput',
  'allfeatures',
  'face',
  'iris',
  'biometrics',
];

/** The lock screen loses the features of the list; a feature that is not in it is left to the user. */
const withoutFeature = (setting: IdOfType<'boolean'>, ...features: readonly string[]): Row => ({
  setting,
  read: (node): Reading => {
    if (node.type === 'null') return notConfigured;
    if (node.type !== 'list') return { unknown: 'ambiguous' };
    const listed = itemsOf(node).map((item) => (item.type === 'string' ? item.value.toLowerCase() : ''));
    if (!listed.every((feature) => keyguardFeatures.includes(feature))) return { unknown: 'ambiguous' };
    return [...features, 'allfeatures'].some((feature) => listed.includes(feature))
      ? { value: false }
      : notConfigured;
  },
});

/** blockList: the store shows everything but the apps that assignments forbid, and those are not in the policy. */
const playStoreMode: Row = {
  setting: 'apps.installPolicy',
  read: (node) =>
    node.type === 'string' && node.value.toLowerCase() === 'blocklist'
      ? { unknown: 'not-collected' }
      : word('apps.installPolicy', { notConfigured: null, allowList: 'allowList' }).read(node),
};

/** A package name switches the always-on VPN on. */
const alwaysOnVpn: Row = {
  setting: 'network.vpnAlwaysOn',
  read: (node) => {
    if (node.type === 'null' || (node.type === 'string' && node.value === '')) return notConfigured;
    return node.type === 'string' ? { value: true } : { unknown: 'ambiguous' };
  },
};

const wholeDevice: RowTable = {
  accountsBlockModification: no('account.modification.allowed'),
  appsAutoUpdatePolicy: word('apps.updates.automatic', {
    notConfigured: null,
    userChoice: null,
    never: false,
    wiFiOnly: true,
    always: true,
  }),
  appsAllowInstallFromUnknownSources: yes('apps.unknownSources.allowed'),
  bluetoothBlockContactSharing: no('contacts.bluetoothSharing.allowed'),
  certificateCredentialConfigurationDisabled: no('certificates.modification.allowed'),
  crossProfilePoliciesAllowCopyPaste: yes('sharing.crossProfilePaste.allowed'),
  crossProfilePoliciesAllowDataSharing: word('sharing.managedToUnmanaged.allowed', {
    notConfigured: null,
    crossProfileDataSharingBlocked: false,
    dataSharingFromWorkToPersonalBlocked: false,
    crossProfileDataSharingAllowed: true,
  }),
  crossProfilePoliciesShowWorkContactsInPersonalProfile: yes('contacts.managedToUnmanaged.allowed'),
  microphoneForceMute: no('microphone.allowed'),
  nfcBlockOutgoingBeam: no('nfc.beam.allowed'),
  passwordBlockKeyguardFeatures: [
    withoutFeature('lock.notifications.allowed', 'notifications', 'unredactednotifications'),
    withoutFeature('lock.camera.allowed', 'camera'),
    withoutFeature('lock.trustAgents.allowed', 'trustagents'),
    withoutFeature('lock.biometrics.allowed', 'biometrics'),
  ],
  playStoreMode,
  securityDeveloperSettingsEnabled: [yes('developer.settings.allowed'), yes('developer.usbDebugging')],
  securityRequireVerifyApps: yes('apps.verification.enforced'),
  shareDeviceLocationDisabled: no('location.sharing.allowed'),
  storageBlockExternalMedia: no('storage.externalMedia.allowed'),
  storageBlockUsbFileTransfer: no('usb.fileTransfer.allowed'),
  usersBlockAdd: no('users.creation.allowed'),
  usersBlockRemove: no('users.removal.allowed'),
  vpnAlwaysOnPackageIdentifier: alwaysOnVpn,
};

/** Microsoft, Intune Android Enterprise device restrictions, "(work profile-level)": only there on a phone that has one. */
const workProfileLevel: RowTable = {
  appsDefaultPermissionPolicy: word('apps.defaultPermission', {
    deviceDefault: null,
    prompt: 'prompt',
    autoGrant: 'grant',
    autoDeny: 'deny',
  }),
  cameraBlocked: no('camera.allowed'),
  screenCaptureBlocked: no('screenCapture.allowed'),
};

/** The same page, "Fully managed and dedicated devices"; location with a work profile up to Android 10 only. */
const fullyManagedLevel: RowTable = {
  deviceLocationMode: word('location.services.enabled', { notConfigured: null, disabled: false }),
  factoryResetBlocked: no('device.erase.allowed'),
};

const password = (policy: MapNode): RowTable => ({
  passwordExpirationDays: count('passcode.maximumAgeDays', { from: 1, to: 365 }),
  passwordMinimumLength: passwordLength(policy),
  passwordMinutesOfInactivityBeforeScreenTimeout: count('lock.maximumInactivityMinutes', { unlimited: [0] }),
  passwordPreviousPasswordCountToBlock: count('passcode.historyLength', { to: 24 }),
  passwordRequiredType: [passwordDemanded, ...passwordKind],
  passwordSignInFailureCountBeforeFactoryReset: count('passcode.maximumFailedAttempts', { from: 4, to: 11 }),
});

const parts = (policy: MapNode): Part[] => [
  { table: wholeDevice },
  { table: { systemUpdateInstallType: systemUpdates(policy) } },
  { table: workProfileLevel, notes: ['work-profile-level'] },
  { table: workPassword(policy), notes: ['work-profile-level'] },
  { table: fullyManagedLevel, notes: ['fully-managed-level'] },
  { table: password(policy) },
];

export const androidOwner: PolicyType = {
  platform: 'android',
  names: ['enrollmentProfile', 'kioskModeApps', 'personalProfileCameraBlocked', 'usersBlockAdd'],
  marks: ['enrollmentProfile', 'kioskModeApps', 'personalProfileCameraBlocked'],
  parts,
};
