/** A backup shows what its files show, leaves open what they cannot, and keeps everything else closed. */
import { describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import {
  backupOf,
  binary,
  databaseOf,
  encrypted,
  type Files,
  manifestDatabase,
  permissionsDatabase,
  phoneFiles,
  placeOf,
  privateFiles,
  text,
  withFile,
  withoutFile,
  xml,
} from '../../tools/fixtures/apple-backup.ts';
import { baseline, guardedPhone, openPhone, type Phone, stubOf } from '../../tools/fixtures/apple-phone.ts';
import { readBundle, said } from '../support/bundle.ts';
import { refusalOf } from '../support/bytes.ts';

const read = (files: Files) => readBundle(appleBackup, files);
const readPhone = (change: Partial<Phone> = {}) => read(backupOf({ ...guardedPhone, ...change }));
const guarded = await readPhone();
const open = await read(backupOf(openPhone));
const sealed = await read(encrypted(guardedPhone));

const shared =
  'SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles-Library/ConfigurationProfiles';
const effective = 'HomeDomain-Library/UserConfigurationProfiles/EffectiveUserSettings.plist';
const permissions = 'HomeDomain-Library/TCC/TCC.db';

describe('what a backup shows', () => {
  it.each([
    ['backup.local.encrypted', ['observed: true', 'installed: ?encrypted'], sealed],
    ['backup.local.encrypted', ['observed: false'], open],
    ['passcode.present', ['observed: true'], guarded],
    ['passcode.present', ['observed: false'], open],
    ['os.version', ['observed: "26.1"'], guarded],
    ['camera.allowed', ['observed: false', 'installed: false'], guarded],
    ['camera.allowed', ['observed: true'], open],
    ['passcode.minimumLength', ['observed: 8', 'installed: 8'], guarded],
    ['passcode.minimumLength', ['observed: 4'], open],
    ['lock.maximumInactivityMinutes', ['observed: 2', 'installed: 2'], guarded],
    ['lock.maximumInactivityMinutes', ['observed: 15'], open],
    ['lock.maximumGraceMinutes', ['observed: 0'], guarded],
    ['lock.maximumGraceMinutes', ['observed: 240'], open],
    ['network.wifiEncrypted', ['installed: true'], guarded],
    ['device.supervised', ['observed: true'], guarded],
    ['device.supervised', ['observed: false'], open],
    ['device.hostPairing.allowed', ['observed: false'], guarded],
    ['device.hostPairing.allowed', ['observed: true'], open],
    ['backup.cloud.enabled', ['observed: false'], guarded],
    ['backup.cloud.enabled', ['observed: true'], open],
    ['backup.cloud.lastDate', ['observed: "2025-09-19T18:40:00Z"'], guarded],
    ['device.lockdownMode', ['observed: true'], guarded],
    ['device.lockdownMode', ['observed: false'], open],
    ['device.findMy.enabled', ['observed: true'], guarded],
    ['device.findMy.enabled', ['observed: false'], open],
    ['device.lostMode', ['observed: false'], guarded],
    ['device.lostMode', ['observed: true'], open],
    ['apps.installed', ['observed: ["net.whatsapp.WhatsApp","org.example.work"]'], guarded],
  ])('%s: %j', (setting, expected, reading) => {
    expect(said(reading, setting)).toEqual(expected);
  });

  it.each([
    ['app.permission.camera', 'observed: "denied"', 'observed: "granted"'],
    ['app.permission.contacts', 'observed: "granted"', 'observed: "granted"'],
    ['app.permission.microphone', 'observed: "notAsked"', 'observed: "granted"'],
    ['app.permission.photos', 'observed: "limited"', 'observed: "granted"'],
    ['app.installed', 'observed: true', 'observed: true'],
  ])('%s of an app', (setting, looked, neglected) => {
    expect(said(guarded, setting, 'whatsapp')).toEqual([looked]);
    expect(said(open, setting, 'whatsapp')).toEqual([neglected]);
  });

  it('names the phone by the identifier that management uses, and says from when the backup is', () => {
    expect(guarded.subject).toEqual({
      id: '00000000-000000000000001E',
      kind: 'device',
      platform: 'ios',
      model: 'iPhone17,3',
      osVersion: '26.1',
      supervised: true,
      lastSeen: '2026-11-28T08:00:00Z',
      labels: {},
    });
    expect(guarded.notices).toEqual([]);
    expect(new Set(guarded.observations.map(({ collected }) => collected))).toEqual(
      new Set(['2026-11-28T08:00:00Z']),
    );
  });

  it('marks what rests on key names that nobody has published', () => {
    const noted = guarded.observations.filter(({ notes }) => notes?.includes('unverified-key'));
    expect(noted.map(({ setting }) => setting)).toEqual(
      expect.arrayContaining([
        'camera.allowed',
        'device.supervised',
        'device.lockdownMode',
        'device.lostMode',
      ]),
    );
    expect(noted.some(({ setting }) => setting === 'passcode.present')).toBe(false);
  });

  it('tells an iPad from its model', async () => {
    const lockdown = { ProductVersion: '26.1', ProductType: 'iPad16,3' };
    const { subject } = await readPhone({ manifest: { ...guardedPhone.manifest, Lockdown: lockdown } });
    expect(subject).toMatchObject({ platform: 'ipados', model: 'iPad16,3' });
  });
});

describe('what stays closed', () => {
  const opened = new Set([...guarded.opened, ...open.opened, ...sealed.opened]);

  it.each(privateFiles.map(([domain, path]) => `${domain}-${path}`))('%s', (file) => {
    expect(appleBackup.allows(file)).toBe(false);
    expect(opened.has(placeOf(file))).toBe(false);
  });

  it.each([
    'HomeDomain-Library/SMS/sms.db',
    'HomeDomain-Library/SMS/Attachments/00/00/image.jpg',
    'HomeDomain-Library/AddressBook/AddressBook.sqlitedb',
    'HomeDomain-Library/CallHistoryDB/CallHistory.storedata',
    'HomeDomain-Library/Voicemail/voicemail.db',
    'HomeDomain-Library/Safari/History.db',
    'HomeDomain-Library/Calendar/Calendar.sqlitedb',
    'HomeDomain-Library/Notes/notes.sqlite',
    'HomeDomain-Library/Mail/Envelope Index',
    'HomeDomain-Library/TCC/TCC.db.bak',
    'HealthDomain-Health/healthdb_secure.sqlite',
    'KeychainDomain-keychain-backup.plist',
    'CameraRollDomain-Media/DCIM/100APPLE/IMG_0001.HEIC',
    'AppDomainGroup-group.net.whatsapp.WhatsApp.shared-ChatStorage.sqlite',
    'AppDomain-org.whispersystems.signal-Documents/signal.sqlite',
    'RootDomain-Library/Caches/locationd/cache_encryptedB.db',
    'HomeDomain-Library/UserNotifications/net.whatsapp.WhatsApp/DeliveredNotifications.plist',
    'AppDomainGroup-group.net.whatsapp.WhatsApp.shared-Library/Preferences/group.net.whatsapp.WhatsApp.shared.plist',
    'AppDomain-HomeDomain-Library/TCC/TCC.db',
    'HomeDomain-Library/TCC/../SMS/sms.db',
    `${shared}/profile-.stub`,
    `${shared}/profile-aa.stub/../../sms.db`,
    `${shared}/profile-aa.stub.db`,
    `${shared}/x/profile-aa.stub`,
    `${shared}/MCProfileEvents.plist`,
    'Manifest.mbdb',
    '../Manifest.db',
    '',
  ])('%s is not allowed', (path) => expect(appleBackup.allows(path)).toBe(false));

  it('looks for nothing in an encrypted backup', () => {
    expect(sealed.opened).toEqual(['Manifest.plist', 'Status.plist', 'Info.plist']);
  });

  it('finds files by the name that they would have, never by the one that the manifest gives', async () => {
    const [chat, file] = ['HomeDomain-Library/SMS/sms.db', placeOf(permissions)];
    const rows = `('${placeOf(chat).slice(3)}', 'HomeDomain', 'Library/TCC/TCC.db', 1, x'00')`;
    const database = databaseOf(`
      CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);
      INSERT INTO Files VALUES ${rows};`);
    const reading = await read(withFile(backupOf(guardedPhone), 'Manifest.db', database));
    expect(reading.opened).not.toContain(placeOf(chat));
    expect(reading.opened).toContain(file);
  });

  it('asks for no file that a manifest passes off as a profile', async () => {
    const names = [
      ['HomeDomain', 'Library/SMS/sms.db'],
      ['HomeDomain-Library/SMS/sms.db', ''],
      [shared.slice(0, -30), '../../HomeDomain/Library/SMS/sms.db/profile-aa.stub'],
      [
        'SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles',
        'Library/ConfigurationProfiles/../sms.stub',
      ],
    ] as const;
    const reading = await read(withFile(backupOf(guardedPhone), 'Manifest.db', manifestDatabase(names)));
    expect(reading.asked.filter((path) => path.includes('-'))).toEqual([]);
  });
});

describe('an encrypted backup', () => {
  it('is encrypted, and everything in its files is open', () => {
    expect(sealed.notices.map(({ code }) => code)).toEqual(['backup-encrypted']);
    expect(said(sealed, 'camera.allowed')).toEqual(['installed: ?encrypted', 'observed: ?encrypted']);
    for (const setting of [
      'device.supervised',
      'backup.cloud.enabled',
      'device.lockdownMode',
      'app.permission.camera',
    ])
      expect(said(sealed, setting), setting).toContain('observed: ?encrypted');
    expect(said(sealed, 'network.wifiEncrypted')).toEqual(['installed: ?encrypted']);
  });

  it('still proves what Manifest.plist says: nothing doubts that it is encrypted', () => {
    const doubts = sealed.observations.filter(
      (one) =>
        one.layer === 'observed' && !isKnown(one) && ['*', 'backup.local.encrypted'].includes(one.setting),
    );
    expect(doubts).toEqual([]);
    expect(said(sealed, 'backup.local.encrypted')).toEqual(['observed: true', 'installed: ?encrypted']);
  });

  it.each([['Yes'], [1], [undefined]])('is not one whose IsEncrypted is %j', async (value) => {
    const { IsEncrypted: _was, ...rest } = guardedPhone.manifest;
    const reading = await readPhone({
      manifest: value === undefined ? rest : { ...rest, IsEncrypted: value },
    });
    const expected = [value === undefined ? 'observed: ?incomplete' : 'observed: ?ambiguous'];
    expect(said(reading, 'backup.local.encrypted').filter((one) => one.startsWith('observed: ?'))).toEqual(
      expected,
    );
    expect(said(reading, 'backup.local.encrypted')).not.toContain('observed: false');
  });
});

describe('a demand beside a state', () => {
  it('that profiles force encryption does not encrypt a backup', () => {
    expect(said(guarded, 'backup.local.encrypted')).toEqual(['observed: false', 'installed: true']);
  });
});

describe('a backup that is not whole', () => {
  it('decides nothing by its files when it was not finished', async () => {
    const reading = await readPhone({ status: { ...guardedPhone.status, SnapshotState: 'uploading' } });
    expect(reading.notices.map(({ code }) => code)).toEqual(['backup-unfinished']);
    const known = reading.observations.filter(isKnown);
    expect(new Set(known.map(({ evidence }) => evidence.entry))).toEqual(
      new Set(['Manifest.plist', 'Info.plist']),
    );
    expect(said(reading, 'apps.installed')).toEqual(['observed: ?incomplete']);
    expect(said(reading, 'camera.allowed')).toEqual(['observed: ?incomplete', 'installed: ?incomplete']);
    expect(reading.subject?.supervised).toBeUndefined();
  });

  it('says so when Status.plist is missing, or says nothing of a snapshot', async () => {
    const missing = await read(withoutFile(backupOf(guardedPhone), 'Status.plist'));
    expect(missing.notices.map(({ code }) => code)).toEqual(['file-missing', 'backup-unfinished']);
    expect(said(missing, 'device.supervised')).toEqual(['observed: ?incomplete']);
    const silent = await readPhone({ status: {} });
    expect(silent.notices.map(({ code }) => code)).toEqual(['backup-unfinished']);
  });

  it('cannot tell which profiles there are without Manifest.db, and reads the rest', async () => {
    const reading = await read(withoutFile(backupOf(guardedPhone), 'Manifest.db'));
    expect(reading.notices.map(({ code }) => code)).toEqual(['file-missing']);
    expect(said(reading, 'camera.allowed')).toEqual(['observed: false', 'installed: ?incomplete']);
    expect(said(reading, 'device.supervised')).toEqual(['observed: true']);
  });

  it('misses a file that its manifest lists', async () => {
    const reading = await read(withoutFile(backupOf(guardedPhone), placeOf(permissions)));
    expect(reading.notices).toEqual([
      expect.objectContaining({ code: 'file-missing', locator: permissions }),
    ]);
    expect(said(reading, 'app.permission.camera')).toEqual(['observed: ?incomplete']);
  });

  it('passes over a file that its manifest does not list: a remnant of an earlier backup', async () => {
    const listed = phoneFiles(guardedPhone).filter(([, path]) => !path.includes('TCC'));
    const database = manifestDatabase(listed.map(([domain, path]) => [domain, path]));
    const reading = await read(withFile(backupOf(guardedPhone), 'Manifest.db', database));
    expect(reading.opened).not.toContain(placeOf(permissions));
    expect(said(reading, 'app.permission.camera', 'whatsapp')).toEqual([]);
  });

  it('takes the public part of the effective settings where the whole is missing', async () => {
    const whole = phoneFiles(guardedPhone).filter(
      ([, path]) => !path.endsWith('EffectiveUserSettings.plist'),
    );
    const path = 'Library/UserConfigurationProfiles/PublicInfo/PublicEffectiveUserSettings.plist';
    const files = withoutFile(backupOf(guardedPhone), placeOf(effective))
      .set(placeOf(`HomeDomain-${path}`), binary({ restrictedBool: { allowCamera: { value: false } } }))
      .set(
        'Manifest.db',
        manifestDatabase([
          ...whole.map(([domain, one]): [string, string] => [domain, one]),
          ['HomeDomain', path],
        ]),
      );
    expect(said(await read(files), 'camera.allowed')).toEqual(['observed: false', 'installed: false']);
  });

  it('has to have a Manifest.plist', async () => {
    const files = withoutFile(backupOf(guardedPhone), 'Manifest.plist');
    expect((await refusalOf(() => read(files))).code).toBe('input-unreadable');
    const cut = withFile(files, 'Manifest.plist', text('<?xml version="1.0"?><plist><dict>'));
    expect((await refusalOf(() => read(cut))).code).toMatch(/^plist-malformed|xml-malformed$/);
  });
});

describe('damaged files', () => {
  it.each([
    ['a database that ends', text('SQLite format 3\0')],
    ['an empty file', new Uint8Array()],
    [
      'a view in the place of the table',
      databaseOf(
        'CREATE TABLE a (b); CREATE VIEW access AS SELECT b AS service, b AS client, 0 AS client_type, 0 AS auth_value FROM a;',
      ),
    ],
    ['another layout', databaseOf('CREATE TABLE access (service, client);')],
    ['something else', text('not a database at all, but long enough to look at')],
  ])('TCC.db that is %s leaves the permissions open and nothing else', async (_what, content) => {
    const reading = await read(withFile(backupOf(guardedPhone), placeOf(permissions), content));
    expect(reading.notices.map(({ code, locator }) => [code, locator])).toEqual([
      ['file-unreadable', permissions],
    ]);
    expect(said(reading, 'app.permission.camera')).toEqual([
      expect.stringMatching(/^observed: \?(unreadable|incomplete)$/),
    ]);
    expect(said(reading, 'app.permission.camera', 'whatsapp')).toEqual([]);
    expect(said(reading, 'camera.allowed')).toEqual(['observed: false', 'installed: false']);
  });

  it('a permissions table without a row is one that lost them', async () => {
    const files = withFile(backupOf(guardedPhone), placeOf(permissions), permissionsDatabase([]));
    expect(said(await read(files), 'app.permission.camera')).toEqual(['observed: ?incomplete']);
  });

  it('effective settings that cannot be read leave open what they show, and not what Manifest.plist proves', async () => {
    const manifest = { ...guardedPhone.manifest, IsEncrypted: false };
    const files = withFile(backupOf({ ...guardedPhone, manifest }), placeOf(effective), text('bplist00'));
    const reading = await read(files);
    expect(said(reading, 'camera.allowed')).toEqual(['observed: ?unreadable', 'installed: false']);
    expect(said(reading, 'backup.local.encrypted')).toEqual([
      'observed: false',
      'installed: ?unreadable',
      'installed: true',
    ]);
  });

  it('effective settings of no known bucket are unreadable, not empty', async () => {
    const reading = await readPhone({ effective: { RestrictedBool: {} } });
    expect(said(reading, 'camera.allowed')).toEqual(['observed: ?unreadable', 'installed: false']);
  });

  it('a bucket that stands for two leaves the effective settings open, and nothing beside them', async () => {
    const reading = await readPhone({ effective: { restrictedBool: 'none', restrictedValue: {} } });
    expect(said(reading, 'camera.allowed')).toEqual(['observed: ?ambiguous', 'installed: false']);
    expect(reading.observations.some(({ setting }) => setting === '*')).toBe(false);
    expect(said(reading, 'passcode.present')).toEqual(['observed: true']);
  });

  it('values of another type decide nothing', async () => {
    const reading = await readPhone({
      cloudConfiguration: { IsSupervised: 'true', AllowPairing: 0 },
      cloudBackup: { CloudBackupEnabled: 1, LastCloudBackupDate: 12 },
      globalPreferences: { LDMGlobalEnabled: 'yes' },
      findMy: { fmipActive: 1, fmipLostModeType: true },
    });
    for (const setting of [
      'device.supervised',
      'device.hostPairing.allowed',
      'backup.cloud.enabled',
      'backup.cloud.lastDate',
      'device.lockdownMode',
      'device.findMy.enabled',
      'device.lostMode',
    ])
      expect(said(reading, setting), setting).toEqual(['observed: ?ambiguous']);
  });

  it('absent keys say nothing', async () => {
    const reading = await readPhone({
      globalPreferences: {},
      findMy: {},
      cloudBackup: {},
      cloudConfiguration: {},
    });
    for (const setting of [
      'device.lockdownMode',
      'device.findMy.enabled',
      'backup.cloud.enabled',
      'device.supervised',
    ])
      expect(said(reading, setting), setting).toEqual([]);
  });

  it('an Info.plist of another phone is not used', async () => {
    const info = {
      ...guardedPhone.info,
      'Target Identifier': '00000000-0000000000000099',
      'Product Version': '27.0',
    };
    const reading = await readPhone({ info });
    expect(reading.notices).toEqual([
      expect.objectContaining({ code: 'file-unreadable', locator: 'Info.plist' }),
    ]);
    expect(said(reading, 'apps.installed')).toEqual([]);
    expect(said(reading, 'os.version')).toEqual(['observed: "26.1"']);
  });
});

describe('profiles on the phone', () => {
  const stub = `${shared}/profile-${'0'.padStart(64, 'a')}.stub`;

  it('that cannot be read may demand anything', async () => {
    const reading = await read(withFile(backupOf(guardedPhone), placeOf(stub), text('bplist00')));
    expect(reading.notices).toEqual([expect.objectContaining({ code: 'file-unreadable', locator: stub })]);
    expect(said(reading, '*')).toEqual(['installed: ?unreadable']);
  });

  it('that are kept without content are named and demand nothing known', async () => {
    const reading = await read(withFile(backupOf(guardedPhone), placeOf(stub), new Uint8Array()));
    expect(reading.notices.map(({ code }) => code)).toEqual(['profile-stub-empty']);
    expect(said(reading, '*')).toEqual(['installed: ?incomplete']);
  });

  it('of which more are listed than found leave open what profiles can demand', async () => {
    const list = placeOf(`${shared}/PayloadManifest.plist`);
    const files = withFile(backupOf(guardedPhone), list, binary({ OrderedProfiles: ['a', 'b', 'c'] }));
    const reading = await read(files);
    expect(reading.notices.map(({ code }) => code)).toEqual(['count-mismatch']);
    expect(said(reading, 'camera.allowed')).toEqual([
      'observed: false',
      'installed: false',
      'installed: ?incomplete',
    ]);
  });

  it('leave the phone some time after they were installed', async () => {
    const lapsing = { ...baseline, DurationUntilRemoval: 86_400 };
    const reading = await readPhone({ profiles: [lapsing] });
    const camera = reading.observations.find(
      (one) => one.setting === 'camera.allowed' && one.layer === 'installed',
    );
    expect(camera).toMatchObject({ expires: '2026-06-02T00:00:00Z', notes: ['policy-ends'] });
  });

  it('keep their secrets', () => {
    expect(JSON.stringify(guarded)).not.toContain('hunter2-wifi');
    expect(JSON.stringify(stubOf(baseline))).toContain('hunter2-wifi');
  });
});

describe('supervision and versions', () => {
  const at = (version: string, isSupervised: boolean) =>
    readPhone({
      manifest: {
        ...guardedPhone.manifest,
        Lockdown: { ProductVersion: version, ProductType: 'iPhone17,3' },
      },
      cloudConfiguration: { IsSupervised: isSupervised, AllowPairing: false },
    });

  it('from iOS 27 on silence about supervision is no answer', async () => {
    const silent = await at('27.0', false);
    expect(said(silent, 'device.supervised')).toEqual(['observed: ?not-reported']);
    expect(silent.subject?.supervised).toBeUndefined();
    expect(silent.notices.map(({ code }) => code)).toEqual(['management-not-in-backup']);
    expect(said(await at('26.9', false), 'device.supervised')).toEqual(['observed: false']);
    expect(said(await at('27.0', true), 'device.supervised')).toEqual(['observed: true']);
  });

  it('refusing to pair needs supervision', async () => {
    const pairing = (reading: typeof guarded) =>
      reading.observations.find(({ setting }) => setting === 'device.hostPairing.allowed');
    expect(pairing(await at('26.1', false))).toMatchObject({ value: false, needs: { supervised: true } });
    expect(pairing(open)).not.toHaveProperty('needs');
  });
});

describe('apps', () => {
  it('of the system are never in the list, so their absence shows nothing', () => {
    expect(said(guarded, 'app.installed', 'apple-messages')).toEqual(['observed: ?not-reported']);
    expect(said(guarded, 'app.permission.camera', 'apple-messages')).toEqual([]);
  });

  it('are not shown by an empty list, which a computer writes that could not ask', async () => {
    const reading = await readPhone({ info: { ...guardedPhone.info, 'Installed Applications': [] } });
    expect(said(reading, 'apps.installed')).toEqual(['observed: ?incomplete']);
    expect(said(reading, 'app.installed', 'whatsapp')).toEqual(['observed: true']);
  });

  it('in a list of other things are ambiguous', async () => {
    const reading = await readPhone({ info: { ...guardedPhone.info, 'Installed Applications': ['a', 1] } });
    expect(said(reading, 'apps.installed')).toEqual(['observed: ?ambiguous']);
  });
});

describe('recognition', () => {
  const detect = (...names: string[]) =>
    appleBackup.detect({ name: 'x', top: names, has: (path) => names.includes(path) });

  it('by the names at the top, also of a backup that lost one', () => {
    expect(detect('Manifest.plist', 'Manifest.db', 'Info.plist', 'Status.plist', '00')).toBe(true);
    expect(detect('Manifest.plist', 'Info.plist', 'Status.plist')).toBe(true);
    expect(detect('Manifest.db', 'Info.plist')).toBe(true);
    expect(detect('Manifest.db', 'Status.plist')).toBe(true);
    expect(detect('Manifest.plist', 'Info.plist')).toBe(false);
    expect(detect('Info.plist', 'PkgInfo')).toBe(false);
    expect(detect('Manifest.db')).toBe(false);
  });

  it('reads XML and binary property lists alike', async () => {
    const reading = await read(
      withFile(backupOf(guardedPhone), 'Manifest.plist', xml(guardedPhone.manifest)),
    );
    expect(said(reading, 'passcode.present')).toEqual(['observed: true']);
    expect(
      reading.observations.find(({ setting }) => setting === 'passcode.present')?.evidence.line,
    ).toBeGreaterThan(1);
  });
});
