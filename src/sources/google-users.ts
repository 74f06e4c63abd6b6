/**
 * A user → facts about the phones of that user. Google, Admin SDK Directory API, discovery document revision 20260914, User:
 * `isEnrolledIn2Sv` "Is enrolled in 2-step verification", `isEnforcedIn2Sv` "Is 2-step verification enforced". Facts of the account
 * with Google, not of any app on the phone. Of names and addresses nothing is kept but keyed tokens.
 */
import { tokenOf } from '../artifacts/identity.ts';
import { observeMap } from '../artifacts/observe-map.ts';
import { flag, type RowTable } from '../artifacts/rows.ts';
import { type MapNode, stringOf, type TreeNode } from '../formats/node.ts';
import { observeAbsent } from '../inventory/absent.ts';
import type { DeviceRow } from '../inventory/place.ts';
import { reported, saidFlag } from '../inventory/rows.ts';
import { isKnown, type Observation } from '../model/observation.ts';
import { notice, type ReadContext, type ReadItem, skipped } from './define.ts';

/** In answers. */
export const jsonUser: RowTable = {
  isEnrolledIn2Sv: reported(flag('account.twoStepVerification')),
  isEnforcedIn2Sv: reported(flag('account.twoStepVerification.enforced')),
};
/** In tables, whose cells hold words. */
export const tableUser: RowTable = {
  isEnrolledIn2Sv: saidFlag('account.twoStepVerification'),
  isEnforcedIn2Sv: saidFlag('account.twoStepVerification.enforced'),
};

export function userItems(row: DeviceRow, table: RowTable, { identityKey }: ReadContext): ReadItem[] {
  const { node, place, locate, input } = row;
  if (node.entries.has('deletionTime')) return [skipped];
  const to = addressesOf(node).map((address) => tokenOf('user', address, identityKey));
  if (addressesOf(node).length === 0) {
    const where = {
      ...(place === '' ? {} : { locator: place }),
      ...(node.line > 0 ? { line: node.line } : {}),
    };
    return [notice('record-unreadable', 'A user has no address by which a phone could be known.', where)];
  }
  const { observations, notices } = observeMap(node, table, { input, layer: 'observed', locate });
  const absent = observeAbsent(row, table, {
    unknown: 'not-collected',
    value: 'absent; ask for it among the fields of users',
  });
  const note = isTrue(node, 'suspended') || isTrue(node, 'archived') ? 'account-suspended' : undefined;
  const all = [...observations, ...absent].map((one) => (note === undefined ? one : withdrawn(one, note)));
  return [
    ...notices.map((one): ReadItem => ({ kind: 'notice', notice: one })),
    { kind: 'facts', links: { to: to.filter((token) => token !== undefined) }, observations: all },
  ];
}

/** Nobody signs in to an account that is suspended or archived: how it would be signed in to says nothing of the phone. */
function withdrawn(one: Observation, note: string): Observation {
  if (!isKnown(one)) return { ...one, notes: [note] };
  const { value: _value, ...rest } = one;
  return { ...rest, unknown: 'not-reported', notes: [note] };
}

const isTrue = (node: MapNode, key: string): boolean => {
  const member = node.entries.get(key);
  return (member?.type === 'boolean' && member.value) || stringOf(member)?.trim().toLowerCase() === 'true';
};

/** The primary address and its aliases; not `emails`, which lists private addresses too. */
function addressesOf(node: MapNode): readonly string[] {
  return ['primaryEmail', 'aliases', 'nonEditableAliases'].flatMap((key) =>
    node.repeated.has(key) ? [] : textsOf(node.entries.get(key)),
  );
}

function textsOf(node: TreeNode | undefined): readonly string[] {
  if (node?.type === 'list') return node.items.flatMap((item) => stringOf(item) ?? []);
  return node?.type === 'string' ? node.value.split(/[\s,;|]+/).filter((text) => text !== '') : [];
}
