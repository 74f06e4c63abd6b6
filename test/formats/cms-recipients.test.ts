/** Enveloped data built element by element, so that every part can be wrong by itself (RFC 5652, 6.1; RFC 8017, 7.2). */
import {
  constants,
  createCipheriv,
  generateKeyPairSync,
  publicEncrypt,
  sign,
  X509Certificate,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptEnveloped } from '../../src/formats/cms-enveloped.ts';
import { concat, der, refusal, utf8 } from '../support/bytes.ts';

const oid = (hex: string) => der(6, new Uint8Array(Buffer.from(hex, 'hex')));
const data = oid('2a864886f70d010701');
const aes128 = oid('608648016503040102');
const aes256 = oid('60864801650304012a');
const rsaEncryption = der(0x30, oid('2a864886f70d010101'), der(5));
const text = utf8('synthetic content');
const contentKey = new Uint8Array(16).fill(5);
const iv = new Uint8Array(16).fill(9);

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const issuer = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, utf8('Synthetic')))));
const name = der(0x30, issuer, der(2, [7]));

/** What RSA makes of a whole block: the padding is the caller's. */
const raw = (block: Uint8Array) =>
  new Uint8Array(publicEncrypt({ key: pair.publicKey, padding: constants.RSA_NO_PADDING }, block));
/** 00 02, as many bytes that are not zero as there is room for, 00, the key. */
function padded(change: (block: Uint8Array) => void = () => {}, secret = contentKey): Uint8Array {
  const block = new Uint8Array(256).fill(0xaa);
  block.set([0, 2]);
  block[255 - secret.length] = 0;
  block.set(secret, 256 - secret.length);
  change(block);
  return raw(block);
}

const recipient = (encryptedKey = padded(), algorithm = rsaEncryption) =>
  der(0x30, der(2, [0]), name, algorithm, der(4, encryptedKey));
const cipher = createCipheriv('aes-128-cbc', contentKey, iv);
const ciphertext = new Uint8Array(Buffer.concat([cipher.update(text), cipher.final()]));
const algorithm = (id = aes128, vector: Uint8Array | undefined = der(4, iv)) =>
  der(0x30, id, ...(vector === undefined ? [] : [vector]));
const contentInfo = (type = data, how = algorithm(), body = der(0x80, ciphertext)) =>
  der(0x30, type, how, body);
const envelope = (...children: Uint8Array[]) =>
  der(0x30, oid('2a864886f70d010703'), der(0xa0, der(0x30, der(2, [0]), ...children)));
const file = (recipients: readonly Uint8Array[] = [recipient()], info = contentInfo()) =>
  envelope(der(0x31, ...recipients), info);

const opened = (bytes: Uint8Array) => decryptEnveloped(bytes, [{ key }]);

it('what is whole opens', () => {
  expect(opened(file())).toEqual(text);
  expect(opened(file([der(0xa1, der(4, utf8('x'))), recipient()]))).toEqual(text);
});

it('a recipient of a kind that is not supported hides no other', () => {
  const unknown = recipient(padded(), der(0x30, oid('2a864886f70d0205')));
  expect(opened(file([unknown, recipient()]))).toEqual(text);
  expect(refusal(() => opened(file([unknown]))).code).toBe('cms-unsupported');
});

describe('a structure is refused', () => {
  const parts = [der(2, [0]), name, rsaEncryption];
  const incomplete = 'The encrypted structure is incomplete.';
  const noRecipient = 'A recipient is incomplete.';
  const noContent = 'The encrypted content is missing.';
  const noVector = 'The initialisation vector does not fit the cipher.';
  it.each<[name: string, bytes: Uint8Array, message: string]>([
    ['without recipients', envelope(contentInfo()), incomplete],
    ['without content', envelope(der(0x31, recipient())), incomplete],
    ['without anything', envelope(), incomplete],
    ['without a body', der(0x30, oid('2a864886f70d010703')), incomplete],
    ['with an empty body', der(0x30, oid('2a864886f70d010703'), der(0xa0)), incomplete],
    ['with recipients of another class', envelope(der(0xb1, recipient()), contentInfo()), incomplete],
    ['with content of another class', envelope(der(0x31, recipient()), der(0xb0, data)), incomplete],
    ['with a recipient of nothing', file([der(0x30)]), noRecipient],
    ['with a recipient without algorithm', file([der(0x30, ...parts.slice(0, 2))]), noRecipient],
    ['with a recipient without key', file([der(0x30, ...parts)]), noRecipient],
    ['with content of nothing', file(undefined, der(0x30)), noContent],
    ['with content that is only named', file(undefined, der(0x30, data, algorithm())), noContent],
    [
      'with content of another class',
      file(undefined, contentInfo(data, algorithm(), der(4, ciphertext))),
      noContent,
    ],
    [
      'with content of another number',
      file(undefined, contentInfo(data, algorithm(), der(0x81, ciphertext))),
      noContent,
    ],
    ['without a vector', file(undefined, contentInfo(data, der(0x30, aes128))), noVector],
    [
      'with a vector of another kind',
      file(undefined, contentInfo(data, algorithm(aes128, der(2, iv)))),
      noVector,
    ],
    ['with a short vector', file(undefined, contentInfo(data, algorithm(aes128, der(4, [1, 2])))), noVector],
    [
      'with 65 recipients',
      file(Array.from({ length: 65 }, () => recipient(iv))),
      'There are too many recipients.',
    ],
    ['with a byte behind it', concat(file(), [0]), 'Bytes follow the encrypted structure.'],
  ])('%s', (_name, bytes, message) => {
    const error = refusal(() => opened(bytes));
    expect(error).toMatchObject({ code: 'cms-malformed', message });
    expect(error.place.offset).toBeGreaterThanOrEqual(0);
  });

  it('of another type of content, or of another cipher', () => {
    for (const bytes of [
      file(undefined, contentInfo(oid('2a864886f70d010702'))),
      file(undefined, contentInfo(data, algorithm(oid('608648016503040106')))),
    ])
      expect(refusal(() => opened(bytes))).toMatchObject({ code: 'cms-unsupported' });
  });

  it('but not with 64 recipients', () => {
    const many = [...Array.from({ length: 63 }, () => recipient(iv)), recipient()];
    expect(opened(file(many))).toEqual(text);
  });
});

describe('a content key counts only in the padding it must have', () => {
  const zero = (at: number) => padded((block) => (block[at] = 0));
  it.each<[name: string, encryptedKey: Uint8Array]>([
    ['another first byte', padded((block) => (block[0] = 1))],
    ['another second byte', padded((block) => (block[1] = 1))],
    ['no zero before the key', padded((block) => (block[239] = 1))],
    ['a zero at the start of the padding', zero(2)],
    ['a zero at the end of the padding', zero(238)],
    ['a key that is longer', padded(undefined, new Uint8Array(24).fill(5))],
    ['a key that is shorter', padded(undefined, new Uint8Array(8).fill(5))],
    ['nothing at all', new Uint8Array()],
    ['more than the modulus', new Uint8Array(300).fill(1)],
  ])('%s', (_name, encryptedKey) => {
    expect(refusal(() => opened(file([recipient(encryptedKey)])))).toMatchObject({
      code: 'cms-decrypt-failed',
      message: 'None of the keys opens the encrypted content: it is for another recipient, or damaged.',
    });
  });

  it('a key of another cipher’s length opens nothing under OAEP either', () => {
    const wrapped = publicEncrypt({ key: pair.publicKey, oaepHash: 'sha1' }, contentKey);
    const oaep = der(0x30, oid('2a864886f70d010107'), der(0x30));
    expect(opened(file([recipient(new Uint8Array(wrapped), oaep)]))).toEqual(text);
    const longer = contentInfo(data, algorithm(aes256));
    expect(refusal(() => opened(file([recipient(new Uint8Array(wrapped), oaep)], longer))).code).toBe(
      'cms-decrypt-failed',
    );
  });
});

it('a certificate decides whether its key is asked at all', () => {
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const validity = der(0x30, der(0x17, utf8('250101000000Z')), der(0x17, utf8('440101000000Z')));
  const rsaSha256 = der(0x30, oid('2a864886f70d01010b'), der(5));
  const certificateOf = (serial: number) => {
    const body = der(
      0x30,
      der(0xa0, der(2, [2])),
      der(2, [serial]),
      rsaSha256,
      issuer,
      validity,
      issuer,
      spki,
    );
    const signature = sign('sha256', body, pair.privateKey);
    return new X509Certificate(der(0x30, body, rsaSha256, der(3, [0], signature))).toString();
  };
  expect(decryptEnveloped(file(), [{ key, certificate: certificateOf(7) }])).toEqual(text);
  expect(refusal(() => decryptEnveloped(file(), [{ key, certificate: certificateOf(8) }]))).toMatchObject({
    code: 'cms-decrypt-failed',
    message: 'The content is encrypted for other certificates than those of the keys.',
  });
});
