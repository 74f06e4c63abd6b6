/**
 * Whom a configuration profile of Jamf Pro reaches. Shape: Classic API, mobiledeviceconfigurationprofiles, `scope`. Devices and
 * groups are named by their identifiers; whom buildings, departments, users and networks stand for is in no export.
 */
import { hasRepeatedKeys, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';

export type Reach =
  /** The export has no scope. */
  | { readonly kind: 'not-exported' }
  | { readonly kind: 'nobody' }
  /** `isWhole`: nobody else is reached. Empty lists: somebody, and not known who. */
  | {
      readonly kind: 'some';
      readonly everyone: boolean;
      readonly devices: readonly string[];
      readonly groups: readonly string[];
      readonly exceptDevices: readonly string[];
      readonly exceptGroups: readonly string[];
      readonly isWhole: boolean;
    };

const unclear: Reach = {
  kind: 'some',
  everyone: false,
  devices: [],
  groups: [],
  exceptDevices: [],
  exceptGroups: [],
  isWhole: false,
};

/** @param isPushed the profile is installed by itself, not offered for the user to take */
export function reachOf(scope: TreeNode | undefined, isPushed: boolean): Reach {
  if (scope === undefined) return { kind: 'not-exported' };
  if (scope.type === 'null') return { kind: 'nobody' };
  if (scope.type !== 'map' || hasRepeatedKeys(scope)) return unclear;
  const targets = [...scope.entries].filter(([key]) => key !== 'limitations' && key !== 'exclusions');
  if (targets.every(([, node]) => isEmpty(node))) return { kind: 'nobody' };
  const exclusions = memberOf(scope, 'exclusions');
  const [exceptDevices, exceptGroups] = [
    idsOf(memberOf(exclusions, 'mobile_devices'), 'mobile_device'),
    idsOf(memberOf(exclusions, 'mobile_device_groups'), 'mobile_device_group'),
  ];
  const isLimited =
    !isEmpty(memberOf(scope, 'limitations')) ||
    (exclusions !== undefined && !isEmpty(exclusions) && exclusions.type !== 'map') ||
    othersIn(exclusions, ['mobile_devices', 'mobile_device_groups']) ||
    exceptDevices === undefined ||
    exceptGroups === undefined;
  if (!isPushed || isLimited) return unclear;
  const all = memberOf(scope, 'all_mobile_devices');
  const everyone = isTrue(all);
  const devices = idsOf(memberOf(scope, 'mobile_devices'), 'mobile_device');
  const groups = idsOf(memberOf(scope, 'mobile_device_groups'), 'mobile_device_group');
  const known = ['all_mobile_devices', 'mobile_devices', 'mobile_device_groups', 'limitations', 'exclusions'];
  return {
    kind: 'some',
    everyone,
    devices: devices ?? [],
    groups: groups ?? [],
    exceptDevices,
    exceptGroups,
    isWhole:
      everyone || (isEmpty(all) && devices !== undefined && groups !== undefined && !othersIn(scope, known)),
  };
}

const othersIn = (node: TreeNode | undefined, known: readonly string[]): boolean =>
  node?.type === 'map' && [...node.entries].some(([key, value]) => !known.includes(key) && !isEmpty(value));

const isTrue = (node: TreeNode | undefined): boolean =>
  node !== undefined &&
  ((node.type === 'boolean' && node.value) || stringOf(node)?.trim().toLowerCase() === 'true');

/** Nothing is meant: empty lists vanish, become empty texts, or hold a number of nought. */
function isEmpty(node: TreeNode | undefined): boolean {
  if (node === undefined || node.type === 'null') return true;
  if (node.type === 'string') return /^\s*(false)?\s*$/i.test(node.value);
  if (node.type === 'boolean') return !node.value;
  if (node.type === 'list') return node.items.every(isEmpty);
  return node.type === 'map' && [...node.entries].every(([key, value]) => key === 'size' || isEmpty(value));
}

/** The identifiers of the items; undefined where one of them has none. */
function idsOf(node: TreeNode | undefined, item: string): readonly string[] | undefined {
  if (node === undefined || isEmpty(node)) return [];
  if (node.type !== 'list') return undefined;
  const ids = node.items.filter((one) => !isEmpty(one)).map((one) => idOf(memberOf(one, item) ?? one));
  const known = ids.filter((id) => id !== undefined);
  return known.length === ids.length ? known : undefined;
}

function idOf(node: TreeNode): string | undefined {
  const id = memberOf(node, 'id');
  if (id?.type === 'integer') return String(id.value);
  return stringOf(id)?.trim() || undefined;
}
