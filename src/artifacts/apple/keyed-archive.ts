/**
 * An object of an Apple program in a property list (NSKeyedArchiver): a list of objects, in which one refers to another by its number.
 * Only one step is taken at a time, so that objects which hold each other are no loop.
 */
import { PassmusterError } from '../../errors.ts';
import { isBplist, readBplist } from '../../formats/bplist.ts';
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { readPropertyList } from './packaging.ts';

export interface KeyedArchive {
  readonly root: MapNode;
  readonly className: string | undefined;
  /** The value of a key, and what it refers to; undefined: not there, there twice, or nil. */
  readonly member: (map: MapNode, key: string) => TreeNode | undefined;
}

/** @throws PassmusterError of the formats, or plist-malformed for what is no archive */
export function openKeyedArchive(bytes: Uint8Array): KeyedArchive {
  const tree = isBplist(bytes) ? readBplist(bytes, { references: true }) : readPropertyList(bytes);
  const objects = itemsOf(memberOf(tree, '$objects'));
  const follow = (node: TreeNode | undefined): TreeNode | undefined => {
    const number = memberOf(node, 'CF$UID');
    if (number === undefined) return node;
    const found = number.type === 'integer' ? objects[Number(number.value)] : undefined;
    return stringOf(found) === '$null' ? undefined : found;
  };
  const member: KeyedArchive['member'] = (map, key) =>
    map.repeated.has(key) ? undefined : follow(map.entries.get(key));
  const root = follow(memberOf(memberOf(tree, '$top'), 'root'));
  if (stringOf(memberOf(tree, '$archiver')) !== 'NSKeyedArchiver' || root?.type !== 'map')
    throw new PassmusterError('plist-malformed', 'The property list is no keyed archive of one object.');
  const named = member(root, '$class');
  return { root, className: stringOf(memberOf(named, '$classname')), member };
}
