/** Settings of Android's provider → ours. Meaning of the keys: Android platform, Settings.Global, Settings.Secure, Settings.System. */
import type { Observation, SettingValue, UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import type { AndroidSettings, Namespace, SettingRow } from './settings.ts';

interface Answer {
  readonly value?: SettingValue;
  readonly unknown?: UnknownReason;
  readonly note?: string;
}

interface SettingTableRow {
  readonly namespace: Namespace;
  readonly key: string;
  readonly setting: SettingId;
  readonly read: (value: string, other: (key: string) => string | undefined) => Answer | undefined;
}

const ambiguous: Answer = { unknown: 'ambiguous' };
const bit = (value: string): Answer =>
  value === '1' ? { value: true } : value === '0' ? { value: false } : ambiguous;

/**
 * Collecting over adb needs debugging, and debugging the developer options: that they are on now does not say that they were on
 * before. That they are off is told by itself. See docs/decisions.md, 2026-11-29.
 */
const induced = (value: string): Answer => {
  const answer = bit(value);
  return answer.value === true ? { unknown: 'not-reported', note: 'induced-by-acquisition' } : answer;
};

/** `package/class:package/class`: the packages, each once. The empty text is an empty list. */
function components(value: string): Answer {
  if (value === '') return { value: [] };
  const names = value.split(':').map((component) => /^([\w.]{1,256})\/[\w.$/]{1,512}$/.exec(component)?.[1]);
  const known = names.flatMap((name) => name ?? []);
  return known.length === names.length ? { value: [...new Set(known)].toSorted() } : ambiguous;
}

const milliseconds = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

const rows: readonly SettingTableRow[] = [
  { namespace: 'global', key: 'adb_enabled', setting: 'developer.usbDebugging', read: induced },
  {
    namespace: 'global',
    key: 'development_settings_enabled',
    setting: 'developer.settings.enabled',
    read: induced,
  },
  { namespace: 'global', key: 'adb_wifi_enabled', setting: 'developer.wirelessDebugging', read: induced },
  // -1: the user was not asked, 0: refused (public forensic readers; unverified in the platform, whose value it is not).
  {
    namespace: 'global',
    key: 'package_verifier_user_consent',
    setting: 'apps.verification.enabled',
    read: (value) => (value === '-1' ? { value: false } : bit(value)),
  },
  {
    namespace: 'global',
    key: 'package_verifier_enable',
    setting: 'apps.verification.enabled',
    // On by default: 1 says no more than that nobody switched it off.
    read: (value) => (value === '0' ? { value: false } : undefined),
  },
  {
    namespace: 'secure',
    key: 'lock_screen_show_notifications',
    setting: 'lock.notifications.allowed',
    read: bit,
  },
  {
    namespace: 'secure',
    key: 'lock_screen_allow_private_notifications',
    setting: 'lock.notificationDetails.allowed',
    read: (value, other) => {
      const shown = other('lock_screen_show_notifications');
      if (shown === '0') return { value: false };
      // Where it is not told whether any are shown, their details may not be either.
      return value === '1' && shown !== '1' ? { unknown: 'incomplete' } : bit(value);
    },
  },
  {
    namespace: 'secure',
    key: 'location_mode',
    setting: 'location.services.enabled',
    // 1 sensors only, 2 battery saving, 3 high accuracy.
    read: (value) => (/^[123]$/.test(value) ? { value: true } : value === '0' ? { value: false } : ambiguous),
  },
  {
    namespace: 'secure',
    key: 'backup_enabled',
    setting: 'backup.cloud.enabled',
    read: (value, other) => {
      if (value !== '1') return bit(value);
      // Other transports keep the backup on the phone or send it to another one.
      const isGoogle = other('backup_transport')?.startsWith('com.google.android.gms/') === true;
      return isGoogle ? { value: true } : { unknown: 'not-reported', note: 'backup-transport-not-shown' };
    },
  },
  {
    namespace: 'secure',
    key: 'enabled_accessibility_services',
    setting: 'apps.accessibilityServices.enabled',
    read: components,
  },
  {
    namespace: 'secure',
    key: 'enabled_notification_listeners',
    setting: 'apps.notificationListeners',
    read: components,
  },
];

const timeout = 'screen_off_timeout';
const lockAfter = 'lock_screen_lock_after_timeout';

export const wantedSettings: ReadonlySet<string> = new Set([
  ...rows.map(({ key }) => key),
  'backup_transport',
  timeout,
  lockAfter,
]);

/** @param owner tables of the phone's first user; those of other users are not the phone's */
export function observeSettings(owner: readonly Located<AndroidSettings>[], site: PhoneSite): Observation[] {
  const observations = owner.flatMap((located) => {
    const { document, entry } = located;
    const own = rows
      .filter(({ namespace }) => namespace === document.namespace)
      .flatMap((row): Observation[] => {
        const found = document.values.get(row.key);
        if (found === undefined) return [];
        return observed(row, found, located, site, entry);
      });
    return trusted(own, document);
  });
  return [...observations, ...inactivity(owner, site)];
}

function observed(
  { namespace, key, setting, read }: SettingTableRow,
  row: SettingRow,
  { document }: Located<AndroidSettings>,
  site: PhoneSite,
  entry: string | undefined,
): Observation[] {
  const other = (name: string) => {
    const beside = document.values.get(name);
    return beside === undefined || beside.doubtful ? undefined : beside.value;
  };
  const answer = answerOf(row, (value) => read(value, other));
  if (answer === undefined) return [];
  const { note, ...claim } = answer;
  const evidence = witness(site, entry, {
    locator: `${namespace} ${key}`,
    line: row.line,
    value: row.value ?? 'null',
  });
  const base = {
    setting,
    layer: 'observed' as const,
    origin: 'explicit' as const,
    evidence,
    ...dated(site),
    ...(note === undefined ? {} : { notes: [note] }),
  };
  if (claim.value !== undefined) return [{ ...base, value: claim.value }];
  return [{ ...base, unknown: claim.unknown ?? 'ambiguous' }];
}

function answerOf(row: SettingRow, read: (value: string) => Answer | undefined): Answer | undefined {
  if (row.doubtful) return ambiguous;
  return row.value === undefined ? { unknown: 'not-reported', note: 'not-configured' } : read(row.value);
}

/**
 * The screen goes off, and some time later the phone locks. Without the second number the time is not known: its default is not
 * documented.
 */
function inactivity(owner: readonly Located<AndroidSettings>[], site: PhoneSite): Observation[] {
  const find = (namespace: Namespace, key: string) =>
    owner.flatMap((located) => {
      const row = located.document.namespace === namespace ? located.document.values.get(key) : undefined;
      return row === undefined ? [] : [{ located, row }];
    });
  const after = find('secure', lockAfter);
  return find('system', timeout).flatMap(({ located, row }): Observation[] => {
    const evidence = witness(site, located.entry, {
      locator: `system ${timeout}`,
      line: row.line,
      value: row.value ?? 'null',
    });
    const base = { setting: 'lock.maximumInactivityMinutes', layer: 'observed', origin: 'explicit' } as const;
    const [delay, ...others] = after;
    const parts = [milliseconds(row.value), milliseconds(delay?.row.value)];
    const isBroken = located.document.broken || delay?.located.document.broken === true;
    const isDoubtful = row.doubtful || delay?.row.doubtful === true || others.length > 0;
    if (isDoubtful) return [{ ...base, evidence, ...dated(site), unknown: 'ambiguous' }];
    const [off, locked] = parts;
    if (off === undefined || locked === undefined || isBroken)
      return [{ ...base, evidence, ...dated(site), unknown: isBroken ? 'incomplete' : 'not-reported' }];
    return [{ ...base, evidence, ...dated(site), value: (off + locked) / 60_000 }];
  });
}
