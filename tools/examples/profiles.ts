/** Made-up configuration profiles. Keys: Apple, "Device Management" schema. */
import type { PlistValue } from 'plist';

type Payload = Record<string, PlistValue>;

/** UUIDs are counted, so that the files are the same every time. */
let counter = 0;
const uuid = (): string => `00000000-0000-4000-8000-${String((counter += 1)).padStart(12, '0')}`;

function profile(
  identifier: string,
  title: string,
  payloads: Record<string, Payload>,
): Record<string, PlistValue> {
  return {
    PayloadContent: Object.entries(payloads).map(([type, keys]) => ({
      PayloadIdentifier: `${identifier}.${type.split('.').at(-1)}`,
      PayloadType: type,
      PayloadUUID: uuid(),
      PayloadVersion: 1,
      ...keys,
    })),
    PayloadDisplayName: title,
    PayloadIdentifier: identifier,
    PayloadOrganization: 'Example Agency (synthetic)',
    PayloadType: 'Configuration',
    PayloadUUID: uuid(),
    PayloadVersion: 1,
  };
}

/** Supervised work phones: close to the guidance, with three things forgotten. */
export const baselineProfile = profile('example.agency.baseline', 'Corporate baseline for work phones', {
  'com.apple.applicationaccess': {
    allowAccountModification: false,
    allowAppInstallation: false,
    allowAssistantWhileLocked: false,
    allowCamera: true,
    allowCloudBackup: false,
    allowCloudDocumentSync: false,
    allowCloudKeychainSync: false,
    allowCloudPhotoLibrary: false,
    allowDiagnosticSubmission: false,
    allowEnterpriseAppTrust: false,
    allowEraseContentAndSettings: false,
    allowHostPairing: true,
    allowLockScreenControlCenter: false,
    allowLockScreenNotificationsView: true,
    allowLockScreenTodayView: false,
    allowManagedAppsCloudSync: false,
    allowOpenFromManagedToUnmanaged: false,
    allowOpenFromUnmanagedToManaged: false,
    allowScreenShot: true,
    allowUIConfigurationProfileInstallation: false,
    allowUntrustedTLSPrompt: false,
    allowUSBRestrictedMode: true,
    allowVPNCreation: false,
    blockedAppBundleIDs: ['com.zhiliaoapp.musically'],
    forceAirDropUnmanaged: true,
    forceEncryptedBackup: false,
    safariForceFraudWarning: true,
  },
  'com.apple.mobiledevice.passwordpolicy': {
    allowSimple: false,
    forcePIN: true,
    maxFailedAttempts: 10,
    maxGracePeriod: 0,
    maxInactivity: 2,
    minLength: 6,
  },
});

/** Personal phones: a passcode and little else. */
export const personalProfile = profile('example.agency.personal', 'Personal phones (user enrolment)', {
  'com.apple.applicationaccess': { forceEncryptedBackup: true, allowOpenFromManagedToUnmanaged: false },
  'com.apple.mobiledevice.passwordpolicy': { forcePIN: true, minLength: 4, maxInactivity: 15 },
});

export const wifiProfile = profile('example.agency.wifi', 'Office Wi-Fi', {
  'com.apple.wifi.managed': { SSID_STR: 'example-office', EncryptionType: 'WPA3', AutoJoin: true },
});
