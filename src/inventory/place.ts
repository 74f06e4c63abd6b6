/** One row of a device list, and how to find a member in it. */
import { type MapNode, stringOf, type TreeNode } from '../formats/node.ts';

export interface DeviceRow {
  readonly node: MapNode;
  /** Where the row stands: `/value/3`, `row 3`. */
  readonly place: string;
  /** The place of a member of the row; the path has `/` between its parts. */
  readonly locate: (path: string) => string;
  readonly input: string;
  readonly ignoreCase: boolean;
}

/** A member with the path it was found at; `repeated` where any part of the path stands more than once. */
export type Found = { readonly node: TreeNode; readonly path: string } | 'repeated' | undefined;

export function find(row: Pick<DeviceRow, 'node' | 'ignoreCase'>, path: string): Found {
  let node: TreeNode = row.node;
  const parts: string[] = [];
  for (const part of path === '' ? [] : path.split('/')) {
    const places: readonly (readonly [string, TreeNode])[] =
      node.type === 'map' ? placesOf(node, part, row.ignoreCase) : [];
    const [first, ...others] = places;
    if (first === undefined) return undefined;
    if (others.length > 0) return 'repeated';
    parts.push(first[0]);
    node = first[1];
  }
  return { node, path: parts.join('/') };
}

/** Every value that a key stands with, with its spelling. Lengths are compared first, and no pair is made: this runs for every row of a fleet. */
export function placesOf(
  node: MapNode,
  key: string,
  ignoreCase: boolean,
): readonly (readonly [string, TreeNode])[] {
  if (!ignoreCase) {
    const value = node.entries.get(key);
    return (node.repeated.get(key) ?? (value === undefined ? [] : [value])).map((one) => [key, one] as const);
  }
  const folded = key.toLowerCase();
  const places: (readonly [string, TreeNode])[] = [];
  node.entries.forEach((value, name) => {
    if (name.length === key.length && name.toLowerCase() === folded)
      for (const one of node.repeated.get(name) ?? [value]) places.push([name, one]);
  });
  return places;
}

/** The first of the paths that holds something; a fact that stands more than once is none. */
export function findFirst(
  row: Pick<DeviceRow, 'node' | 'ignoreCase'>,
  paths: readonly string[] = [],
): TreeNode | undefined {
  for (const path of paths) {
    const found = find(row, path);
    if (found === 'repeated') return undefined;
    if (found !== undefined && !isBlank(found.node)) return found.node;
  }
  return undefined;
}

/** As text; numbers too, for identifiers are numbers in some products. */
export function textAt(row: DeviceRow, paths: readonly string[] = []): string | undefined {
  const node = findFirst(row, paths);
  if (node?.type === 'integer') return String(node.value);
  return stringOf(node)?.trim() || undefined;
}

export const isBlank = (node: TreeNode): boolean =>
  node.type === 'null' || (node.type === 'string' && node.value.trim() === '');
