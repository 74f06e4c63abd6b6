/** What keys of profiles need, were called before, and count in. */
import { describe, expect, it } from 'vitest';
import { accountTables } from '../../../src/artifacts/apple/keys-accounts.ts';
import { payloadTables } from '../../../src/artifacts/apple/keys.ts';
import { readAppleProfile } from '../../../src/artifacts/apple/profile.ts';
import type { Row } from '../../../src/artifacts/rows.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { findSetting } from '../../../src/settings/catalogue.ts';

const asOf = '2026-11-20T23:59:59Z';

function observationsOf(text: string): readonly Observation[] {
  return readAppleProfile(Buffer.from(text), { input: 'input', asOf }).observations;
}

/** A Restrictions payload with these keys. */
const profileOf = (keys: string, type = 'com.apple.applicationaccess') =>
  `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>${type}</string>${keys}</dict></array></dict></plist>`;
const saidOf = (keys: string, setting: string, type?: string) =>
  observationsOf(profileOf(keys, type)).filter((one) => one.setting === setting);

describe('keys that depend on others', () => {
  const open = { setting: 'sharing.managedToUnmanaged.allowed', value: false };
  it.each([
    ['allowManagedToWriteUnmanagedContacts', 'contacts.managedToUnmanaged.allowed', false, [open]],
    ['allowUnmanagedToReadManagedContacts', 'contacts.unmanagedReadsManaged.allowed', false, [open]],
    [
      'requireManagedPasteboard',
      'sharing.pasteboardManaged',
      true,
      [open, { setting: 'sharing.unmanagedToManaged.allowed', value: false }],
    ],
  ])('%s says what it needs when it restricts', (key, setting, value, oneOf) => {
    expect(saidOf(`<key>${key}</key><${value}/>`, setting)).toMatchObject([{ value, needs: { oneOf } }]);
    const other = saidOf(`<key>${key}</key><${!value}/>`, setting)[0];
    expect(other && 'needs' in other ? other.needs : {}).not.toHaveProperty('oneOf');
  });
  it('the days of a delay need the delay, and a delay without days has 30', () => {
    const days = '<key>enforcedSoftwareUpdateDelay</key><integer>14</integer>';
    expect(saidOf(days, 'updates.delayDays')).toMatchObject([
      { value: 14, needs: { oneOf: [{ setting: 'updates.delayed', value: true }] } },
    ]);
    const delay = '<key>forceDelayedSoftwareUpdates</key><true/>';
    expect(saidOf(delay, 'updates.delayDays')).toMatchObject([{ value: 30, origin: 'default' }]);
    expect(saidOf(delay + days, 'updates.delayDays')).toHaveLength(1);
    expect(saidOf(delay.replace('true', 'false'), 'updates.delayDays')).toEqual([]);
  });
  it.each([
    ['allowAssistantWhileLocked', 'lock.assistant.allowed', false, 'ignored-without-passcode'],
    ['allowUSBRestrictedMode', 'usb.lockedWhileLocked', true, 'ignored-in-lockdown-mode'],
    ['allowLockScreenNotificationsView', 'lock.notifications.allowed', false, 'new-notifications-still-show'],
    ['allowEnterpriseAppTrust', 'apps.unknownSources.allowed', false, 'earlier-trust-remains'],
  ])('%s is remarked upon where it says less than it seems to', (key, setting, value, note) => {
    expect(saidOf(`<key>${key}</key><${value}/>`, setting)).toMatchObject([{ value, notes: [note] }]);
    expect(saidOf(`<key>${key}</key><${!value}/>`, setting)[0]).not.toHaveProperty('notes');
  });
});

describe('a key and its earlier name', () => {
  it.each([
    ['forceWiFiToAllowedNetworksOnly', 'forceWiFiWhitelisting', 'network.managedWifiOnly'],
    [
      'forceClassroomUnpromptedScreenObservation',
      'forceUnpromptedManagedClassroomScreenObservation',
      'classroom.unpromptedObservation',
    ],
  ])('%s and %s are one setting', (key, earlier, setting) => {
    expect(saidOf(`<key>${earlier}</key><true/>`, setting)).toMatchObject([{ value: true }]);
    const both = (value: string) =>
      saidOf(`<key>${key}</key><true/><key>${earlier}</key><${value}/>`, setting);
    expect(both('true').map((one) => 'unknown' in one)).toEqual([false, false]);
    expect(both('false')).toContainEqual(expect.objectContaining({ unknown: 'ambiguous' }));
  });
  it('of an account does not let the default speak beside it', () => {
    const exchange = 'com.apple.eas.account';
    const setting = 'mail.smime.encrypted';
    expect(saidOf('<key>SMIMEEncryptionEnabled</key><true/>', setting, exchange)).toMatchObject([
      { value: true, origin: 'explicit' },
    ]);
    const both = '<key>SMIMEEncryptionEnabled</key><true/><key>SMIMEEncryptByDefault</key><false/>';
    expect(saidOf(both, setting, exchange)).toContainEqual(expect.objectContaining({ unknown: 'ambiguous' }));
  });
  it('that phones ignore is no evidence', () => {
    const said = saidOf('<key>SMIMEEnabled</key><true/>', 'mail.smime.signed', 'com.apple.mail.managed');
    expect(said).toMatchObject([{ unknown: 'not-reported' }, { value: false, origin: 'default' }]);
  });
  it('of a list compares as a set', () => {
    const list = (key: string, ...ids: string[]) =>
      `<key>${key}</key><array>${ids.map((id) => `<string>${id}</string>`).join('')}</array>`;
    const denied = (...ids: string[]) =>
      saidOf(
        list('blockedAppBundleIDs', 'a', 'b') + list('blacklistedAppBundleIDs', ...ids),
        'apps.denyList',
      );
    expect(denied('b', 'a').every((one) => 'value' in one)).toBe(true);
    expect(denied('b').some((one) => 'unknown' in one)).toBe(true);
  });
});

it.each([0.5, 1.2, 3, -1])('a cookie policy of %d is none that Apple documents', (value) => {
  const said = saidOf(`<key>safariAcceptCookies</key><real>${value}</real>`, 'browser.cookies');
  expect(said).toMatchObject([{ unknown: 'ambiguous' }]);
});

it('TLSAllowTrustExceptions shows nothing', () => {
  const wifi = '<key>EncryptionType</key><string>WPA2</string><key>EAPClientConfiguration</key><dict>';
  const said = observationsOf(
    profileOf(`${wifi}<key>TLSAllowTrustExceptions</key><false/></dict>`, 'com.apple.wifi.managed'),
  );
  expect(said.map(({ setting }) => setting)).toEqual(['network.wifiEncrypted']);
});

/** "Other keys" of the baselines, beside the 95. */
const otherKeys = {
  'com.apple.applicationaccess': [
    'allowAccountModification',
    'allowAutoCorrection',
    'allowAutoDim',
    'allowChat',
    'allowDefaultBrowserModification',
    'allowDefaultCallingAppModification',
    'allowDefaultMessagingAppModification',
    'allowDefinitionLookup',
    'allowDeviceNameModification',
    'allowDiagnosticSubmissionModification',
    'allowDictation',
    'allowEnterpriseBookMetadataSync',
    'allowFindMyDevice',
    'allowMailSmartReplies',
    'allowNotesTranscription',
    'allowOTAPKIUpdates',
    'allowPersonalizedHandwritingResults',
    'allowPhotoStream',
    'allowPredictiveKeyboard',
    'allowRCSMessaging',
    'allowRapidSecurityResponseInstallation',
    'allowRapidSecurityResponseRemoval',
    'allowRemoteScreenObservation',
    'allowSafariSummary',
    'allowSpellCheck',
    'allowUnpairedExternalBootToRecovery',
    'allowVisualIntelligenceSummary',
    'enforcedSoftwareUpdateDelay',
    'forceDelayedSoftwareUpdates',
    'forceClassroomUnpromptedScreenObservation',
    'forceWiFiToAllowedNetworksOnly',
    'safariAllowJavaScript',
    'safariAllowPopups',
    'blockedAppBundleIDs',
    'allowListedAppBundleIDs',
  ],
  'com.apple.mobiledevice.passwordpolicy': ['requireAlphanumeric'],
  'com.apple.mail.managed': [
    'disableMailRecentsSyncing',
    'VPNUUID',
    'SMIMEEnableEncryptionPerMessageSwitch',
    'SMIMEEncryptByDefault',
    'SMIMEEncryptByDefaultUserOverrideable',
    'SMIMEEncryptionCertificateUUIDUserOverrideable',
    'SMIMESigningCertificateUUIDUserOverrideable',
    'SMIMESigningEnabled',
    'SMIMESigningUserOverrideable',
  ],
} as const;

it.each(Object.entries(otherKeys).flatMap(([type, keys]) => keys.map((key) => [type, key] as const)))(
  '%s %s is mapped, too',
  (type, key) => expect(payloadTables[type]).toHaveProperty(key),
);

it.each([
  ['allowUSBRestrictedMode', 'usb.lockedWhileLocked'],
  ['forceClassroomUnpromptedScreenObservation', 'classroom.unpromptedObservation'],
])('two values of %s decide nothing: which one a phone follows is not documented', (key, setting) => {
  expect(findSetting(setting)?.merge).toBe('only');
  const two = profileOf(`<key>${key}</key><true/>`).replace(
    '</array>',
    `<dict><key>PayloadType</key><string>com.apple.applicationaccess</string><key>${key}</key><false/></dict></array>`,
  );
  expect(observationsOf(two)).toMatchObject([
    { setting, value: true },
    { setting, value: false },
  ]);
});

const counted = [
  ['com.apple.mobiledevice.passwordpolicy', 'maxGracePeriod', 'minutes'],
  ['com.apple.mobiledevice.passwordpolicy', 'maxInactivity', 'minutes'],
  ['com.apple.mobiledevice.passwordpolicy', 'maxPINAgeInDays', 'days'],
  ['com.apple.mobiledevice.passwordpolicy', 'minComplexChars', 'characters'],
  ['com.apple.mobiledevice.passwordpolicy', 'minLength', 'characters'],
  ['com.apple.applicationaccess', 'enforcedSoftwareUpdateDelay', 'days'],
] as const;

describe('units', () => {
  const isCounted = ([, entry]: readonly [string, Row | readonly Row[]]) =>
    ('read' in entry ? [entry] : entry).some((row) => findSetting(row.setting)?.unit !== undefined);
  it('stand below for every key that has one', () => {
    const keys = Object.values(payloadTables).flatMap((table) => Object.entries(table).filter(isCounted));
    expect(keys.map(([key]) => key).sort()).toEqual(counted.map(([, key]) => key).sort());
  });
  it.each(counted)('%s %s is in %s, and so is its setting', (type, key, unit) => {
    const said = observationsOf(profileOf(`<key>${key}</key><integer>3</integer>`, type));
    expect(said).toMatchObject([{ value: 3 }]);
    expect(findSetting(said[0]?.setting ?? '')?.unit).toBe(unit);
  });
});

it('every setting of an account is said by every account', () => {
  for (const [type, table] of Object.entries(accountTables)) {
    const said = observationsOf(profileOf('', type)).map(({ setting }) => setting);
    expect(said.sort()).toEqual(
      Object.values(table)
        .flatMap(({ rows }) => rows.map(({ setting }) => setting))
        .sort(),
    );
  }
});
