/**
 * PasswordRequirements → passcode settings of the phone and of the work profile, which are never mixed up: an entry counts for
 * the side that it surely speaks of.
 */
import {
  defaultEvidence,
  evidenceAt,
  isDoubtful,
  memberOfType,
  settingsOf,
} from '../../artifacts/google-rows.ts';
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import { isKnown, type Observation, type UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { passwordTable, type Side } from './map-password-rows.ts';

const bothSides: readonly Side[] = ['passcode', 'workProfile.passcode'];

/** Every setting that a PasswordRequirements message can speak about. */
export const passwordSettings: readonly SettingId[] = bothSides.flatMap((side) =>
  settingsOf(passwordTable(side, undefined)),
);

/** @param isWhole the document is a whole policy, so that what it leaves out is not required */
export function readPasswords(policy: MapNode, site: MapSite, isWhole: boolean): MapReading {
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
function readEntry(entry: TreeNode, site: MapSite, doubt: UnknownReason | undefined): MapReading {
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
  const readings = sidesOf[scope].map((side) => observeMap(entry, passwordTable(side, entry), site));
  const observations = readings.flatMap((reading) => reading.observations);
  const reason = reasons[scope] ?? doubt;
  return {
    observations: reason ? observations.map((one) => without(one, reason)) : observations,
    notices: readings[0]?.notices ?? [], // both sides read the same keys
  };
}

type Scope = 'SCOPE_DEVICE' | 'SCOPE_PROFILE' | 'none' | 'doubtful';

const sidesOf: Readonly<Record<Scope, readonly Side[]>> = {
  SCOPE_DEVICE: ['passcode'],
  SCOPE_PROFILE: ['workProfile.passcode'],
  none: bothSides,
  doubtful: bothSides,
};

/** Why an entry that may be of either side decides nothing. */
const reasons: Readonly<Partial<Record<Scope, UnknownReason>>> = {
  none: 'not-reported',
  doubtful: 'ambiguous',
};

/** SCOPE_UNSPECIFIED is the device when fully managed and the work profile elsewhere, and a policy does not say which. */
function scopeOf(entry: MapNode): Scope {
  if (isDoubtful(entry, 'passwordScope')) return 'doubtful';
  const node = entry.entries.get('passwordScope');
  if (node === undefined) return 'none';
  if (node.type !== 'string') return 'doubtful';
  if (node.value === 'SCOPE_UNSPECIFIED') return 'none';
  return node.value === 'SCOPE_DEVICE' || node.value === 'SCOPE_PROFILE' ? node.value : 'doubtful';
}

/** The same place without its value. What was ambiguous stays so. */
function without(observation: Observation, unknown: UnknownReason): Observation {
  if (!isKnown(observation)) return observation;
  const { value: _value, notes = [], ...rest } = observation;
  return { ...rest, unknown, notes: [...notes, 'password-scope-open'] };
}
