/** Merged restrictions as a phone keeps them: the four buckets, their units, and what is not of their shape. */
import { describe, expect, it } from 'vitest';
import { isEffective, observeEffective } from '../../../src/artifacts/apple/effective.ts';
import { effectiveValues } from '../../../src/artifacts/apple/effective-values.ts';
import { payloadTables } from '../../../src/artifacts/apple/keys.ts';
import type { MapNode } from '../../../src/formats/node.ts';
import { readPlistXml } from '../../../src/formats/plist-xml.ts';
import { isKnown } from '../../../src/model/observation.ts';
import { plistXml } from '../../support/plist.ts';

function tree(body: string): MapNode {
  const node = readPlistXml(plistXml(`<dict>${body}</dict>`));
  if (node.type !== 'map') throw new Error('no dictionary');
  return node;
}
const bucket = (name: string, body: string) => `<key>${name}</key><dict>${body}</dict>`;
const entry = (key: string, value: string, member = 'value') =>
  `<key>${key}</key><dict><key>${member}</key>${value}</dict>`;
const read = (body: string) =>
  observeEffective(tree(body), { input: 'made-up.plist', locate: (key) => `GlobalRestrictions.${key}` });
const bool = (key: string, value: string) => read(bucket('restrictedBool', entry(key, value)));
const number = (key: string, value: string) => read(bucket('restrictedValue', entry(key, value)));
/** Setting, value or reason, notes. */
const said = ({ observations }: ReturnType<typeof read>) =>
  observations.map((one) =>
    [one.setting, isKnown(one) ? one.value : one.unknown, ...(one.notes ?? [])].join(' '),
  );

describe('booleans', () => {
  it('mean what they mean in a profile, observed on the phone', () => {
    const { observations } = bool('allowCamera', '<false/>');
    expect(observations).toEqual([
      {
        setting: 'camera.allowed',
        value: false,
        layer: 'observed',
        origin: 'explicit',
        evidence: {
          input: 'made-up.plist',
          locator: 'GlobalRestrictions.restrictedBool.allowCamera.value',
          line: 4,
          value: 'false',
        },
      },
    ]);
    expect(said(bool('allowSimple', '<true/>'))).toEqual(['passcode.simple.allowed true']);
  });

  it('are all read that a Restrictions payload has, and none of another type', () => {
    for (const [key, rows] of Object.entries(payloadTables['com.apple.applicationaccess'] ?? {})) {
      if (key === 'enforcedSoftwareUpdateDelay') continue; // its unit on a phone is not known
      const settings = [rows].flat().map(({ setting }) => setting);
      const known = bool(key, '<true/>').observations;
      expect(new Set(known.map(({ setting }) => setting)), key).toEqual(new Set(settings));
      const isOwn = key in effectiveValues || settings.includes('app.blocked');
      if (isOwn)
        expect(
          known.every((one) => !isKnown(one)),
          key,
        ).toBe(true);
      if (known.some(({ notes }) => notes?.includes('not-on-ios'))) continue; // whatever it says, it decides nothing
      const odd = bool(key, '<string>true</string>').observations;
      expect(new Set(said({ observations: odd, notices: [] })), key).toEqual(
        new Set(settings.map((setting) => `${setting} ambiguous`)),
      );
    }
  });

  it('say nothing about the phone where nothing is forced', () => {
    expect(said(bool('forceEncryptedBackup', '<true/>'))).toEqual(['backup.local.encrypted true']);
    expect(said(bool('forceEncryptedBackup', '<false/>'))).toEqual([
      'backup.local.encrypted not-reported not-configured',
    ]);
    expect(said(bool('allowUSBRestrictedMode', '<true/>'))).toEqual([
      'usb.lockedWhileLocked not-reported not-configured',
    ]);
    expect(said(bool('allowUSBRestrictedMode', '<false/>'))).toEqual(['usb.lockedWhileLocked false']);
    expect(said(bool('forcePIN', '<false/>'))).toEqual(['passcode.required false']);
  });
});

describe('numbers', () => {
  const integer = (value: number) => `<integer>${value}</integer>`;
  it.each([
    ['maxInactivity', 120, 'lock.maximumInactivityMinutes 2'],
    ['maxInactivity', 30, 'lock.maximumInactivityMinutes 0.5'],
    ['maxInactivity', 900, 'lock.maximumInactivityMinutes 15'],
    ['maxInactivity', 2, 'lock.maximumInactivityMinutes ambiguous'],
    ['maxInactivity', 15, 'lock.maximumInactivityMinutes ambiguous'],
    ['maxInactivity', 0, 'lock.maximumInactivityMinutes not-reported no-limit'],
    ['maxInactivity', 2_147_483_647, 'lock.maximumInactivityMinutes not-reported no-limit'],
    ['maxGracePeriod', 0, 'lock.maximumGraceMinutes 0'],
    ['maxGracePeriod', 300, 'lock.maximumGraceMinutes 5'],
    ['maxGracePeriod', 5, 'lock.maximumGraceMinutes ambiguous'],
    ['maxGracePeriod', 14_460, 'lock.maximumGraceMinutes ambiguous'],
    ['maxPINAgeInDays', 90, 'passcode.maximumAgeDays 90'],
    ['maxPINAgeInDays', 0, 'passcode.maximumAgeDays not-reported no-limit'],
    ['maxFailedAttempts', 10, 'passcode.maximumFailedAttempts 10'],
    ['maxFailedAttempts', 12, 'passcode.maximumFailedAttempts ambiguous'],
    ['minComplexChars', 1, 'passcode.complexCharacters 1'],
    ['minLength', 6, 'passcode.minimumLength 6'],
    ['minLength', 17, 'passcode.minimumLength ambiguous'],
    ['pinHistory', 0, 'passcode.historyLength 0'],
    ['ratingApps', 600, 'content.apps.maximumRating 600'],
    ['ratingMovies', 1000, 'content.movies.maximumRating 1000'],
    ['ratingTVShows', 1001, 'content.tvShows.maximumRating ambiguous'],
    ['safariAcceptCookies', 2, 'browser.cookies 2'],
  ])('%s %d is %s', (key, value, expected) => {
    expect(said(number(key, integer(value)))).toEqual([expected]);
  });
  it('has a case for every key of the table', () => {
    expect(Object.keys(effectiveValues).sort()).toEqual([
      'maxFailedAttempts',
      'maxGracePeriod',
      'maxInactivity',
      'maxPINAgeInDays',
      'minComplexChars',
      'minLength',
      'pinHistory',
      'ratingApps',
      'ratingMovies',
      'ratingTVShows',
      'safariAcceptCookies',
    ]);
  });
  it('may be reals where they are whole', () => {
    expect(said(number('maxInactivity', '<real>120.0</real>'))).toEqual(['lock.maximumInactivityMinutes 2']);
    expect(said(number('minLength', '<real>6.5</real>'))).toEqual(['passcode.minimumLength ambiguous']);
    expect(said(number('safariAcceptCookies', '<real>1.5</real>'))).toEqual(['browser.cookies 1.5']);
  });
});

describe('lists of apps', () => {
  const list = (...ids: string[]) => `<array>${ids.map((id) => `<string>${id}</string>`).join('')}</array>`;
  const whatsapp = 'net.whatsapp.WhatsApp';

  it('block what a union names', () => {
    const found = said(read(bucket('union', entry('blockedAppBundleIDs', list(whatsapp), 'values'))));
    expect(found).toEqual([`apps.denyList ${whatsapp}`, 'apps.installPolicy denyList', 'app.blocked true']);
    expect(said(read(bucket('union', entry('blacklistedAppBundleIDs', list(), 'values'))))).toEqual([
      'apps.denyList ',
    ]);
  });

  it('block what an intersection does not name', () => {
    const { observations } = read(
      bucket('intersection', entry('whitelistedAppBundleIDs', list(whatsapp), 'values')),
    );
    expect(observations[0]).toMatchObject({ setting: 'apps.allowList', value: [whatsapp] });
    expect(observations[1]).toMatchObject({
      setting: 'apps.installPolicy',
      value: 'allowList',
      evidence: { locator: 'GlobalRestrictions.intersection.whitelistedAppBundleIDs.values' },
    });
    const blocked = observations.map(({ scope }) => scope);
    expect(blocked).toContain('app:signal');
    expect(blocked).not.toContain('app:whatsapp');
  });

  it('decide nothing when an allow-list is empty or a list is not one', () => {
    const doubts = ['apps.installPolicy ambiguous', 'app.blocked ambiguous', 'apps.allowList ambiguous'];
    const denied = [...doubts.slice(0, 2), 'apps.denyList ambiguous'];
    const key = 'allowListedAppBundleIDs';
    expect(said(read(bucket('intersection', entry(key, list(), 'values'))))).toEqual(doubts);
    expect(said(read(bucket('intersection', entry(key, '<true/>', 'values'))))).toEqual(doubts);
    expect(said(read(bucket('intersection', entry(key, list(whatsapp), 'value'))))).toEqual(doubts);
    expect(said(read(bucket('union', `<key>blockedAppBundleIDs</key>${list(whatsapp)}`)))).toEqual(denied);
    expect(said(read(bucket('union', entry(key, list(whatsapp), 'values'))))).toEqual(doubts);
  });
});

describe('what is not of the shape', () => {
  it('is ambiguous at its place', () => {
    const bare = read(bucket('restrictedBool', '<key>allowCamera</key><false/>'));
    expect(said(bare)).toEqual(['camera.allowed ambiguous']);
    expect(bare.observations[0]?.evidence.locator).toBe('GlobalRestrictions.restrictedBool.allowCamera');
    expect(said(bool('allowCamera', '<integer>0</integer>'))).toEqual(['camera.allowed ambiguous']);
    expect(said(read(bucket('restrictedBool', entry('allowCamera', '<false/>', 'Value'))))).toEqual([
      'camera.allowed ambiguous',
    ]);
    expect(said(read(bucket('restrictedBool', entry('AllowCamera', '<false/>'))))).toEqual([
      'camera.allowed ambiguous',
    ]);
    expect(said(number('allowCamera', '<integer>0</integer>'))).toEqual(['camera.allowed ambiguous']);
    expect(said(bool('minLength', '<true/>'))).toEqual(['passcode.minimumLength ambiguous']);
  });

  it('is ambiguous when it stands twice, at any depth', () => {
    const twice = entry('allowCamera', '<false/>') + entry('allowCamera', '<true/>');
    expect(said(read(bucket('restrictedBool', twice)))).toEqual(['camera.allowed ambiguous']);
    const inside = '<key>allowCamera</key><dict><key>value</key><false/><key>value</key><true/></dict>';
    const reading = read(bucket('restrictedBool', inside));
    expect(said(reading)).toEqual(['camera.allowed ambiguous']);
    expect(reading.notices.map(({ code }) => code)).toEqual(['duplicate-key']);
    const one = bucket('restrictedBool', entry('allowCamera', '<false/>'));
    expect(said(read(one + one))).toEqual(['* ambiguous']);
  });

  it('puts everything in doubt when it is a whole bucket', () => {
    expect(said(read('<key>restrictedBool</key><array/>'))).toEqual(['* ambiguous']);
    expect(said(read(bucket('RestrictedBool', entry('allowCamera', '<false/>'))))).toEqual(['* ambiguous']);
  });
});

it('says nothing of keys that are absent or unknown', () => {
  expect(read('')).toEqual({ observations: [], notices: [] });
  expect(said(bool('allowSomethingNew', '<false/>'))).toEqual([]);
  expect(isEffective(tree(bucket('union', '')))).toBe(true);
  expect(isEffective(tree(bucket('assignedObject', '')))).toBe(false);
});

it('takes the layer and the extras of the place it is read from', () => {
  const site = { input: 'x', layer: 'installed', locate: String, extras: { notes: ['n'] } } as const;
  const { observations } = observeEffective(
    tree(bucket('restrictedBool', entry('allowCamera', '<true/>'))),
    site,
  );
  expect(observations).toMatchObject([{ layer: 'installed', notes: ['n'], value: true }]);
});
