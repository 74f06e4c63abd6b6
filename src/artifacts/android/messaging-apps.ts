/** The messaging apps whose files are read, and what of them never can be. */
import type { Observation, UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { isFilled, type KeyRow, wantedKeys } from './app-keys.ts';
import { witness } from './dump.ts';
import { type AppSite, baseOf } from './observe-preferences.ts';
import type { WantedKeys } from './preferences.ts';
import { whatsappKeys, whatsappRows } from './whatsapp.ts';

/** What no file shows that may be opened. */
interface Closed {
  readonly setting: SettingId;
  readonly unknown: UnknownReason;
  readonly note: string;
}

export interface MessagingApp {
  /** In the catalogue. */
  readonly id: string;
  readonly package: string;
  readonly rows: readonly KeyRow[];
  readonly keys: WantedKeys;
  /** Its preference files; undefined: none is opened. */
  readonly files?: RegExp;
  readonly closed: readonly Closed[];
  /** Has `companion_devices.db`, local backups and a key for them. */
  readonly isWhatsApp?: true;
}

/** Not the store of keys, and no file that is called after a number or an address. */
const whatsappFiles = /^(?!keystore)(?![^/]*\d{5})[\w.-]{1,100}\.xml$/;

const whatsapp = (id: string, name: string): MessagingApp => ({
  id,
  package: name,
  rows: whatsappRows,
  keys: whatsappKeys,
  files: whatsappFiles,
  closed: [],
  isWhatsApp: true,
});

/** `SharedConfig` of Telegram; the name of the file is spelled so (abrignoni/ALEAPP, telegramAndroid.py). */
const telegramRows: readonly KeyRow[] = [
  { key: 'passcodeHash1', setting: 'app.lock', grade: 'A', read: isFilled, isSecret: true },
];

const telegram = (name: string): MessagingApp => ({
  id: 'telegram',
  package: name,
  rows: telegramRows,
  keys: wantedKeys(telegramRows),
  files: /^(userconfing|userconfig[1-3])\.xml$/,
  // `account.getPassword` asks the server (core.telegram.org).
  closed: [{ setting: 'app.twoStepVerification', unknown: 'not-provable', note: 'kept-by-the-server' }],
});

/**
 * Signal keeps its settings in a store that a key of the phone's own hardware encrypts (signalapp/Signal-Android, keyvalue). Plain
 * preferences of earlier versions can be left over; they are stale, so not even their file is opened. No collection brings the key, so
 * `encrypted` would promise too much.
 */
const signalSettings = [
  'app.twoStepVerification',
  'app.lock',
  'app.defaultMessageTimer',
  'app.backup.cloud.enabled',
  'app.linkedDevices.count',
] as const;

export const messagingApps: readonly MessagingApp[] = [
  whatsapp('whatsapp', 'com.whatsapp'),
  whatsapp('whatsapp-business', 'com.whatsapp.w4b'),
  telegram('org.telegram.messenger'),
  telegram('org.telegram.messenger.web'),
  telegram('org.telegram.messenger.beta'),
  {
    id: 'signal',
    package: 'org.thoughtcrime.securesms',
    rows: [],
    keys: new Map(),
    closed: signalSettings.map((setting) => ({ setting, unknown: 'not-provable', note: 'keystore-bound' })),
  },
];

/** @param folder of the app, which is there */
export function closedSettings({ closed }: MessagingApp, folder: string, site: AppSite): Observation[] {
  return closed.map(({ setting, unknown, note }) => ({
    ...baseOf({ setting, grade: 'A' }, site, [note]),
    evidence: witness(site, folder, { locator: '(folder of the app)' }),
    unknown,
  }));
}
