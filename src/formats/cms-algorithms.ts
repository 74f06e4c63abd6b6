/** The signature algorithms of CMS that occur on configuration profiles (RFC 3370, 4056, 5753, 5754, 8419). */
import { constants, type KeyObject, verify } from 'node:crypto';
import { type Asn1, oidText } from './asn1.ts';

export interface SignatureAlgorithm {
  readonly kind: 'rsa' | 'rsa-pss' | 'ecdsa' | 'eddsa';
  /** Digest of the signature. */
  readonly digest: string;
  /** Digest of the content, in the messageDigest attribute. */
  readonly contentDigest: string;
  readonly saltLength?: number;
}

const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Signature identifiers; without a digest of their own the signer's digest algorithm counts. */
const signatures: Readonly<Record<string, { kind: SignatureAlgorithm['kind']; digest?: string }>> = {
  '1.2.840.113549.1.1.1': { kind: 'rsa' },
  '1.2.840.113549.1.1.5': { kind: 'rsa', digest: 'sha1' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.2.840.113549.1.1.10': { kind: 'rsa-pss' },
  '1.2.840.10045.2.1': { kind: 'ecdsa' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', digest: 'sha1' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512' },
  '1.3.101.112': { kind: 'eddsa', digest: 'none' },
};

/** Undefined when either identifier is not known: then nothing is claimed about the signature. */
export function algorithmOf(digestInfo: Asn1, signatureInfo: Asn1): SignatureAlgorithm | undefined {
  const contentDigest = digests[oidOf(digestInfo)];
  const signature = signatures[oidOf(signatureInfo)];
  if (contentDigest === undefined || signature === undefined) return undefined;
  if (signature.kind === 'rsa-pss') return pssParameters(signatureInfo, contentDigest);
  return { kind: signature.kind, digest: signature.digest ?? contentDigest, contentDigest };
}

/** RSASSA-PSS-params (RFC 4055 3.1): the hash, and [2] the salt length, 20 by default. */
function pssParameters(info: Asn1, contentDigest: string): SignatureAlgorithm | undefined {
  const digest = hashOf(info);
  const salt = parameter(info, 2);
  if (digest === undefined) return undefined;
  const saltLength = salt === undefined ? 20 : salt.content.reduce((value, byte) => value * 256 + byte, 0);
  return { kind: 'rsa-pss', digest, contentDigest, saltLength };
}

/** PSS and OAEP alike: [0] hash, [1] mask generation, SHA-1 by default. Undefined where the two differ: node has one. */
function hashOf(info: Asn1): string | undefined {
  const hash = parameter(info, 0);
  const mask = parameter(info, 1)?.children[1];
  const digest = hash === undefined ? 'sha1' : digests[oidOf(hash)];
  return digest === (mask === undefined ? 'sha1' : digests[oidOf(mask)]) ? digest : undefined;
}

function parameter(info: Asn1, tag: number): Asn1 | undefined {
  const fields = info.children[1]?.children ?? [];
  return fields.find((child) => child.tagClass === 2 && child.tag === tag)?.children[0];
}

/** Is a certificate signed with SHA-256 or better? What is not known counts as weak. */
export function isStrongSignature(info: Asn1): boolean {
  const signature = signatures[oidOf(info)];
  const digest = signature?.kind === 'rsa-pss' ? hashOf(info) : signature?.digest;
  return digest !== undefined && digest !== 'sha1';
}

/** How a content key is encrypted with RSA (RFC 3370 4.2.1, RFC 3560). */
export type KeyTransport =
  | { readonly padding: 'pkcs1' }
  | { readonly padding: 'oaep'; readonly digest: string; readonly label: Uint8Array };

/** Undefined when the identifier is not known. */
export function keyTransportOf(info: Asn1): KeyTransport | undefined {
  const id = oidOf(info);
  if (id === '1.2.840.113549.1.1.1') return { padding: 'pkcs1' };
  const digest = hashOf(info);
  if (id !== '1.2.840.113549.1.1.7' || digest === undefined) return undefined;
  return { padding: 'oaep', digest, label: parameter(info, 2)?.children[1]?.content ?? new Uint8Array() };
}

/** A cipher as node:crypto calls it; lengths in bytes. */
export interface ContentCipher {
  readonly name: string;
  readonly keyLength: number;
  readonly ivLength: number;
}

const ciphers: Readonly<Record<string, ContentCipher>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16, ivLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24, ivLength: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32, ivLength: 16 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24, ivLength: 8 },
};

/** Undefined when the identifier is not known. */
export function cipherOf(info: Asn1): ContentCipher | undefined {
  return ciphers[oidOf(info)];
}

function oidOf(info: Asn1): string {
  return oidText(info.children[0]?.content ?? new Uint8Array());
}

/** @throws whatever node:crypto throws for a key that does not fit the algorithm */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (algorithm.kind) {
    case 'rsa':
      return verify(algorithm.digest, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    case 'rsa-pss':
      return verify(
        algorithm.digest,
        signed,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength ?? 20 },
        signature,
      );
    case 'ecdsa':
      return verify(algorithm.digest, signed, { key, dsaEncoding: 'der' }, signature);
    case 'eddsa':
      return verify(null, signed, key, signature);
  }
}
