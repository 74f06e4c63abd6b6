/** Base64 in a text of a policy; line ends are allowed, as tools fold long texts. */
import type { TreeNode } from '../../formats/node.ts';

const alphabet = /^[A-Za-z0-9+/]+={0,2}$/;

/** Undefined for anything else, and for nothing. */
export function bytesOf(node: TreeNode | undefined): Uint8Array | undefined {
  if (node?.type !== 'string') return undefined;
  const packed = node.value.replace(/\s+/g, '');
  const isWhole = packed.length % 4 === 0 && alphabet.test(packed);
  return isWhole ? new Uint8Array(Buffer.from(packed, 'base64')) : undefined;
}
