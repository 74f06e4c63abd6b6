/** CMS EnvelopedData (RFC 5652, 6): decrypts content for a recipient whose RSA key the operator gave. */
import {
  constants,
  createDecipheriv,
  createPrivateKey,
  type KeyObject,
  privateDecrypt,
  X509Certificate,
} from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { type Asn1, isOctetString, octetString, oidText, readAsn1 } from './asn1.ts';
import { cipherOf, type ContentCipher, type KeyTransport, keyTransportOf } from './cms-algorithms.ts';
import { isNamedBy } from './x509.ts';

/** In PEM: text travels to a reading child as it is. */
export interface RecipientKey {
  readonly key: string;
  /** Only what is addressed to this certificate is opened; without one, whatever the key fits. */
  readonly certificate?: string;
}

const oid = { data: '1.2.840.113549.1.7.1', envelopedData: '1.2.840.113549.1.7.3' } as const;

/** An RSA operation for each: a profile is encrypted for one device, or for a few. */
const mostRecipients = 64;

/**
 * @returns what was encrypted. CBC proves nothing about it: whoever reads it must be ready for any bytes
 * @throws PassmusterError asn1-malformed, cms-malformed, cms-unsupported, or cms-decrypt-failed when no key opens it
 */
export function decryptEnveloped(bytes: Uint8Array, keys: readonly RecipientKey[]): Uint8Array {
  const { recipients, content } = partsOf(bytes);
  const known = recipients.filter(({ transport }) => transport !== undefined);
  if (known.length === 0)
    throw new PassmusterError(
      'cms-unsupported',
      'The content is encrypted for its recipients in another way than with RSA, which is not supported.',
    );
  let isAddressed = false;
  for (const { key, certificate } of keys) {
    const privateKey = createPrivateKey(key);
    const named = certificate === undefined ? undefined : certificateOf(certificate);
    for (const recipient of known) {
      if (named !== undefined && !isNamedBy(named, recipient.identifier)) continue;
      isAddressed = true;
      const opened = openWith(privateKey, recipient, content);
      if (opened !== undefined) return opened;
    }
  }
  // Bad key, bad padding and damaged content are one error: the difference is of use to an attacker only (RFC 3218).
  throw new PassmusterError(
    'cms-decrypt-failed',
    isAddressed
      ? 'None of the keys opens the encrypted content: it is for another recipient, or damaged.'
      : 'The content is encrypted for other certificates than those of the keys.',
  );
}

interface Recipient {
  readonly identifier: Asn1;
  readonly transport: KeyTransport | undefined;
  readonly encryptedKey: Uint8Array;
}

interface EncryptedContent {
  readonly cipher: ContentCipher;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

function partsOf(bytes: Uint8Array): { recipients: Recipient[]; content: EncryptedContent } {
  const { element, end } = readAsn1(bytes);
  if (end !== bytes.length) fail('Bytes follow the encrypted structure.', end);
  if (typeOf(element) !== oid.envelopedData)
    throw new PassmusterError('cms-unsupported', 'The encrypted content is no CMS enveloped data.');
  const enveloped = element.children[1]?.children[0];
  const recipientInfos = enveloped?.children.find((child) => isUniversal(child, 0x11));
  const contentInfo = enveloped?.children.find((child) => isUniversal(child, 0x10));
  if (!recipientInfos || !contentInfo) return fail('The encrypted structure is incomplete.', element.offset);
  if (recipientInfos.children.length > mostRecipients)
    return fail('There are too many recipients.', recipientInfos.offset);
  // The other kinds of recipients (key agreement, passwords) carry context tags.
  const byKeyTransport = recipientInfos.children.filter((child) => isUniversal(child, 0x10));
  return { recipients: byKeyTransport.map(recipientOf), content: encryptedContentOf(contentInfo) };
}

const isUniversal = ({ tagClass, tag }: Asn1, wanted: number) => tagClass === 0 && tag === wanted;
const typeOf = (element: Asn1) => oidText(element.children[0]?.content ?? new Uint8Array());

function recipientOf(info: Asn1): Recipient {
  const [, identifier, algorithm, encryptedKey] = info.children;
  if (!identifier || !algorithm || !encryptedKey) return fail('A recipient is incomplete.', info.offset);
  return { identifier, transport: keyTransportOf(algorithm), encryptedKey: octetString(encryptedKey) };
}

function encryptedContentOf(info: Asn1): EncryptedContent {
  const [, algorithm, content] = info.children;
  if (!algorithm || content?.tagClass !== 2 || content.tag !== 0)
    return fail('The encrypted content is missing.', info.offset);
  const cipher = cipherOf(algorithm);
  if (cipher === undefined || typeOf(info) !== oid.data)
    throw new PassmusterError(
      'cms-unsupported',
      'The content is encrypted otherwise than with AES or triple DES in CBC mode, which is not supported.',
    );
  const iv = algorithm.children[1];
  if (iv === undefined || !isOctetString(iv) || octetString(iv).length !== cipher.ivLength)
    return fail('The initialisation vector does not fit the cipher.', algorithm.offset);
  return { cipher, iv: octetString(iv), ciphertext: octetString(content) };
}

function certificateOf(pem: string): Asn1 {
  return readAsn1(new X509Certificate(pem).raw).element;
}

/** Undefined when the key does not fit or what comes out is not padded as it must be. */
function openWith(key: KeyObject, recipient: Recipient, content: EncryptedContent): Uint8Array | undefined {
  const { cipher, iv, ciphertext } = content;
  try {
    const contentKey = contentKeyOf(key, recipient, cipher.keyLength);
    if (contentKey?.length !== cipher.keyLength) return undefined;
    const decipher = createDecipheriv(cipher.name, contentKey, iv);
    return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  } catch {
    return undefined;
  }
}

function contentKeyOf(
  key: KeyObject,
  { transport, encryptedKey }: Recipient,
  keyLength: number,
): Uint8Array | undefined {
  if (transport?.padding === 'oaep') {
    const { digest: oaepHash, label: oaepLabel } = transport;
    return privateDecrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash, oaepLabel },
      encryptedKey,
    );
  }
  // Node 22 refuses RSA_PKCS1_PADDING, and newer ones turn bad padding into random bytes: it is taken off here.
  return unpadded(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encryptedKey), keyLength);
}

/** RFC 8017, 7.2.2: 00 02, eight or more bytes that are not zero, 00, the key. */
function unpadded(block: Uint8Array, keyLength: number): Uint8Array | undefined {
  const start = block.length - keyLength;
  if (start < 11 || block[0] !== 0 || block[1] !== 2 || block[start - 1] !== 0) return undefined;
  return block.subarray(2, start - 1).includes(0) ? undefined : block.subarray(start);
}

function fail(message: string, offset: number): never {
  throw new PassmusterError('cms-malformed', message, { offset });
}
