/** Evidence of every source with words planted where secrets and personal data stand, and damaged copies of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import {
  appCanaries,
  appFiles,
  caredFor,
  devicesDatabase,
  merged,
  neglected,
  phoneFiles,
  signalPreferences,
  telegramPreferences,
} from '../../tools/fixtures/android-apps.ts';
import { androidPhone, releases } from '../../tools/fixtures/android-dumps.ts';
import { bugreport } from '../../tools/fixtures/android/report.ts';
import { appleCanaries, appsBackup, archiveBytes, sectionArchive } from '../../tools/fixtures/apple-apps.ts';
import { cases, type Files } from '../../tools/fixtures/apple-backup.ts';
import { utf8 } from './bytes.ts';
import { planted } from './canaries.ts';
import { plantedCsv, plantedJson, plantedXml, plantedYaml } from './planting.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');
const whatsapp = 'com.whatsapp';

const androidExtraction: Files = new Map([
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

const appleApps = appsBackup({
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

/** Folder → what was taken of one phone. */
export function handsets(): ReadonlyMap<string, Files> {
  const release = releases.find(({ name }) => name === '14');
  if (release === undefined) throw new Error('no release');
  const dumps = Object.entries(androidPhone(release));
  return new Map([
    ['android-extraction', androidExtraction],
    ['android-adb', new Map(dumps.map(([name, text]) => [name, utf8(text)]))],
    ['android-bugreport', new Map([['bugreport-2026-11-20.txt', utf8(bugreport(release))]])],
    ['iphone-apps', appleApps],
    ...Object.entries(cases()).map(
      ([name, files]) => [`iphone-${name}`.replace('iphone-sysdiag', 'sysdiag'), files] as const,
    ),
  ]);
}

function plantedBytes(name: string, bytes: Uint8Array): Uint8Array {
  if (bytes.includes(0)) return bytes;
  const text = Buffer.from(bytes).toString();
  switch (extname(name)) {
    case '.json':
      try {
        return utf8(JSON.stringify(plantedJson(JSON.parse(text.replace(/^\uFEFF/, ''))), null, 1));
      } catch {
        return bytes; // damaged on purpose
      }
    case '.ndjson':
      return utf8(text.split('\n').map(plantedLine).join('\n'));
    case '.xml':
    case '.plist':
    case '.mobileconfig':
      return utf8(plantedXml(text));
    case '.csv':
      return utf8(plantedCsv(text));
    case '.yaml':
    case '.yml':
      return utf8(plantedYaml(text));
    default:
      return bytes;
  }
}

function plantedLine(line: string): string {
  try {
    return JSON.stringify(plantedJson(JSON.parse(line)));
  } catch {
    return line;
  }
}

interface Fixture {
  readonly source: string;
  readonly name: string;
}

/** Some cases of every source that reads a file. @param most of each source, the whole ones before the damaged */
function fixtureCases(most: number): Fixture[] {
  const sources = readdirSync(fixtures, { withFileTypes: true }).filter((one) => one.isDirectory());
  return sources.flatMap(({ name: source }) =>
    readdirSync(join(fixtures, source))
      .filter((name) => /^(ok|bad)\./.test(name) && source !== 'passmuster-stream')
      .toSorted((a, b) => b.localeCompare(a))
      .slice(0, most)
      .map((name) => ({ source, name })),
  );
}

/** `source-case.ext` → the fixture, planted. */
export function exportsOf(most = 4): Files {
  const files: Files = new Map();
  for (const { source, name } of fixtureCases(most)) {
    const folder = join(fixtures, source, name);
    const file = readdirSync(folder).find((one) => one.startsWith('input.'));
    if (file === undefined) continue;
    const bytes = plantedBytes(file, readFileSync(join(folder, file)));
    files.set(`${source}-${name}${extname(file)}`, bytes);
  }
  return files;
}

/** How a file breaks: cut off, cut within a planted word, with that word outside its quotes, with a word that belongs to nothing. */
const damages: Readonly<Record<string, (text: string) => string>> = {
  cut: (text) => text.slice(0, Math.floor(text.length * 0.6)),
  'cut-in-word': (text) => text.slice(0, (text.indexOf(planted('')) + 1 || text.length / 3) + 8),
  unquoted: (text) => text.replace(/"(QZhidden7[^"]*)"/, '$1').replace(/>(QZhidden7[^<]*)</, '><$1><'),
  stray: (text) => text.replace(/[}\]>]\s*$/, (end) => `${planted('stray')}${end}`),
};

/** Copies of the exports, each broken in every way. */
export function damagedExports(): Files {
  const files: Files = new Map();
  for (const [name, bytes] of exportsOf(1))
    for (const [damage, change] of Object.entries(damages)) {
      const [text, ending] = [Buffer.from(bytes).toString('latin1'), extname(name)];
      files.set(`${name.slice(0, -ending.length)}-${damage}${ending}`, Buffer.from(change(text), 'latin1'));
    }
  return files;
}

/** Copies of the handsets in which every file is cut off, or its bytes stand the other way round. */
export function damagedHandsets(): ReadonlyMap<string, Files> {
  const changes: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
    cut: (bytes) => bytes.slice(0, Math.floor(bytes.length * 0.6)),
    reversed: (bytes) => Uint8Array.from(bytes).toReversed(),
  };
  const kept = /Manifest\.(plist|db)$|getprop\.txt$|packages\.xml$|userlist\.xml$/; // by which the phone is recognised
  return new Map(
    Object.entries(changes).flatMap(([damage, change]) =>
      [...handsets()].map(([name, files]): [string, Files] => [
        `${name}-${damage}`,
        new Map([...files].map(([path, bytes]) => [path, kept.test(path) ? bytes : change(bytes)])),
      ]),
    ),
  );
}
