/**
 * Members of Graph objects whatever their case, each with its place: PowerShell capitalises keys at every level, and its Graph
 * SDK keeps what the base type of an object lacks in a bag.
 */
import { pointerStyle } from '../apple/embedded.ts';
import type { TreeNode } from '../../formats/node.ts';

export interface Member {
  readonly node: TreeNode;
  readonly pointer: string;
}

const bag = 'additionalproperties';

/** Every value of the key, in the object and in its bag. */
function membersOf(node: TreeNode | undefined, key: string, pointer: string): Member[] {
  if (node?.type !== 'map') return [];
  const wanted = key.toLowerCase();
  return [...node.entries].flatMap(([name, last]) => {
    const folded = name.toLowerCase();
    const place = pointerStyle.member(pointer, name);
    if (folded === wanted)
      return (node.repeated.get(name) ?? [last]).map((one) => ({ node: one, pointer: place }));
    return folded === bag ? membersOf(last, key, place) : [];
  });
}

/** A member that stands once; one that stands twice, in one spelling or two, is none: which one counts is not known. */
export function memberIn(node: TreeNode | undefined, key: string, pointer: string): Member | undefined {
  const [only, ...others] = membersOf(node, key, pointer);
  return others.length === 0 ? only : undefined;
}

/** Null and absent are the same to Graph. */
export const isPresent = (node: TreeNode | undefined): node is TreeNode =>
  node !== undefined && node.type !== 'null';

/** Does the object have the member at all, be it once or twice? */
export const hasMember = (node: TreeNode, key: string): boolean => membersOf(node, key, '').length > 0;
