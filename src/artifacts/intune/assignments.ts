/**
 * Whom assignments of Intune reach. Source of the words: Microsoft Graph, deviceAndAppManagementAssignmentTarget and the types
 * derived from it. IntuneCD names a group in place of its identifier, and two groups may have one name; a backup that was cut
 * at some depth holds the name of a class in place of the target: whom either means is not known.
 */
import { stringOf, type TreeNode } from '../../formats/node.ts';
import type { Links, Token } from '../../model/links.ts';
import { allOf, tokenOf } from '../identity.ts';
import { hasMember, memberIn } from './members.ts';

export interface AssignmentTargets {
  readonly allDevices: boolean;
  readonly allUsers: boolean;
  /** Ids of groups that the policy reaches, and of those that are left out. */
  readonly groups: readonly string[];
  readonly exceptGroups: readonly string[];
  /** A filter lets only some of a target in, or keeps some out; whom the export does not say. Such a target is none of the above. */
  readonly isFiltered: boolean;
  /** Targets that cannot be read: whom they add or leave out is not known. */
  readonly unreadable: number;
}

/** @param list of assignments; undefined or no list: the export does not hold them */
export function assignmentTargets(list: TreeNode | undefined): AssignmentTargets | undefined {
  if (list?.type !== 'list') return undefined;
  const targets = list.items.map(targetOf);
  const whole = targets.filter(({ isFiltered }) => !isFiltered);
  const has = (kind: Kind) => whole.some((target) => target.kind === kind);
  const idsOf = (kind: Kind) => whole.flatMap((target) => (target.kind === kind ? (target.group ?? []) : []));
  return {
    allDevices: has('allDevices'),
    allUsers: has('allUsers'),
    groups: idsOf('group'),
    exceptGroups: idsOf('exception'),
    isFiltered: targets.some(({ isFiltered }) => isFiltered),
    unreadable: targets.filter(isUnread).length,
  };
}

/** Nobody is named but who is left out. */
export const isNobody = (list: TreeNode | undefined): boolean =>
  list?.type === 'list' && list.items.every((one) => targetOf(one).kind === 'exception');

/**
 * Whom the targets reach for certain. `All users` is every user with a licence, which no export of devices tells; and a target
 * that cannot be read may leave somebody out.
 */
export function reachOf(targets: AssignmentTargets, key: string | undefined): Pick<Links, 'to' | 'except'> {
  if (targets.unreadable > 0) return {};
  const groups = (ids: readonly string[]): Token[] =>
    ids.flatMap((id) => tokenOf('intune-group', id, key) ?? []);
  const to = [...(targets.allDevices ? [allOf('intune')] : []), ...groups(targets.groups)];
  const except = groups(targets.exceptGroups);
  if (except.length < targets.exceptGroups.length) return {}; // who is left out can be told from nobody
  return { ...(to.length === 0 ? {} : { to }), ...(except.length === 0 ? {} : { except }) };
}

/** Somebody may be reached who is not named. */
export const isUnclear = ({ allUsers, isFiltered, unreadable }: AssignmentTargets): boolean =>
  allUsers || isFiltered || unreadable > 0;

export const unclear =
  'The policy is assigned to all users, through a filter, or to whom cannot be read: whom it reaches by that, or does not, is not known.';

type Kind = 'allDevices' | 'allUsers' | 'group' | 'exception';
interface Target {
  readonly kind: Kind | undefined;
  readonly group: string | undefined;
  readonly isFiltered: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  'microsoft.graph.alldevicesassignmenttarget': 'allDevices',
  'microsoft.graph.alllicensedusersassignmenttarget': 'allUsers',
  'microsoft.graph.exclusiongroupassignmenttarget': 'exception',
  'microsoft.graph.groupassignmenttarget': 'group',
};

/** An exception through a filter leaves out nobody knows whom. */
function isUnread({ kind, group, isFiltered }: Target): boolean {
  if (kind === 'exception') return group === undefined || isFiltered;
  return kind === undefined || (kind === 'group' && group === undefined);
}

function targetOf(assignment: TreeNode): Target {
  const target = memberIn(assignment, 'target', '')?.node;
  const text = (key: string) => stringOf(memberIn(target, key, '')?.node) || undefined;
  const name = text('@odata.type')?.toLowerCase().replace(/^#/, '') ?? '';
  return {
    kind: Object.hasOwn(kinds, name) ? kinds[name] : undefined,
    group: text('groupId'),
    isFiltered: target !== undefined && isFiltered(target),
  };
}

/** A filter that stands twice, or whose type is missing, is one. */
function isFiltered(target: TreeNode): boolean {
  const type = memberIn(target, `${filter}Type`, '')?.node;
  if (stringOf(type)?.toLowerCase() === 'none') return false;
  return [`${filter}Type`, `${filter}Id`].some((key) => {
    const found = memberIn(target, key, '')?.node;
    if (found === undefined) return hasMember(target, key);
    return found.type !== 'null' && !/^[0-]*$/.test(stringOf(found) ?? '?');
  });
}

const filter = 'deviceAndAppManagementAssignmentFilter';
