/** Text of an input inside a message: visible, on one line, cut, and without secrets. */
import { displayValue } from '../artifacts/observe-map.ts';
import type { TreeNode } from '../formats/node.ts';
import { harmless } from '../report/words.ts';
import { mask } from '../secret.ts';

const longest = 80;

/** A name from the input. */
export function named(name: string): string {
  return harmless(name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
}

export const quoted = (name: string): string => `“${named(name)}”`;

/** A value as evidence shows it. @param isHidden a key around it names a secret */
export function shownValue(key: string, node: TreeNode, isHidden: boolean): string {
  if (isHidden) return mask;
  return harmless(displayValue(key, node));
}

/** `a, b or c`. */
export function either(words: readonly (string | number)[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `a and b`. */
export function both(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
