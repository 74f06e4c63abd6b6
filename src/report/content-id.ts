/** Ids made from content: the same run gives the same bytes, and what is the same thing in two runs keeps its id. */
import { createHash } from 'node:crypto';

/** Namespace of every UUID made here. */
const namespace = Buffer.from('5b0f3c52a6a94e2c9d8f2a4f1c7e6b30', 'hex');

/** A UUID of version 5 (RFC 9562, section 5.5). */
export function uuidOf(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** SHA-256, hex. */
export function fingerprintOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
