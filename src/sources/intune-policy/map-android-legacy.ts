/**
 * androidGeneralDeviceConfiguration → canonical settings: Android device administrator, which Google has withdrawn (Android 10
 * ignores most of it) and Intune still exports. The only type of Intune's with a switch for Google's backup.
 * Source of names, types and ranges: Microsoft Graph, v1.0 and beta. Booleans and enumerations are non-nullable.
 */
import { count, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { complexityRows, passwordKind, passwordLength } from './map-android-password.ts';
import { asked, isSet, type Part, type PolicyType, when } from './map-rows.ts';

const note = 'device-administrator';

const restrictions: RowTable = {
  cameraBlocked: asked('camera.allowed', false),
  cellularBlockDataRoaming: asked('network.dataRoaming.allowed', false),
  diagnosticDataBlockSubmission: asked('diagnostics.submission.allowed', false),
  factoryResetBlocked: asked('device.erase.allowed', false),
  passwordBlockTrustAgents: asked('lock.trustAgents.allowed', false),
  passwordExpirationDays: count('passcode.maximumAgeDays', { from: 1, to: 365 }),
  passwordMinutesOfInactivityBeforeScreenTimeout: count('lock.maximumInactivityMinutes', { unlimited: [0] }),
  passwordPreviousPasswordBlockCount: count('passcode.historyLength', { to: 24 }),
  passwordRequired: asked('passcode.required', true),
  passwordSignInFailureCountBeforeFactoryReset: count('passcode.maximumFailedAttempts', { from: 1, to: 16 }),
  screenCaptureBlocked: asked('screenCapture.allowed', false),
  securityRequireVerifyApps: asked('apps.verification.enforced', true),
  storageBlockGoogleBackup: [asked('backup.cloud.allowed', false), asked('backup.cloud.enabled', false)],
  storageBlockRemovableStorage: asked('storage.externalMedia.allowed', false),
  storageRequireDeviceEncryption: asked('storage.encrypted', true),
};

/** The kind and length of a password count only where one is required. */
function password(policy: MapNode): RowTable {
  const isRequired = isSet(policy, 'passwordRequired');
  const forComplexity = isRequired === 'unmet' ? 'unsaid' : isRequired;
  return {
    passwordMinimumLength: when(isRequired, passwordLength(policy)),
    passwordRequiredType: passwordKind.map((row) => when(isRequired, row)),
    requiredPasswordComplexity: complexityRows(policy).map((row) => when(forComplexity, row)),
  };
}

export const androidLegacy: PolicyType = {
  platform: 'android',
  names: [
    'appsBlockClipboardSharing',
    'appsBlockCopyPaste',
    'appsBlockYouTube',
    'bluetoothBlocked',
    'cellularBlockMessaging',
    'cellularBlockVoiceRoaming',
    'cellularBlockWiFiTethering',
    'googleAccountBlockAutoSync',
    'googlePlayStoreBlocked',
    'locationServicesBlocked',
    'nfcBlocked',
    'powerOffBlocked',
    'voiceAssistantBlocked',
    'webBrowserBlocked',
    'wiFiBlocked',
  ],
  marks: ['storageBlockGoogleBackup', 'appsBlockYouTube', 'wiFiBlocked'],
  parts: (policy): Part[] => [
    { table: restrictions, notes: [note] },
    { table: password(policy), notes: [note] },
  ],
};
