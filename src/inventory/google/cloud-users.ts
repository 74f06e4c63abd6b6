/**
 * A user's use of a device (DeviceUser): whether a password is set, and whose device it is. Never its `compromisedState`, which
 * is of the account ("Device User Account is compromised"), nor its `managementState`, which is access to data.
 */
import { tokenOf } from '../../artifacts/identity.ts';
import { type MapReading, observeMap } from '../../artifacts/observe-map.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import type { DeviceRow } from '../place.ts';
import { said } from '../rows.ts';
import { momentOf } from '../time.ts';
import type { Links } from '../../model/links.ts';
import { type UnknownReason, withdrawn } from '../../model/observation.ts';

const usage: RowTable = {
  passwordState: said('passcode.present', {
    PASSWORD_STATE_UNSPECIFIED: null,
    PASSWORD_SET: true,
    PASSWORD_NOT_SET: false,
  }),
};

/**
 * States of users who use the device. Of one who is wiped or unenrolled, or whose state is not told, what was last known may
 * not be of the device any more.
 */
const using: ReadonlySet<string> = new Set(['APPROVED', 'BLOCKED', 'PENDING_APPROVAL']);
const gone: ReadonlySet<string> = new Set([
  '',
  'MANAGEMENT_STATE_UNSPECIFIED',
  'WIPING',
  'WIPED',
  'UNENROLLED',
]);

/** Undefined: the user uses the device. A state that cannot be read one way may be of one who does. */
function doubtOf(user: MapNode): UnknownReason | undefined {
  const state = user.entries.get('managementState');
  const isClear = !user.repeated.has('managementState') && (state === undefined || state.type === 'string');
  const word = textOf(user, 'managementState');
  if (!isClear || !(using.has(word) || gone.has(word))) return 'ambiguous';
  return using.has(word) ? undefined : 'not-reported';
}

/** @param path of the user within the row, empty where the row is the user */
export function usageOf(row: DeviceRow, user: MapNode, path: string): MapReading {
  const synced = user.repeated.has('lastSyncTime')
    ? ({ unknown: 'ambiguous' } as const)
    : momentOf(user.entries.get('lastSyncTime'), 'iso');
  const { observations, notices } = observeMap(user, usage, {
    input: row.input,
    layer: 'observed',
    locate: (key) => row.locate(path === '' ? key : `${path}/${key}`),
    ...('at' in synced ? { extras: { collected: synced.at } } : {}),
  });
  const doubt = 'unknown' in synced ? synced.unknown : doubtOf(user);
  if (doubt === undefined) return { observations, notices };
  return { observations: observations.map((one) => withdrawn(one, doubt)), notices };
}

/** Reaches the device whose name begins the user's own, and makes it a device of that user. */
export function usageTokens(user: MapNode, key: string | undefined): Links {
  const device = /^devices\/[^/]+/.exec(textOf(user, 'name'))?.[0];
  const to = tokenOf('google-cloud-identity-device', device, key);
  const of = addressOf(user).map((address) => tokenOf('user', address, key));
  return {
    to: to === undefined ? [] : [to],
    of: of.filter((token) => token !== undefined),
  };
}

/** The address of a user who still uses the device. */
export function addressOf(user: MapNode): readonly string[] {
  const address = textOf(user, 'userEmail');
  return address === '' || !isUsing(user) ? [] : [address];
}

const isUsing = (user: MapNode): boolean => using.has(textOf(user, 'managementState'));

const textOf = (map: MapNode, key: string): string =>
  map.repeated.has(key) ? '' : (stringOf(map.entries.get(key)) ?? '');
