/** Whom a policy reaches, and what goes with it: by its own assignments, by phones that have evaluated it, by its file's name. */
import { policyFile } from '../../artifacts/intune/backup-files.ts';
import {
  assignmentTargets,
  isNobody,
  isUnclear,
  reachOf,
  unclear,
} from '../../artifacts/intune/assignments.ts';
import { tokenOf } from '../../artifacts/identity.ts';
import { stringOf, type TreeNode } from '../../formats/node.ts';
import type { Links, Token } from '../../model/links.ts';
import type { Notice } from '../../model/notice.ts';
import { property } from './map-rows.ts';
import { placeOf, type Policy, textOf } from './policy.ts';

/** Whom the policy reaches: nobody, somebody (no notice), not exported, or not known in full. */
export function assignmentOf(policy: Policy): Notice | undefined {
  const { node, locate } = policy;
  const list = listOf(policy);
  const assigned = isAssigned(policy);
  if (reachesNobody(policy)) {
    const key = assigned === false ? 'isAssigned' : 'assignments';
    return {
      code: 'assignment-none',
      message: 'The policy is defined and assigned to nobody.',
      locator: locate(key),
      line: node.entries.get(key.toLowerCase())?.line ?? node.line,
    };
  }
  const targets = assignmentTargets(list);
  if (targets !== undefined && (isUnclear(targets) || isOfUnmanaged(policy)))
    return {
      code: 'assignment-unclear',
      message: unclear,
      locator: locate('assignments'),
      line: list?.line ?? node.line,
    };
  if (targets !== undefined || assigned === true) return undefined;
  return {
    code: 'assignment-not-exported',
    message: 'The export does not say to whom the policy is assigned.',
    locator: placeOf(policy),
    line: node.line,
  };
}

/**
 * @param file name of the file where the policy is the only one: a backup may say in a file of that name whom it reaches
 */
export function linksOf(policy: Policy, file: string | undefined, key: string | undefined): Links {
  const own = tokenOf('intune-policy', textOf(policy.node, 'id'), key);
  const named = file === undefined ? undefined : tokenOf('file', policyFile(file), key);
  const is = [own, named].filter((token) => token !== undefined);
  const isNamed = !reachesNobody(policy) && !isOfUnmanaged(policy);
  const targets = isNamed ? assignmentTargets(listOf(policy)) : undefined;
  const reach = targets === undefined ? {} : reachOf(targets, key);
  const to: Token[] = [...(own === undefined ? [] : [own]), ...(reach.to ?? [])];
  return { is, ...reach, ...(to.length === 0 ? {} : { to }) };
}

const reachesNobody = (policy: Policy): boolean => isAssigned(policy) === false || isNobody(listOf(policy));

/** Graph, appManagementLevel: the protection of apps may be for phones of one kind of management alone, or of none. */
function isOfUnmanaged({ node }: Policy): boolean {
  const levels = property(node, 'targetedAppManagementLevels');
  if (levels === undefined || levels === 'repeated') return levels !== undefined;
  return levels.type !== 'null' && stringOf(levels)?.toLowerCase() !== 'unspecified';
}

function listOf({ node }: Policy): TreeNode | undefined {
  const list = property(node, 'assignments');
  return list === 'repeated' ? undefined : list;
}

function isAssigned({ node }: Policy): boolean | undefined {
  const assigned = property(node, 'isAssigned');
  return assigned !== undefined && assigned !== 'repeated' && assigned.type === 'boolean'
    ? assigned.value
    : undefined;
}
