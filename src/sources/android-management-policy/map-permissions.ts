/**
 * Which runtime permissions a policy forces or blocks for an app. Precedence, from the descriptions of the four fields
 * (Google, Android Management API, revision 20260917), first hit wins: the app's permissionGrants, the policy's
 * permissionGrants, the app's defaultPermissionPolicy, the policy's defaultPermissionPolicy, else PROMPT.
 */
import { displayValue, type MapSite } from '../../artifacts/observe-map.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Evidence } from '../../model/observation.ts';
import { evidenceAt, isDoubtful } from '../../artifacts/google/rows.ts';
import {
  type Decision,
  decisionOf,
  type Grant,
  type Level,
  permissionsOf,
  type Word,
} from '../../artifacts/google/permissions.ts';

/** `permissionGrants` of a policy or an app. Two grants of one level that disagree have no documented order. */
export function grantsLevel(map: MapNode, site: MapSite): Level {
  const key = 'permissionGrants';
  const node = map.entries.get(key);
  if (isDoubtful(map, key) || (node !== undefined && node.type !== 'list'))
    return always('ambiguous', evidenceAt(site, site.locate(key), node?.line));
  const path = site.locate(key);
  const grants = (node?.items ?? []).map((item, index) => grantOf(item, `${path}/${index}`, site));
  const decided = new Map<string, Decision | undefined>(); // asked once for each app
  return (permission) => {
    if (!decided.has(permission)) decided.set(permission, decisionOf(grants, permission));
    return decided.get(permission);
  };
}

function grantOf(item: TreeNode, path: string, site: MapSite): Grant {
  const isMap = item.type === 'map' && !isDoubtful(item, 'permission') && !isDoubtful(item, 'policy');
  const name = isMap ? stringOf(item.entries.get('permission')) : undefined;
  if (!isMap || name === undefined)
    return { permissions: undefined, word: 'ambiguous', evidence: evidenceAt(site, path, item.line) };
  const policy = item.entries.get('policy');
  const value = policy === undefined ? 'no policy' : displayValue('policy', policy);
  return {
    permissions: permissionsOf(name),
    word: wordOf(policy),
    evidence: {
      ...evidenceAt(site, `${path}/policy`, policy?.line ?? item.line),
      value: `${displayName(item)} ${value}`,
    },
  };
}

const displayName = (item: MapNode): string => {
  const node = item.entries.get('permission');
  return node === undefined ? '' : displayValue('permission', node);
};

/** `defaultPermissionPolicy` of a policy or an app. */
export function defaultLevel(map: MapNode, site: MapSite): Level {
  const key = 'defaultPermissionPolicy';
  const node = map.entries.get(key);
  const place = evidenceAt(site, site.locate(key), node?.line);
  if (isDoubtful(map, key)) return always('ambiguous', place);
  const word = wordOf(node);
  if (node === undefined || word === undefined) return () => undefined;
  return always(word, { ...place, value: displayValue(key, node) });
}

const always =
  (word: Word, evidence: Evidence): Level =>
  () => ({ word, evidence });

/** PERMISSION_POLICY_UNSPECIFIED equals absence. */
function wordOf(node: TreeNode | undefined): Word | undefined {
  if (node === undefined) return undefined;
  const value = stringOf(node);
  if (value === 'PERMISSION_POLICY_UNSPECIFIED') return undefined;
  return value === 'GRANT' || value === 'DENY' || value === 'PROMPT' ? value : 'ambiguous';
}
