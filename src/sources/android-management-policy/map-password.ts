/** PasswordRequirements → passcode settings. An entry counts when it surely speaks of the device. */
import { type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { count, notConfigured, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { isKnown, type Observation, type UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { observe, undecided } from '../../settings/observe.ts';
import {
  ambiguous,
  choice,
  defaultEvidence,
  durationDays,
  evidenceAt,
  isDoubtful,
  memberOfType,
  settingsOf,
  withoutEffect,
} from '../../artifacts/google-rows.ts';

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
const required = choice('passcode.required', unspecified, {
  BIOMETRIC_WEAK: null,
  ...Object.fromEntries([...withLength, ...withoutLength.slice(1)].map((quality) => [quality, true])),
});

/**
 * PasswordQuality, as to codes such as 4444 and 1234: refused from NUMERIC_COMPLEX on (the stronger qualities refuse bare
 * digits) and in the two upper bands; SOMETHING and the lower band accept them. NUMERIC becomes the middle band on
 * personally owned devices from Android 12 on, so it decides nothing.
 */
const simple = choice('passcode.simple.allowed', unspecified, {
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

/** A word of PasswordQuality, `none` or `doubtful`. */
type Quality = string;

/** The bands of COMPLEXITY_… imply lengths that differ by kind of code and Android version: no length is read from them. */
function tableFor(entry: MapNode | undefined, quality: Quality): RowTable {
  const only = (allowed: readonly string[], row: Row): Row => {
    if (quality === 'doubtful') return { setting: row.setting, read: () => ambiguous };
    return allowed.includes(quality) ? row : withoutEffect(row.setting);
  };
  return {
    passwordQuality: [required, simple],
    passwordMinimumLength: only(withLength, count('passcode.minimumLength', { unlimited: [0] })),
    passwordMinimumLetters: only(['COMPLEX'], lettersAndDigits(entry)),
    passwordMinimumSymbols: only(['COMPLEX'], count('passcode.complexCharacters', { unlimited: [0] })),
    passwordHistoryLength: count('passcode.historyLength', { unlimited: [0] }),
    maximumFailedPasswordsForWipe: count('passcode.maximumFailedAttempts', { unlimited: [0] }),
    passwordExpirationTimeout: durationDays('passcode.maximumAgeDays'),
  };
}

/** COMPLEX with at least one letter and one digit. ALPHANUMERIC takes a symbol for the letter, so it is not enough. */
function lettersAndDigits(entry: MapNode | undefined): Row {
  return {
    setting: 'passcode.alphanumeric.required',
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

/** Every setting that a PasswordRequirements message can speak about. */
export const passwordSettings: readonly SettingId[] = settingsOf(tableFor(undefined, 'none'));

export interface PasswordReading {
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
}

/** @param isWhole the document is a whole policy, so that what it leaves out is not required */
export function readPasswords(policy: MapNode, site: MapSite, isWhole: boolean): PasswordReading {
  const items = memberOfType(policy, 'passwordPolicies', 'list')?.items ?? [];
  const legacy = memberOfType(policy, 'passwordRequirements', 'map');
  const readings = items.map((item, index) =>
    readEntry(item, below(site, `${site.locate('passwordPolicies')}/${index}`), undefined),
  );
  // Deprecated in favour of passwordPolicies; which of the two counts when both are there is not documented.
  if (legacy) {
    const doubt = items.length > 0 ? ('not-reported' as const) : undefined;
    readings.push(readEntry(legacy, below(site, site.locate('passwordRequirements')), doubt));
  }
  return {
    observations: [
      ...readings.flatMap(({ observations }) => observations),
      ...(isWhole && hasNone(policy) ? [notRequired(policy, site)] : []),
    ],
    notices: readings.flatMap(({ notices }) => notices),
  };
}

const below = (site: MapSite, path: string): MapSite => ({ ...site, locate: (key) => `${path}/${key}` });

function hasNone(policy: MapNode): boolean {
  const list = policy.entries.get('passwordPolicies');
  const isEmpty = list === undefined || (list.type === 'list' && list.items.length === 0);
  const keys = ['passwordPolicies', 'passwordRequirements'];
  return (
    isEmpty && !policy.entries.has('passwordRequirements') && !keys.some((key) => isDoubtful(policy, key))
  );
}

/** PASSWORD_QUALITY_UNSPECIFIED: "there are no password requirements". */
function notRequired(policy: MapNode, site: MapSite): Observation {
  const evidence = defaultEvidence(policy, 'passwordPolicies', 'no requirement', site);
  return observe('passcode.required', false, site.layer, evidence, { ...site.extras, origin: 'default' });
}

/** @param doubt the entry may not count at all: its values decide nothing */
function readEntry(entry: TreeNode, site: MapSite, doubt: UnknownReason | undefined): PasswordReading {
  if (entry.type !== 'map') {
    const evidence = evidenceAt(site, site.locate('').slice(0, -1), entry.line);
    return {
      observations: passwordSettings.map((setting) =>
        undecided(setting, 'ambiguous', site.layer, evidence, site.extras),
      ),
      notices: [],
    };
  }
  const scope = scopeOf(entry);
  if (scope === 'SCOPE_PROFILE') return { observations: [], notices: [] }; // the work profile's own code, not the phone's
  const { observations, notices } = observeMap(entry, tableFor(entry, qualityOf(entry)), site);
  if (scope === 'doubtful')
    return { observations: observations.map((one) => without(one, 'ambiguous')), notices };
  const reason = scope === 'SCOPE_DEVICE' ? doubt : 'not-reported';
  return { observations: reason ? observations.map((one) => without(one, reason)) : observations, notices };
}

/** SCOPE_UNSPECIFIED is the device when fully managed and the work profile elsewhere, and a policy does not say which. */
function scopeOf(entry: MapNode): 'SCOPE_DEVICE' | 'SCOPE_PROFILE' | 'none' | 'doubtful' {
  if (isDoubtful(entry, 'passwordScope')) return 'doubtful';
  const node = entry.entries.get('passwordScope');
  if (node === undefined) return 'none';
  if (node.type !== 'string') return 'doubtful';
  if (node.value === 'SCOPE_UNSPECIFIED') return 'none';
  return node.value === 'SCOPE_DEVICE' || node.value === 'SCOPE_PROFILE' ? node.value : 'doubtful';
}

function qualityOf(entry: MapNode): Quality {
  if (isDoubtful(entry, 'passwordQuality')) return 'doubtful';
  const node = entry.entries.get('passwordQuality');
  if (node === undefined) return 'none';
  if (node.type !== 'string') return 'doubtful';
  if (node.value === unspecified) return 'none';
  return [...withLength, ...withoutLength].includes(node.value) ? node.value : 'doubtful';
}

/** The same place without its value. What was ambiguous stays so. */
function without(observation: Observation, unknown: UnknownReason): Observation {
  if (!isKnown(observation)) return observation;
  const { value: _value, notes = [], ...rest } = observation;
  return { ...rest, unknown, notes: [...notes, 'password-scope-open'] };
}
