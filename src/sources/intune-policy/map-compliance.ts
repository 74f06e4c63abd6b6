/**
 * Compliance policies → canonical settings. They check and report, they change nothing on the phone: every claim carries
 * the note `checked-not-enforced`.
 * Source of names, types, ranges and meaning: Microsoft Graph, iosCompliancePolicy, androidDeviceOwnerCompliancePolicy,
 * androidWorkProfileCompliancePolicy, androidCompliancePolicy, aospDeviceOwnerCompliancePolicy (v1.0 and beta). False means that the check is off.
 */
import { count, notConfigured, type Row, type RowTable, textLike } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { complexityRows, passwordKind, passwordLength } from './map-android-password.ts';
import { asked, isSet, type Part, type PolicyType, when } from './map-rows.ts';
import { iosPasscode } from './map-ios-passcode.ts';

const checked = 'checked-not-enforced';

const osMinimumVersion = textLike('os.version', /^\d+(\.\d+){0,3}$/);
const patchLevel = textLike('os.securityPatch', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** `0000-00-00` is how Intune writes that no patch level is asked for. */
const minAndroidSecurityPatchLevel: Row = {
  ...patchLevel,
  read: (node) =>
    node.type === 'string' && node.value === '0000-00-00' ? notConfigured : patchLevel.read(node),
};

const ios: RowTable = {
  osMinimumVersion,
  ...iosPasscode,
  securityBlockJailbrokenDevices: asked('device.compromised', false),
};

/** Both Android types. */
const android: RowTable = {
  minAndroidSecurityPatchLevel,
  osMinimumVersion,
  passwordExpirationDays: count('passcode.maximumAgeDays', { from: 1, to: 365 }),
  passwordMinutesOfInactivityBeforeLock: count('lock.maximumInactivityMinutes', { unlimited: [0] }),
  passwordRequired: asked('passcode.required', true),
  securityBlockJailbrokenDevices: asked('device.compromised', false),
  securityRequireSafetyNetAttestationBasicIntegrity: asked('device.compromised', false),
  storageRequireEncryption: asked('storage.encrypted', true),
};

const owner: RowTable = {
  passwordPreviousPasswordCountToBlock: count('passcode.historyLength', { from: 1, to: 24 }),
};

/** Failed attempts are not read: they remove the work profile, they do not reset the phone. */
const workProfile: RowTable = {
  passwordPreviousPasswordBlockCount: count('passcode.historyLength', { from: 1, to: 24 }),
  securityDisableUsbDebugging: asked('developer.usbDebugging', false),
  securityPreventInstallAppsFromUnknownSources: asked('apps.unknownSources.allowed', false),
  securityRequireVerifyApps: asked('apps.verification.enforced', true),
};

/** An older way of managing phones (device administrator), with the checks of a work profile. */
const administratorParts = (policy: MapNode): Part[] =>
  workProfileParts(policy).map(({ table, notes = [] }) => ({
    table,
    notes: [...notes, 'device-administrator'],
  }));

/** The kind, length and complexity of a password are checked only where one is required. */
function password(policy: MapNode): RowTable {
  const isRequired = isSet(policy, 'passwordRequired');
  return {
    passwordMinimumLength: when(isRequired, passwordLength(policy)),
    passwordRequiredType: passwordKind.map((row) => when(isRequired, row)),
  };
}

function complexity(policy: MapNode): RowTable {
  const isRequired = isSet(policy, 'passwordRequired');
  const condition = isRequired === 'unmet' ? 'unsaid' : isRequired;
  return { requiredPasswordComplexity: complexityRows(policy).map((row) => when(condition, row)) };
}

const ownerParts = (policy: MapNode): Part[] => [
  { table: android, notes: [checked] },
  { table: owner, notes: [checked] },
  { table: password(policy), notes: [checked] },
];

const workProfileParts = (policy: MapNode): Part[] => [
  { table: android, notes: [checked] },
  { table: workProfile, notes: [checked] },
  { table: password(policy), notes: [checked, 'android-11-and-earlier'] },
  { table: complexity(policy), notes: [checked, 'android-12-and-later'] },
];

const protection = [
  'advancedThreatProtectionRequiredSecurityLevel',
  'deviceThreatProtectionEnabled',
  'deviceThreatProtectionRequiredSecurityLevel',
  'osMaximumVersion',
];
const attestation = [
  'securityRequireSafetyNetAttestationCertifiedDevice',
  'securityRequiredAndroidSafetyNetEvaluationType',
];

export const iosCompliance: PolicyType = {
  platform: 'ios',
  names: [
    ...protection,
    'managedEmailProfileRequired',
    'osMaximumBuildVersion',
    'osMinimumBuildVersion',
    'passcodeMinimumCharacterSetCount',
    'restrictedApps',
    'scheduledActionsForRule',
    'roleScopeTagIds',
  ],
  marks: ['passcodeMinimumCharacterSetCount', 'managedEmailProfileRequired'],
  parts: () => [{ table: ios, notes: [checked] }],
};

export const androidOwnerCompliance: PolicyType = {
  platform: 'android',
  names: [
    ...protection,
    ...attestation,
    'passwordMinimumLetterCharacters',
    'passwordMinimumLowerCaseCharacters',
    'passwordMinimumNonLetterCharacters',
    'passwordMinimumNumericCharacters',
    'passwordMinimumSymbolCharacters',
    'passwordMinimumUpperCaseCharacters',
    'requireNoPendingSystemUpdates',
    'securityRequireIntuneAppIntegrity',
  ],
  marks: ['securityRequireIntuneAppIntegrity'],
  parts: ownerParts,
};

export const androidWorkProfileCompliance: PolicyType = {
  platform: 'android',
  names: [
    ...protection,
    ...attestation,
    'passwordSignInFailureCountBeforeFactoryReset',
    'securityRequireCompanyPortalAppIntegrity',
    'securityRequireGooglePlayServices',
    'securityRequireUpToDateSecurityProviders',
  ],
  // In v1.0 the type has the very properties of the older androidCompliancePolicy.
  marks: ['workProfileRequirePassword', 'workProfilePasswordRequiredType'],
  parts: workProfileParts,
};

/** Never inferred: in v1.0 its properties are those of the work profile's type. */
export const androidCompliance: PolicyType = {
  platform: 'android',
  names: [],
  marks: [],
  parts: administratorParts,
};

/** Android without Google's services: a few of the checks of a corporate phone. */
export const aospCompliance: PolicyType = {
  platform: 'android',
  names: [],
  marks: [],
  parts: (policy) => [
    { table: android, notes: [checked] },
    { table: password(policy), notes: [checked] },
  ],
};
