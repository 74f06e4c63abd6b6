/**
 * Passwords of Android: the kind of password decides which of the other properties count.
 * Source: Microsoft Graph, androidDeviceOwnerRequiredPasswordType, androidWorkProfileRequiredPasswordType,
 * androidRequiredPasswordType, androidRequiredPasswordComplexity; Google, Android Management API, PasswordRequirements
 * (a length counts from NUMERIC upwards).
 */
import { count, notConfigured, type Reading, type Row, word } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { type Condition, optional, property, when } from './map-rows.ts';

interface Quality {
  readonly hasLength: boolean;
  /** Repeated and running PINs are refused; from `alphabetic` on a PIN does not do at all. */
  readonly refusesRuns: boolean;
  readonly needsLettersAndDigits: boolean;
}

const loose: Quality = { hasLength: false, refusesRuns: false, needsLettersAndDigits: false };
const numeric: Quality = { ...loose, hasLength: true };
const complex: Quality = { ...numeric, refusesRuns: true };
const alphanumeric: Quality = { ...complex, needsLettersAndDigits: true };

/** Words of the three enumerations; null asks for nothing, `custom` is made of counts that no setting of ours holds. */
const qualities: Readonly<Record<string, Quality | 'custom' | null>> = {
  devicedefault: null,
  notconfigured: null,
  any: loose,
  lowsecuritybiometric: loose,
  required: loose,
  numeric,
  atleastnumeric: numeric,
  numericcomplex: complex,
  alphabetic: complex,
  atleastalphabetic: complex,
  alphanumeric,
  atleastalphanumeric: alphanumeric,
  alphanumericwithsymbols: alphanumeric,
  custompassword: 'custom',
};

/** One row on the kind of password; `pick` says what a kind demands, undefined: nothing. */
function ofQuality(
  setting: IdOfType<'boolean'>,
  pick: (quality: Quality | 'custom') => Reading | 'unset',
): Row {
  return {
    setting,
    read: (node) => {
      if (node.type === 'null') return notConfigured;
      const name = node.type === 'string' ? node.value.toLowerCase() : '';
      const quality = Object.hasOwn(qualities, name) ? qualities[name] : undefined;
      if (quality === undefined) return { unknown: 'ambiguous' };
      const reading = quality === null ? 'unset' : pick(quality);
      return reading === 'unset' ? notConfigured : reading;
    },
  };
}

type Side = 'passcode' | 'workProfile.passcode';

const demanded = (side: Side): Row => ofQuality(`${side}.required`, () => ({ value: true }));
const excluded = (side: Side): readonly Row[] => [
  ofQuality(`${side}.simple.allowed`, (quality) => {
    if (quality === 'custom') return undefined;
    return quality.refusesRuns ? { value: false } : 'unset';
  }),
  ofQuality(`${side}.alphanumeric.required`, (quality) => {
    if (quality === 'custom') return undefined;
    return quality.needsLettersAndDigits ? { value: true } : 'unset';
  }),
];

/** Every kind but the default demands that a password is set. */
export const passwordDemanded = demanded('passcode');

/** What the kind of password excludes and demands. */
export const passwordKind = excluded('passcode');

/** All that a kind of password says, of either side. */
export const kindOf = (side: Side): readonly Row[] => [demanded(side), ...excluded(side)];

/** Does the kind of password that the policy names have a length? */
export function hasLength(policy: MapNode, typeKey: string): Condition {
  const node = property(policy, typeKey);
  if (node === undefined) return 'absent';
  if (node === 'repeated') return 'unclear';
  if (node.type === 'null') return 'unmet';
  const name = node.type === 'string' ? node.value.toLowerCase() : '';
  const quality = Object.hasOwn(qualities, name) ? qualities[name] : undefined;
  if (quality === undefined) return 'unclear';
  if (quality === 'custom') return 'unsaid';
  return quality?.hasLength === true ? 'met' : 'unmet';
}

/** Microsoft Graph: valid values 4 to 16; only where the kind of password has a length. */
export const passwordLength = (policy: MapNode): Row =>
  when(hasLength(policy, 'passwordRequiredType'), count('passcode.minimumLength', { from: 4, to: 16 }));

/**
 * Android 12 and later. Microsoft, Intune Android Enterprise device restrictions: medium and high refuse repeated and
 * ordered PINs; a password has at least 4 (medium) or 6 (high; a PIN 8) characters. The length is taken from the complexity
 * only where the policy leaves the kind of password to the device, so no other length can count.
 */
export function complexityRows(policy: MapNode): readonly Row[] {
  const rows = [
    optional(word('passcode.required', { none: null, low: true, medium: true, high: true })),
    optional(word('passcode.simple.allowed', { none: null, low: null, medium: false, high: false })),
  ];
  const kind = property(policy, 'passwordRequiredType');
  const isLeftToComplexity =
    kind !== undefined &&
    kind !== 'repeated' &&
    kind.type === 'string' &&
    kind.value.toLowerCase() === 'devicedefault';
  return isLeftToComplexity
    ? [...rows, optional(word('passcode.minimumLength', { none: null, low: null, medium: 4, high: 6 }))]
    : rows;
}
