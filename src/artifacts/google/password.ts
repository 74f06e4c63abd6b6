/**
 * PasswordRequirements → passcode settings of the phone and of the work profile, which are never mixed up: an entry counts for
 * the side that it surely speaks of.
 */
import { evidenceAt, isDoubtful, settingsOf } from './rows.ts';
import { type MapReading, type MapSite, observeMap } from '../observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import { isKnown, type Observation, type UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { undecided } from '../../settings/observe.ts';
import { passwordTable, type Side } from './password-rows.ts';

const bothSides: readonly Side[] = ['passcode', 'workProfile.passcode'];

/** Every setting that a PasswordRequirements message can speak about. */
export const passwordSettings: readonly SettingId[] = bothSides.flatMap((side) =>
  settingsOf(passwordTable(side, undefined)),
);

/** One entry of a list of such messages, at its path. */
export const passwordSite = (site: MapSite, path: string): MapSite => ({
  ...site,
  locate: (key) => `${path}/${key}`,
});

/**
 * @param doubt the entry may not count at all: its values decide nothing
 * @param side what an entry without a scope speaks of, where the mode of management is known
 */
export function readPassword(
  entry: TreeNode,
  site: MapSite,
  { doubt, side }: { readonly doubt?: UnknownReason | undefined; readonly side?: Side | undefined } = {},
): MapReading {
  if (entry.type !== 'map') {
    const evidence = evidenceAt(site, site.locate('').slice(0, -1), entry.line);
    return {
      observations: passwordSettings.map((setting) =>
        undecided(setting, 'ambiguous', site.layer, evidence, site.extras),
      ),
      notices: [],
    };
  }
  const said = scopeOf(entry);
  const scope = said === 'none' && side !== undefined ? scopes[side] : said;
  const readings = sidesOf[scope].map((side) => observeMap(entry, passwordTable(side, entry), site));
  const observations = readings.flatMap((reading) => reading.observations);
  const reason = reasons[scope] ?? doubt;
  return {
    observations: reason ? observations.map((one) => without(one, reason)) : observations,
    notices: readings[0]?.notices ?? [], // both sides read the same keys
  };
}

type Scope = 'SCOPE_DEVICE' | 'SCOPE_PROFILE' | 'none' | 'doubtful';

const scopes = { passcode: 'SCOPE_DEVICE', 'workProfile.passcode': 'SCOPE_PROFILE' } as const;

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
