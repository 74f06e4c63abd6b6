/** Where a mapping says that a value stands, and what stands there in one row. */
import type { MapNode, TreeNode } from '../formats/node.ts';
import { itemsOf, memberIgnoringCase, stringOf } from '../formats/node.ts';
import { isBlank, placesOf } from '../inventory/place.ts';
import { isNothing } from '../inventory/rows.ts';
import type { PlaceFile } from './file.ts';

/** Members from the row down; `*` is every element. */
export type Walk = readonly string[];

/** What was found: more than one node where a key on the way stands more than once. */
export interface Found {
  readonly nodes: readonly TreeNode[];
  /** As it is spelt in the row. */
  readonly walk: Walk;
}

/** The ways to try, one after the other. */
export function walksOf(place: PlaceFile): readonly Walk[] {
  if (typeof place === 'string') return [[place]];
  if (place.from !== undefined) return [[place.from]];
  if (place.path !== undefined) return [place.path];
  return (place.firstOf ?? []).map((one) => (typeof one === 'string' ? [one] : one));
}

export const isMany = (place: PlaceFile): boolean => walksOf(place).some((walk) => walk.includes('*'));

/** The first way that leads to something; else the first that leads anywhere. */
export function findPlace(row: MapNode, walks: readonly Walk[]): Found | undefined {
  let blank: Found | undefined;
  for (const walk of walks) {
    const found = follow(row, walk);
    if (found === undefined) continue;
    if (found.nodes.length > 1 || !found.nodes.every(isNothing)) return found;
    blank ??= found;
  }
  return blank;
}

function follow(row: MapNode, walk: Walk): Found | undefined {
  const [first = ''] = walk;
  if (first.startsWith('ext:')) return attribute(row, first.slice('ext:'.length));
  return step(row, walk);
}

function step(node: TreeNode, [key, ...rest]: Walk): Found | undefined {
  if (key === undefined) return { nodes: [node], walk: [] };
  if (key === '*') return everyElement(node, rest);
  const places = node.type === 'map' ? placesOf(node, key, true) : [];
  const [only, ...others] = places;
  if (only === undefined) return undefined;
  // Which of them is meant cannot be told: the whole of it is in doubt.
  if (others.length > 0) return { nodes: places.map(([, one]) => one), walk: [only[0]] };
  const below = step(only[1], rest);
  return below && { nodes: below.nodes, walk: [only[0], ...below.walk] };
}

/** A list of what each element holds; an element that lacks it is one that does not report it, never one less. */
function everyElement(node: TreeNode, rest: Walk): Found {
  const { line } = node;
  const elements = elementsOf(node);
  if (elements === undefined)
    return { nodes: [isBlank(node) ? { type: 'null', line } : node], walk: ['*', ...rest] };
  const items = elements.flatMap((element): readonly TreeNode[] => {
    const found = step(element, rest);
    const [only, ...others] = found?.nodes ?? [];
    if (only === undefined) return [{ type: 'null', line: element.line }];
    if (others.length > 0)
      return [{ type: 'map', entries: new Map(), repeated: new Map(), line: element.line }];
    return rest.includes('*') && only.type === 'list' ? only.items : [only];
  });
  return { nodes: [{ type: 'list', items, line }], walk: ['*', ...rest] };
}

/** Of a list, or of a container whose members are the elements (XML). */
function elementsOf(node: TreeNode): readonly TreeNode[] | undefined {
  if (node.type === 'list') return node.items;
  if (node.type !== 'map') return undefined;
  return [...node.entries].flatMap(([key, value]) => node.repeated.get(key) ?? [value]);
}

/** Jamf: lists of `{id, name, type, value}`, beside the facts and inside of their sections. */
function attribute(row: MapNode, name: string): Found | undefined {
  const sections = ['general', 'hardware', 'userAndLocation'].map((key) => memberIgnoringCase(row, key));
  const found = [row, ...sections].flatMap((around) =>
    ['extensionAttributes', 'extension_attributes'].flatMap((key) =>
      itemsOf(memberIgnoringCase(around, key)).filter(
        (item) => stringOf(memberIgnoringCase(item, 'name')) === name,
      ),
    ),
  );
  if (found.length === 0) return undefined;
  return { nodes: found.map(attributeValue), walk: [`ext:${name}`] };
}

/** The value is a list with one entry where the attribute holds one value. */
function attributeValue(item: TreeNode): TreeNode {
  const value = memberIgnoringCase(item, 'value') ?? { type: 'null', line: item.line };
  if (value.type !== 'list') return value;
  const [only, ...others] = value.items;
  if (only === undefined) return { type: 'null', line: value.line };
  return others.length === 0 ? only : value;
}
