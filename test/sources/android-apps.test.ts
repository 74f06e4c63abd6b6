/** What messaging apps keep about their settings, read from an extraction: values both ways, and doubts. */
import { describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import {
  appCanaries,
  type AppData,
  appFiles,
  binaryPreferences,
  caredFor,
  devicesDatabase,
  neglected,
  phoneFiles,
  type Preference,
  signalPreferences,
  telegramPreferences,
  textPreferences,
  untouched,
} from '../../tools/fixtures/android-apps.ts';
import { type Files, withFile } from '../../tools/fixtures/apple-backup.ts';
import { type BundleReading, readBundle } from '../support/bundle.ts';
import { utf8 } from '../support/bytes.ts';

const whatsapp = 'com.whatsapp';
const light = 'data/data/com.whatsapp/shared_prefs/com.whatsapp_preferences_light.xml';
const database = 'data/data/com.whatsapp/databases/companion_devices.db';

const phone = (data: AppData, users?: readonly number[]): Files =>
  new Map([...phoneFiles(Object.keys(data.preferences), users), ...appFiles(data)]);
const read = (files: Files) => readBundle(androidFilesystem, files);
const readApp = (data: AppData, users?: readonly number[]) => read(phone(data, users));
const readFolder = (folder: AppData['preferences'][string], more: Partial<AppData> = {}) =>
  readApp({ preferences: { [whatsapp]: folder }, ...more });

/** `true`, `?ambiguous`, with the notes behind it. */
function said({ observations }: BundleReading, setting: string, scope = 'app:whatsapp@0'): string[] {
  const own = observations.filter((one) => one.setting === setting && one.scope === scope);
  return own.map((one) =>
    [isKnown(one) ? JSON.stringify(one.value) : `?${one.unknown}`, ...(one.notes ?? [])].join(' '),
  );
}

const one = (setting: readonly Preference[], file = 'com.whatsapp_preferences_light.xml') =>
  readFolder({ [file]: setting });

describe('WhatsApp', () => {
  const good = readFolder(caredFor);
  const bad = readFolder(neglected);

  it.each([
    ['app.twoStepVerification', 'true observed-in-builds', 'false observed-in-builds'],
    ['app.twoStepRecoveryEmail', 'true observed-in-builds', 'false observed-in-builds'],
    [
      'app.securityNotifications',
      'true observed-in-builds',
      '?ambiguous observed-in-builds server-switch-not-shown',
    ],
    ['app.backup.cloud.enabled', 'false observed-in-builds', 'true observed-in-builds'],
    ['app.defaultMessageTimer', '7776000 observed-in-builds', '0 observed-in-builds'],
    ['app.lock', 'true observed-in-builds', 'false observed-in-builds'],
  ])('%s', async (setting, looked, overlooked) => {
    expect(said(await good, setting)).toEqual([looked]);
    expect(said(await bad, setting)).toEqual([overlooked]);
  });

  it('encrypted backups, by the setting and by the last backup', async () => {
    const setting = 'app.backup.endToEndEncrypted';
    expect(said(await good, setting)).toEqual([
      'true observed-in-builds backup-by-64-digit-key',
      'true observed-in-builds of-last-backup',
    ]);
    expect(said(await bad, setting)).toEqual(['false observed-in-builds']);
    const password: Preference[] = [
      ['boolean', 'encrypted_backup_enabled', 'true'],
      ['boolean', 'encrypted_backup_using_encryption_key', 'false'],
    ];
    expect(said(await one(password), setting)).toEqual(['true observed-in-builds backup-by-password']);
    const last: Preference = ['boolean', 'gdrive_last_successful_backup_encrypted:a@example.org', 'false'];
    expect(said(await one([last], 'backup_prefs.xml'), setting)).toEqual([
      'false observed-in-builds of-last-backup',
    ]);
    const word: Preference = ['string', 'backup_encryption_method', 'PASSKEY'];
    expect(said(await one([word]), setting)).toEqual(['?ambiguous observed-in-builds unknown-word']);
  });

  it('leaves open what no key says, with what the app is believed to assume', async () => {
    const reading = await readFolder(untouched);
    const settings = [
      'app.twoStepVerification',
      'app.twoStepRecoveryEmail',
      'app.securityNotifications',
      'app.backup.cloud.enabled',
      'app.backup.endToEndEncrypted',
      'app.defaultMessageTimer',
      'app.lock',
    ];
    for (const setting of settings)
      expect(said(reading, setting), setting).toEqual(['?not-reported observed-in-builds key-absent']);
    const { evidence } =
      reading.observations.find((own) => own.setting === 'app.securityNotifications') ?? {};
    expect(evidence).toMatchObject({
      entry: 'data/data/com.whatsapp/shared_prefs',
      locator: 'security_notifications',
      value: 'absent (believed default: false)',
    });
  });

  it('says nothing where its folder was not copied', async () => {
    const files = new Map([
      ...phoneFiles([whatsapp]),
      [`data/data/${whatsapp}/databases/msgstore.db`, utf8('x')] as const,
    ]);
    const { observations } = await read(files);
    expect(
      observations.filter(({ setting }) => setting.startsWith('app.')).map(({ setting }) => setting),
    ).toEqual(['app.installed']);
  });

  it('knows that there is a number, and that it takes a register to judge it', async () => {
    for (const reading of [await good, await bad]) {
      const found = reading.observations.filter((own) => own.setting === 'app.registeredNumberKnown');
      expect(found.length).toBeGreaterThan(0);
      for (const own of found) {
        expect(own).toMatchObject({ unknown: 'not-collected', notes: ['register-needed'] });
        expect(own.evidence.value).toBe('string set');
      }
    }
  });

  it.each<[string, Preference, string]>([
    ['app.twoStepVerification', ['int', 'two_factor_auth_code', '739164'], '?ambiguous'],
    ['app.twoStepRecoveryEmail', ['int', 'two_factor_auth_email_set', '0'], '?not-reported'],
    ['app.twoStepRecoveryEmail', ['int', 'two_factor_auth_email_set', '3'], '?ambiguous'],
    ['app.twoStepRecoveryEmail', ['string', 'two_factor_auth_email_set', '1'], '?ambiguous'],
    ['app.securityNotifications', ['string', 'security_notifications', 'true'], '?ambiguous'],
    ['app.securityNotifications', ['boolean', 'security_notifications', '1'], '?ambiguous'],
    ['app.backup.cloud.enabled', ['string', 'interface_gdrive_backup_frequency', '5'], '?ambiguous'],
    ['app.backup.cloud.enabled', ['int', 'interface_gdrive_backup_frequency', '0'], '?ambiguous'],
    ['app.backup.cloud.enabled', ['string', 'interface_gdrive_backup_frequency', '4'], 'true'],
    ['app.defaultMessageTimer', ['int', 'disappearing_mode_duration_int', '86400'], '86400'],
    ['app.defaultMessageTimer', ['int', 'disappearing_mode_duration_int', '604800'], '604800'],
    ['app.defaultMessageTimer', ['int', 'disappearing_mode_duration_int', '60'], '?ambiguous'],
    ['app.defaultMessageTimer', ['int', 'disappearing_mode_duration_int', '-1'], '?ambiguous'],
    ['app.defaultMessageTimer', ['long', 'disappearing_mode_duration_int', '0'], '?ambiguous'],
    ['app.lock', ['int', 'privacy_fingerprint_enabled', '1'], '?ambiguous'],
    ['app.lock', ['set', 'privacy_fingerprint_enabled', ['true']], '?ambiguous'],
    ['app.lock', ['boolean', 'Privacy_Fingerprint_Enabled', 'true'], '?ambiguous'],
    ['app.backup.endToEndEncrypted', ['string', 'encrypted_backup_enabled', 'false'], '?ambiguous'],
  ])('%s from %j', async (setting, preference, expected) => {
    const [answer, ...others] = said(await one([preference]), setting);
    expect(answer?.split(' ')[0]).toBe(expected);
    expect(others).toEqual([]);
  });

  it('finds a key in any file, and believes neither of two that differ', async () => {
    const key = (text: string): Preference => ['boolean', 'security_notifications', text];
    const both = (first: string, second: string) =>
      readFolder({ 'a_prefs.xml': [key(first)], 'b_prefs.xml': [key(second)] });
    expect(said(await both('true', 'true'), 'app.securityNotifications')).toEqual([
      'true observed-in-builds',
    ]);
    expect(said(await both('true', 'false'), 'app.securityNotifications')).toEqual([
      '?ambiguous observed-in-builds files-disagree',
    ]);
    expect(said(await one([key('true'), key('true')]), 'app.securityNotifications')).toEqual([
      '?ambiguous observed-in-builds files-disagree',
    ]);
  });

  it('reads the binary form as the text', async () => {
    const [text, binary] = [
      await good,
      await readFolder(caredFor, { write: (own) => binaryPreferences(own) }),
    ];
    const claims = ({ observations }: BundleReading) =>
      observations.map(({ evidence: { line: _line, ...evidence }, ...own }) => ({ ...own, evidence }));
    expect(claims(binary)).toEqual(claims(text));
    expect(binary.notices).toEqual([]);
  });

  it.each([
    ['torn', (bytes: Uint8Array) => bytes.slice(0, 400), '?unreadable'],
    ['no map', () => utf8('<set><string name="security_notifications">true</string></set>'), '?unreadable'],
    ['empty', () => new Uint8Array(), '?unreadable'],
    ['cut binary', () => binaryPreferences([['string', 'x', 'y']], true), '?incomplete'],
  ])('decides nothing beside a file that is %s', async (_name, damage, expected) => {
    const files = phone({ preferences: { [whatsapp]: caredFor } });
    const reading = await read(withFile(files, light, damage(files.get(light) ?? new Uint8Array())));
    expect(said(reading, 'app.defaultMessageTimer')).toEqual([`${expected} observed-in-builds`]);
    expect(said(reading, 'app.securityNotifications')).toEqual([`${expected} observed-in-builds key-absent`]);
    expect(reading.notices).toMatchObject([{ locator: light }]);
  });

  it('each user and profile by himself, and each app', async () => {
    const files = new Map([
      ...phone({ preferences: { [whatsapp]: neglected, 'com.whatsapp.w4b': caredFor } }, [0, 10]),
      ...appFiles({ preferences: { [whatsapp]: caredFor }, user: 10 }),
    ]);
    const reading = await read(files);
    expect(said(reading, 'app.lock')).toEqual(['false observed-in-builds']);
    expect(said(reading, 'app.lock', 'app:whatsapp@10')).toEqual(['true observed-in-builds work-profile']);
    expect(said(reading, 'app.lock', 'app:whatsapp-business@0')).toEqual(['true observed-in-builds']);
  });

  it('the folder of the first user has two names, and either may be a copy', async () => {
    const files = phone({ preferences: { [whatsapp]: caredFor }, linked: devicesDatabase([]) });
    const renamed = (path: string) => path.replace('data/data/', 'data/user/0/');
    const moved: Files = new Map([...files].map(([path, bytes]) => [renamed(path), bytes]));
    for (const both of [moved, new Map([...files, ...moved])]) {
      const reading = await read(both);
      expect(said(reading, 'app.lock')).toEqual(['true observed-in-builds']);
      expect(said(reading, 'app.linkedDevices.count')).toEqual(['0 observed-in-builds']);
    }
    const stale = appFiles({ preferences: { [whatsapp]: neglected } });
    const reading = await read(new Map([...moved, ...stale]));
    expect(said(reading, 'app.lock')).toEqual(['?ambiguous observed-in-builds files-disagree']);
  });

  it('an app that only looks like it has no settings of it', async () => {
    const { observations, asked } = await readApp({ preferences: { 'com.gbwhatsapp': caredFor } });
    expect(observations.map(({ setting, scope }) => `${scope} ${setting}`)).toContain(
      'app:whatsapp-unofficial@0 app.installed',
    );
    expect(observations.some(({ setting }) => setting === 'app.lock')).toBe(false);
    expect(asked.some((path) => path.includes('com.gbwhatsapp'))).toBe(false);
  });
});

describe('linked devices', () => {
  const setting = 'app.linkedDevices.count';
  const linked = (bytes: Uint8Array) => readFolder(untouched, { linked: bytes });
  const old = 1_790_000_000_000; // 21 September 2026

  it.each([
    ['none', [], '0', '0 linked'],
    [
      'two, and one that was logged out',
      [
        [0, old],
        [null, old + 86_400_000],
        [1_790_500_000_000, old],
      ] as const,
      '2',
      '2 linked, one unused for 68 days',
    ],
  ] as const)('%s', async (_name, rows, expected, shown) => {
    const reading = await linked(devicesDatabase(rows));
    expect(said(reading, setting)).toEqual([`${expected} observed-in-builds`]);
    const found = reading.observations.find((own) => own.setting === setting);
    expect(found?.evidence).toMatchObject({ entry: database, locator: 'devices', value: shown });
  });

  it('a row that is not understood leaves the number open', async () => {
    expect(said(await linked(devicesDatabase([[-1, old]])), setting)).toEqual([
      '?ambiguous observed-in-builds',
    ]);
  });

  it('with the changes in its log, and not without it', async () => {
    const bytes = Uint8Array.from(devicesDatabase([[0, old]]));
    bytes[18] = 2;
    bytes[19] = 2;
    const files = phone({ preferences: { [whatsapp]: untouched }, linked: bytes });
    const without = await read(files);
    expect(said(without, setting)).toEqual(['?ambiguous observed-in-builds wal-missing']);
    expect(without.notices).toMatchObject([{ code: 'file-missing', locator: `${database}-wal` }]);
    const beside = await read(withFile(files, `${database}-wal`, new Uint8Array()));
    expect(said(beside, setting)).toEqual(['1 observed-in-builds']);
  });

  it('a damaged one, another layout, and none at all', async () => {
    for (const bytes of [utf8('SQLite format 3\0'), utf8('no database')]) {
      const reading = await linked(bytes);
      expect(said(reading, setting)).toEqual(['?unreadable observed-in-builds']);
      expect(reading.notices).toMatchObject([{ code: 'file-unreadable', locator: database }]);
    }
    expect(said(await readFolder(untouched), setting)).toEqual([]);
  });
});

describe('backups on the phone', () => {
  const setting = 'app.backup.endToEndEncrypted';

  it('are known by their names, which prove nothing', async () => {
    const reading = await readFolder(caredFor, {
      hasKey: true,
      backups: ['msgstore-2026-11-26.1.db.crypt14', 'msgstore.db.crypt15', 'wa.db.crypt15', 'msgstore.db'],
    });
    const notes = 'backup-key-on-phone local-backup-not-e2ee';
    expect(said(reading, setting)).toEqual([
      `true observed-in-builds backup-by-64-digit-key ${notes}`,
      `true observed-in-builds of-last-backup ${notes}`,
      `?not-reported inferred-meaning names-only ${notes}`,
    ]);
    expect(reading.observations.at(-1)?.evidence).toMatchObject({
      entry: 'data/media/0/Android/media/com.whatsapp/WhatsApp/Databases',
      value: '.crypt14: 1, .crypt15: 1',
    });
  });

  it('one from before the last encrypted backup is no news', async () => {
    const reading = await readFolder(caredFor, { backups: ['msgstore-2026-11-20.1.db.crypt14'] });
    expect(said(reading, setting).join()).not.toContain('local-backup-not-e2ee');
  });
});

describe('Telegram and Signal', () => {
  const telegram = (hash: string) =>
    readApp({ preferences: { 'org.telegram.messenger': telegramPreferences(hash) } });

  it('Telegram has a code or has none, and its second step is kept by the server', async () => {
    const on = await telegram(appCanaries.passcode);
    expect(said(on, 'app.lock', 'app:telegram@0')).toEqual(['true']);
    expect(said(await telegram(''), 'app.lock', 'app:telegram@0')).toEqual(['false']);
    expect(said(on, 'app.twoStepVerification', 'app:telegram@0')).toEqual([
      '?not-provable kept-by-the-server',
    ]);
    const without = await readApp({ preferences: { 'org.telegram.messenger': { 'userconfing.xml': [] } } });
    expect(said(without, 'app.lock', 'app:telegram@0')).toEqual(['?not-reported key-absent']);
  });

  it('nothing of Signal is read, and what an old version left behind passes nothing', async () => {
    const name = 'org.thoughtcrime.securesms';
    const reading = await readApp({ preferences: { [name]: signalPreferences } });
    const own = reading.observations.filter(({ scope }) => scope === 'app:signal@0');
    expect(own.filter(isKnown).map(({ setting }) => setting)).toEqual(['app.installed']);
    expect(said(reading, 'app.twoStepVerification', 'app:signal@0')).toEqual([
      '?not-provable keystore-bound',
    ]);
    expect(reading.asked.some((path) => path.includes(name))).toBe(false);
  });
});

it('the text form and the binary form of the fixtures are what they say', () => {
  expect(Buffer.from(textPreferences([['int', 'a', '1']])).toString()).toContain(
    '<int name="a" value="1" />',
  );
  expect(binaryPreferences([['int', 'a', '1']]).slice(0, 3)).toEqual(utf8('ABX'));
});
