/** Every mapped field of an Android policy: what its words say, what its absence says in a whole policy, and its older twin. */
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import source from '../../src/sources/android-management-policy/index.ts';
import { legacyFields } from '../../src/sources/android-management-policy/map-legacy.ts';
import { messages } from '../../src/sources/android-management-policy/map-messages.ts';
import { policyDefaults, policyTable } from '../../src/sources/android-management-policy/map-tables.ts';

const name = 'enterprises/LC00synthetic/policies/unit-synthetic';

async function observe(policy: object): Promise<Observation[]> {
  const input = await inputOf('unit.json', new TextEncoder().encode(JSON.stringify(policy)));
  const all: Observation[] = [];
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' }))
    if (item.kind === 'subject') all.push(...item.observations);
  return all;
}

type Said = Readonly<Record<string, unknown>>;
const open = 'not-reported';

/** Field → [its value, what it says] …; the last one is what its absence says. */
type Field = readonly [path: string, said: readonly (readonly [value: unknown, said: Said])[], absent: Said];

/** A boolean field that takes something away. */
const taking = (path: string, setting: string): Field => [
  path,
  [
    [true, { [setting]: false }],
    [false, { [setting]: true }],
  ],
  { [setting]: true },
];
const reporting = (path: string, setting: string): Field => [
  `statusReportingSettings.${path}`,
  [
    [true, { [setting]: true }],
    [false, { [setting]: false }],
  ],
  { [setting]: false },
];
/** A field with words for one setting; the second argument is the setting, the last one its value by default. */
const words = (path: string, setting: string, values: Said, absent: unknown): Field => [
  path,
  Object.entries(values).map(([word, value]) => [word, { [setting]: value }] as const),
  { [setting]: absent },
];
const aso = 'advancedSecurityOverrides.';
const dcm = 'deviceConnectivityManagement.';
const drs = 'deviceRadioState.';
const personal = 'personalUsagePolicies.';
const streaming = (what: string, setting: string): Field =>
  words(
    `crossDevicePolicies.nearby${what}Streaming`,
    setting,
    {
      [`NEARBY_${what.toUpperCase()}_STREAMING_USER_CHOICE`]: 'userChoice',
      [`NEARBY_${what.toUpperCase()}_STREAMING_DISABLED`]: 'disabled',
      [`NEARBY_${what.toUpperCase()}_STREAMING_USER_CHOICE_SAME_MANAGED_ACCOUNT`]: 'sameManagedAccount',
    },
    'sameManagedAccount',
  );
const packages = (path: string, setting: string): Field => [
  path,
  [
    [{ packageNames: ['com.example.a'] }, { [setting]: 'listed' }],
    [{ packageNames: [] }, { [setting]: 'systemOnly' }],
    [{}, { [setting]: 'systemOnly' }],
    [{ packageNames: 'com.example.a' }, { [setting]: 'ambiguous' }],
  ],
  { [setting]: 'any' },
];

const fields: readonly Field[] = [
  words(
    'cameraAccess',
    'camera.allowed',
    { CAMERA_ACCESS_USER_CHOICE: true, CAMERA_ACCESS_DISABLED: false, CAMERA_ACCESS_ENFORCED: true },
    true,
  ),
  words(
    'microphoneAccess',
    'microphone.allowed',
    {
      MICROPHONE_ACCESS_USER_CHOICE: true,
      MICROPHONE_ACCESS_DISABLED: false,
      MICROPHONE_ACCESS_ENFORCED: true,
    },
    true,
  ),
  words(
    'encryptionPolicy',
    'storage.encrypted',
    { ENABLED_WITHOUT_PASSWORD: true, ENABLED_WITH_PASSWORD: true },
    open,
  ),
  words('maximumTimeToLock', 'lock.maximumInactivityMinutes', { 900000: 15, 0: open }, open),
  [
    'keyguardDisabledFeatures',
    [
      [['CAMERA'], { 'lock.camera.allowed': false, 'lock.notifications.allowed': true }],
      [['NOTIFICATIONS'], { 'lock.notifications.allowed': false, 'lock.notificationDetails.allowed': false }],
      [
        ['UNREDACTED_NOTIFICATIONS'],
        { 'lock.notificationDetails.allowed': false, 'lock.notifications.allowed': true },
      ],
      [['TRUST_AGENTS'], { 'lock.trustAgents.allowed': false }],
      [['DISABLE_FINGERPRINT'], { 'lock.fingerprint.allowed': false, 'lock.biometrics.allowed': open }],
      [['FACE'], { 'lock.face.allowed': false, 'lock.fingerprint.allowed': true }],
      [['IRIS'], { 'lock.iris.allowed': false, 'lock.face.allowed': true }],
      [
        ['BIOMETRICS'],
        {
          'lock.biometrics.allowed': false,
          'lock.face.allowed': false,
          'lock.iris.allowed': false,
          'lock.fingerprint.allowed': false,
        },
      ],
      [['SHORTCUTS'], { 'lock.shortcuts.allowed': false }],
      [['ALL_FEATURES'], { 'lock.shortcuts.allowed': false, 'lock.notificationDetails.allowed': false }],
      [['LATER'], { 'lock.face.allowed': 'ambiguous' }],
    ],
    { 'lock.notificationDetails.allowed': true, 'lock.face.allowed': true, 'lock.camera.allowed': true },
  ],
  words(
    'defaultPermissionPolicy',
    'apps.defaultPermission',
    { PROMPT: 'prompt', GRANT: 'grant', DENY: 'deny' },
    'prompt',
  ),
  words('playStoreMode', 'apps.installPolicy', { WHITELIST: 'allowList', BLACKLIST: 'open' }, 'allowList'),
  words(
    `${aso}untrustedAppsPolicy`,
    'apps.unknownSources.allowed',
    {
      DISALLOW_INSTALL: false,
      ALLOW_INSTALL_IN_PERSONAL_PROFILE_ONLY: true,
      ALLOW_INSTALL_DEVICE_WIDE: true,
    },
    false,
  ),
  words(
    `${aso}googlePlayProtectVerifyApps`,
    'apps.verification.enforced',
    { VERIFY_APPS_ENFORCED: true, VERIFY_APPS_USER_CHOICE: false },
    true,
  ),
  [
    `${aso}developerSettings`,
    [
      [
        'DEVELOPER_SETTINGS_DISABLED',
        {
          'developer.settings.allowed': false,
          'developer.usbDebugging': false,
          'device.safeBoot.allowed': false,
        },
      ],
      [
        'DEVELOPER_SETTINGS_ALLOWED',
        {
          'developer.settings.allowed': true,
          'developer.usbDebugging': open,
          'device.safeBoot.allowed': true,
        },
      ],
    ],
    {
      'developer.settings.allowed': false,
      'developer.usbDebugging': false,
      'device.safeBoot.allowed': false,
    },
  ],
  words(
    `${aso}commonCriteriaMode`,
    'device.commonCriteriaMode',
    { COMMON_CRITERIA_MODE_DISABLED: false, COMMON_CRITERIA_MODE_ENABLED: true },
    false,
  ),
  words(
    `${aso}mtePolicy`,
    'device.memoryTagging',
    { MTE_USER_CHOICE: open, MTE_ENFORCED: true, MTE_DISABLED: false },
    open,
  ),
  words(
    `${aso}contentProtectionPolicy`,
    'apps.contentProtection',
    {
      CONTENT_PROTECTION_USER_CHOICE: open,
      CONTENT_PROTECTION_ENFORCED: true,
      CONTENT_PROTECTION_DISABLED: false,
    },
    false,
  ),
  words(
    `${dcm}usbDataAccess`,
    'usb.fileTransfer.allowed',
    { ALLOW_USB_DATA_TRANSFER: true, DISALLOW_USB_FILE_TRANSFER: false, DISALLOW_USB_DATA_TRANSFER: false },
    false,
  ),
  words(
    `${dcm}configureWifi`,
    'network.wifiCreation.allowed',
    { ALLOW_CONFIGURING_WIFI: true, DISALLOW_ADD_WIFI_CONFIG: false, DISALLOW_CONFIGURING_WIFI: false },
    true,
  ),
  words(
    `${dcm}tetheringSettings`,
    'network.tethering.allowed',
    { ALLOW_ALL_TETHERING: true, DISALLOW_WIFI_TETHERING: true, DISALLOW_ALL_TETHERING: false },
    true,
  ),
  words(
    `${dcm}wifiDirectSettings`,
    'network.wifiDirect.allowed',
    { ALLOW_WIFI_DIRECT: true, DISALLOW_WIFI_DIRECT: false },
    true,
  ),
  [
    `${dcm}bluetoothSharing`,
    [
      ['BLUETOOTH_SHARING_ALLOWED', { 'bluetooth.sharing.allowed': true }],
      ['BLUETOOTH_SHARING_DISALLOWED', { 'bluetooth.sharing.allowed': false }],
    ],
    { 'bluetooth.sharing.allowed': undefined }, // it depends on the mode of management
  ],
  [
    `${dcm}wifiSsidPolicy`,
    [
      [{ wifiSsidPolicyType: 'WIFI_SSID_ALLOWLIST', wifiSsids: [{}] }, { 'network.wifiPolicy': 'allowList' }],
      [{ wifiSsidPolicyType: 'WIFI_SSID_ALLOWLIST' }, { 'network.wifiPolicy': 'ambiguous' }],
      [{ wifiSsidPolicyType: 'WIFI_SSID_DENYLIST', wifiSsids: [{}] }, { 'network.wifiPolicy': 'denyList' }],
      [{ wifiSsids: [] }, { 'network.wifiPolicy': 'open' }],
      [{ wifiSsidPolicyType: 'LATER' }, { 'network.wifiPolicy': 'ambiguous' }],
    ],
    { 'network.wifiPolicy': 'open' },
  ],
  [
    `${dcm}privateDnsSettings`,
    [
      [{ privateDnsMode: 'PRIVATE_DNS_USER_CHOICE' }, { 'network.privateDns': 'userChoice' }],
      [{ privateDnsMode: 'PRIVATE_DNS_AUTOMATIC' }, { 'network.privateDns': 'automatic' }],
      [
        { privateDnsMode: 'PRIVATE_DNS_SPECIFIED_HOST', privateDnsHost: 'dns.example.com' },
        { 'network.privateDns': 'specifiedHost' },
      ],
      [{ privateDnsMode: 'PRIVATE_DNS_SPECIFIED_HOST' }, { 'network.privateDns': 'ambiguous' }],
      [{ privateDnsHost: 'dns.example.com' }, { 'network.privateDns': 'ambiguous' }],
    ],
    { 'network.privateDns': 'userChoice' },
  ],
  words(
    `${drs}minimumWifiSecurityLevel`,
    'network.wifiMinimumSecurity',
    {
      OPEN_NETWORK_SECURITY: 'open',
      PERSONAL_NETWORK_SECURITY: 'personal',
      ENTERPRISE_NETWORK_SECURITY: 'enterprise',
      ENTERPRISE_BIT192_NETWORK_SECURITY: 'enterpriseWithLongKeys',
    },
    'open',
  ),
  words(
    `${drs}cellularTwoGState`,
    'network.secondGeneration.allowed',
    { CELLULAR_TWO_G_USER_CHOICE: true, CELLULAR_TWO_G_DISABLED: false },
    true,
  ),
  words(
    `${drs}ultraWidebandState`,
    'network.ultraWideband.allowed',
    { ULTRA_WIDEBAND_USER_CHOICE: true, ULTRA_WIDEBAND_DISABLED: false },
    true,
  ),
  [
    'backupService',
    [
      ['BACKUP_SERVICE_DISABLED', { 'backup.cloud.allowed': false, 'backup.cloud.enabled': false }],
      ['BACKUP_SERVICE_USER_CHOICE', { 'backup.cloud.allowed': true, 'backup.cloud.enabled': open }],
    ],
    { 'backup.cloud.allowed': false, 'backup.cloud.enabled': false },
  ],
  words(
    'locationMode',
    'location.services.enabled',
    {
      LOCATION_USER_CHOICE: open,
      LOCATION_ENFORCED: true,
      LOCATION_DISABLED: false,
      HIGH_ACCURACY: true,
      SENSORS_ONLY: true,
      BATTERY_SAVING: true,
      OFF: false,
    },
    open,
  ),
  words(
    'systemUpdate.type',
    'updates.automaticInstall',
    { AUTOMATIC: 'alwaysOn', WINDOWED: 'alwaysOn', POSTPONE: open },
    open,
  ),
  words(
    'appAutoUpdatePolicy',
    'apps.updates.automatic',
    { CHOICE_TO_THE_USER: open, NEVER: false, WIFI_ONLY: true, ALWAYS: true },
    open,
  ),
  words(
    'autoDateAndTimeZone',
    'device.clock.automatic',
    { AUTO_DATE_AND_TIME_ZONE_USER_CHOICE: false, AUTO_DATE_AND_TIME_ZONE_ENFORCED: true },
    false,
  ),
  words(
    'autofillPolicy',
    'passwords.autofill.allowed',
    { AUTOFILL_USER_CHOICE: true, AUTOFILL_DISABLED: false },
    true,
  ),
  words(
    'credentialProviderPolicyDefault',
    'passwords.otherProviders.allowed',
    {
      CREDENTIAL_PROVIDER_DEFAULT_DISALLOWED: false,
      CREDENTIAL_PROVIDER_DEFAULT_DISALLOWED_EXCEPT_SYSTEM: open,
      CREDENTIAL_PROVIDER_DEFAULT_ALLOWED: true,
    },
    false,
  ),
  streaming('Notification', 'nearby.notificationStreaming'),
  streaming('App', 'nearby.appStreaming'),
  words(
    'crossProfilePolicies.crossProfileCopyPaste',
    'sharing.crossProfilePaste.allowed',
    { COPY_FROM_WORK_TO_PERSONAL_DISALLOWED: false, CROSS_PROFILE_COPY_PASTE_ALLOWED: true },
    false,
  ),
  [
    'crossProfilePolicies.crossProfileDataSharing',
    [
      [
        'CROSS_PROFILE_DATA_SHARING_DISALLOWED',
        { 'sharing.managedToUnmanaged.allowed': false, 'sharing.unmanagedToManaged.allowed': false },
      ],
      [
        'DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED',
        { 'sharing.managedToUnmanaged.allowed': false, 'sharing.unmanagedToManaged.allowed': true },
      ],
      [
        'CROSS_PROFILE_DATA_SHARING_ALLOWED',
        { 'sharing.managedToUnmanaged.allowed': true, 'sharing.unmanagedToManaged.allowed': true },
      ],
    ],
    { 'sharing.managedToUnmanaged.allowed': false, 'sharing.unmanagedToManaged.allowed': true },
  ],
  words(
    'crossProfilePolicies.showWorkContactsInPersonalProfile',
    'contacts.managedToUnmanaged.allowed',
    {
      SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_DISALLOWED: false,
      SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_ALLOWED: true,
      SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_DISALLOWED_EXCEPT_SYSTEM: open,
    },
    true,
  ),
  taking(`${personal}cameraDisabled`, 'personal.camera.allowed'),
  taking(`${personal}screenCaptureDisabled`, 'personal.screenCapture.allowed'),
  words(
    `${personal}bluetoothSharing`,
    'personal.bluetoothSharing.allowed',
    { BLUETOOTH_SHARING_ALLOWED: true, BLUETOOTH_SHARING_DISALLOWED: false },
    true,
  ),
  words(
    `${personal}personalPlayStoreMode`,
    'personal.installPolicy',
    { BLOCKLIST: 'open', BLACKLIST: 'open', ALLOWLIST: 'allowList' },
    'open',
  ),
  [
    `${personal}maxDaysWithWorkOff`,
    [
      [3, { 'workProfile.maximumDaysOff': 3 }],
      [2, { 'workProfile.maximumDaysOff': 'ambiguous' }],
      [0, { 'workProfile.maximumDaysOff': open }],
    ],
    { 'workProfile.maximumDaysOff': open },
  ],
  words(
    `${personal}privateSpacePolicy`,
    'personal.privateSpace.allowed',
    { PRIVATE_SPACE_ALLOWED: true, PRIVATE_SPACE_DISALLOWED: false },
    true,
  ),
  reporting('applicationReportsEnabled', 'reporting.applications.enabled'),
  reporting('commonCriteriaModeEnabled', 'reporting.commonCriteriaMode.enabled'),
  reporting('deviceSettingsEnabled', 'reporting.deviceSettings.enabled'),
  reporting('softwareInfoEnabled', 'reporting.software.enabled'),
  reporting('systemPropertiesEnabled', 'reporting.systemProperties.enabled'),
  packages('permittedInputMethods', 'apps.inputMethods'),
  packages('permittedAccessibilityServices', 'apps.accessibilityServices'),
  [
    'usageLog.enabledLogTypes',
    [
      [['SECURITY_LOGS'], { 'logging.security.enabled': true, 'logging.network.enabled': false }],
      [['NETWORK_ACTIVITY_LOGS'], { 'logging.security.enabled': false, 'logging.network.enabled': true }],
      [['LATER'], { 'logging.security.enabled': 'ambiguous' }],
    ],
    { 'logging.security.enabled': false, 'logging.network.enabled': false },
  ],
  [
    'alwaysOnVpnPackage',
    [
      [{ packageName: 'com.example.vpn', lockdownEnabled: true }, { 'network.vpnAlwaysOn': true }],
      [{ packageName: 'com.example.vpn' }, { 'network.vpnAlwaysOn': open }],
    ],
    { 'network.vpnAlwaysOn': open },
  ],
  [
    'minimumApiLevel',
    [
      [33, { 'os.minimumApiLevel': 33 }],
      [0, { 'os.minimumApiLevel': open }],
      ['33', { 'os.minimumApiLevel': 'ambiguous' }],
    ],
    { 'os.minimumApiLevel': open },
  ],
  [
    'policyEnforcementRules',
    [
      [
        [{ settingName: 'passwordPolicies', blockAction: {}, wipeAction: {} }],
        { 'enforcement.fields': ['passwordPolicies'] },
      ],
      [[{ settingName: 'passwordPolicies', blockAction: {} }], { 'enforcement.fields': 'ambiguous' }],
      [[{ blockAction: {}, wipeAction: {} }], { 'enforcement.fields': 'ambiguous' }],
      [[7], { 'enforcement.fields': 'ambiguous' }],
    ],
    { 'enforcement.fields': [] },
  ],
  [
    'frpAdminEmails',
    [
      [['a@example.com'], { 'device.factoryResetProtection': true }],
      [[], { 'device.factoryResetProtection': false }],
    ],
    { 'device.factoryResetProtection': false },
  ],
  [
    'deviceOwnerLockScreenInfo',
    [
      [{ defaultMessage: 'Found? Call us.' }, { 'lock.banner': true }],
      [{ defaultMessage: ' ' }, { 'lock.banner': false }],
      [{}, { 'lock.banner': false }],
    ],
    { 'lock.banner': false },
  ],
  words(
    'assistContentPolicy',
    'assistant.screenContent.allowed',
    { ASSIST_CONTENT_DISALLOWED: false, ASSIST_CONTENT_ALLOWED: true },
    true,
  ),
  words('printingPolicy', 'printing.allowed', { PRINTING_DISALLOWED: false, PRINTING_ALLOWED: true }, true),
  [
    'addUserDisabled',
    [
      [true, { 'users.creation.allowed': false }],
      [false, { 'users.creation.allowed': open }],
    ],
    { 'users.creation.allowed': open },
  ],
  [
    'removeUserDisabled',
    [
      [true, { 'users.removal.allowed': false }],
      [false, { 'users.removal.allowed': open }],
    ],
    { 'users.removal.allowed': open },
  ],
  [
    'keyguardDisabled',
    [
      [true, { 'lock.screen.enabled': false }],
      [false, { 'lock.screen.enabled': open }],
    ],
    { 'lock.screen.enabled': open },
  ],
  taking('screenCaptureDisabled', 'screenCapture.allowed'),
  taking('factoryResetDisabled', 'device.erase.allowed'),
  taking('modifyAccountsDisabled', 'account.modification.allowed'),
  taking('installAppsDisabled', 'apps.installation.allowed'),
  taking('uninstallAppsDisabled', 'apps.removal.allowed'),
  taking('mountPhysicalMediaDisabled', 'storage.externalMedia.allowed'),
  taking('vpnConfigDisabled', 'network.vpnCreation.allowed'),
  taking('credentialsConfigDisabled', 'certificates.modification.allowed'),
  taking('mobileNetworksConfigDisabled', 'network.mobileConfiguration.allowed'),
  taking('bluetoothDisabled', 'bluetooth.allowed'),
  taking('bluetoothConfigDisabled', 'bluetooth.modification.allowed'),
  taking('bluetoothContactSharingDisabled', 'contacts.bluetoothSharing.allowed'),
  taking('shareLocationDisabled', 'location.sharing.allowed'),
  taking('outgoingBeamDisabled', 'nfc.beam.allowed'),
  taking('smsDisabled', 'phone.sms.allowed'),
  taking('outgoingCallsDisabled', 'phone.outgoingCalls.allowed'),
  taking('cellBroadcastsConfigDisabled', 'phone.cellBroadcastConfiguration.allowed'),
  taking('dataRoamingDisabled', 'network.dataRoaming.allowed'),
  taking('networkResetDisabled', 'network.reset.allowed'),
  taking('createWindowsDisabled', 'apps.overlays.allowed'),
];

const nested = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

/** What the observations say of the settings that are asked for; undefined: nothing. */
function answers(observations: readonly Observation[], asked: Said): Said {
  return Object.fromEntries(
    Object.keys(asked).map((setting) => {
      const own = observations.filter((one) => one.setting === setting && one.scope === undefined);
      const values = new Set(own.map((one) => (isKnown(one) ? one.value : one.unknown)));
      return [setting, values.size > 1 ? [...values] : [...values][0]];
    }),
  );
}

describe.each(fields)('%s', (path, said, absent) => {
  it.each(said)('%j', async (value, expected) => {
    const observations = await observe({ name, ...nested(path, value) });
    expect(answers(observations, expected)).toEqual(expected);
    const own = observations.filter(({ setting }) => Object.hasOwn(expected, setting));
    expect(own.map(({ origin }) => origin)).not.toContain('default');
  });

  it('absent, in a whole policy and in a fragment', async () => {
    const beside = path.startsWith(personal) ? { personalUsagePolicies: {} } : {};
    const whole = await observe({ name, ...beside });
    expect(answers(whole, absent)).toEqual(absent);
    for (const one of whole)
      if (Object.hasOwn(absent, one.setting)) expect(one.origin, one.setting).toBe('default');
    const nothing = Object.fromEntries(Object.keys(absent).map((setting) => [setting, undefined]));
    expect(answers(await observe({ funDisabled: true, skipFirstUseHintsEnabled: true }), absent)).toEqual(
      nothing,
    );
  });

  it('of a wrong type is ambiguous', async () => {
    const settings = Object.keys(said[0]?.[1] ?? {});
    const found = answers(await observe({ name, ...nested(path, 7.5) }), said[0]?.[1] ?? {});
    expect(settings.map((setting) => found[setting])).toEqual(settings.map(() => 'ambiguous'));
  });
});

describe('the tables', () => {
  const tested = new Set(fields.map(([path]) => path));
  const inMessages = Object.entries(messages).flatMap(([key, { tableOf }]) =>
    Object.keys(tableOf(undefined)).map((field) => `${key}.${field}`),
  );

  it('have no field that is not tested here', () => {
    const all = [...Object.keys(policyTable), ...inMessages, ...Object.keys(policyDefaults)];
    expect(all.filter((path) => !tested.has(path))).toEqual([]);
  });

  it('have a default for every field but the one whose default depends on the mode of management', () => {
    const defaults = Object.entries(messages).flatMap(([key, message]) =>
      Object.keys(message.defaults).map((field) => `${key}.${field}`),
    );
    const known = new Set([...Object.keys(policyDefaults), ...defaults]);
    const without = [...Object.keys(policyTable), ...inMessages].filter((path) => !known.has(path));
    expect(without).toEqual([`${dcm}bluetoothSharing`]);
  });

  it('read the settings of both sides of a phone by the same names', () => {
    expect(findSetting('workProfile.passcode.minimumLength')?.merge).toBe(
      findSetting('passcode.minimumLength')?.merge,
    );
  });
});

/** Older field and value, what it says alone in a whole policy, and a successor that silences it. */
const twins: readonly (readonly [
  key: string,
  value: boolean,
  setting: string,
  alone: unknown,
  successor: object,
  beside: unknown,
])[] = [
  ['cameraDisabled', true, 'camera.allowed', false, { cameraAccess: 'CAMERA_ACCESS_ENFORCED' }, true],
  ['cameraDisabled', false, 'camera.allowed', true, { cameraAccess: 'CAMERA_ACCESS_DISABLED' }, false],
  [
    'unmuteMicrophoneDisabled',
    true,
    'microphone.allowed',
    false,
    { microphoneAccess: 'MICROPHONE_ACCESS_ENFORCED' },
    true,
  ],
  [
    'wifiConfigDisabled',
    true,
    'network.wifiCreation.allowed',
    false,
    nested(`${dcm}configureWifi`, 'ALLOW_CONFIGURING_WIFI'),
    true,
  ],
  [
    'tetheringConfigDisabled',
    true,
    'network.tethering.allowed',
    false,
    nested(`${dcm}tetheringSettings`, 'ALLOW_ALL_TETHERING'),
    true,
  ],
  [
    'autoTimeRequired',
    true,
    'device.clock.automatic',
    ['ambiguous', false],
    { autoDateAndTimeZone: 'AUTO_DATE_AND_TIME_ZONE_ENFORCED' },
    true,
  ],
  [
    'autoTimeRequired',
    false,
    'device.clock.automatic',
    false,
    { autoDateAndTimeZone: 'AUTO_DATE_AND_TIME_ZONE_ENFORCED' },
    true,
  ],
  [
    'debuggingFeaturesAllowed',
    true,
    'developer.usbDebugging',
    ['ambiguous', false],
    nested(`${aso}developerSettings`, 'DEVELOPER_SETTINGS_DISABLED'),
    false,
  ],
  [
    'safeBootDisabled',
    false,
    'device.safeBoot.allowed',
    ['ambiguous', false],
    nested(`${aso}developerSettings`, 'DEVELOPER_SETTINGS_ALLOWED'),
    true,
  ],
  [
    'ensureVerifyAppsEnabled',
    false,
    'apps.verification.enforced',
    ['ambiguous', true],
    nested(`${aso}googlePlayProtectVerifyApps`, 'VERIFY_APPS_ENFORCED'),
    true,
  ],
  [
    'usbFileTransferDisabled',
    false,
    'usb.fileTransfer.allowed',
    ['ambiguous', false],
    nested(`${dcm}usbDataAccess`, 'ALLOW_USB_DATA_TRANSFER'),
    true,
  ],
];

describe('the older twin', () => {
  it.each(twins)('%s %s of %s', async (key, value, setting, alone, successor, beside) => {
    expect(answers(await observe({ name, [key]: value }), { [setting]: 0 })).toEqual({ [setting]: alone });
    const observations = await observe({ name, [key]: value, ...successor });
    expect(answers(observations, { [setting]: 0 })).toEqual({ [setting]: beside });
  });

  it('is tested for every one that is read', () => {
    expect([...new Set(twins.map(([key]) => key))].sort()).toEqual(legacyFields.map(({ key }) => key).sort());
  });

  it.each(['installUnknownSourcesAllowed', 'blockApplicationsEnabled', 'usbMassStorageEnabled'])(
    '%s has no effect, and is not read',
    async (key) => {
      expect(await observe({ name, [key]: true })).toEqual(await observe({ name }));
    },
  );
});
