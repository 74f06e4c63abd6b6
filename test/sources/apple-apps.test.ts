/** What a backup says of messaging apps: location, notifications, retention, a code. Values both ways, doubts, nothing of people. */
import { describe, expect, it } from 'vitest';
import { openKeyedArchive } from '../../src/artifacts/apple/keyed-archive.ts';
import { readBplist } from '../../src/formats/bplist.ts';
import { isKnown } from '../../src/model/observation.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import {
  type AppleApps,
  appleCanaries,
  appleStores,
  appsBackup,
  archiveBytes,
  sectionArchive,
  type SectionSettings,
} from '../../tools/fixtures/apple-apps.ts';
import { type Files, placeOf, text, withFile } from '../../tools/fixtures/apple-backup.ts';
import { type BundleReading, readBundle } from '../support/bundle.ts';
import { refusal } from '../support/bytes.ts';

const whatsapp = 'net.whatsapp.WhatsApp';
const read = (files: Files) => readBundle(appleBackup, files);
const readApps = (apps: AppleApps, version?: string) => read(appsBackup(apps, version));

function said({ observations }: BundleReading, setting: string, app?: string): string[] {
  const scope = app === undefined ? undefined : `app:${app}`;
  const own = observations.filter((one) => one.setting === setting && one.scope === scope);
  return own.map((one) =>
    [isKnown(one) ? JSON.stringify(one.value) : `?${one.unknown}`, ...(one.notes ?? [])].join(' '),
  );
}

describe('the location', () => {
  const key = 'LocationServicesEnabledIn8.0';

  it.each<[unknown, string]>([
    [true, 'true unverified-key'],
    [false, 'false unverified-key'],
    [1, '?ambiguous unverified-key'],
    ['true', '?ambiguous unverified-key'],
  ])('services %j', async (value, expected) => {
    const plist = { [key]: value as string, LastSystemVersion: 'x' };
    expect(said(await readApps({ locationServices: plist }), 'location.services.enabled')).toEqual([
      expected,
    ]);
  });

  it.each<[unknown, string]>([
    [0, '"notAsked" inferred-meaning'],
    [1, '?ambiguous inferred-meaning'],
    [2, '"denied" inferred-meaning'],
    [3, '"granted" inferred-meaning'],
    [4, '"whileInUse" inferred-meaning'],
    [5, '?ambiguous inferred-meaning'],
    ['3', '?ambiguous inferred-meaning'],
    [undefined, '?not-reported inferred-meaning'],
  ])('of an app: %j', async (status, expected) => {
    const client = {
      BundleId: whatsapp,
      Registered: '1',
      ...(status === undefined ? {} : { Authorization: status as number }),
    };
    const clients = {
      [`i${appleCanaries.path}:`]: client,
      other: { BundleId: 'org.example.diary', Authorization: 3 },
    };
    const reading = await readApps({ clients });
    expect(said(reading, 'app.permission.location', 'whatsapp')).toEqual([expected]);
    expect(JSON.stringify(reading.observations)).not.toMatch(/diary|CANARY-CONTAINER/);
  });

  it('is open from iOS 17 on, where the list is another one, and where the version is not known', async () => {
    const clients = { x: { BundleId: whatsapp, Authorization: 3 } };
    for (const version of ['17.0', '26.1', 'x'])
      expect(said(await readApps({ clients }, version), 'app.permission.location', 'whatsapp')).toEqual([
        '?ambiguous inferred-meaning',
      ]);
  });

  it('is open where two clients of an app differ, or one only looks like it', async () => {
    const clients = {
      a: { BundleId: whatsapp, Authorization: 3 },
      b: { BundleId: whatsapp.toLowerCase(), Authorization: 2 },
    };
    expect(said(await readApps({ clients }), 'app.permission.location', 'whatsapp')).toEqual([
      '"granted" inferred-meaning',
      '?ambiguous inferred-meaning',
    ]);
  });
});

describe('notifications', () => {
  const sections = (settings: SectionSettings, managed?: SectionSettings) => ({
    [whatsapp]: archiveBytes(sectionArchive(settings, managed)),
  });
  const grade = 'observed-in-builds';

  it.each<[SectionSettings, string]>([
    [{ authorizationStatus: 0 }, '"notAsked"'],
    [{ authorizationStatus: 1 }, '"denied"'],
    [{ authorizationStatus: 2 }, '"granted"'],
    [{ authorizationStatus: 3 }, '?ambiguous'],
    [{ authorizationStatus: 2, allowsNotifications: true }, '"granted"'],
    [{ authorizationStatus: 2, allowsNotifications: false }, '?ambiguous'],
    [{ authorizationStatus: 1, allowsNotifications: true }, '?ambiguous'],
    [{ allowsNotifications: true }, '"granted"'],
    [{ allowsNotifications: false }, '"denied"'],
    [{ allowsNotifications: 1 }, '?ambiguous'],
    [{ authorizationStatus: 'granted' }, '?ambiguous'],
    [{}, '?ambiguous'],
  ])('permission by %j', async (settings, expected) => {
    const reading = await readApps({ sections: sections(settings) });
    expect(said(reading, 'app.permission.notifications', 'whatsapp')).toEqual([`${expected} ${grade}`]);
  });

  it.each<[SectionSettings, string]>([
    [{ showsInLockScreen: true }, 'true'],
    [{ showsInLockScreen: false }, 'false'],
    [{ showsInLockScreen: true, lockScreenSetting: 2 }, '?ambiguous'],
    [{ lockScreenSetting: 2 }, '?ambiguous'],
    [{ showsInLockScreen: 1 }, '?ambiguous'],
    [{}, '?ambiguous'],
  ])('lock screen by %j', async (settings, expected) => {
    const reading = await readApps({ sections: sections(settings) });
    expect(said(reading, 'app.notifications.lockScreen', 'whatsapp')).toEqual([`${expected} ${grade}`]);
  });

  it.each<[SectionSettings, string]>([
    [{ contentPreviewSetting: 0 }, `?not-reported ${grade} follows-device-setting`],
    [{ contentPreviewSetting: 3 }, `?ambiguous ${grade}`],
    [{}, `?ambiguous ${grade}`],
  ])('preview by %j', async (settings, expected) => {
    const reading = await readApps({ sections: sections(settings) });
    expect(said(reading, 'app.notifications.preview', 'whatsapp')).toEqual([expected]);
  });

  it('what management has set is what counts', async () => {
    const reading = await readApps({
      sections: sections({ showsInLockScreen: true }, { showsInLockScreen: false }),
    });
    expect(said(reading, 'app.notifications.lockScreen', 'whatsapp')).toEqual([
      `false ${grade} set-by-management`,
    ]);
  });

  it('a section that is none leaves that app open, and no other', async () => {
    const broken = [
      text('x'),
      archiveBytes({ $archiver: 'other', $top: {}, $objects: [] }),
      archiveBytes(sectionArchive({})).slice(0, 80),
    ];
    for (const bytes of broken) {
      const reading = await readApps({
        sections: { ...sections({ authorizationStatus: 2 }), 'com.viber': bytes },
      });
      expect(said(reading, 'app.permission.notifications', 'viber')).toEqual([`?unreadable ${grade}`]);
      expect(said(reading, 'app.permission.notifications', 'whatsapp')).toEqual([`"granted" ${grade}`]);
      expect(reading.notices).toMatchObject([
        { code: 'record-unreadable', locator: expect.stringContaining('sectionInfo.com.viber') },
      ]);
    }
  });

  it('apps without a section, and apps that nobody knows, are not spoken of', async () => {
    const reading = await readApps({ sections: { 'org.example.diary': archiveBytes(sectionArchive({})) } });
    expect(said(reading, 'app.permission.notifications', 'whatsapp')).toEqual([]);
    expect(JSON.stringify(reading)).not.toContain('diary');
  });
});

describe('keyed archives', () => {
  it('a reference has its place in them alone', () => {
    expect(refusal(() => readBplist(archiveBytes({ a: { uid: 1 } })))).toMatchObject({
      code: 'bplist-malformed',
    });
  });

  it('objects that hold each other are no loop, and one that is not there is none', () => {
    const bytes = archiveBytes({
      $archiver: 'NSKeyedArchiver',
      $top: { root: { uid: 1 } },
      $objects: ['$null', { self: { uid: 1 }, nil: { uid: 0 }, lost: { uid: 9 } }],
    });
    const { root, className, member } = openKeyedArchive(bytes);
    expect(className).toBeUndefined();
    expect(member(root, 'self')).toBe(root);
    expect([member(root, 'nil'), member(root, 'lost'), member(root, 'none')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('Messages', () => {
  const setting = 'app.messageRetentionDays';

  it.each<[AppleApps, string[]]>([
    [{ messages: { KeepMessageForDays: 0 } }, ['0 unverified-key']],
    [{ messages: { KeepMessageForDays: 30 } }, ['30 unverified-key']],
    [{ messages: { SSKeepMessages: 365 } }, ['365 unverified-key']],
    [{ messages: { SSKeepMessages: 45 } }, ['45 unverified-key']],
    [{ messages: { SSKeepMessages: -1 } }, ['?ambiguous unverified-key']],
    [{ messages: { SSKeepMessages: '30' } }, ['?ambiguous unverified-key']],
    [{ messages: { other: 1 } }, ['?not-reported key-absent']],
    [
      { messages: { SSKeepMessages: 30 }, otherMessages: { other: 1 } },
      ['30 unverified-key', '?not-reported key-absent'],
    ],
    [{ otherMessages: { SSKeepMessages: 30 } }, ['30 unverified-key']],
    [{ messages: { KeepMessageForDays: 30, SSKeepMessages: 0 } }, ['30 unverified-key', '0 unverified-key']],
    [{}, []],
  ])('%j', async (apps, expected) => {
    expect(said(await readApps(apps), setting, 'apple-messages')).toEqual(expected);
  });

  it('a damaged file leaves this app open, and no other', async () => {
    const file = placeOf('HomeDomain-Library/Preferences/com.apple.MobileSMS.plist');
    const reading = await read(withFile(appsBackup({ messages: {} }), file, text('bplist00')));
    expect(said(reading, setting, 'apple-messages')).toEqual(['?unreadable']);
    expect(said(reading, setting)).toEqual([]);
  });
});

describe('Telegram', () => {
  const state = (accessChallengeData: unknown) =>
    JSON.stringify({ records: [{ id: appleCanaries.user }], currentRecordId: 1, accessChallengeData });

  it.each<[string, string[]]>([
    [state({ numericalPassword: appleCanaries.code }), ['true']],
    [state({ plaintextPassword: appleCanaries.code }), ['true']],
    [state({}), ['false']],
    [state({ none: {} }), ['?ambiguous']],
    [state(appleCanaries.code), ['?ambiguous']],
    [state({ numericalPassword: appleCanaries.code, plaintextPassword: appleCanaries.code }), ['?ambiguous']],
    ['{"accessChallengeData":{},"accessChallengeData":{}}', ['?ambiguous']],
    ['{}', ['?not-reported']],
    ['[]', ['?unreadable']],
    [`{"accessChallengeData":{"numericalPassword":"${appleCanaries.code}`, ['?unreadable']],
  ])('%s', async (telegram, expected) => {
    const reading = await readApps({ telegram });
    expect(said(reading, 'app.lock', 'telegram')).toEqual(expected);
    expect(said(reading, 'app.lock')).toEqual([]);
    const output = JSON.stringify([reading.subject, reading.observations, reading.notices]);
    for (const canary of [appleCanaries.code, appleCanaries.user]) expect(output).not.toContain(canary);
  });
});

describe('WhatsApp', () => {
  it('has a container, whose number only a register could judge', async () => {
    const reading = await readApps({});
    expect(said(reading, 'app.registeredNumberKnown', 'whatsapp')).toEqual([
      '?not-collected register-needed',
    ]);
    expect(said(reading, 'app.registeredNumberKnown', 'whatsapp-business')).toEqual([]);
    expect(said(reading, 'app.twoStepVerification', 'whatsapp')).toEqual([]);
  });

  it('may use iCloud, which hints at backups and proves none', async () => {
    const permissions = (value: number): AppleApps => ({
      permissions: [
        ['kTCCServiceUbiquity', whatsapp, value],
        ['kTCCServiceLiverpool', whatsapp, value],
        ['kTCCServiceUbiquity', 'com.viber', value],
      ],
    });
    const setting = 'app.backup.cloud.enabled';
    expect(said(await readApps(permissions(2)), setting, 'whatsapp')).toEqual([
      '?not-provable inferred-meaning may-use-icloud-drive',
      '?not-provable inferred-meaning may-use-cloudkit',
    ]);
    expect(said(await readApps(permissions(0)), setting, 'whatsapp')).toEqual([]);
    expect(said(await readApps(permissions(2)), setting, 'viber')).toEqual([]);
  });
});

describe('what stays closed', () => {
  it('no store of messages, of notifications that came, or of accounts is opened', async () => {
    const reading = await readApps({ messages: { SSKeepMessages: 30 }, telegram: '{}' });
    for (const [domain, path] of appleStores) {
      expect(appleBackup.allows(`${domain}-${path}`), path).toBe(false);
      expect(reading.opened, path).not.toContain(placeOf(`${domain}-${path}`));
    }
    const output = JSON.stringify([reading.subject, reading.observations, reading.notices]);
    for (const canary of Object.values(appleCanaries)) expect(output).not.toContain(canary);
  });
});
