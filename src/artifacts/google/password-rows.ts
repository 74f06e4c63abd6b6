/** The rows for one PasswordRequirements message: of the phone's passcode, or of the work profile's. */
import {
  ambiguous,
  choice,
  durationDays,
  fullyManagedOrCompanyOwned,
  isDoubtful,
  needing,
  withoutEffect,
} from './rows.ts';
import { count, notConfigured, type Row, type RowTable } from '../rows.ts';
import type { MapNode } from '../../formats/node.ts';

/** Settings of both sides are called alike. */
export type Side = 'passcode' | 'workProfile.passcode';

const unspecified = 'PASSWORD_QUALITY_UNSPECIFIED';
/** passwordMinimumLength is "only enforced when password_quality is" one of these. */
const withLength = ['NUMERIC', 'NUMERIC_COMPLEX', 'ALPHABETIC', 'ALPHANUMERIC', 'COMPLEX'];
const withoutLength = [
  'BIOMETRIC_WEAK',
  'SOMETHING',
  'COMPLEXITY_LOW',
  'COMPLEXITY_MEDIUM',
  'COMPLEXITY_HIGH',
];

/** PasswordQuality. BIOMETRIC_WEAK is met by a face or finger "at minimum", so it demands no passcode. */
const required = (side: Side) =>
  choice(`${side}.required` as const, unspecified, {
    BIOMETRIC_WEAK: null,
    ...Object.fromEntries([...withLength, ...withoutLength.slice(1)].map((quality) => [quality, true])),
  });

/**
 * PasswordQuality, as to codes such as 4444 and 1234: refused from NUMERIC_COMPLEX on (the stronger qualities refuse bare
 * digits) and in the two upper bands; SOMETHING and the lower band accept them. NUMERIC becomes the middle band on
 * personally owned devices from Android 12 on, so it decides nothing.
 */
const simple = (side: Side) =>
  choice(`${side}.simple.allowed` as const, unspecified, {
    BIOMETRIC_WEAK: null,
    SOMETHING: true,
    NUMERIC: null,
    NUMERIC_COMPLEX: false,
    ALPHABETIC: false,
    ALPHANUMERIC: false,
    COMPLEX: false,
    COMPLEXITY_LOW: true,
    COMPLEXITY_MEDIUM: false,
    COMPLEXITY_HIGH: false,
  });

/** The bands. Another quality than a band says nothing about bands; a word that is not known might be one. */
const bands = new Map([
  ['COMPLEXITY_LOW', 'low'],
  ['COMPLEXITY_MEDIUM', 'medium'],
  ['COMPLEXITY_HIGH', 'high'],
]);
const complexity = (side: Side): Row => ({
  setting: `${side}.complexity` as const,
  read: (node) => {
    if (node.type !== 'string') return ambiguous;
    const band = bands.get(node.value);
    if (band !== undefined) return { value: band };
    return [unspecified, ...withLength, ...withoutLength].includes(node.value) ? undefined : ambiguous;
  },
});

/** RequirePasswordUnlock: how long a fingerprint or face will do. */
const dailyUnlock = (side: Side) =>
  choice(`${side}.dailyUnlock.required` as const, 'REQUIRE_PASSWORD_UNLOCK_UNSPECIFIED', {
    USE_DEFAULT_DEVICE_TIMEOUT: null,
    REQUIRE_EVERY_DAY: true,
  });

/** UnifiedLockSettings: "can be set only if password_scope is set to SCOPE_PROFILE", on Android 9 and above. */
const separateLock = needing(
  { from: '9' },
  choice('workProfile.passcode.separate', 'UNIFIED_LOCK_SETTINGS_UNSPECIFIED', {
    ALLOW_UNIFIED_WORK_AND_PERSONAL_LOCK: false,
    REQUIRE_SEPARATE_WORK_LOCK: true,
  }),
);

/** A word of PasswordQuality, `none` or `doubtful`. */
type Quality = string;

/**
 * On personally owned phones from Android 12 on, qualities for the device are "treated as" a band, and what they demand of
 * length and characters is not applied. That holds for older versions too here, which cannot be told apart.
 */
const applied = (side: Side, row: Row): Row =>
  side === 'passcode' ? needing(fullyManagedOrCompanyOwned, row) : row;

/** The bands of COMPLEXITY_… imply lengths that differ by kind of code and Android version: no length is read from them. */
export function passwordTable(side: Side, entry: MapNode | undefined): RowTable {
  const quality = entry === undefined ? 'none' : qualityOf(entry);
  const only = (allowed: readonly string[], row: Row): Row => {
    if (quality === 'doubtful') return { setting: row.setting, read: () => ambiguous };
    return allowed.includes(quality) ? applied(side, row) : withoutEffect(row.setting);
  };
  return {
    passwordQuality: [required(side), simple(side), complexity(side)],
    passwordMinimumLength: only(withLength, count(`${side}.minimumLength` as const, { unlimited: [0] })),
    passwordMinimumLetters: only(['COMPLEX'], lettersAndDigits(side, entry)),
    passwordMinimumSymbols: only(
      ['COMPLEX'],
      count(`${side}.complexCharacters` as const, { unlimited: [0] }),
    ),
    passwordHistoryLength: count(`${side}.historyLength` as const, { unlimited: [0] }),
    maximumFailedPasswordsForWipe: count(`${side}.maximumFailedAttempts` as const, { unlimited: [0] }),
    passwordExpirationTimeout: durationDays(`${side}.maximumAgeDays` as const),
    requirePasswordUnlock: dailyUnlock(side),
    ...(side === 'passcode' ? {} : { unifiedLockSettings: separateLock }),
  };
}

/** COMPLEX with at least one letter and one digit. ALPHANUMERIC takes a symbol for the letter, so it is not enough. */
function lettersAndDigits(side: Side, entry: MapNode | undefined): Row {
  return {
    setting: `${side}.alphanumeric.required` as const,
    read: (letters) => {
      if (entry !== undefined && isDoubtful(entry, 'passwordMinimumNumeric')) return ambiguous;
      const digits = entry?.entries.get('passwordMinimumNumeric');
      if (letters.type !== 'integer' || (digits !== undefined && digits.type !== 'integer')) return ambiguous;
      return letters.value >= 1 && digits !== undefined && digits.value >= 1
        ? { value: true }
        : notConfigured;
    },
  };
}

function qualityOf(entry: MapNode): Quality {
  if (isDoubtful(entry, 'passwordQuality')) return 'doubtful';
  const node = entry.entries.get('passwordQuality');
  if (node === undefined) return 'none';
  if (node.type !== 'string') return 'doubtful';
  if (node.value === unspecified) return 'none';
  return [...withLength, ...withoutLength].includes(node.value) ? node.value : 'doubtful';
}
