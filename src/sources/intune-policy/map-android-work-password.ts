/**
 * The passcode of a work profile, in both types that have one. Source of names, types and ranges: Microsoft Graph,
 * androidDeviceOwnerGeneralDeviceConfiguration (beta) and androidWorkProfileGeneralDeviceConfiguration (v1.0 and beta).
 */
import { count, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { hasLength, kindOf } from './map-android-password.ts';
import { asked, isSet, when } from './map-rows.ts';

const kind = 'workProfilePasswordRequiredType';

const rows = (policy: MapNode, attempts: { readonly from: number; readonly to: number }): RowTable => ({
  workProfilePasswordExpirationDays: count('workProfile.passcode.maximumAgeDays', { from: 1, to: 365 }),
  workProfilePasswordMinimumLength: when(
    hasLength(policy, kind),
    count('workProfile.passcode.minimumLength', { from: 4, to: 16 }),
  ),
  [kind]: kindOf('workProfile.passcode'),
  workProfilePasswordSignInFailureCountBeforeFactoryReset: count(
    'workProfile.passcode.maximumFailedAttempts',
    attempts,
  ),
});

const history: Row = count('workProfile.passcode.historyLength', { to: 24 });

/** A corporate phone that has a work profile. */
export const ownerWorkPassword = (policy: MapNode): RowTable => ({
  ...rows(policy, { from: 4, to: 11 }),
  workProfilePasswordPreviousPasswordCountToBlock: history,
});

/** A personal phone: the rest counts only where a passcode of the work profile is required. */
export function profileWorkPassword(policy: MapNode): RowTable {
  const isRequired = isSet(policy, 'workProfileRequirePassword');
  const table = {
    ...rows(policy, { from: 1, to: 16 }),
    workProfilePasswordPreviousPasswordBlockCount: history,
  };
  return {
    ...Object.fromEntries(
      Object.entries(table).map(([name, own]) => [name, [own].flat().map((row) => when(isRequired, row))]),
    ),
    workProfileRequirePassword: asked('workProfile.passcode.required', true),
  };
}
