/** Digests by which formats name things. Not for trust: SHA-1 only finds, it proves nothing. */
import { createHash } from 'node:crypto';

/** Of the text in UTF-8, in lower-case hexadecimal digits. */
export function sha1Hex(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}
