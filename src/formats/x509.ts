/** Fields of an X.509 certificate (RFC 5280, 4.1) that CMS needs and node:crypto does not tell. */
import { timingSafeEqual, X509Certificate } from 'node:crypto';
import { type Asn1, octetString, oidText, readAsn1 } from './asn1.ts';

export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  /** The DER inside the octet string. */
  readonly value: Uint8Array;
}

const subjectKeyIdentifier = '2.5.29.14';

export function extensionsOf(certificate: Asn1): Extension[] {
  const fields = certificate.children[0]?.children ?? [];
  const list = fields.find((field) => field.tagClass === 2 && field.tag === 3)?.children[0]?.children ?? [];
  return list.map(({ children }) => ({
    id: oidText(children[0]?.content ?? new Uint8Array()),
    critical: children.length > 2 && children[1]?.content[0] !== 0,
    value: children.at(-1)?.content ?? new Uint8Array(),
  }));
}

/** Is this the certificate that a signer or a recipient is named by: issuer and serial number, or [0] key identifier? */
export function isNamedBy(certificate: Asn1, identifier: Asn1): boolean {
  if (identifier.tagClass === 2) {
    const found = extensionsOf(certificate).find(({ id }) => id === subjectKeyIdentifier);
    return found !== undefined && sameBytes(keyIdentifier(found.value), octetString(identifier));
  }
  const fields = certificate.children[0]?.children ?? [];
  const first = fields[0]?.tagClass === 2 ? 1 : 0; // the version is optional
  const [issuer, serial] = identifier.children;
  return sameBytes(fields[first + 2]?.raw, issuer?.raw) && sameBytes(fields[first]?.content, serial?.content);
}

function keyIdentifier(value: Uint8Array): Uint8Array {
  return octetString(readAsn1(value).element);
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

/** The last moment of a certificate's validity, RFC 3339; undefined for bytes that are no certificate. */
export function endOfValidity(der: Uint8Array): string | undefined {
  try {
    const end = new Date(new X509Certificate(der).validTo);
    return Number.isNaN(end.getTime()) ? undefined : `${end.toISOString().slice(0, 19)}Z`;
  } catch {
    return undefined;
  }
}
