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
import { notice, type ReadContext, type ReadItem } from './define.ts';

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
  const isClosed = node.entries.has('deletionTime') || isTrue(node, 'suspended') || isTrue(node, 'archived');
  const all = [...observations, ...absent].map((one) =>
    isClosed ? { ...one, notes: ['account-suspended'] } : one,
  );
  return [
    ...notices.map((one): ReadItem => ({ kind: 'notice', notice: one })),
    { kind: 'facts', links: { to: to.filter((token) => token !== undefined) }, observations: all },
  ];
}

/** Of an account that is suspended, archived or deleted nothing is hidden: it may come back, and a note tells of it. */
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
