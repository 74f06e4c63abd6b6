/**
 * The one tree that every reader of documents yields: exact values with their lines. Keys are data (Map, never object
 * properties), repeated keys are kept, and integers beyond 2^53 are bigint.
 */
import type { Secret } from '../secret.ts';

interface NodeBase {
  /** Counts from 1; 0 where the format has no lines. */
  readonly line: number;
}
export interface MapNode extends NodeBase {
  readonly type: 'map';
  /** The last value of each key. */
  readonly entries: ReadonlyMap<string, TreeNode>;
  /** Keys that stand more than once, with all their values: what they mean is ambiguous. */
  readonly repeated: ReadonlyMap<string, readonly TreeNode[]>;
}
export interface ListNode extends NodeBase {
  readonly type: 'list';
  readonly items: readonly TreeNode[];
}
export interface StringNode extends NodeBase {
  readonly type: 'string';
  readonly value: string;
}
export interface IntegerNode extends NodeBase {
  readonly type: 'integer';
  /** bigint where a number would not be exact. */
  readonly value: number | bigint;
}
export interface RealNode extends NodeBase {
  readonly type: 'real';
  readonly value: number;
}
export interface BooleanNode extends NodeBase {
  readonly type: 'boolean';
  readonly value: boolean;
}
export interface DateNode extends NodeBase {
  readonly type: 'date';
  /** RFC 3339, UTC, seconds. */
  readonly value: string;
}
export interface DataNode extends NodeBase {
  readonly type: 'data';
  /** A copy, never a view into the input. */
  readonly value: Uint8Array;
}
/** A value that an artifact has recognised as a secret; it can be shown nowhere. */
export interface SecretNode extends NodeBase {
  readonly type: 'secret';
  readonly value: Secret;
}
export interface NullNode extends NodeBase {
  readonly type: 'null';
}

export type TreeNode =
  | MapNode
  | ListNode
  | StringNode
  | IntegerNode
  | RealNode
  | BooleanNode
  | DateNode
  | DataNode
  | SecretNode
  | NullNode;

/** Collects the entries of a map and notes repetitions. */
export class MapBuilder {
  readonly #entries = new Map<string, TreeNode>();
  readonly #repeated = new Map<string, TreeNode[]>();

  add(key: string, value: TreeNode): void {
    const earlier = this.#entries.get(key);
    if (earlier !== undefined) {
      const all = this.#repeated.get(key);
      if (all === undefined) this.#repeated.set(key, [earlier, value]);
      else all.push(value);
    }
    this.#entries.set(key, value);
  }

  build(line: number): MapNode {
    return { type: 'map', entries: this.#entries, repeated: this.#repeated, line };
  }
}

/** The member of a map, or undefined for anything else. */
export function memberOf(node: TreeNode | undefined, key: string): TreeNode | undefined {
  return node?.type === 'map' ? node.entries.get(key) : undefined;
}

/** As memberOf, without regard to case: exports written by PowerShell capitalise their keys. */
export function memberIgnoringCase(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.type !== 'map') return undefined;
  const exact = node.entries.get(key);
  if (exact !== undefined) return exact;
  const wanted = key.toLowerCase();
  for (const [name, value] of node.entries) if (name.toLowerCase() === wanted) return value;
  return undefined;
}

export function stringOf(node: TreeNode | undefined): string | undefined {
  return node?.type === 'string' ? node.value : undefined;
}

export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.type === 'list' ? node.items : [];
}

/** Does any map in the tree hold a key twice? */
export function hasRepeatedKeys(node: TreeNode): boolean {
  if (node.type === 'list') return node.items.some(hasRepeatedKeys);
  if (node.type !== 'map') return false;
  return node.repeated.size > 0 || [...node.entries.values()].some(hasRepeatedKeys);
}

/** The tree with one line for every value: it was cut out of a document, whose lines a reader of the report can open. */
export function atLine(node: TreeNode, line: number): TreeNode {
  if (node.type === 'list') return { ...node, line, items: node.items.map((item) => atLine(item, line)) };
  if (node.type !== 'map') return { ...node, line };
  const entries = new Map([...node.entries].map(([key, value]) => [key, atLine(value, line)]));
  const repeated = new Map(
    [...node.repeated].map(([key, values]) => [key, values.map((value) => atLine(value, line))]),
  );
  return { ...node, line, entries, repeated };
}

/** The tree as plain values, for documents of our own that a schema checks next. `__proto__` stays an ordinary key. */
export function plainValue(node: TreeNode): unknown {
  switch (node.type) {
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainValue(value)]));
    case 'list':
      return node.items.map(plainValue);
    case 'null':
      return null;
    default:
      return node.value;
  }
}
