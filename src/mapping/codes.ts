/** A column called `PIN` may say whether there is one, and may hold it: what is no word of the mapping is shown nowhere. */
import type { TreeNode } from '../formats/node.ts';
import { isNothing } from '../inventory/rows.ts';
import { Secret } from '../secret.ts';
import type { Setting } from '../settings/define.ts';
import type { FieldFile } from './file.ts';
import { foldName } from './names.ts';
import { walksOf } from './place.ts';

/** Undefined where the column holds no codes, or the setting is a number, which is no code. */
export function shownWords({ type }: Setting, field: FieldFile): ReadonlySet<string> | undefined {
  const mayHold = walksOf(field).some((walk) =>
    /pin|code|passw|pwd|secret/.test(foldName(walk.at(-1) ?? '')),
  );
  if (!mayHold || (type !== 'boolean' && type !== 'choice')) return undefined;
  const words = [...Object.keys(field.values ?? {}), ...(field.notReported ?? []), true, false];
  return new Set(words.map((word) => String(word ?? '').toLowerCase()));
}

export function guarded(node: TreeNode, words: ReadonlySet<string>): TreeNode {
  if (node.type === 'list') return { ...node, items: node.items.map((item) => guarded(item, words)) };
  if (node.type !== 'string' && node.type !== 'integer' && node.type !== 'real') return node;
  const text = String(node.value);
  if (isNothing(node) || words.has(text.trim().toLowerCase())) return node;
  return { type: 'secret', value: new Secret(text), line: node.line };
}
