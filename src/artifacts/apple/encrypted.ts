/**
 * Encrypted payloads of a configuration profile: `EncryptedPayloadContent` holds CMS enveloped data around a property
 * list with the array that `PayloadContent` would have been (Apple, "Device Management", TopLevel).
 */
import { PassmusterError } from '../../errors.ts';
import { decryptEnveloped, type RecipientKey } from '../../formats/cms-enveloped.ts';
import { atLine, type MapNode, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { readPropertyList } from './packaging.ts';

export interface PayloadPlace {
  readonly node: TreeNode;
  readonly path: string;
}

export interface OpenedPayloads {
  readonly payloads: readonly PayloadPlace[];
  readonly notices: readonly Notice[];
  /** Why what the payloads demand stays unknown; absent when they were opened. */
  readonly doubt?: 'encrypted' | 'unreadable';
}

export const encryptedMember = 'EncryptedPayloadContent';

/** Without a key that opens them the payloads stay what they are: encrypted. */
export function openPayloads(profile: MapNode, keys: readonly RecipientKey[]): OpenedPayloads {
  const node = profile.entries.get(encryptedMember);
  const where = { locator: encryptedMember, line: node?.line ?? 0 };
  const message = 'The payloads are encrypted; what they demand cannot be read.';
  const sealed: Notice = { code: 'payload-encrypted', message, ...where };
  if (keys.length === 0 || node?.type !== 'data' || profile.repeated.has(encryptedMember))
    return { payloads: [], notices: [sealed], doubt: 'encrypted' };
  try {
    const tree = decrypted(node.value, keys);
    if (tree.type !== 'list') {
      const message = 'The decrypted payloads are not an array.';
      const notice: Notice = { code: 'payload-unreadable', message, ...where };
      return { payloads: [], notices: [notice], doubt: 'unreadable' };
    }
    const opened = 'The payloads were encrypted, and one of the keys given opened them.';
    return {
      payloads: tree.items.map((item, index) => ({ node: item, path: `${encryptedMember}[${index}]` })),
      notices: [{ code: 'payload-decrypted', message: opened, ...where }],
    };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const failed: Notice = { code: error.code, message: error.message, ...where };
    return { payloads: [], notices: [sealed, failed], doubt: 'encrypted' };
  }
}

function decrypted(bytes: Uint8Array, keys: readonly RecipientKey[]): TreeNode {
  const plain = decryptEnveloped(bytes, keys);
  try {
    // Lines of the decrypted text are not lines of the file that a reader of the report could open.
    return atLine(readPropertyList(plain), 0);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    // Where and why is left out: it would tell about the plaintext.
    throw new PassmusterError(
      'cms-decrypt-failed',
      'What the key opens is no property list: the encrypted payloads are damaged.',
    );
  }
}
