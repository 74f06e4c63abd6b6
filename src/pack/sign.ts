/** Ed25519 (RFC 8032) over the bytes of the manifest, detached: 64 bytes, as `openssl pkeyutl -rawin` makes and checks them. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Tells keys apart. SHA-256 of the SubjectPublicKeyInfo, as `openssl pkey -pubin -outform DER | sha256sum` prints it. */
export function keyId(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

export const signatureOf = (manifest: Uint8Array, key: KeyObject): Uint8Array => sign(null, manifest, key);

export const isSignedBy = (manifest: Uint8Array, signature: Uint8Array, key: KeyObject): boolean =>
  verify(null, manifest, key, signature);
