/**
 * CMS SignedData (RFC 5652) around a document: takes the signed bytes out and checks every signer's signature over
 * exactly those bytes. Whether a signer is to be trusted is another question, answered elsewhere.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { type Asn1, isOctetString, octetString, oidText, readAsn1 } from './asn1.ts';
import { algorithmOf, type SignatureAlgorithm, verifySignature } from './cms-algorithms.ts';
import { isNamedBy, sameBytes } from './x509.ts';

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
} as const;

/** `unchecked`: the certificate is not in the file or the algorithm is not supported; nothing is claimed. */
export type Integrity = 'valid' | 'invalid' | 'unchecked';

export interface Signer {
  readonly integrity: Integrity;
  /** Why it is not valid, or which weakness it has. */
  readonly detail?: string;
  /** SHA-1 or an RSA key under 2048 bits. */
  readonly weak: boolean;
  /** RFC 3339, UTC; absent without certificate. */
  readonly validFrom?: string;
  readonly validTo?: string;
}

export interface SignedDocument {
  readonly content: Uint8Array;
  readonly signers: readonly Signer[];
  /** For each signer the certificate (DER) whose key its signature was checked with; undefined where none was. */
  readonly signerCertificates: readonly (Uint8Array | undefined)[];
  /** All certificates that lie in the file, in DER. They are claims: none of them is a root. */
  readonly certificates: readonly Uint8Array[];
}

/** Does this look like CMS: a sequence that begins with an identifier of PKCS #7? */
export function isCms(head: Uint8Array): boolean {
  if (head[0] !== 0x30) return false;
  return Buffer.from(head.subarray(0, 24)).includes(Buffer.from('06092a864886f70d0107', 'hex'));
}

/**
 * @param bytes one ContentInfo in DER or BER, nothing before it; white space after it is allowed
 * @throws PassmusterError asn1-malformed, cms-malformed, cms-detached, cms-unsupported
 */
export function openSigned(bytes: Uint8Array): SignedDocument {
  const { element, end } = readAsn1(bytes);
  if (bytes.subarray(end).some((byte) => ![0x09, 0x0a, 0x0d, 0x20].includes(byte)))
    fail('Bytes follow the signed structure.', end);
  const type = oidText(element.children[0]?.content ?? new Uint8Array());
  if (type === oid.envelopedData)
    throw new PassmusterError(
      'cms-unsupported',
      'The whole file is encrypted (EnvelopedData); a configuration profile encrypts its payloads instead.',
    );
  if (type !== oid.signedData)
    throw new PassmusterError('cms-unsupported', 'The structure is CMS, but not signed data.');
  const signedData = element.children[1]?.children[0];
  if (signedData === undefined) return fail('The signed data is missing.', 0);
  return readSignedData(signedData);
}

function readSignedData(signedData: Asn1): SignedDocument {
  const [, , encapsulated] = signedData.children;
  const contentType = encapsulated?.children[0];
  const wrapped = encapsulated?.children[1]?.children[0];
  if (contentType === undefined) return fail('The content type is missing.', signedData.offset);
  if (wrapped === undefined)
    throw new PassmusterError('cms-detached', 'The signature is detached: the file holds no content.');
  if (!isOctetString(wrapped)) return fail('The content is not an octet string.', wrapped.offset);
  const content = octetString(wrapped);
  const certificates =
    signedData.children.find((child) => child.tagClass === 2 && child.tag === 0)?.children ?? [];
  const signerInfos = signedData.children.at(-1);
  if (signerInfos === undefined || signerInfos.tagClass !== 0 || signerInfos.tag !== 0x11)
    return fail('The signers are missing.', signedData.offset);
  if (signerInfos.children.length === 0) return fail('Nobody signed the content.', signerInfos.offset);
  if (signerInfos.children.length > limits.cmsSigners)
    return fail('There are too many signers.', signerInfos.offset);
  if (certificates.length > limits.cmsCertificates)
    return fail('There are too many certificates.', signedData.offset);
  const checked = signerInfos.children.map((signer) =>
    checkSigner(signer, content, contentType.content, certificates),
  );
  return {
    content,
    signers: checked.map(({ signer }) => signer),
    signerCertificates: checked.map(({ certificate }) => certificate),
    certificates: certificates.map(({ raw }) => raw),
  };
}

interface SignerParts {
  readonly identifier: Asn1;
  readonly digest: Asn1;
  readonly attributes: Asn1 | undefined;
  readonly algorithm: Asn1;
  readonly signature: Asn1;
}

function signerParts(info: Asn1): SignerParts {
  const [, identifier, digest, ...rest] = info.children;
  const attributes = rest[0]?.tagClass === 2 && rest[0].tag === 0 ? rest.shift() : undefined;
  const [algorithm, signature] = rest;
  if (!identifier || !digest || !algorithm || !signature) return fail('A signer is incomplete.', info.offset);
  return { identifier, digest, attributes, algorithm, signature };
}

interface CheckedSigner {
  readonly signer: Signer;
  readonly certificate?: Uint8Array;
}

function checkSigner(
  info: Asn1,
  content: Uint8Array,
  contentType: Uint8Array,
  certificates: readonly Asn1[],
): CheckedSigner {
  const parts = signerParts(info);
  const algorithm = algorithmOf(parts.digest, parts.algorithm);
  if (algorithm === undefined) return without('unchecked', 'the algorithm is not supported');
  const signed = signedBytes(parts, algorithm, content, contentType);
  if (signed === undefined) return without('invalid', 'the content is not the one that was signed');
  const found = certificates.find((candidate) => isNamedBy(candidate, parts.identifier));
  if (found === undefined) return without('unchecked', 'the signer’s certificate is not in the file');
  const signer = verified(found, algorithm, signed, octetString(parts.signature));
  return { signer, certificate: found.raw };
}

const without = (integrity: Integrity, detail: string): CheckedSigner => ({
  signer: { integrity, detail, weak: false },
});

function verified(
  found: Asn1,
  algorithm: SignatureAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
): Signer {
  try {
    const certificate = new X509Certificate(found.raw);
    const key = certificate.publicKey;
    const bits = key.asymmetricKeyDetails?.modulusLength;
    const isSha1 = algorithm.digest === 'sha1' || algorithm.contentDigest === 'sha1';
    const weak = isSha1 || (bits !== undefined && bits < 2048);
    const validity = {
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
    };
    const integrity = verifySignature(algorithm, key, signed, signature) ? 'valid' : 'invalid';
    const detail = integrity === 'invalid' ? { detail: 'the signature does not match the content' } : {};
    return { integrity, ...detail, weak, ...validity };
  } catch {
    // node:crypto refuses the certificate or the key: the claim cannot be checked, and is not made.
    return { integrity: 'unchecked', detail: 'the signer’s certificate cannot be used', weak: false };
  }
}

/** What the signature covers: the signed attributes as a SET, or the content. Undefined: the digest does not match. */
function signedBytes(
  parts: SignerParts,
  algorithm: SignatureAlgorithm,
  content: Uint8Array,
  contentType: Uint8Array,
): Uint8Array | undefined {
  if (parts.attributes === undefined) return content;
  const attribute = (wanted: string) => {
    const found =
      parts.attributes?.children.filter(
        (child) => oidText(child.children[0]?.content ?? new Uint8Array()) === wanted,
      ) ?? [];
    return found.length === 1 ? found[0]?.children[1]?.children[0] : undefined;
  };
  const digest = attribute(oid.messageDigest);
  const type = attribute(oid.contentType);
  const actual = createHash(algorithm.contentDigest).update(content).digest();
  if (digest === undefined || type === undefined) return undefined;
  if (!sameBytes(octetString(digest), actual) || !sameBytes(type.content, contentType)) return undefined;
  const signed = new Uint8Array(parts.attributes.raw);
  signed[0] = 0x31; // RFC 5652 5.4: the implicit tag is replaced by SET OF before hashing
  return signed;
}

function fail(message: string, offset: number): never {
  throw new PassmusterError('cms-malformed', message, { offset });
}
