/** Made-up MDM exports. Shapes: Microsoft Graph (managedDevice, deviceConfiguration) and the Android Management API. */

const never = '0001-01-01T00:00:00Z';

interface Row {
  readonly system: string;
  readonly version: string;
  readonly model: string;
  readonly owner?: 'company' | 'personal';
  readonly encrypted?: boolean;
  readonly jailBroken?: 'False' | 'True' | 'Unknown';
  readonly supervised?: boolean;
  readonly patch?: string;
  readonly lastSync?: string;
}

const rows: readonly Row[] = [
  { system: 'iOS', version: '26.1', model: 'iPhone 16' },
  { system: 'iOS', version: '26.1', model: 'iPhone 16e' },
  { system: 'iOS', version: '26.0.1', model: 'iPhone 15' },
  { system: 'iOS', version: '17.6.1', model: 'iPhone XS', supervised: false },
  { system: 'iOS', version: '26.1', model: 'iPhone 14', owner: 'personal', supervised: false },
  {
    system: 'iOS',
    version: '18.7.2',
    model: 'iPhone 13',
    owner: 'personal',
    supervised: false,
    jailBroken: 'Unknown',
    lastSync: never,
  },
  { system: 'iPadOS', version: '26.1', model: 'iPad Air' },
  { system: 'Android', version: '16', model: 'Phone A', supervised: false, patch: '2026-11-05' },
  { system: 'Android', version: '15', model: 'Phone B', supervised: false, patch: '2026-10-05' },
  {
    system: 'Android',
    version: '12',
    model: 'Phone C',
    supervised: false,
    patch: '2023-05-01',
    jailBroken: 'True',
  },
  { system: 'Windows', version: '10.0.26100', model: 'Laptop', supervised: false },
];

function device(row: Row, index: number) {
  const number = String(index + 1).padStart(2, '0');
  return {
    id: `00000000-0000-4000-8000-0000000000${number}`,
    deviceName: `synthetic-${number}`,
    managedDeviceOwnerType: row.owner ?? 'company',
    managementState: 'managed',
    enrolledDateTime: '2025-09-01T08:00:00Z',
    lastSyncDateTime: row.lastSync ?? '2026-11-20T06:15:00Z',
    operatingSystem: row.system,
    osVersion: row.version,
    complianceState: 'compliant',
    jailBroken: row.jailBroken ?? 'False',
    isSupervised: row.supervised ?? true,
    isEncrypted: row.encrypted ?? true,
    userPrincipalName: `user${number}@example.com`,
    model: row.model,
    serialNumber: `SYNTH00000${number}`,
    androidSecurityPatchLevel: row.patch ?? '',
  };
}

export const managedDevices = {
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
  '@odata.count': rows.length,
  value: rows.map(device),
};

export const restrictionsPolicy = {
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: '00000000-0000-4000-8000-000000000a01',
  displayName: 'iOS restrictions (synthetic)',
  iCloudBlockBackup: true,
  iCloudBlockDocumentSync: true,
  iCloudBlockPhotoLibrary: false,
  iCloudRequireEncryptedBackup: true,
  iCloudBlockManagedAppsSync: true,
  cameraBlocked: false,
  screenCaptureBlocked: false,
  lockScreenBlockControlCenter: true,
  lockScreenBlockNotificationView: true,
  lockScreenBlockTodayView: false,
  documentsBlockManagedDocumentsInUnmanagedApps: true,
  siriBlockedWhenLocked: true,
  passcodeRequired: true,
  passcodeBlockSimple: true,
  passcodeMinimumLength: 6,
  passcodeSignInFailureCountBeforeWipe: 10,
  passcodeMinutesOfInactivityBeforeScreenTimeout: 5,
  assignments: [{ target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }],
};

export const compliancePolicy = {
  '@odata.type': '#microsoft.graph.iosCompliancePolicy',
  id: '00000000-0000-4000-8000-000000000a02',
  displayName: 'iOS compliance (synthetic)',
  passcodeRequired: true,
  passcodeMinimumLength: 6,
  osMinimumVersion: '26.0',
  securityBlockJailbrokenDevices: true,
  assignments: [{ target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }],
};

export const ownerPolicy = {
  '@odata.type': '#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration',
  id: '00000000-0000-4000-8000-000000000a03',
  displayName: 'Android fully managed (synthetic)',
  cameraBlocked: null,
  screenCaptureBlocked: true,
  passwordRequiredType: 'numericComplex',
  passwordMinimumLength: 6,
  passwordSignInFailureCountBeforeFactoryReset: 10,
  passwordMinutesOfInactivityBeforeScreenTimeout: 5,
  appsAllowInstallFromUnknownSources: false,
  appsDefaultPermissionPolicy: 'prompt',
  securityDeveloperSettingsEnabled: null,
  assignments: [],
};

export const androidPolicy = {
  name: 'enterprises/LC00synthetic/policies/default',
  version: '3',
  cameraAccess: 'CAMERA_ACCESS_USER_CHOICE',
  screenCaptureDisabled: true,
  maximumTimeToLock: '300000',
  passwordPolicies: [
    {
      passwordScope: 'SCOPE_DEVICE',
      passwordQuality: 'NUMERIC_COMPLEX',
      passwordMinimumLength: 6,
      maximumFailedPasswordsForWipe: 10,
    },
  ],
  encryptionPolicy: 'ENABLED_WITH_PASSWORD',
  defaultPermissionPolicy: 'PROMPT',
  playStoreMode: 'WHITELIST',
  applications: [
    {
      packageName: 'com.whatsapp',
      installType: 'AVAILABLE',
      permissionGrants: [
        { permission: 'android.permission.CAMERA', policy: 'DENY' },
        { permission: 'android.permission.READ_CONTACTS', policy: 'DENY' },
      ],
    },
  ],
  advancedSecurityOverrides: {
    untrustedAppsPolicy: 'DISALLOW_INSTALL',
    developerSettings: 'DEVELOPER_SETTINGS_DISABLED',
  },
};
