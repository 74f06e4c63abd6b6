/** Every key that the iOS 26 baselines check: one profile passes its rule, one fails it, and without the key it is unknown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountTables } from '../src/artifacts/apple-keys-accounts.ts';
import { payloadTables } from '../src/artifacts/apple-keys.ts';
import { readAppleProfile } from '../src/artifacts/apple-profile.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Observation } from '../src/model/observation.ts';
import { loadProfile, requireProfile } from '../src/profiles/load.ts';
import { findSetting } from '../src/settings/catalogue.ts';
import { type KeyCase, keyCases } from '../tools/fixtures/apple-key-table.ts';
import { auditProfile, configurationProfile, ruleId } from '../tools/fixtures/apple-keys.ts';

const root = join(import.meta.dirname, 'fixtures');
const asOf = '2026-11-20T23:59:59Z';
const stored = (path: string): string => readFileSync(join(root, path), 'utf8');
const fixtureOf = (pick: 'wanted' | 'otherwise'): string =>
  stored(`sources/apple-mobileconfig/ok.keys-${pick}/input.mobileconfig`);
const profile = requireProfile('apple-keys', loadProfile(Buffer.from(stored('profiles/apple-keys.yaml'))));

function observationsOf(text: string): readonly Observation[] {
  return readAppleProfile(Buffer.from(text), { input: 'input', asOf }).observations;
}

function findingsOf(text: string): ReadonlyMap<string, Finding> {
  const { subject, observations } = readAppleProfile(Buffer.from(text), { input: 'input', asOf });
  if (subject === undefined) throw new Error('not for phones');
  return new Map(evaluate(profile, subject, observations, { asOf }).map((one) => [one.rule, one]));
}

/** The lines of the key; both account payloads have those of mail. */
function linesOf(text: string, key: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(`<key>${key}</key>`) ? [index + 1] : []));
}

/** Apple has it for the Apple TV only, so no value of it shows anything of a phone. */
const elsewhere = 'forceAirPlayIncomingRequestsPairingPassword';
const cases = keyCases.map((one): [string, KeyCase] => [`${one.payload} ${one.key}`, one]);
const wanted = fixtureOf('wanted');
const otherwise = fixtureOf('otherwise');
const passing = findingsOf(wanted);
const failing = findingsOf(otherwise);
const without = (text: string, { key }: KeyCase): string =>
  text.replaceAll(new RegExp(`\\s*<key>${key}</key>\\s*(?:<(?:true|false)/>|<(\\w+)>[^<]*</\\1>)`, 'g'), '');

describe('the fixtures', () => {
  it('are what the generator writes', () => {
    expect(wanted).toBe(configurationProfile('wanted'));
    expect(otherwise).toBe(configurationProfile('otherwise'));
    const written = requireProfile('apple-keys', loadProfile(Buffer.from(auditProfile)));
    expect(profile.rules).toEqual(written.rules);
    expect(profile.rules.map(({ id }) => id).sort()).toEqual(keyCases.map(ruleId).sort());
  });
  it('hold 95 keys, each of them mapped', () => {
    expect(keyCases).toHaveLength(95);
    const types = {
      restrictions: 'com.apple.applicationaccess',
      passcode: 'com.apple.mobiledevice.passwordpolicy',
      mail: 'com.apple.mail.managed',
      exchange: 'com.apple.eas.account',
    };
    for (const { payload, key } of keyCases)
      expect.soft(payloadTables[types[payload]], key).toHaveProperty(key);
  });
});

describe.each(cases)('%s', (_name, one) => {
  const witness = (finding: Finding | undefined) => finding?.evidence.map(({ line }) => line);

  it('passes and fails with its line as witness, or says why not', () => {
    const [good, bad] = [passing.get(ruleId(one)), failing.get(ruleId(one))];
    if (one.key === elsewhere) {
      expect([good?.outcome, bad?.outcome]).toEqual(['unknown', 'unknown']);
      expect(good?.notes).toContain('not-on-ios');
      return;
    }
    expect([good?.outcome, bad?.outcome]).toEqual(['pass', 'fail']);
    expect(linesOf(wanted, one.key)).toEqual(expect.arrayContaining(witness(good) ?? []));
    expect(linesOf(otherwise, one.key)).toEqual(expect.arrayContaining(witness(bad) ?? []));
    expect(witness(good)).not.toEqual([]);
  });

  it('is unknown without the key, or has the documented default of an account', () => {
    const bare = without(wanted, one);
    expect(bare).not.toContain(`<key>${one.key}</key>`);
    const finding = findingsOf(bare).get(ruleId(one));
    if (one.payload === 'restrictions' || one.payload === 'passcode') {
      expect(finding).toMatchObject({ outcome: 'unknown', reason: 'not-collected' });
      return;
    }
    expect(finding?.outcome).not.toBe('unknown');
    expect(finding?.evidence.every(({ origin }) => origin === 'default')).toBe(true);
  });
});

describe('accounts', () => {
  it('are judged one by one: a good one does not hide a bad one', () => {
    const [first = '', ...rest] = wanted.split('<key>SSL</key>');
    const account = wanted.slice(wanted.lastIndexOf('\t\t<dict>'), wanted.indexOf('\t</array>'));
    const two = `${first}<key>SSL</key>${rest.join('')}`.replace(
      '\t</array>',
      `${account.replace('<key>SSL</key>\n\t\t\t<true/>', '')}\t</array>`,
    );
    expect(passing.get('exchange-ssl')?.outcome).toBe('pass');
    expect(findingsOf(two).get('exchange-ssl')?.outcome).toBe('fail');
  });
  it('leave a rule unknown where there is none', () => {
    const none = wanted.slice(
      0,
      wanted.indexOf('\t\t<dict>\n\t\t\t<key>PayloadType</key>\n\t\t\t<string>com.apple.mail'),
    );
    const findings = findingsOf(none + wanted.slice(wanted.indexOf('\t</array>')));
    for (const one of keyCases.filter(({ payload }) => payload === 'mail' || payload === 'exchange'))
      expect(findings.get(ruleId(one))).toMatchObject({ outcome: 'unknown', reason: 'not-collected' });
  });
});

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

describe('units', () => {
  it.each([
    ['com.apple.mobiledevice.passwordpolicy', 'maxGracePeriod', 'minutes'],
    ['com.apple.mobiledevice.passwordpolicy', 'maxInactivity', 'minutes'],
    ['com.apple.mobiledevice.passwordpolicy', 'maxPINAgeInDays', 'days'],
    ['com.apple.mobiledevice.passwordpolicy', 'minComplexChars', 'characters'],
    ['com.apple.mobiledevice.passwordpolicy', 'minLength', 'characters'],
    ['com.apple.applicationaccess', 'enforcedSoftwareUpdateDelay', 'days'],
  ])('%s %s is in %s, and so is its setting', (type, key, unit) => {
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
        .map(({ row }) => row.setting)
        .sort(),
    );
  }
});
