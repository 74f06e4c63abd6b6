/**
 * Answers to management commands → canonical settings. Names, types and meaning: Apple, "Device Management" schema,
 * mdm/commands (information.security, information.device). A missing key is not false: what a device answers depends on the
 * rights of the server, on supervision and on the kind of enrolment.
 */
import type { SecurityKeys } from '../../artifacts/apple/security.ts';
import { apart, count, flag, type Row, type RowTable, textLike } from '../../artifacts/rows.ts';
import type { TreeNode } from '../../formats/node.ts';

/** Devices answer "not supported" where a boolean is documented (seen in answers of Macs). */
const isUnsupported = (node: TreeNode): boolean =>
  node.type === 'string' && node.value.toLowerCase() === 'not supported';

function reported(row: Row): Row {
  return { ...row, read: (node) => (isUnsupported(node) ? { unknown: 'not-reported' } : row.read(node)) };
}

const tableOf = (rows: Readonly<Record<string, Row>>): RowTable =>
  Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, reported(row)]));

/** A moment; the start of Apple's clock or of Unix's stands for never. */
const moment: Row = {
  setting: 'backup.cloud.lastDate',
  read: (node) => {
    if (node.type !== 'date') return { unknown: 'ambiguous' };
    return node.value <= '2001-01-02' ? { unknown: 'not-reported' } : { value: node.value };
  },
};

/** Kept where a device has no limit (seen in answers, not documented). */
const never = 2_147_483_647;

/**
 * `SecurityInfo`. Encryption and compliance rest on several keys, see artifacts/apple/security.ts. The times are seconds and documented for
 * Shared iPad; of the two grace periods the enforced one is in effect.
 */
export const security = tableOf({
  AutoLockTime: count('lock.maximumInactivityMinutes', { divideBy: 60, unlimited: [0, never] }),
  HardwareEncryptionCaps: apart('storage.encrypted', ({ type }) => type === 'integer'),
  PasscodeCompliant: apart('passcode.compliant', ({ type }) => type === 'boolean'),
  PasscodeCompliantWithProfiles: apart('passcode.compliant', ({ type }) => type === 'boolean'),
  PasscodeLockGracePeriodEnforced: count('lock.maximumGraceMinutes', { divideBy: 60, unlimited: [never] }),
  PasscodePresent: flag('passcode.present'),
});

export const securityKeys: SecurityKeys = {
  passcodePresent: 'PasscodePresent',
  passcodeCompliant: 'PasscodeCompliant',
  passcodeCompliantWithProfiles: 'PasscodeCompliantWithProfiles',
  hardwareEncryption: 'HardwareEncryptionCaps',
  flagOf: (node) => (node.type === 'boolean' ? node.value : undefined),
  numberOf: (node) => (node.type === 'integer' ? Number(node.value) : undefined),
  isNothing: isUnsupported,
};

/** `QueryResponses` of DeviceInformation. */
export const information = tableOf({
  AppAnalyticsEnabled: flag('diagnostics.appAnalytics.enabled'),
  DataRoamingEnabled: flag('network.dataRoaming.enabled'),
  DiagnosticSubmissionEnabled: flag('diagnostics.submission.enabled'),
  IsActivationLockEnabled: flag('device.activationLock'),
  IsCloudBackupEnabled: flag('backup.cloud.enabled'),
  IsDeviceLocatorServiceEnabled: flag('device.findMy.enabled'),
  IsMDMLostModeEnabled: flag('device.lostMode'),
  IsSupervised: flag('device.supervised'),
  LastCloudBackupDate: moment,
  OSVersion: textLike('os.version', /^\d+(\.\d+){0,3}$/),
  PersonalHotspotEnabled: flag('network.personalHotspot.enabled'),
});

/** Keys that only a Mac has (`iOS: introduced: n/a` in the schema). */
export const macKeys: ReadonlySet<string> = new Set([
  'ActiveManagedUsers',
  'AuthenticatedRootVolumeEnabled',
  'AutoSetupAdminAccounts',
  'BootstrapTokenAllowedForAuthentication',
  'BootstrapTokenRequiredForKernelExtensionApproval',
  'BootstrapTokenRequiredForSoftwareUpdate',
  'EACSPreflight',
  'FDE_Enabled',
  'FDE_HasInstitutionalRecoveryKey',
  'FDE_HasPersonalRecoveryKey',
  'FirewallSettings',
  'FirmwarePasswordStatus',
  'HasBattery',
  'HostName',
  'IsActivationLockSupported',
  'IsAppleSilicon',
  'LocalHostName',
  'OSUpdateSettings',
  'PINRequiredForDeviceLock',
  'PINRequiredForEraseDevice',
  'ProvisioningUDID',
  'RemoteDesktopEnabled',
  'SecureBoot',
  'SupportsLOMDevice',
  'SupportsiOSAppInstalls',
  'SystemIntegrityProtectionEnabled',
]);

/** Keys that no Mac has (`macOS: introduced: n/a`). Apple TV, Watch and Vision Pro have some of them; those name their model. */
export const phoneKeys: ReadonlySet<string> = new Set([
  'AppAnalyticsEnabled',
  'AutoLockTime',
  'CellularTechnology',
  'DataRoamingEnabled',
  'DiagnosticSubmissionEnabled',
  'HardwareEncryptionCaps',
  'IMEI',
  'IsCloudBackupEnabled',
  'IsDeviceLocatorServiceEnabled',
  'IsMDMLostModeEnabled',
  'IsMultiUser',
  'LastCloudBackupDate',
  'PasscodeCompliant',
  'PasscodeCompliantWithProfiles',
  'PasscodeLockGracePeriod',
  'PasscodeLockGracePeriodEnforced',
  'PasscodePresent',
  'PersonalHotspotEnabled',
  'ServiceSubscriptions',
  // Of apps
  'AdHocCodeSigned',
  'AppStoreVendable',
  'BetaApp',
  'DeviceBasedVPP',
  'DistributorIdentifier',
  'DynamicSize',
  'IsAppClip',
]);
