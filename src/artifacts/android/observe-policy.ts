/**
 * What administrators set → settings, in the layer of policies that the phone confirms. Values that ask for nothing say nothing.
 * Meaning of values: Android developers, DevicePolicyManager (PASSWORD_QUALITY_*, KEYGUARD_DISABLE_*).
 */
import type { Observation, SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import type { AdminBlock, DevicePolicy, PolicyValue } from './policy.ts';
import { restrictionRows } from './restrictions.ts';
import type { PhoneUsers } from './users.ts';

interface Claim {
  readonly setting: SettingId;
  readonly value: SettingValue;
}

/** What they demand grows with the number; beyond `complex` stand qualities that no person's code has. */
const quality = {
  something: 0x10000,
  numeric: 0x20000,
  numericComplex: 0x30000,
  alphanumeric: 0x50000,
  complex: 0x60000,
};

const whole = (text: string): number | undefined => {
  if (/^0x[0-9a-fA-F]{1,8}$/.test(text)) return Number.parseInt(text, 16);
  return /^\d{1,13}$/.test(text) ? Number(text) : undefined;
};

/** A number above zero; zero demands nothing. */
const positive =
  (setting: SettingId, divideBy = 1) =>
  (text: string) => {
    const value = whole(text);
    return value === undefined || value === 0 ? [] : [{ setting, value: value / divideBy }];
  };

const forbids = (setting: SettingId) => (text: string) =>
  text === 'true' ? [{ setting, value: false }] : [];

/** Bits of KEYGUARD_DISABLE_*: camera 2, notifications 4, trust agents 16, fingerprint 32, face 128, iris 256. */
function keyguard(text: string): Claim[] {
  const bits = whole(text) ?? 0;
  const biometrics = 32 | 128 | 256;
  return [
    ...((bits & 2) !== 0 ? [{ setting: 'lock.camera.allowed', value: false } as const] : []),
    ...((bits & 4) !== 0 ? [{ setting: 'lock.notifications.allowed', value: false } as const] : []),
    ...((bits & 16) !== 0 ? [{ setting: 'lock.trustAgents.allowed', value: false } as const] : []),
    ...((bits & biometrics) === biometrics
      ? [{ setting: 'lock.biometrics.allowed', value: false } as const]
      : []),
  ];
}

function passwordQuality(text: string): Claim[] {
  const value = whole(text) ?? 0;
  if (value > quality.complex) return [];
  return [
    ...(value >= quality.something ? [{ setting: 'passcode.required', value: true } as const] : []),
    ...(value === quality.numericComplex
      ? [{ setting: 'passcode.simple.allowed', value: false } as const]
      : []),
    ...(value >= quality.alphanumeric
      ? [{ setting: 'passcode.alphanumeric.required', value: true } as const]
      : []),
  ];
}

const values: Readonly<Record<string, (text: string, admin: AdminBlock) => readonly Claim[]>> = {
  passwordQuality,
  // The length counts from a quality of digits on.
  minimumPasswordLength: (text, { values: all }) =>
    (whole(all.get('passwordQuality')?.value ?? '') ?? 0) >= quality.numeric
      ? positive('passcode.minimumLength')(text)
      : [],
  passwordHistoryLength: positive('passcode.historyLength'),
  passwordExpirationTimeout: (text) =>
    positive('passcode.maximumAgeDays', 86_400_000)(text).filter(({ value }) => Number.isInteger(value)),
  maximumTimeToUnlock: positive('lock.maximumInactivityMinutes', 60_000),
  maximumFailedPasswordsForWipe: positive('passcode.maximumFailedAttempts'),
  disabledKeyguardFeatures: keyguard,
  disableCamera: forbids('camera.allowed'),
  disableScreenCapture: forbids('screenCapture.allowed'),
};

/** Keys of the policy engine besides the restrictions. */
const resolvedValues: Readonly<Record<string, (text: string) => readonly Claim[]>> = {
  cameraDisabled: forbids('camera.allowed'),
  keyguardDisabledFeatures: keyguard,
};

/**
 * Only of the first user, whose lock and camera are the phone's; restrictions of the work profile too, where they mean the profile.
 * Samsung's Secure Folder has an administrator of its own, which manages nothing but that folder.
 */
export function observePolicy(
  located: Located<DevicePolicy>,
  users: Located<PhoneUsers> | undefined,
  site: PhoneSite,
): Observation[] {
  const { document, entry } = located;
  const isManaged = (user: number) => users?.document.users.get(user)?.kind === 'managed';
  const observed = (
    claim: Claim,
    locator: string,
    line: number,
    value: string,
    notes: readonly string[] = [],
  ) =>
    ({
      ...claim,
      layer: 'installed',
      origin: 'explicit',
      ...dated(site),
      ...(notes.length === 0 ? {} : { notes }),
      evidence: witness(site, entry, { locator, line, value }),
    }) as const;
  const admins = document.admins.flatMap((admin): Observation[] => {
    const place = `Enabled Device Admins (User ${admin.user})`;
    const own =
      admin.user === 0 ? [...admin.values].flatMap(([key, held]) => claimsOf(key, held, admin)) : [];
    return [
      ...own.map(({ claim, key, held }) => observed(claim, `${place} ${key}`, held.line, held.value)),
      ...restricted([...admin.restrictions], admin.user, isManaged).map(({ claim, key, line, notes }) =>
        observed(claim, `${place} userRestrictions`, line, key, notes),
      ),
    ];
  });
  const resolved = document.resolved.flatMap(({ key, user, value, line }): Observation[] => {
    const place = `${user === undefined ? 'Global Policies' : `Local Policies User ${user}`} ${key}`;
    const isOwn = user === undefined || user === 0;
    const claims = isOwn && Object.hasOwn(resolvedValues, key) ? (resolvedValues[key]?.(value) ?? []) : [];
    const restrictions = value === 'true' ? restricted([[key, line]], user ?? 0, isManaged) : [];
    return [
      ...claims.map((claim) => observed(claim, place, line, value)),
      ...restrictions.map(({ claim, notes }) => observed(claim, place, line, value, notes)),
    ];
  });
  return trusted([...admins, ...resolved, ...ownership(located, site)], document);
}

function claimsOf(key: string, held: PolicyValue, admin: AdminBlock) {
  const read = Object.hasOwn(values, key) ? values[key] : undefined;
  return (read?.(held.value, admin) ?? []).map((claim) => ({ claim, key, held }));
}

function restricted(
  list: readonly (readonly [string, number])[],
  user: number,
  isManaged: (user: number) => boolean,
) {
  return list.flatMap(([key, line]) =>
    restrictionRows
      .filter(
        ({ keys, profileOnly }) =>
          keys.includes(key) && (profileOnly === true ? isManaged(user) : user === 0),
      )
      .map(({ setting, value }) => ({
        claim: { setting, value },
        key,
        line,
        notes: user === 0 ? [] : ['work-profile'],
      })),
  );
}

/** That a phone is not told to be the organisation's does not say whose it is. */
function ownership({ document, entry }: Located<DevicePolicy>, site: PhoneSite): Observation[] {
  const owned = document.organisationOwned;
  if (owned?.value !== true) return [];
  return [
    {
      setting: 'device.ownership',
      layer: 'observed',
      origin: 'explicit',
      ...dated(site),
      evidence: witness(site, entry, {
        locator: 'isOrganizationOwnedDevice',
        line: owned.line,
        value: 'true',
      }),
      value: 'corporate',
    },
  ];
}
