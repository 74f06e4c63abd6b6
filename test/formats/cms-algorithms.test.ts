/** Algorithm identifiers: what is known is named exactly; what is not is undefined, and nothing is claimed with it. */
import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAsn1 } from '../../src/formats/asn1.ts';
import {
  algorithmOf,
  cipherOf,
  isStrongSignature,
  keyTransportOf,
  verifySignature,
} from '../../src/formats/cms-algorithms.ts';
import { der, flipped, utf8 } from '../support/bytes.ts';

const oid = (hex: string) => der(6, new Uint8Array(Buffer.from(hex, 'hex')));
const info = (id: Uint8Array, ...parameters: Uint8Array[]) => readAsn1(der(0x30, id, ...parameters)).element;

const hashes = {
  sha1: oid('2b0e03021a'),
  sha256: oid('608648016503040201'),
  sha384: oid('608648016503040202'),
  sha512: oid('608648016503040203'),
};
const md5 = oid('2a864886f70d0205');
const pss = oid('2a864886f70d01010a');
const oaep = oid('2a864886f70d010107');
const mgf1 = oid('2a864886f70d010108');
const none = der(5);

/** Parameters of PSS and OAEP (RFC 4055, 3.1 and 4.1): each part is left out or stands under its number. */
const fields = (parts: { hash?: Uint8Array; mask?: Uint8Array; third?: Uint8Array }) =>
  der(
    0x30,
    ...(parts.hash === undefined ? [] : [der(0xa0, der(0x30, parts.hash, none))]),
    ...(parts.mask === undefined ? [] : [der(0xa1, der(0x30, mgf1, der(0x30, parts.mask, none)))]),
    ...(parts.third === undefined ? [] : [der(0xa2, parts.third)]),
  );
const both = (name: keyof typeof hashes, third?: Uint8Array) =>
  fields({ hash: hashes[name], mask: hashes[name], ...(third === undefined ? {} : { third }) });

describe('a signature algorithm', () => {
  it.each<[hex: string, kind: string, digest: string]>([
    ['2a864886f70d010101', 'rsa', 'sha512'],
    ['2a864886f70d010105', 'rsa', 'sha1'],
    ['2a864886f70d01010b', 'rsa', 'sha256'],
    ['2a864886f70d01010c', 'rsa', 'sha384'],
    ['2a864886f70d01010d', 'rsa', 'sha512'],
    ['2a8648ce3d0201', 'ecdsa', 'sha512'],
    ['2a8648ce3d0401', 'ecdsa', 'sha1'],
    ['2a8648ce3d040302', 'ecdsa', 'sha256'],
    ['2a8648ce3d040303', 'ecdsa', 'sha384'],
    ['2a8648ce3d040304', 'ecdsa', 'sha512'],
    ['2b6570', 'eddsa', 'none'],
  ])('%s is %s with %s', (hex, kind, digest) => {
    expect(algorithmOf(info(hashes.sha512), info(oid(hex)))).toEqual({
      kind,
      digest,
      contentDigest: 'sha512',
    });
  });

  it.each<[name: string, parameters: readonly Uint8Array[], digest: string, saltLength: number]>([
    ['no parameters at all', [], 'sha1', 20],
    ['empty ones', [fields({})], 'sha1', 20],
    ['SHA-1, written out', [both('sha1', der(2, [20]))], 'sha1', 20],
    ['SHA-256 and a salt of 32', [both('sha256', der(2, [32]))], 'sha256', 32],
    ['SHA-512 and a salt of 300', [both('sha512', der(2, [1, 44]))], 'sha512', 300],
    ['SHA-384 and the usual salt', [both('sha384')], 'sha384', 20],
  ])('PSS with %s', (_name, parameters, digest, saltLength) => {
    expect(algorithmOf(info(hashes.sha256), info(pss, ...parameters))).toEqual({
      kind: 'rsa-pss',
      digest,
      contentDigest: 'sha256',
      saltLength,
    });
  });

  it.each<[name: string, digest: Uint8Array, signature: ReturnType<typeof info>]>([
    ['an unknown digest', md5, info(oid('2a864886f70d01010b'))],
    ['an unknown signature', hashes.sha256, info(md5)],
    ['an unknown hash of PSS', hashes.sha256, info(pss, fields({ hash: md5, mask: md5 }))],
    [
      'a mask of another hash',
      hashes.sha256,
      info(pss, fields({ hash: hashes.sha256, mask: hashes.sha512 })),
    ],
    ['a hash and the usual mask', hashes.sha256, info(pss, fields({ hash: hashes.sha256 }))],
    ['the usual hash and a mask', hashes.sha256, info(pss, fields({ mask: hashes.sha256 }))],
  ])('with %s is not known', (_name, digest, signature) => {
    expect(algorithmOf(info(digest), signature)).toBeUndefined();
  });

  it('without an identifier is not known', () => {
    const empty = readAsn1(der(0x30)).element;
    expect(algorithmOf(empty, empty)).toBeUndefined();
    expect(keyTransportOf(empty)).toBeUndefined();
    expect(cipherOf(empty)).toBeUndefined();
    expect(isStrongSignature(empty)).toBe(false);
  });
});

describe('a certificate is signed strongly', () => {
  it.each<[name: string, signature: ReturnType<typeof info>, isSo: boolean]>([
    ['RSA and SHA-256', info(oid('2a864886f70d01010b')), true],
    ['EC and SHA-384', info(oid('2a8648ce3d040303')), true],
    ['Ed25519', info(oid('2b6570')), true],
    ['PSS and SHA-256', info(pss, both('sha256')), true],
    ['RSA and SHA-1', info(oid('2a864886f70d010105')), false],
    ['EC and SHA-1', info(oid('2a8648ce3d0401')), false],
    ['PSS as it is without parameters', info(pss), false],
    ['PSS and two hashes', info(pss, fields({ hash: hashes.sha256, mask: hashes.sha1 })), false],
    ['RSA and a digest that is not named', info(oid('2a864886f70d010101')), false],
    ['something unknown', info(md5), false],
  ])('%s: %s', (_name, signature, isSo) => expect(isStrongSignature(signature)).toBe(isSo));
});

describe('a content key', () => {
  const label = (text: string) => der(0x30, oid('2a864886f70d010109'), der(4, utf8(text)));

  it('is encrypted with PKCS #1 or with OAEP', () => {
    expect(keyTransportOf(info(oid('2a864886f70d010101'), none))).toEqual({ padding: 'pkcs1' });
    const empty = new Uint8Array();
    expect(keyTransportOf(info(oaep))).toEqual({ padding: 'oaep', digest: 'sha1', label: empty });
    expect(keyTransportOf(info(oaep, both('sha256')))).toEqual({
      padding: 'oaep',
      digest: 'sha256',
      label: empty,
    });
    expect(keyTransportOf(info(oaep, both('sha512', label('L'))))).toEqual({
      padding: 'oaep',
      digest: 'sha512',
      label: utf8('L'),
    });
    expect(keyTransportOf(info(oaep, fields({ third: der(0x30) })))).toMatchObject({ label: empty });
  });

  it.each([
    ['two hashes', info(oaep, fields({ hash: hashes.sha256, mask: hashes.sha512 }))],
    ['an unknown hash', info(oaep, fields({ hash: md5, mask: md5 }))],
    ['the algorithm of a signature', info(pss, both('sha256'))],
    ['something unknown', info(md5)],
  ])('is not read with %s', (_name, one) => expect(keyTransportOf(one)).toBeUndefined());

  it.each([
    ['608648016503040102', 'aes-128-cbc', 16, 16],
    ['608648016503040116', 'aes-192-cbc', 24, 16],
    ['60864801650304012a', 'aes-256-cbc', 32, 16],
    ['2a864886f70d0307', 'des-ede3-cbc', 24, 8],
  ])('opens content of %s', (hex, name, keyLength, ivLength) => {
    expect(cipherOf(info(oid(hex)))).toEqual({ name, keyLength, ivLength });
  });

  it('opens nothing else', () => expect(cipherOf(info(oid('608648016503040106')))).toBeUndefined());
});

describe('a signature is checked', () => {
  const signed = utf8('what was signed');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const padded = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
  const algorithm = (kind: 'rsa' | 'rsa-pss' | 'ecdsa' | 'eddsa', saltLength?: number) => ({
    kind,
    digest: 'sha256',
    contentDigest: 'sha256',
    ...(saltLength === undefined ? {} : { saltLength }),
  });

  it.each([
    ['RSA', algorithm('rsa'), rsa.publicKey, sign('sha256', signed, rsa.privateKey)],
    ['PSS', algorithm('rsa-pss', 32), rsa.publicKey, sign('sha256', signed, { ...padded, saltLength: 32 })],
    [
      'PSS as usual',
      algorithm('rsa-pss'),
      rsa.publicKey,
      sign('sha256', signed, { ...padded, saltLength: 20 }),
    ],
    ['EC', algorithm('ecdsa'), ec.publicKey, sign('sha256', signed, ec.privateKey)],
    ['Ed25519', algorithm('eddsa'), ed.publicKey, sign(null, signed, ed.privateKey)],
  ])('%s', (_name, how, key, signature) => {
    expect(verifySignature(how, key, signed, signature)).toBe(true);
    expect(verifySignature(how, key, utf8('something else'), signature)).toBe(false);
    expect(verifySignature(how, key, signed, flipped(signature, signature.length - 1))).toBe(false);
  });

  it('with the padding and the salt that are named, and no other', () => {
    const withSalt = sign('sha256', signed, { ...padded, saltLength: 32 });
    expect(verifySignature(algorithm('rsa-pss', 20), rsa.publicKey, signed, withSalt)).toBe(false);
    expect(verifySignature(algorithm('rsa-pss'), rsa.publicKey, signed, withSalt)).toBe(false);
    expect(verifySignature(algorithm('rsa'), rsa.publicKey, signed, withSalt)).toBe(false);
    const plain = sign('sha256', signed, rsa.privateKey);
    expect(verifySignature(algorithm('rsa-pss', 32), rsa.publicKey, signed, plain)).toBe(false);
  });
});
