/** Signed data, built here element by element, so that every part can be wrong by itself (RFC 5652, 5.1 and 5.3). */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isCms, openSigned } from '../../src/formats/cms.ts';
import { concat, der, flipped, refusal, unsigned, utf8 } from '../support/bytes.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const oids = {
  signedData: der(6, hex('2a864886f70d010702')),
  envelopedData: der(6, hex('2a864886f70d010703')),
  data: der(6, hex('2a864886f70d010701')),
  contentType: der(6, hex('2a864886f70d010903')),
  messageDigest: der(6, hex('2a864886f70d010904')),
  sha1: der(6, hex('2b0e03021a')),
  sha256: der(6, hex('608648016503040201')),
  sha512: der(6, hex('608648016503040203')),
  md5: der(6, hex('2a864886f70d0205')),
  rsa: der(6, hex('2a864886f70d010101')),
  rsaSha256: der(6, hex('2a864886f70d01010b')),
  ecdsaSha256: der(6, hex('2a8648ce3d040302')),
  ed25519: der(6, hex('2b6570')),
  commonName: der(6, hex('550403')),
  keyIdentifier: der(6, hex('551d0e')),
};
const algorithm = (oid: Uint8Array) => der(0x30, oid);
const content = utf8('<plist/>');

interface Signatory {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
}

/** A certificate that is sound in form; nobody's signature stands on it, for integrity does not look at it. */
function signatory(pair: { publicKey: KeyObject; privateKey: KeyObject }, serialNumber = 1): Signatory {
  const issuer = der(0x30, der(0x31, der(0x30, oids.commonName, der(0x0c, utf8('Synthetic')))));
  const serial = der(2, [serialNumber]);
  const validity = der(0x30, der(0x17, utf8('250101000000Z')), der(0x17, utf8('440101000000Z')));
  const key = pair.publicKey.export({ type: 'spki', format: 'der' });
  const extensions = der(0xa3, der(0x30, der(0x30, oids.keyIdentifier, der(4, der(4, utf8('keyid'))))));
  const body = der(
    0x30,
    der(0xa0, der(2, [2])),
    serial,
    algorithm(oids.rsaSha256),
    issuer,
    validity,
    issuer,
    key,
    extensions,
  );
  const certificate = der(0x30, body, algorithm(oids.rsaSha256), der(3, [0, 1]));
  return { key: pair.privateKey, certificate, issuer, serial };
}

const rsa = signatory(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const small = signatory(generateKeyPairSync('rsa', { modulusLength: 1024 }));
const ec = signatory(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 2);
const ed = signatory(generateKeyPairSync('ed25519'), 3);

interface SignerOptions {
  readonly digest?: 'sha1' | 'sha256' | 'sha512';
  readonly digestOid?: Uint8Array;
  readonly signatureOid?: Uint8Array;
  readonly attributes?: readonly Uint8Array[] | 'none';
  readonly identifier?: Uint8Array;
  readonly signatureDigest?: string | null;
  /** What the signature covers, where it is not what it must be. */
  readonly over?: Uint8Array;
}

const digestAttribute = (digest: string, over = content) =>
  der(0x30, oids.messageDigest, der(0x31, der(4, createHash(digest).update(over).digest())));
const typeAttribute = (type = oids.data) => der(0x30, oids.contentType, der(0x31, type));

function signer(who: Signatory, options: SignerOptions = {}): Uint8Array {
  const { digest = 'sha256', attributes = [typeAttribute(), digestAttribute(digest)] } = options;
  const set = attributes === 'none' ? undefined : der(0x31, ...attributes);
  const signature = sign(
    options.signatureDigest === undefined ? digest : options.signatureDigest,
    options.over ?? set ?? content,
    who.key,
  );
  return der(
    0x30,
    der(2, [1]),
    options.identifier ?? der(0x30, who.issuer, who.serial),
    algorithm(options.digestOid ?? oids[digest]),
    ...(attributes === 'none' ? [] : [der(0xa0, ...attributes)]),
    algorithm(options.signatureOid ?? oids.rsa),
    der(4, signature),
  );
}

interface FileOptions {
  readonly signers?: readonly Uint8Array[];
  readonly certificates?: readonly Uint8Array[];
  readonly wrapped?: Uint8Array | 'none';
  readonly type?: Uint8Array;
  readonly lists?: Uint8Array;
  /** In the place of the signers. */
  readonly last?: Uint8Array;
}

function file(options: FileOptions = {}): Uint8Array {
  const {
    signers = [signer(rsa)],
    certificates = [rsa.certificate],
    wrapped = der(4, content),
    type = oids.data,
  } = options;
  const encapsulated = der(0x30, type, ...(wrapped === 'none' ? [] : [der(0xa0, wrapped)]));
  const bag = certificates.length > 0 ? [der(0xa0, ...certificates)] : [];
  const signedData = der(
    0x30,
    der(2, [1]),
    der(0x31, algorithm(oids.sha256)),
    encapsulated,
    ...bag,
    ...(options.lists === undefined ? [] : [options.lists]),
    options.last ?? der(0x31, ...signers),
  );
  return der(0x30, oids.signedData, der(0xa0, signedData));
}

const integrityOf = (bytes: Uint8Array) => openSigned(bytes).signers.map(({ integrity }) => integrity);

describe('a signature is valid over exactly the bytes that come out', () => {
  const cases: [name: string, bytes: Uint8Array][] = [
    ['RSA', file()],
    [
      'RSA with the digest in the identifier',
      file({ signers: [signer(rsa, { signatureOid: oids.rsaSha256 })] }),
    ],
    ['RSA without attributes', file({ signers: [signer(rsa, { attributes: 'none' })] })],
    [
      'EC',
      file({ signers: [signer(ec, { signatureOid: oids.ecdsaSha256 })], certificates: [ec.certificate] }),
    ],
    [
      'Ed25519',
      file({
        signers: [signer(ed, { digest: 'sha512', signatureOid: oids.ed25519, signatureDigest: null })],
        certificates: [ed.certificate],
      }),
    ],
    ['a signer named by its key', file({ signers: [signer(rsa, { identifier: der(0x80, utf8('keyid')) })] })],
    [
      'content in pieces',
      file({ wrapped: der(0x24, der(4, content.subarray(0, 3)), der(4, content.subarray(3))) }),
    ],
    [
      'the certificate among others',
      file({ certificates: [ec.certificate, ed.certificate, rsa.certificate] }),
    ],
  ];
  it.each(cases)('%s', (_name, bytes) => {
    expect(openSigned(bytes).content).toEqual(content);
    expect(integrityOf(bytes)).toEqual(['valid']);
  });

  it('every signer counts', () => {
    const wrong = signer(ec, { signatureOid: oids.ecdsaSha256, over: utf8('other') });
    const bytes = file({ signers: [signer(rsa), wrong], certificates: [rsa.certificate, ec.certificate] });
    expect(integrityOf(bytes)).toEqual(['valid', 'invalid']);
  });

  it('and strong where neither digest nor key is weak', () => {
    const signers = [
      signer(rsa),
      signer(ec, { signatureOid: oids.ecdsaSha256 }),
      signer(ed, { digest: 'sha512', signatureOid: oids.ed25519, signatureDigest: null }),
    ];
    const bytes = file({ signers, certificates: [rsa, ec, ed].map(({ certificate }) => certificate) });
    expect(openSigned(bytes).signers.map(({ weak }) => weak)).toEqual([false, false, false]);
  });

  it('and weak with a SHA-1 signature over a SHA-256 digest', () => {
    const bytes = file({
      signers: [signer(rsa, { signatureDigest: 'sha1', signatureOid: der(6, hex('2a864886f70d010105')) })],
    });
    expect(openSigned(bytes).signers[0]).toMatchObject({ integrity: 'valid', weak: true });
  });

  it('the signer’s certificate tells its validity', () => {
    expect(openSigned(file()).signers[0]).toEqual({
      integrity: 'valid',
      weak: false,
      validFrom: '2025-01-01T00:00:00.000Z',
      validTo: '2044-01-01T00:00:00.000Z',
    });
  });

  it.each<[name: string, bytes: Uint8Array]>([
    ['SHA-1', file({ signers: [signer(rsa, { digest: 'sha1' })] })],
    [
      'a SHA-1 digest of the content under a SHA-256 signature',
      file({
        signers: [signer(rsa, { digest: 'sha1', signatureDigest: 'sha256', signatureOid: oids.rsaSha256 })],
      }),
    ],
    ['an RSA key of 1,024 bits', file({ signers: [signer(small)], certificates: [small.certificate] })],
  ])('%s is valid and weak', (_name, bytes) => {
    expect(openSigned(bytes).signers[0]).toMatchObject({ integrity: 'valid', weak: true });
  });
});

describe('a signature is invalid', () => {
  const over = (attributes: readonly Uint8Array[]) => file({ signers: [signer(rsa, { attributes })] });
  it.each<[name: string, bytes: Uint8Array]>([
    ['over other content', file({ wrapped: der(4, utf8('<plist>')) })],
    [
      'over other content, without attributes',
      file({ signers: [signer(rsa, { attributes: 'none' })], wrapped: der(4, utf8('x')) }),
    ],
    ['over nothing of this', file({ signers: [signer(rsa, { over: utf8('x') })] })],
    ['with a digest of other content', over([typeAttribute(), digestAttribute('sha256', utf8('x'))])],
    ['without a digest', over([typeAttribute()])],
    ['without a content type', over([digestAttribute('sha256')])],
    ['with another content type', over([typeAttribute(oids.signedData), digestAttribute('sha256')])],
    [
      'with two digests',
      over([typeAttribute(), digestAttribute('sha256'), digestAttribute('sha256', utf8('x'))]),
    ],
    ['of another key', file({ certificates: [small.certificate] })],
    ['with empty attributes', over([])],
  ])('%s', (_name, bytes) => expect(integrityOf(bytes)).toEqual(['invalid']));

  it('and says why', () => {
    const detailOf = (bytes: Uint8Array) => openSigned(bytes).signers[0];
    expect(detailOf(over([]))).toEqual({
      integrity: 'invalid',
      detail: 'the content is not the one that was signed',
      weak: false,
    });
    expect(detailOf(file({ signers: [signer(rsa, { over: utf8('x') })] }))).toMatchObject({
      integrity: 'invalid',
      detail: 'the signature does not match the content',
      validFrom: '2025-01-01T00:00:00.000Z',
    });
  });

  it('with an empty attribute, or a digest in nothing', () => {
    for (const wrong of [der(0x30), der(0x30, oids.messageDigest), der(0x30, oids.messageDigest, der(0x31))])
      expect(integrityOf(over([typeAttribute(), wrong]))).toEqual(['invalid']);
  });

  it('after any change of the signature', () => {
    const good = file();
    for (const back of [1, 17, 256])
      expect(integrityOf(flipped(good, good.length - back))).toEqual(['invalid']);
  });
});

describe('nothing is claimed', () => {
  it.each<[name: string, bytes: Uint8Array]>([
    ['without certificates', file({ certificates: [] })],
    ['with the certificate of another', file({ certificates: [ec.certificate] })],
    ['with an unknown digest', file({ signers: [signer(rsa, { digestOid: oids.md5 })] })],
    ['with an unknown signature algorithm', file({ signers: [signer(rsa, { signatureOid: oids.md5 })] })],
    [
      'with a certificate that does not parse',
      file({ certificates: [der(0x30, der(0x30, rsa.serial, algorithm(oids.rsa), rsa.issuer))] }),
    ],
    [
      'with PSS without its parameters',
      file({
        signers: [signer(rsa, { signatureOid: der(6, hex('2a864886f70d01010a')), digestOid: oids.md5 })],
      }),
    ],
  ])('%s', (_name, bytes) => {
    expect(openSigned(bytes).content).toEqual(content);
    expect(integrityOf(bytes)).toEqual(['unchecked']);
  });

  it.each<[detail: string, bytes: Uint8Array, isNamed?: boolean]>([
    ['the signer’s certificate is not in the file', file({ certificates: [] })],
    ['the algorithm is not supported', file({ signers: [signer(rsa, { digestOid: oids.md5 })] })],
    [
      'the signer’s certificate cannot be used',
      file({ certificates: [der(0x30, der(0x30, rsa.serial, algorithm(oids.rsa), rsa.issuer))] }),
      true,
    ],
  ])('and the reason is given: %s', (detail, bytes, isNamed = false) => {
    const { signers, signerCertificates } = openSigned(bytes);
    expect(signers).toEqual([{ integrity: 'unchecked', detail, weak: false }]);
    expect(signerCertificates.map((one) => one !== undefined)).toEqual([isNamed]);
  });
});

describe('certificates are handed on', () => {
  it('all of them, and the one that each signature was checked with', () => {
    const bytes = file({
      signers: [
        signer(ec, { signatureOid: oids.ecdsaSha256 }),
        signer(rsa),
        signer(rsa, { digestOid: oids.md5 }),
      ],
      certificates: [rsa.certificate, ec.certificate, ed.certificate],
    });
    const { certificates, signerCertificates } = openSigned(bytes);
    expect(certificates).toEqual([rsa.certificate, ec.certificate, ed.certificate]);
    expect(signerCertificates).toEqual([ec.certificate, rsa.certificate, undefined]);
  });

  it('and only from the part that holds certificates', () => {
    const lists = der(0xa1, ec.certificate); // revocation lists stand beside them, under another number
    expect(openSigned(file({ lists })).certificates).toEqual([rsa.certificate]);
    expect(openSigned(file({ lists, certificates: [] })).certificates).toEqual([]);
  });
});

describe('a structure is refused', () => {
  const good = file();
  /** Of a signer without attributes: version, name, digest, algorithm. */
  const parts = [der(2, [1]), der(0x30, rsa.issuer, rsa.serial), algorithm(oids.sha256), algorithm(oids.rsa)];
  it.each<[name: string, bytes: Uint8Array, code: string]>([
    ['detached', file({ wrapped: 'none' }), 'cms-detached'],
    ['signed by nobody', file({ signers: [] }), 'cms-malformed'],
    ['with 17 signers', file({ signers: Array.from({ length: 17 }, () => signer(rsa)) }), 'cms-malformed'],
    [
      'with 65 certificates',
      file({ certificates: Array.from({ length: 65 }, () => rsa.certificate) }),
      'cms-malformed',
    ],
    ['with a signer cut short', file({ signers: [der(0x30, der(2, [1]))] }), 'cms-malformed'],
    ['with content that is no octet string', file({ wrapped: der(0x0c, content) }), 'cms-malformed'],
    [
      'with content in pieces that are none',
      file({ wrapped: der(0x24, der(0x0c, content)) }),
      'asn1-malformed',
    ],
    ['encrypted', der(0x30, oids.envelopedData, der(0xa0, der(0x30))), 'cms-unsupported'],
    ['of plain data', der(0x30, oids.data, der(0xa0, der(4, content))), 'cms-unsupported'],
    ['without a type', der(0x30), 'cms-unsupported'],
    ['without its body', der(0x30, oids.signedData), 'cms-malformed'],
    ['with an empty body', der(0x30, oids.signedData, der(0xa0, der(0x30))), 'cms-malformed'],
    ['with a byte after it', concat(good, [0]), 'cms-malformed'],
    ['with another file after it', concat(good, good), 'cms-malformed'],
    ['with bytes before it', concat([0x0d, 0x0a], good), 'asn1-malformed'],
    ['of a certificate', rsa.certificate, 'cms-unsupported'],
    ['that is empty', new Uint8Array(), 'asn1-malformed'],
  ])('%s', (_name, bytes, code) => {
    const refused = refusal(() => openSigned(bytes)).code;
    if (code === 'asn1-malformed') expect(refused).toMatch(/^(asn1|cms)-/);
    else expect(refused).toBe(code);
  });

  it.each<[message: string, bytes: Uint8Array]>([
    ['The signers are missing.', file({ last: der(0x30, signer(rsa)) })],
    ['The signers are missing.', file({ last: der(0xb1, signer(rsa)) })],
    ['The signers are missing.', file({ last: der(0xa0, signer(rsa)) })],
    ['A signer is incomplete.', file({ last: der(0x31, der(0x30)) })],
    ['A signer is incomplete.', file({ last: der(0x31, der(0x30, ...parts.slice(0, 2))) })],
    ['A signer is incomplete.', file({ last: der(0x31, der(0x30, ...parts.slice(0, 3))) })],
    ['A signer is incomplete.', file({ last: der(0x31, der(0x30, ...parts.slice(0, 4))) })],
    ['There are too many signers.', file({ signers: Array.from({ length: 17 }, () => signer(rsa)) })],
    ['Nobody signed the content.', file({ signers: [] })],
    ['Bytes follow the signed structure.', concat(good, [0])],
  ])('saying "%s"', (message, bytes) => {
    expect(refusal(() => openSigned(bytes))).toMatchObject({ code: 'cms-malformed', message });
    expect(refusal(() => openSigned(bytes)).place.offset).toBeGreaterThan(0);
  });

  it('but not at the limits', () => {
    expect(integrityOf(file({ signers: Array.from({ length: 16 }, () => signer(rsa)) }))).toHaveLength(16);
    const many = file({ certificates: Array.from({ length: 64 }, () => rsa.certificate) });
    expect(openSigned(many).certificates).toHaveLength(64);
  });

  it('that is encrypted says so', () => {
    const bytes = der(0x30, oids.envelopedData, der(0xa0, der(0x30)));
    expect(refusal(() => openSigned(bytes)).message).toContain('encrypted (EnvelopedData)');
    expect(refusal(() => openSigned(der(0x30, oids.data, der(0xa0, der(0x30))))).message).toContain(
      'not signed data',
    );
  });

  it('when it is cut at any byte', () => {
    for (let length = 0; length < good.length; length += 1)
      refusal(() => openSigned(good.subarray(0, length)));
  });

  it('but blanks after it are let be', () => {
    expect(integrityOf(concat(good, utf8('\r\n \t')))).toEqual(['valid']);
  });
});

it('is known by its first bytes, in either form of length', () => {
  expect(isCms(file())).toBe(true);
  expect(isCms(concat([0x30, 0x80], oids.signedData))).toBe(true);
  expect(
    [
      rsa.certificate,
      utf8('0 is not CMS'),
      new Uint8Array(),
      unsigned(0x30, 1),
      concat([0x31, 0x80], oids.signedData),
    ].some(isCms),
  ).toBe(false);
});
