/** A signed file from fixed keys, as a seed: the same bytes in every run. Structure: RFC 5652, 5.1 and 5.3. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { concat, der, utf8 } from '../../test/support/bytes.ts';

const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'));
const data = oid('2a864886f70d010701');
const sha512 = der(0x30, oid('608648016503040203'));
const ed25519 = der(0x30, oid('2b6570'));

const key = createPrivateKey({
  key: Buffer.from(
    concat(Buffer.from('302e020100300506032b657004220420', 'hex'), new Uint8Array(32).fill(7)),
  ),
  format: 'der',
  type: 'pkcs8',
});
const issuer = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, utf8('Synthetic')))));
const serial = der(2, [3]);

/** Sound in form; nobody's signature stands on it. */
function certificate(): Uint8Array {
  const validity = der(0x30, der(0x17, utf8('250101000000Z')), der(0x17, utf8('440101000000Z')));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const extensions = der(0xa3, der(0x30, der(0x30, oid('551d0e'), der(4, der(4, utf8('keyid'))))));
  const version = der(0xa0, der(2, [2]));
  const body = der(0x30, version, serial, ed25519, issuer, validity, issuer, publicKey, extensions);
  return der(0x30, body, ed25519, der(3, [0, 1]));
}

/** The content with one signer and its certificate. */
export function signedSeed(content: Uint8Array): Uint8Array {
  const digest = createHash('sha512').update(content).digest();
  const attributes = [
    der(0x30, oid('2a864886f70d010903'), der(0x31, data)),
    der(0x30, oid('2a864886f70d010904'), der(0x31, der(4, digest))),
  ];
  const signer = der(
    0x30,
    der(2, [1]),
    der(0x30, issuer, serial),
    sha512,
    der(0xa0, ...attributes),
    ed25519,
    der(4, sign(null, der(0x31, ...attributes), key)),
  );
  const signedData = der(
    0x30,
    der(2, [1]),
    der(0x31, sha512),
    der(0x30, data, der(0xa0, der(4, content))),
    der(0xa0, certificate()),
    der(0x31, signer),
  );
  return der(0x30, oid('2a864886f70d010702'), der(0xa0, signedData));
}
