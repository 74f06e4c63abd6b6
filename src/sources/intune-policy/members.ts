/** Members of Graph objects whatever their case, each with its place: PowerShell capitalises keys at every level. */
import type { TreeNode } from '../../formats/node.ts';

export interface Member {
  readonly node: TreeNode;
  readonly pointer: string;
}

/** A member that stands once; one that stands twice, in one spelling or two, is none: which one counts is not known. */
export function memberIn(node: TreeNode | undefined, key: string, pointer: string): Member | undefined {
  if (node?.type !== 'map') return undefined;
  const wanted = key.toLowerCase();
  const [only, ...others] = [...node.entries].filter(([name]) => name.toLowerCase() === wanted);
  if (only === undefined || others.length > 0 || node.repeated.has(only[0])) return undefined;
  const [name, value] = only;
  return { node: value, pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` };
}

/** Null and absent are the same to Graph. */
export const isPresent = (node: TreeNode | undefined): node is TreeNode =>
  node !== undefined && node.type !== 'null';

/** Does the object have the member at all, be it once or twice? */
export function hasMember(node: TreeNode, key: string): boolean {
  const wanted = key.toLowerCase();
  return node.type === 'map' && [...node.entries.keys()].some((name) => name.toLowerCase() === wanted);
}
