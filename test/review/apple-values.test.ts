/** Values that a phone and an auditor could read differently decide nothing, also in keys that need more than a row. */
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { type Row, count, textLike } from '../../src/artifacts/rows.ts';
import type { TreeNode } from '../../src/formats/node.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { plistXml } from '../support/plist.ts';
import { utf8 } from '../support/bytes.ts';

const asOf = '2026-11-20T23:59:59Z';
const types = {
  passcode: 'com.apple.mobiledevice.passwordpolicy',
  restrictions: 'com.apple.applicationaccess',
  wifi: 'com.apple.wifi.managed',
};

function read(...payloads: [type: keyof typeof types, body: string][]) {
  const inner = payloads.map(
    ([type, body]) => `<dict><key>PayloadType</key><string>${types[type]}</string>${body}</dict>`,
  );
  const text = plistXml(
    `<dict><key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>a</string>
<key>PayloadContent</key><array>${inner.join('')}</array></dict>`,
  );
  return readAppleProfile(utf8(text), { input: 'a.mobileconfig', asOf });
}
const said = (observations: readonly Observation[], setting: string, scope?: string) =>
  observations
    .filter((one) => one.setting === setting && one.scope === scope)
    .map((one) => (isKnown(one) ? one.value : one.unknown));
const list = (key: string, ...ids: string[]) =>
  `<key>${key}</key><array>${ids.map((id) => `<string>${id}</string>`).join('')}</array>`;

describe('a real where the vendor documents an integer', () => {
  // A phone that cuts 0.5 to 0 has no limit at all.
  it.each([
    ['maxInactivity', '0.5', 'lock.maximumInactivityMinutes'],
    ['maxInactivity', '4.9', 'lock.maximumInactivityMinutes'],
    ['maxInactivity', '5.0', 'lock.maximumInactivityMinutes'],
    ['minLength', '6.0', 'passcode.minimumLength'],
    ['minLength', '5.9', 'passcode.minimumLength'],
    ['maxFailedAttempts', '10.9', 'passcode.maximumFailedAttempts'],
    ['maxGracePeriod', '0.1', 'lock.maximumGraceMinutes'],
  ])('%s %s is ambiguous', (key, value, setting) => {
    const { observations } = read(['passcode', `<key>${key}</key><real>${value}</real>`]);
    expect(said(observations, setting)).toEqual(['ambiguous']);
  });

  it('is read where the vendor documents a real', () => {
    const { observations } = read(['restrictions', '<key>safariAcceptCookies</key><real>1.5</real>']);
    expect(said(observations, 'browser.cookies')).toEqual([1.5]);
    const whole = read(['restrictions', '<key>safariAcceptCookies</key><integer>1</integer>']);
    expect(said(whole.observations, 'browser.cookies')).toEqual([1]);
  });

  it.each<[TreeNode, unknown]>([
    [{ type: 'integer', value: 5, line: 1 }, { value: 5 }],
    [{ type: 'real', value: 5, line: 1 }, { unknown: 'ambiguous' }],
    [{ type: 'integer', value: 2n ** 60n, line: 1 }, { unknown: 'ambiguous' }],
    [{ type: 'integer', value: -1, line: 1 }, { unknown: 'ambiguous' }],
    [
      { type: 'integer', value: 0, line: 1 },
      { unknown: 'not-reported', note: 'no-limit' },
    ],
    [
      { type: 'integer', value: -0, line: 1 },
      { unknown: 'not-reported', note: 'no-limit' },
    ],
    [{ type: 'string', value: '5', line: 1 }, { unknown: 'ambiguous' }],
  ])('%o', (node, reading) =>
    expect(count('lock.maximumInactivityMinutes', { unlimited: [0] }).read(node)).toEqual(reading),
  );
});

describe('a date that is no day', () => {
  const row: Row = textLike('os.securityPatch', /^\d{4}-\d\d-\d\d$/);
  it.each([
    ['2026-09-05', { value: '2026-09-05' }],
    ['2026-09-31', { unknown: 'ambiguous' }],
    ['2026-02-30', { unknown: 'ambiguous' }],
  ])('%s', (value, reading) => expect(row.read({ type: 'string', value, line: 1 })).toEqual(reading));
});

describe('a Wi-Fi network', () => {
  it.each<[string, string]>([
    [
      'with a key that only looks like EncryptionType',
      '<key>EncryptionType</key><string>WPA2</string><key>encryptionType</key><string>None</string>',
    ],
    [
      'with an invisible character in the key',
      '<key>EncryptionType</key><string>WPA2</string><key>Encryption\u200bType</key><string>None</string>',
    ],
    [
      'with the key twice',
      '<key>EncryptionType</key><string>WPA2</string><key>EncryptionType</key><string>None</string>',
    ],
  ])('%s is ambiguous, and a notice says so', (_name, body) => {
    const { observations, notices } = read(['wifi', body]);
    expect(said(observations, 'network.wifiEncrypted')).toContain('ambiguous');
    expect(notices.map(({ code }) => code)).toContain(
      body.match(/<key>EncryptionType/g)?.length === 2 ? 'duplicate-key' : 'key-case-differs',
    );
  });

  it('with a look-alike key alone is ambiguous, not the documented default', () => {
    const { observations } = read(['wifi', '<key>encryptionType</key><string>WPA2</string>']);
    expect(said(observations, 'network.wifiEncrypted')).toContain('ambiguous');
  });

  it('without the key accepts open networks', () => {
    expect(said(read(['wifi', '']).observations, 'network.wifiEncrypted')).toEqual([false]);
  });
});

describe('a list of apps', () => {
  const whatsapp = 'net.whatsapp.WhatsApp';
  const blocked = (...payloads: Parameters<typeof read>) =>
    said(read(...payloads).observations, 'app.blocked', 'app:whatsapp');

  it('that stands once decides', () => {
    expect(blocked(['restrictions', list('allowListedAppBundleIDs', 'com.example.a')])).toEqual([true]);
    expect(blocked(['restrictions', list('blockedAppBundleIDs', whatsapp)])).toEqual([true]);
    expect(blocked(['restrictions', list('allowListedAppBundleIDs', whatsapp)])).toEqual([]);
  });

  it.each<[string, string]>([
    [
      'beside a key that only looks like it',
      list('allowListedAppBundleIDs', 'com.example.a') + list('allowlistedAppBundleIDs', whatsapp),
    ],
    [
      'that stands twice',
      list('allowListedAppBundleIDs', 'com.example.a') + list('allowListedAppBundleIDs', whatsapp),
    ],
    [
      'that holds something else than texts',
      '<key>blockedAppBundleIDs</key><array><integer>1</integer></array>',
    ],
  ])('%s is a doubt about every app', (_name, body) => {
    const { observations } = read(['restrictions', body]);
    expect(said(observations, 'apps.installPolicy')).toContain('ambiguous');
    expect(
      said(observations, 'app.blocked', 'app:whatsapp').concat(said(observations, 'app.blocked')),
    ).toContain('ambiguous');
  });

  it.each<[string, string]>([
    ['deny', list('blockedAppBundleIDs', 'com.example.a') + list('blacklistedAppBundleIDs', whatsapp)],
    ['allow', list('allowListedAppBundleIDs', 'com.example.a') + list('whitelistedAppBundleIDs', whatsapp)],
  ])('under its old and its new name with different %s lists decides only what both say', (_name, body) => {
    const { observations } = read(['restrictions', body]);
    const all = [...said(observations, 'app.blocked', 'app:whatsapp'), ...said(observations, 'app.blocked')];
    expect(all).toContain('ambiguous');
  });

  it('under its old and its new name with the same list decides', () => {
    const body = list('blockedAppBundleIDs', whatsapp) + list('blacklistedAppBundleIDs', whatsapp);
    expect(blocked(['restrictions', body])).not.toContain('ambiguous');
    expect(blocked(['restrictions', body])).toContain(true);
  });
});
