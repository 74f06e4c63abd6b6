/** Messages, keys and logs stay closed, and no secret and nothing of a person leaves the readers, in any spelling. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { readPaths } from '../../src/read/paths.ts';
import { findReporter, reporterIds } from '../../src/report/registry.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import type { BundleSource } from '../../src/sources/define.ts';
import {
  appCanaries,
  appFiles,
  caredFor,
  devicesDatabase,
  merged,
  neglected,
  phoneFiles,
  signalPreferences,
  stores,
  telegramPreferences,
} from '../../tools/fixtures/android-apps.ts';
import {
  appleCanaries,
  appleStores,
  appsBackup,
  archiveBytes,
  sectionArchive,
} from '../../tools/fixtures/apple-apps.ts';
import {
  type Files,
  placeOf,
  text,
  withFile,
  withoutFile,
  writeFiles,
} from '../../tools/fixtures/apple-backup.ts';
import { zipOf } from '../support/archive.ts';
import { readBundle } from '../support/bundle.ts';
import { utf8 } from '../support/bytes.ts';

const whatsapp = 'com.whatsapp';
const light = `data/data/${whatsapp}/shared_prefs/com.whatsapp_preferences_light.xml`;
const database = `data/data/${whatsapp}/databases/companion_devices.db`;
const asOf = '2026-11-29T12:00:00Z';

const android: Files = new Map([
  ...phoneFiles(
    [whatsapp, 'com.whatsapp.w4b', 'org.telegram.messenger', 'org.thoughtcrime.securesms'],
    [0, 10],
  ),
  ...appFiles({
    preferences: {
      [whatsapp]: merged(caredFor, { [`prefs_${appCanaries.number}.xml`]: [] }),
      'com.whatsapp.w4b': neglected,
      'org.telegram.messenger': telegramPreferences(appCanaries.passcode),
      'org.thoughtcrime.securesms': signalPreferences,
    },
    linked: devicesDatabase([[0, 1_790_000_000_000]]),
    backups: ['msgstore.db.crypt15', 'msgstore-2026-11-26.1.db.crypt14', 'wa.db.crypt15'],
    hasKey: true,
  }),
  ...appFiles({ preferences: { [whatsapp]: neglected }, user: 10 }),
]);

const apple = appsBackup({
  clients: {
    [appleCanaries.path]: {
      BundleId: 'net.whatsapp.WhatsApp',
      Authorization: 3,
      Executable: appleCanaries.path,
    },
  },
  sections: { 'net.whatsapp.WhatsApp': archiveBytes(sectionArchive({ authorizationStatus: 2 })) },
  messages: { SSKeepMessages: 30, LastNumber: appleCanaries.number },
  telegram: JSON.stringify({
    records: [{ id: appleCanaries.user }],
    accessChallengeData: { numericalPassword: appleCanaries.code },
  }),
});
const telegramState = placeOf(
  'AppDomainGroup-group.ph.telegra.Telegraph-telegram-data/accounts-metadata/atomic-state',
);

describe('what stays closed', () => {
  it('stores of messages, keys and logs of an Android phone', async () => {
    const { asked, opened } = await readBundle(androidFilesystem, android);
    const closed = [...stores, 'shared_prefs/keystore.xml', 'files/encrypted_backup.key', 'mainconfig.xml'];
    const traps = [...android.keys()].filter(
      (path) =>
        closed.some((one) => path.endsWith(one)) || path.includes('/media/') || path.includes('securesms'),
    );
    expect(traps.length).toBeGreaterThan(30);
    for (const path of traps) {
      expect(androidFilesystem.allows(path), path).toBe(false);
      expect(asked, path).not.toContain(path);
    }
    expect([...new Set(opened.filter((path) => path.includes('/databases/')))]).toEqual([database]);
  });

  it('stores of messages, of delivered notifications and of accounts of an iPhone', async () => {
    const { opened } = await readBundle(appleBackup, apple);
    for (const [domain, path] of appleStores) {
      expect(appleBackup.allows(`${domain}-${path}`), path).toBe(false);
      expect(opened, path).not.toContain(placeOf(`${domain}-${path}`));
    }
  });

  it.each([
    `data/data/${whatsapp}/databases/msgstore.db`,
    `data/data/${whatsapp}/databases/companion_devices.db/msgstore.db`,
    `data/data/${whatsapp}/databases/../databases/companion_devices.db`,
    `data/data/${whatsapp}/shared_prefs/../databases/msgstore.db`,
    `data/data/${whatsapp}/shared_prefs/x/y.xml`,
    `data/data/${whatsapp}/shared_prefs/keystore.xml`,
    `data/data/${whatsapp}/shared_prefs/prefs_447700900123.xml`,
    `data/data/${whatsapp}/shared_prefs/a@example.org.xml`,
    'data/data/org.telegram.messenger/files/cache4.db',
    'data/data/org.telegram.messenger/databases/companion_devices.db',
    'data/data/org.telegram.messenger/shared_prefs/mainconfig.xml',
    'data/data/org.thoughtcrime.securesms/shared_prefs/org.thoughtcrime.securesms_preferences.xml',
    'data/data/com.gbwhatsapp/shared_prefs/com.gbwhatsapp_preferences_light.xml',
    'data/data/com.google.android.apps.messaging/databases/bugle_db',
    'data/media/0/Android/media/com.whatsapp/WhatsApp/Databases/msgstore.db.crypt15',
  ])('%s', (path) => expect(androidFilesystem.allows(path)).toBe(false));

  it('the same through the gate, from a folder and from an archive', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passmuster-apps-'));
    try {
      writeFiles(join(folder, 'phone'), android);
      const entries = [...android].map(([name, content]) => ({ name: `phone/${name}`, content }));
      writeFileSync(join(folder, 'phone.zip'), zipOf(entries));
      const own = await throughGate(join(folder, 'phone'));
      const zipped = await throughGate(join(folder, 'phone.zip'));
      expect(own.claims.length).toBeGreaterThan(20);
      expect(own.claims.some((claim) => claim.includes('names-only'))).toBe(true);
      expect(zipped.claims).toEqual(own.claims);
      expect(zipped.opened).toEqual(own.opened);
      const inMemory = await readBundle(androidFilesystem, android);
      expect(own.opened).toEqual([...new Set(inMemory.opened)].sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function throughGate(path: string) {
  const [claims, opened]: [string[], string[]] = [[], []];
  for await (const event of readPaths([path], { asOf })) {
    expectClean(event, appCanaries);
    if (event.kind === 'subject')
      for (const { setting, scope, notes = [] } of event.observations)
        claims.push([scope, setting, ...notes].join(' '));
    if (event.kind === 'input') opened.push(...(event.record.opened ?? []).map((file) => file.path));
  }
  return { claims, opened: opened.sort() };
}

describe('no secret and nothing of a person leaves the reader', () => {
  const changes: [string, (files: Files) => Files][] = [
    ['whole', (files) => files],
    [
      'torn preferences',
      (files) => withFile(files, light, (files.get(light) ?? new Uint8Array()).slice(0, 500)),
    ],
    ['preferences that are none', (files) => withFile(files, light, utf8(`${appCanaries.pin} <map>`))],
    [
      'preferences in the wrong order',
      (files) => withFile(files, light, Uint8Array.from(files.get(light) ?? []).toReversed()),
    ],
    [
      'a damaged database',
      (files) => withFile(files, database, utf8(`SQLite format 3\0${appCanaries.place}`)),
    ],
    ['without preferences', (files) => withoutFile(files, light)],
  ];
  it.each(changes)('Android, %s', async (_name, change) => {
    await expectCleanReading(androidFilesystem, change(android), appCanaries);
  });

  it.each<[string, string | undefined]>([
    ['whole', undefined],
    ['torn', `{"accessChallengeData":{"numericalPassword":"${appleCanaries.code}`],
    ['no JSON', `${appleCanaries.code} ${appleCanaries.user}`],
    ['of another shape', `{"accessChallengeData":"${appleCanaries.code}"}`],
    ['with another key', `{"accessChallengeData":{"${appleCanaries.code}":1}}`],
  ])('iPhone, %s', async (_name, state) => {
    const files = state === undefined ? apple : withFile(apple, telegramState, text(state));
    await expectCleanReading(appleBackup, files, appleCanaries);
  });
});

it.each<[string, Files, Readonly<Record<string, string>>]>([
  ['Android', android, appCanaries],
  ['iPhone', apple, appleCanaries],
])('no report in any format shows them, %s', async (name, files, canaries) => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-report-'));
  try {
    writeFiles(join(folder, name), files);
    const profiles = await findProfiles(['uk-moj-whatsapp']);
    const report = await audit({
      paths: [join(folder, name)],
      profiles,
      gate: { failOn: 'none' },
      version: 'test',
      asOf,
    });
    expect(report.findings.some(({ scope }) => scope?.startsWith('app:whatsapp') === true)).toBe(true);
    for (const id of reporterIds) {
      const reporter = await findReporter(id);
      const shown = [
        ...(reporter?.render(report, { color: false, width: 120, unicode: true, verbose: true }) ?? []),
      ].join('');
      // These two hold what fails, and what names a rule of a STIG.
      const isSparse = id === 'gitlab-codequality' || id === 'cklb';
      expect(shown.length, id).toBeGreaterThan(isSparse ? 2 : 200);
      expectClean(shown, canaries);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function expectCleanReading(
  source: BundleSource,
  files: Files,
  canaries: Readonly<Record<string, string>>,
) {
  const { subject, observations, notices } = await readBundle(source, files);
  expect(observations.length).toBeGreaterThan(5);
  expectClean({ subject, observations, notices }, canaries);
}

function expectClean(output: unknown, canaries: Readonly<Record<string, string>>): void {
  const shown = JSON.stringify(output).toLowerCase();
  for (const [name, canary] of Object.entries(canaries))
    for (const form of formsOf(canary))
      expect(shown.includes(form.toLowerCase()), `${name}: ${form}`).toBe(false);
}

function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary);
  return [
    canary,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(canary),
    Buffer.from(canary, 'utf16le').toString('hex'),
    JSON.stringify(canary).slice(1, -1),
  ];
}
