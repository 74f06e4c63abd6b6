/**
 * Whom a policy reaches. Source of the words: Microsoft Graph, deviceAndAppManagementAssignmentTarget and the types derived
 * from it; an assignment without a target of these types reaches nobody that could be named.
 */
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { property } from './map-rows.ts';
import { graphName } from './map-types.ts';
import { memberIn } from './members.ts';
import { placeOf, type Policy } from './policy.ts';

export interface AssignmentTargets {
  readonly allDevices: boolean;
  readonly allUsers: boolean;
  /** Ids of groups that the policy reaches, and of those that are left out. */
  readonly groups: readonly string[];
  readonly exceptGroups: readonly string[];
  /** A filter lets only some of the devices in, or keeps some out; which ones the policy does not say. */
  readonly isFiltered: boolean;
  /** Targets that cannot be read: whom they add or leave out is not known. */
  readonly unreadable: number;
}

/** @returns undefined where the export does not hold the assignments */
export function assignmentTargets(policy: MapNode): AssignmentTargets | undefined {
  const list = property(policy, 'assignments');
  if (list === undefined || list === 'repeated' || list.type !== 'list') return undefined;
  const targets = list.items.map(targetOf);
  const ofKind = (kind: Target['kind']) => targets.filter((target) => target.kind === kind);
  const idsOf = (kind: Target['kind']) => ofKind(kind).flatMap(({ group }) => group ?? []);
  return {
    allDevices: ofKind('allDevices').length > 0,
    allUsers: ofKind('allUsers').length > 0,
    groups: idsOf('group'),
    exceptGroups: idsOf('exception'),
    isFiltered: targets.some(({ isFiltered }) => isFiltered),
    unreadable: targets.filter(({ kind, group }) => isUnread(kind, group)).length,
  };
}

type Kind = 'allDevices' | 'allUsers' | 'group' | 'exception';
interface Target {
  readonly kind: Kind | undefined;
  readonly group: string | undefined;
  readonly isFiltered: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  alldevicesassignmenttarget: 'allDevices',
  alllicensedusersassignmenttarget: 'allUsers',
  exclusiongroupassignmenttarget: 'exception',
  groupassignmenttarget: 'group',
};

const isUnread = (kind: Kind | undefined, group: string | undefined): boolean =>
  kind === undefined || ((kind === 'group' || kind === 'exception') && group === undefined);

function targetOf(assignment: TreeNode): Target {
  const target = memberIn(assignment, 'target', '')?.node;
  const text = (key: string) => stringOf(memberIn(target, key, '')?.node) || undefined;
  const name = graphName(text('@odata.type') ?? '')?.toLowerCase() ?? '';
  const filter = text('deviceAndAppManagementAssignmentFilterType')?.toLowerCase() ?? 'none';
  return {
    kind: Object.hasOwn(kinds, name) ? kinds[name] : undefined,
    group: text('groupId'),
    isFiltered: filter !== 'none',
  };
}

/** Whom the policy reaches: nobody, somebody (no notice), or not exported. */
export function assignmentOf(policy: Policy): Notice | undefined {
  const { node, locate } = policy;
  const list = property(node, 'assignments');
  const assigned = property(node, 'isAssigned');
  const isAssigned =
    assigned && assigned !== 'repeated' && assigned.type === 'boolean' ? assigned.value : undefined;
  const targets = list && list !== 'repeated' && list.type === 'list' ? itemsOf(list) : undefined;
  if (isAssigned === false || targets?.every((one) => targetOf(one).kind === 'exception') === true) {
    const key = isAssigned === false ? 'isAssigned' : 'assignments';
    return {
      code: 'assignment-none',
      message: 'The policy is defined and assigned to nobody.',
      locator: locate(key),
      line: node.entries.get(key.toLowerCase())?.line ?? node.line,
    };
  }
  if (targets !== undefined || isAssigned === true) return undefined;
  return {
    code: 'assignment-not-exported',
    message: 'The export does not say to whom the policy is assigned.',
    locator: placeOf(policy),
    line: node.line,
  };
}
