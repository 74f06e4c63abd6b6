/**
 * What the state of one setting says about a phone (Graph, complianceStatus). `compliant` proves what the policy asks for. The
 * flags of a compliance policy can ask for one thing only, since false is "not checked"; so their states have a value without
 * the policy. Where the policy holds a number, or may ask for either value, only the policy knows what was met.
 *
 * Names are those of Graph: type of the policy, a dot, property. In any case: `IOSCompliancePolicy.PasscodeRequired`.
 */
import type { SettingValue } from '../../model/observation.ts';
import { familyOf, type PlatformFamily } from '../../model/subject.ts';
import type { SettingId } from '../../settings/catalogue.ts';

export interface SettingCheck {
  readonly setting: SettingId;
  /** What holds on a phone that meets the check, where every policy asks for the same. */
  readonly met?: SettingValue;
  /** What holds on a phone that does not, where that is no more than the opposite. */
  readonly unmet?: SettingValue;
}

const flag = (setting: SettingId, met: boolean): SettingCheck => ({ setting, met, unmet: !met });
const demand = (setting: SettingId): SettingCheck => ({ setting });

const iosPasscode: Readonly<Record<string, SettingCheck>> = {
  passcodeExpirationDays: demand('passcode.maximumAgeDays'),
  passcodeMinimumLength: demand('passcode.minimumLength'),
  passcodeMinutesOfInactivityBeforeLock: demand('lock.maximumGraceMinutes'),
  passcodeMinutesOfInactivityBeforeScreenTimeout: demand('lock.maximumInactivityMinutes'),
  passcodePreviousPasscodeBlockCount: demand('passcode.historyLength'),
  passcodeRequiredType: demand('passcode.alphanumeric.required'),
};

const androidPassword: Readonly<Record<string, SettingCheck>> = {
  passwordExpirationDays: demand('passcode.maximumAgeDays'),
  passwordMinimumLength: demand('passcode.minimumLength'),
  passwordMinutesOfInactivityBeforeLock: demand('lock.maximumInactivityMinutes'),
  passwordPreviousPasswordBlockCount: demand('passcode.historyLength'),
  passwordPreviousPasswordCountToBlock: demand('passcode.historyLength'),
  requiredPasswordComplexity: demand('passcode.complexity'),
};

const compliance: Readonly<Record<PlatformFamily, Readonly<Record<string, SettingCheck>>>> = {
  ios: {
    ...iosPasscode,
    osMinimumVersion: demand('os.version'),
    passcodeRequired: flag('passcode.present', true),
    // A phone without any passcode does not meet it either.
    passcodeBlockSimple: { setting: 'passcode.simple.allowed', met: false },
    securityBlockJailbrokenDevices: flag('device.compromised', false),
  },
  android: {
    ...androidPassword,
    minAndroidSecurityPatchLevel: demand('os.securityPatch'),
    osMinimumVersion: demand('os.version'),
    passwordRequired: flag('passcode.present', true),
    securityBlockJailbrokenDevices: flag('device.compromised', false),
    securityDisableUsbDebugging: flag('developer.usbDebugging', false),
    securityPreventInstallAppsFromUnknownSources: flag('apps.unknownSources.allowed', false),
    securityRequireSafetyNetAttestationBasicIntegrity: flag('device.compromised', false),
    securityRequireVerifyApps: demand('apps.verification.enforced'),
    storageRequireEncryption: flag('storage.encrypted', true),
  },
};

/** Restrictions: a state says whether the phone took them, the policy says what they are. */
const restrictions: typeof compliance = {
  ios: {
    ...iosPasscode,
    cameraBlocked: demand('camera.allowed'),
    documentsBlockManagedDocumentsInUnmanagedApps: demand('sharing.managedToUnmanaged.allowed'),
    iCloudBlockBackup: demand('backup.cloud.allowed'),
    iCloudBlockManagedAppsSync: demand('backup.managedApps.cloudSync'),
    iCloudRequireEncryptedBackup: demand('backup.local.encrypted'),
    lockScreenBlockNotificationView: demand('lock.notifications.allowed'),
    passcodeBlockSimple: demand('passcode.simple.allowed'),
    passcodeRequired: demand('passcode.required'),
    passcodeSignInFailureCountBeforeWipe: demand('passcode.maximumFailedAttempts'),
    screenCaptureBlocked: demand('screenCapture.allowed'),
  },
  android: {
    ...androidPassword,
    appsAllowInstallFromUnknownSources: demand('apps.unknownSources.allowed'),
    cameraBlocked: demand('camera.allowed'),
    passwordRequiredType: demand('passcode.required'),
    passwordSignInFailureCountBeforeFactoryReset: demand('passcode.maximumFailedAttempts'),
    screenCaptureBlocked: demand('screenCapture.allowed'),
    securityDeveloperSettingsEnabled: demand('developer.settings.allowed'),
  },
};

/** The types of policies for phones. */
const types: Readonly<Record<string, Readonly<Record<string, SettingCheck>>>> = {
  iosCompliancePolicy: compliance.ios,
  androidCompliancePolicy: compliance.android,
  androidDeviceOwnerCompliancePolicy: compliance.android,
  androidForWorkCompliancePolicy: compliance.android,
  androidWorkProfileCompliancePolicy: compliance.android,
  aospDeviceOwnerCompliancePolicy: compliance.android,
  iosGeneralDeviceConfiguration: restrictions.ios,
  androidDeviceOwnerGeneralDeviceConfiguration: restrictions.android,
  androidGeneralDeviceConfiguration: restrictions.android,
};

export interface KnownCheck extends SettingCheck {
  /** `iosCompliancePolicy.passcodeRequired`, in the spelling of Graph. */
  readonly name: string;
  readonly family: PlatformFamily;
}

const known: ReadonlyMap<string, KnownCheck> = new Map(
  Object.entries(types).flatMap(([type, checks]) =>
    Object.entries(checks).map(([property, check]) => {
      const name = `${type}.${property}`;
      return [
        name.toLowerCase(),
        { ...check, name, family: familyOf(type.startsWith('ios') ? 'ios' : 'android') },
      ] as const;
    }),
  ),
);

/** Undefined: no setting of a phone, or none that this program knows. */
export const checkNamed = (name: string): KnownCheck | undefined => known.get(name.trim().toLowerCase());
