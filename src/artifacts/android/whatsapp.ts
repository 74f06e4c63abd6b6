/**
 * The preferences of WhatsApp and WhatsApp Business. The vendor documents none of them: file and key names marked A are those of
 * maintained readers (abrignoni/ALEAPP, Xenus96/DatabasExtractor), those marked B were seen in published builds from 2017 on.
 */
import type { UnknownReason } from '../../model/observation.ts';
import type { Reading } from '../rows.ts';
import { asBoolean, booleanOf, isFilled, type KeyRow, numberOf, wantedKeys } from './app-keys.ts';

const ambiguous: Reading = { unknown: 'ambiguous' };
const undecidedAs = (unknown: UnknownReason, note: string): Reading => ({ unknown, note });

/** The seconds that the app offers: never, a day, a week, ninety days. */
const timers: ReadonlySet<number> = new Set([0, 86_400, 604_800, 7_776_000]);

/** The app's number, in the forms of all years. It is compared with a register, or not at all. */
const numberKeys = [
  'registration_jid',
  'ph',
  'com.whatsapp.registration.RegisterPhone.phone_number',
] as const;

export const whatsappRows: readonly KeyRow[] = [
  // Old builds keep the PIN itself in it. All keys that begin so are removed when it is switched off, so an absent one could mean
  // either that, or a file that this build keeps elsewhere.
  {
    key: 'two_factor_auth_code',
    setting: 'app.twoStepVerification',
    grade: 'B',
    read: isFilled,
    isSecret: true,
  },
  {
    key: 'two_factor_auth_email_set',
    setting: 'app.twoStepRecoveryEmail',
    grade: 'B',
    read: (value) => {
      const found = numberOf(value);
      if (found === 0) return undecidedAs('not-reported', 'not-configured');
      return found === 1 ? { value: true } : found === 2 ? { value: false } : ambiguous;
    },
  },
  {
    key: 'security_notifications',
    setting: 'app.securityNotifications',
    grade: 'B',
    believed: 'false',
    // The notices are also shown when a switch of the server is on, so that this one is off proves nothing.
    read: (value) =>
      booleanOf(value) === false
        ? undecidedAs('ambiguous', 'server-switch-not-shown')
        : asBoolean(value, () => undefined),
  },
  {
    key: 'interface_gdrive_backup_frequency',
    setting: 'app.backup.cloud.enabled',
    grade: 'B',
    believed: '0, no schedule',
    // 1 to 4 are schedules; which is which is not known.
    read: ({ type, text }) =>
      type === 'string' && /^[0-4]$/.test(text) ? { value: text !== '0' } : ambiguous,
  },
  {
    key: 'encrypted_backup_enabled',
    setting: 'app.backup.endToEndEncrypted',
    grade: 'B',
    read: (value, other) => {
      const found = booleanOf(value);
      if (found !== true) return found === undefined ? ambiguous : { value: false };
      const kind = other('encrypted_backup_using_encryption_key');
      const isKey = kind === undefined ? undefined : booleanOf(kind);
      if (isKey === undefined) return { value: true };
      return { value: true, note: isKey ? 'backup-by-64-digit-key' : 'backup-by-password' };
    },
  },
  {
    key: 'backup_encryption_method',
    setting: 'app.backup.endToEndEncrypted',
    grade: 'B',
    // The words that it can hold are not known.
    read: () => undecidedAs('ambiguous', 'unknown-word'),
  },
  {
    key: 'gdrive_last_successful_backup_encrypted',
    setting: 'app.backup.endToEndEncrypted',
    grade: 'B',
    read: (value) => {
      const found = booleanOf(value);
      return found === undefined ? ambiguous : { value: found, note: 'of-last-backup' };
    },
  },
  {
    key: 'disappearing_mode_duration_int',
    setting: 'app.defaultMessageTimer',
    grade: 'B',
    believed: '0, off',
    read: (value) => {
      const found = value.type === 'int' ? numberOf(value) : undefined;
      return found !== undefined && timers.has(found) ? { value: found } : ambiguous;
    },
  },
  {
    key: 'privacy_fingerprint_enabled',
    setting: 'app.lock',
    grade: 'B',
    believed: 'false',
    read: asBoolean,
  },
  ...numberKeys.map((key): KeyRow => ({
    key,
    setting: 'app.registeredNumberKnown',
    grade: 'A',
    isSecret: true,
    read: ({ text }) => (text === '' ? undefined : undecidedAs('not-collected', 'register-needed')),
  })),
];

/** In milliseconds, for each account; when the last backup reached the cloud. */
export const lastBackupKey = 'gdrive_last_successful_backup_timestamp';

export const whatsappKeys = wantedKeys(whatsappRows, [
  lastBackupKey,
  'encrypted_backup_using_encryption_key',
]);
