/** The outermost keys of a configuration profile: where they can be read in two ways, the whole profile can. */
import type { TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { encryptedMember } from './encrypted.ts';
import { foldKey } from '../masking.ts';

/** Keys on which the meaning of the whole profile rests, with the values that Apple documents. */
const structure: Readonly<Record<string, (node: TreeNode) => boolean>> = {
  PayloadContent: () => true, // looked at where it is opened
  PayloadType: () => true,
  TargetDeviceType: (node) => node.type === 'integer' && node.value >= 0 && node.value <= 6,
  RemovalDate: (node) => node.type === 'date',
  DurationUntilRemoval: (node) => node.type === 'integer' || node.type === 'real',
  [encryptedMember]: () => true,
};
const folded = new Map(Object.keys(structure).map((key) => [foldKey(key), key]));

interface StructureFault extends Notice {
  readonly locator: string;
  readonly line: number;
}

/** A key that stands twice, only looks like one of these, or has another value: a phone may follow another reading. */
export function structureFaults(tree: TreeNode): StructureFault[] {
  if (tree.type !== 'map') return [];
  const { repeated } = tree;
  return [...tree.entries].flatMap(([key, node]): StructureFault[] => {
    const known = folded.get(foldKey(key));
    if (known === undefined) return [];
    const place = { locator: key, line: repeated.get(key)?.at(-1)?.line ?? node.line };
    if (key !== known) {
      const message = `A key differs from ${known} only in case or invisible characters; it is not used.`;
      return [{ code: 'key-case-differs', message, ...place }];
    }
    if (repeated.has(key)) {
      const message = `The key ${key} stands more than once: which one a phone follows is not known.`;
      return [{ code: 'duplicate-key', message, ...place }];
    }
    if (structure[key]?.(node) === true) return [];
    const message = `The value of ${key} is not one that Apple documents: what a phone makes of it is not known.`;
    return [{ code: 'payload-unreadable', message, ...place }];
  });
}
