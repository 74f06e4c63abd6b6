/** One policy of Intune in the encodings that tools give it. Each twin says the same as the policy that it is made from. */
import {
  type Json,
  choice,
  choices,
  group,
  policy as catalogue,
  simple,
  texts,
} from '../../tools/fixtures/intune-catalogue.ts';
import { utf16, utf8 } from './bytes.ts';
import { yamlBlock } from './yaml.ts';

export interface Twin {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value with the keys of every object in it changed. */
function rekeyed(value: unknown, change: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((item) => rekeyed(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, rekeyed(item, change)]);
  return Object.fromEntries(change(entries));
}

const without = (policy: Json, ...keys: string[]): Json =>
  Object.fromEntries(Object.entries(policy).filter(([key]) => !keys.includes(key)));
const compact = (value: unknown): string => JSON.stringify(value);

/** Objects of PowerShell, written by `Out-File`. */
function powershell(policy: Json): Uint8Array {
  const capital = (key: string) => (/^[a-z]/.test(key) ? key.charAt(0).toUpperCase() + key.slice(1) : key);
  const objects = rekeyed(policy, (entries) => entries.map(([key, value]) => [capital(key), value]));
  return utf16(JSON.stringify(objects, null, 4).replaceAll('\n', '\r\n'), 'le');
}

/** `odata.metadata=full`, with the type at the end. */
function fullMetadata(policy: Json): Uint8Array {
  const noisy = rekeyed(policy, (entries) => [
    ['@odata.id', "deviceManagement/deviceConfigurations('00000000')"],
    ['@odata.editLink', "deviceManagement/deviceConfigurations('00000000')/microsoft.graph.x"],
    ...entries
      .filter(([key]) => key !== '@odata.type')
      .flatMap(([key, value]): [string, unknown][] => [
        [`${key}@odata.type`, '#Collection(String)'],
        [key, value],
      ]),
    ['assignments@odata.navigationLink', 'https://graph.microsoft.com/x/assignments'],
    ['#microsoft.graph.assign', { title: 'microsoft.graph.assign', target: 'https://graph.microsoft.com/x' }],
    ...entries.filter(([key]) => key === '@odata.type'),
  ]);
  return utf8(compact(noisy));
}

/** What IntuneCD leaves of a policy. */
export const leftByIntuneCd = (policy: Json): Json => {
  const rest = without(
    policy,
    'id',
    'version',
    'createdDateTime',
    'lastModifiedDateTime',
    'isAssigned',
    '@odata.context',
  );
  const assignments = rest['assignments'];
  return Array.isArray(assignments) && assignments.length === 0 ? without(rest, 'assignments') : rest;
};

const intuneCd = (policy: Json): Uint8Array =>
  utf8(yamlBlock(rekeyed(leftByIntuneCd(policy), (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)))));

const cipp = (policy: Json): Uint8Array => {
  const template = { Displayname: 'x', Description: '', Type: 'Device', RAWJson: `\uFEFF${compact(policy)}` };
  const row = { PartitionKey: 'IntuneTemplate', RowKey: 'x', GUID: 'x', JSON: compact(template) };
  return utf8(compact(row));
};

/** Twins that keep everything the policy says. */
export const twinsOf = (policy: Json): Twin[] => [
  { name: 'PowerShell', bytes: powershell(policy) },
  { name: 'full metadata', bytes: fullMetadata(policy) },
  { name: 'CIPP', bytes: cipp(policy) },
  { name: 'YAML', bytes: utf8(yamlBlock(policy)) },
  { name: 'a page', bytes: utf8(compact({ '@odata.context': 'x', value: [policy] })) },
];
export const intuneCdTwin = (policy: Json): Twin => ({ name: 'IntuneCD', bytes: intuneCd(policy) });
/** Fetched by the address of its type: without the type. */
export const nativeTwin = (policy: Json): Twin => ({
  name: 'native',
  bytes: utf8(compact(without(policy, '@odata.type'))),
});

/** Property of iosGeneralDeviceConfiguration, and the key of a profile that it writes: `-` with `false`, `+` with `true`. */
const restrictions = `
  accountBlockModification -allowAccountModification airDropForceUnmanagedDropTarget +forceAirDropUnmanaged
  airPrintForceTrustedTLS +forceAirPrintTrustedTLSRequirement applePersonalizedAdsBlocked -allowApplePersonalizedAdvertising
  appleWatchBlockPairing -allowPairedWatch autoFillForceAuthentication +forceAuthenticationBeforeAutoFill
  cameraBlocked -allowCamera certificatesBlockUntrustedTlsCertificates -allowUntrustedTLSPrompt
  configurationProfileBlockChanges -allowUIConfigurationProfileInstallation
  contactsAllowManagedToUnmanagedWrite +allowManagedToWriteUnmanagedContacts
  contactsAllowUnmanagedToManagedRead +allowUnmanagedToReadManagedContacts
  deviceBlockEraseContentAndSettings -allowEraseContentAndSettings diagnosticDataBlockSubmission -allowDiagnosticSubmission
  documentsBlockManagedDocumentsInUnmanagedApps -allowOpenFromManagedToUnmanaged
  documentsBlockUnmanagedDocumentsInManagedApps -allowOpenFromUnmanagedToManaged
  enterpriseAppBlockTrust -allowEnterpriseAppTrust enterpriseBookBlockBackup -allowEnterpriseBookBackup
  filesNetworkDriveAccessBlocked -allowFilesNetworkDriveAccess filesUsbDriveAccessBlocked -allowFilesUSBDriveAccess
  findMyDeviceInFindMyAppBlocked -allowFindMyDevice findMyFriendsInFindMyAppBlocked -allowFindMyFriends
  hostPairingBlocked -allowHostPairing iCloudBlockBackup -allowCloudBackup iCloudBlockDocumentSync -allowCloudDocumentSync
  iCloudBlockManagedAppsSync -allowManagedAppsCloudSync iCloudBlockPhotoLibrary -allowCloudPhotoLibrary
  iCloudBlockPhotoStreamSync -allowPhotoStream iCloudBlockSharedPhotoStream -allowSharedStream
  iCloudRequireEncryptedBackup +forceEncryptedBackup keychainBlockCloudSync -allowCloudKeychainSync
  lockScreenBlockControlCenter -allowLockScreenControlCenter
  lockScreenBlockNotificationView -allowLockScreenNotificationsView lockScreenBlockPassbook -allowPassbookWhileLocked
  lockScreenBlockTodayView -allowLockScreenTodayView managedPasteboardRequired +requireManagedPasteboard
  notificationsBlockSettingsModification -allowNotificationsModification
  passcodeBlockFingerprintUnlock -allowFingerprintForUnlock passcodeBlockModification -allowPasscodeModification
  passwordBlockAirDropSharing -allowPasswordSharing passwordBlockProximityRequests -allowPasswordProximityRequests
  privacyForceLimitAdTracking +forceLimitAdTracking proximityBlockSetupToNewDevice -allowProximitySetupToNewDevice
  safariBlockPopups -safariAllowPopups safariRequireFraudWarning +safariForceFraudWarning
  screenCaptureBlocked -allowScreenShot siriBlockedWhenLocked -allowAssistantWhileLocked
  unpairedExternalBootToRecoveryAllowed +allowUnpairedExternalBootToRecovery
  usbRestrictedModeBlocked -allowUSBRestrictedMode voiceDialingBlocked -allowVoiceDialing vpnBlockCreation -allowVPNCreation
  airDropBlocked -allowAirDrop airPlayForcePairingPasswordForOutgoingRequests
  +forceAirPlayOutgoingRequestsPairingPassword airPrintBlockCredentialsStorage -allowAirPrintCredentialsStorage
  airPrintBlocked -allowAirPrint airPrintBlockiBeaconDiscovery -allowAirPrintiBeaconDiscovery appStoreBlocked
  -allowAppInstallation appleWatchForceWristDetection +forceWatchWristDetection autoUnlockBlocked -allowAutoUnlock
  dateAndTimeForceSetAutomatically +forceAutomaticDateAndTime enterpriseBookBlockMetadataSync
  -allowEnterpriseBookMetadataSync findMyFriendsBlocked -allowFindMyFriendsModification iCloudBlockActivityContinuation
  -allowActivityContinuation onDeviceOnlyDictationForced +forceOnDeviceOnlyDictation onDeviceOnlyTranslationForced
  +forceOnDeviceOnlyTranslation passwordBlockAutoFill -allowPasswordAutoFill safariBlockAutofill -safariAllowAutoFill
  siriBlocked -allowAssistant
`;
const passcode: Readonly<Record<string, string>> = {
  passcodeExpirationDays: 'maxPINAgeInDays',
  passcodeMinimumLength: 'minLength',
  passcodeMinutesOfInactivityBeforeLock: 'maxGracePeriod',
  passcodeMinutesOfInactivityBeforeScreenTimeout: 'maxInactivity',
  passcodePreviousPasscodeBlockCount: 'pinHistory',
  passcodeSignInFailureCountBeforeWipe: 'maxFailedAttempts',
};

const reachOf = (policy: Json): Json =>
  Object.fromEntries(
    ['assignments', 'isAssigned'].filter((key) => key in policy).map((key) => [key, policy[key]]),
  );

interface AppleTwin {
  readonly bytes: Uint8Array;
  /** The properties that the catalogue can express. */
  readonly properties: readonly string[];
}

/** The list of apps that are hidden, or alone shown. */
function shownApps(policy: Json): Json[] {
  const list = policy['appsVisibilityList'];
  const ids = Array.isArray(list)
    ? list.flatMap((app: unknown) => (isObject(app) ? [String(app['appId'])] : []))
    : [];
  const key = {
    appsInListCompliant: 'allowlistedappbundleids',
    appsNotInListCompliant: 'blockedappbundleids',
  };
  const kind = String(policy['appsVisibilityListType']);
  return kind in key && ids.length > 0
    ? [texts(`com.apple.applicationaccess_${key[kind as keyof typeof key]}`, ids)]
    : [];
}

/** The settings catalogue with the keys of a profile that iosGeneralDeviceConfiguration writes, too. */
export function appleCatalogueTwin(policy: Json): AppleTwin {
  const types = ['com.apple.applicationaccess', 'com.apple.mobiledevice.passwordpolicy'] as const;
  const words = restrictions.trim().split(/\s+/);
  const pairs = words.flatMap((word, index) =>
    index % 2 === 0 ? [[word, words[index + 1] ?? ''] as const] : [],
  );
  const id = (type: string, key: string) => `${type}_${key.toLowerCase()}`;
  const restricted = pairs
    .filter(([property]) => policy[property] === true)
    .map(([, key]) => choice(id(types[0], key.slice(1)), key.startsWith('+') ? 'true' : 'false'));
  const numbers = Object.entries(passcode).flatMap(([property, key]) => {
    const value = policy[property];
    return typeof value === 'number' ? [simple(id(types[1], key), value)] : [];
  });
  const rules = [
    ...numbers,
    ...(policy['passcodeRequired'] === true ? [choice(id(types[1], 'forcePIN'), 'true')] : []),
    ...(policy['passcodeBlockSimple'] === true ? [choice(id(types[1], 'allowSimple'), 'false')] : []),
    ...(policy['passcodeRequiredType'] === 'alphanumeric'
      ? [choice(id(types[1], 'requireAlphanumeric'), 'true')]
      : []),
  ];
  const groups: [string, Json[]][] = [
    [types[0], [...restricted, ...shownApps(policy)]],
    [types[1], rules],
  ];
  const instances = groups
    .filter(([, children]) => children.length > 0)
    .map(([type, children]) => group(`${type}_${type}`, children));
  return {
    bytes: utf8(compact(catalogue('x', 'iOS', instances, reachOf(policy)))),
    properties: [
      ...pairs.map(([property]) => property),
      'appsVisibilityList',
      ...Object.keys(passcode),
      'passcodeRequired',
      'passcodeBlockSimple',
      'passcodeRequiredType',
    ],
  };
}

const unset = ['notConfigured', 'deviceDefault'];

/** The settings catalogue of Android: the same properties in lower case. */
export function androidCatalogueTwin(policy: Json): Uint8Array {
  const id = (property: string) => `com.android.devicerestrictionpolicy.${property.toLowerCase()}`;
  const instanceOf = (property: string, value: unknown): Json[] => {
    if (typeof value === 'boolean') return [choice(id(property), String(value))];
    if (typeof value === 'number') return [simple(id(property), value)];
    if (typeof value === 'string')
      return unset.includes(value) || value === '' ? [] : [choice(id(property), value.toLowerCase())];
    const isWords =
      Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
    return isWords
      ? [
          choices(
            id(property),
            value.map((item) => item.toLowerCase()),
          ),
        ]
      : [];
  };
  const instances = Object.entries(policy)
    .filter(([key]) => !/^(@|id$|displayName|description|version|vpn|isAssigned)/.test(key))
    .flatMap(([key, value]) => instanceOf(key, value));
  return utf8(compact(catalogue('x', 'androidEnterprise', instances, reachOf(policy))));
}
