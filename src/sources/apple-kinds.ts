/** What an Apple property list is, told by the keys of its root. One decision for all sources, so that two never claim one file. */
import type { PlistPeek } from '../formats/plist-peek.ts';

export type AppleKind = 'profile' | 'mdm-message' | 'ideviceinfo' | 'cfgutil';

/** Bodies of answers to management commands (Apple, "Device Management", mdm/commands). */
export const answerBodies = [
  'CertificateList',
  'GlobalRestrictions',
  'InstalledApplicationList',
  'ManagedApplicationList',
  'ProfileList',
  'ProfileRestrictions',
  'QueryResponses',
  'SecurityInfo',
] as const;

/** Keys by which a body is known that was stored without the answer around it. */
export const bareBodies = {
  SecurityInfo: ['HardwareEncryptionCaps', 'PasscodePresent', 'PasscodeCompliant', 'FDE_Enabled'],
  QueryResponses: ['OSVersion', 'ModelName', 'IsCloudBackupEnabled', 'IsDeviceLocatorServiceEnabled'],
  GlobalRestrictions: ['restrictedBool', 'restrictedValue'],
} as const;

/** Domains that `ideviceinfo -q` names, and keys that only they have. */
export const lockdownDomains = {
  'com.apple.fmip': 'IsAssociated',
  'com.apple.mobile.backup': 'WillEncrypt',
  'com.apple.security.mac.amfi': 'DeveloperModeStatus',
} as const;

const any = (keys: ReadonlySet<string>, names: readonly string[]) => names.some((name) => keys.has(name));

export function appleKind(plist: PlistPeek | undefined): AppleKind | undefined {
  if (plist === undefined) return undefined;
  const { keys } = plist;
  // A profile may hold any other key too, and must not vanish for it.
  if (keys.has('PayloadType')) return 'profile';
  if (any(keys, ['MessageType', ...answerBodies])) return 'mdm-message';
  // A command that a server sends has the same envelope: it is no answer.
  if (keys.has('CommandUUID')) return keys.has('Command') ? undefined : 'mdm-message';
  if (keys.has('Output') && any(keys, ['Errors', 'Command', 'Devices'])) return 'cfgutil';
  if (isLockdown(keys)) return 'ideviceinfo';
  return any(keys, Object.values(bareBodies).flat()) ? 'mdm-message' : undefined;
}

function isLockdown(keys: ReadonlySet<string>): boolean {
  if (any(keys, [...Object.keys(lockdownDomains), ...Object.values(lockdownDomains)])) return true;
  return keys.has('ProductVersion') && any(keys, ['DeviceClass', 'PasswordProtected', 'UniqueDeviceID']);
}
