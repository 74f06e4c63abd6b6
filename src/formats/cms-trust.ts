/**
 * Does a signer's certificate lead to a root that the operator named (RFC 5280, 6.1, without policies and revocation)?
 * Certificates in the file serve as steps of the path and never as its end.
 */
import { X509Certificate } from 'node:crypto';
import { readAsn1 } from './asn1.ts';
import { isStrongSignature } from './cms-algorithms.ts';
import { extensionsOf, sameBytes } from './x509.ts';

/** What a signed file says about one signer. All in DER. */
export interface SignerChain {
  /** The certificate whose key the signature was checked with. */
  readonly certificate: Uint8Array;
  /** Whatever certificates lie in the file. */
  readonly others: readonly Uint8Array[];
}

export type Judgement =
  | {
      readonly state: 'trusted';
      /** The root's common name. */
      readonly root: string;
      /** False when the extended key usage names purposes, and neither e-mail, code nor documents. */
      readonly isForSigning: boolean;
    }
  /** A path leads to a root, but for this; `detail` goes after "the signature is intact;". */
  | { readonly state: 'expired' | 'weak' | 'untrusted'; readonly detail: string };

type Fault = { readonly kind: 'expired' | 'weak' | 'unfit'; readonly text: string };

/** Certificates of a path, with both ends. */
const longestPath = 8;
/** Signatures checked for one signer: certificates of one name must not cost time without end. */
const mostVerifications = 128;
/** Longer keys only cost time. */
const longestRsaKey = 8192;

const curves = [
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
];
const oid = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', nameConstraints: '2.5.29.30' } as const;
/** Extensions that may be critical: judged here or by node (`ca`, `checkIssued`), or without effect on a path. */
const understood = new Set([
  oid.keyUsage,
  oid.basicConstraints,
  '2.5.29.17', // subject alternative name
  '2.5.29.32', // certificate policies: no policy is demanded
  '2.5.29.33',
  '2.5.29.37', // extended key usage: see isForSigning
  '2.5.29.54',
]);
/** Apple marks the kind of its developer certificates with critical extensions (Apple CPS for developer certificates, 4). */
const appleMarker = '1.2.840.113635.100.6.';
const signingPurposes = [
  '1.3.6.1.5.5.7.3.3', // code
  '1.3.6.1.5.5.7.3.4', // e-mail
  '1.3.6.1.5.5.7.3.36', // documents
  '2.5.29.37.0', // any
];

/**
 * @param roots certificates of the operator, in PEM
 * @param asOf the clock by which every certificate of the path has to be valid, RFC 3339
 */
export function judgeSigner(chain: SignerChain, roots: readonly string[], asOf: string): Judgement {
  const signer = parsed(chain.certificate);
  if (signer === undefined) return { state: 'untrusted', detail: 'the signer’s certificate cannot be used' };
  const others = chain.others.map(parsed).filter((other) => other !== undefined);
  const search = new PathSearch(
    roots.map((root) => new X509Certificate(root)),
    others,
    Date.parse(asOf),
  );
  // Without faults first; then with worse and worse ones, to say what stands between the signer and the root.
  const tolerances: Fault['kind'][][] = [[], ['expired'], ['expired', 'weak'], ['expired', 'weak', 'unfit']];
  for (const tolerated of tolerances) {
    const path = search.find(signer, tolerated);
    if (path === undefined) continue;
    const worst = tolerated.at(-1);
    if (worst === undefined)
      return { state: 'trusted', root: nameOf(path.at(-1) ?? signer), isForSigning: isForSigning(signer) };
    const fault = search.faultsOn(path).find(({ kind }) => kind === worst);
    return { state: worst === 'unfit' ? 'untrusted' : worst, detail: fault?.text ?? '' };
  }
  return { state: 'untrusted', detail: 'the signer’s certificate leads to none of the trusted roots' };
}

/** Undefined for what node:crypto does not take, or would read as something else than these bytes. */
function parsed(bytes: Uint8Array): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(bytes);
    return sameBytes(certificate.raw, bytes) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(certificate: X509Certificate): string {
  return /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject.replaceAll('\n', ', ');
}

function isForSigning(certificate: X509Certificate): boolean {
  const purposes: readonly string[] | undefined = certificate.keyUsage; // node's name for the extended key usage
  return purposes === undefined || purposes.some((purpose) => signingPurposes.includes(purpose));
}

class PathSearch {
  readonly #roots: readonly X509Certificate[];
  readonly #others: readonly X509Certificate[];
  readonly #time: number;
  readonly #issuers = new Map<X509Certificate, readonly X509Certificate[]>();
  #verifications = 0;

  constructor(roots: readonly X509Certificate[], others: readonly X509Certificate[], time: number) {
    this.#roots = roots;
    this.#others = others;
    this.#time = time;
  }

  /** Breadth first, each certificate once: many certificates of one name make no more paths than certificates. */
  find(signer: X509Certificate, tolerated: readonly Fault['kind'][]): X509Certificate[] | undefined {
    const isTolerable = (certificate: X509Certificate, position: number) =>
      this.#faultsOf(certificate, position).every(({ kind }) => tolerated.includes(kind));
    if (!isTolerable(signer, 0)) return undefined;
    if (this.#isRoot(signer)) return [signer];
    const seen = new Set([signer]);
    const paths: X509Certificate[][] = [[signer]];
    for (const path of paths) {
      const last = path.at(-1);
      if (last === undefined || path.length === longestPath) continue;
      for (const issuer of this.#issuersOf(last)) {
        if (seen.has(issuer) || !isTolerable(issuer, path.length)) continue;
        if (this.#isRoot(issuer)) return [...path, issuer];
        seen.add(issuer);
        paths.push([...path, issuer]);
      }
    }
    return undefined;
  }

  faultsOn(path: readonly X509Certificate[]): Fault[] {
    return path.flatMap((certificate, position) => this.#faultsOf(certificate, position));
  }

  /** Also the signer's own certificate, when the operator named that. */
  #isRoot(certificate: X509Certificate): boolean {
    return this.#roots.some((root) => root.raw.equals(certificate.raw));
  }

  #issuersOf(certificate: X509Certificate): readonly X509Certificate[] {
    const known = this.#issuers.get(certificate);
    if (known !== undefined) return known;
    const found = [...this.#roots, ...this.#others].filter((issuer) => this.#isIssuer(issuer, certificate));
    this.#issuers.set(certificate, found);
    return found;
  }

  #isIssuer(issuer: X509Certificate, certificate: X509Certificate): boolean {
    try {
      if (!certificate.checkIssued(issuer)) return false;
      const key = issuer.publicKey;
      if ((key.asymmetricKeyDetails?.modulusLength ?? 0) > longestRsaKey) return false;
      this.#verifications += 1;
      return this.#verifications <= mostVerifications && certificate.verify(key);
    } catch {
      return false; // a key that node:crypto does not take
    }
  }

  #faultsOf(certificate: X509Certificate, position: number): Fault[] {
    const isRoot = this.#isRoot(certificate);
    const who =
      position === 0
        ? 'the signer’s certificate'
        : isRoot
          ? 'the trusted root'
          : 'a certificate above the signer’s';
    const faults = [...validityFaults(certificate, this.#time), ...keyFaults(certificate)];
    try {
      faults.push(...fieldFaults(certificate, position, isRoot));
    } catch {
      faults.push({ kind: 'unfit', text: 'cannot be read' });
    }
    return faults.map(({ kind, text }) => ({ kind, text: `${who} ${text}` }));
  }
}

function validityFaults({ validFrom, validTo }: X509Certificate, time: number): Fault[] {
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (time >= from.getTime() && time <= to.getTime()) return [];
  const day = (date: Date) => (Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 10));
  return [{ kind: 'expired', text: `is valid from ${day(from)} to ${day(to)}` }];
}

function keyFaults(certificate: X509Certificate): Fault[] {
  const weak: Fault[] = [{ kind: 'weak', text: 'has a key under RSA 2048 or P-256, or of another kind' }];
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    if (type === 'ed25519' || type === 'ed448') return [];
    if (type === 'ec') return curves.includes(details?.namedCurve ?? '') ? [] : weak;
    const isRsa = type === 'rsa' || type === 'rsa-pss';
    return isRsa && (details?.modulusLength ?? 0) >= 2048 ? [] : weak;
  } catch {
    return weak;
  }
}

/** What node does not tell: digest, key usage, length of the path, and extensions that must not be passed over. */
function fieldFaults(certificate: X509Certificate, position: number, isRoot: boolean): Fault[] {
  const { element } = readAsn1(certificate.raw);
  const extensions = extensionsOf(element);
  const faults: Fault[] = [];
  const unfit = (text: string) => faults.push({ kind: 'unfit', text });
  const algorithm = element.children[1];
  // A root is trusted for being named: its signature on itself proves nothing.
  if (!isRoot && (algorithm === undefined || !isStrongSignature(algorithm)))
    faults.push({ kind: 'weak', text: 'is signed with a digest under SHA-256' });
  if (position > 0 && !certificate.ca) unfit('belongs to no certification authority');
  for (const { id, critical, value } of extensions) {
    if (id === oid.keyUsage && position === 0 && !allowsSignatures(value))
      unfit('is not meant for signatures');
    if (id === oid.basicConstraints && position - 1 > pathLengthOf(value))
      unfit('allows fewer certificates below it');
    if (id === oid.nameConstraints) unfit('limits the names below it, which is not supported');
    else if (critical && !understood.has(id) && !id.startsWith(appleMarker))
      unfit('has a critical extension that is not supported');
  }
  return faults;
}

/** KeyUsage is a BIT STRING, digitalSignature its first bit (RFC 5280, 4.2.1.3). */
function allowsSignatures(value: Uint8Array): boolean {
  return ((readAsn1(value).element.content[1] ?? 0) & 0x80) !== 0;
}

/** pathLenConstraint: how many certificates may stand between this one and the signer's (RFC 5280, 4.2.1.9). */
function pathLengthOf(value: Uint8Array): number {
  const length = readAsn1(value).element.children.find(({ tagClass, tag }) => tagClass === 0 && tag === 2);
  return length === undefined ? Infinity : length.content.reduce((total, byte) => total * 256 + byte, 0);
}
