/** Fields of certificates: a name counts only where issuer and serial number, or the key identifier, are all there. */
import { describe, expect, it } from 'vitest';
import { type Asn1, readAsn1 } from '../../src/formats/asn1.ts';
import { extensionsOf, isNamedBy, sameBytes } from '../../src/formats/x509.ts';
import { der, utf8 } from '../support/bytes.ts';

const element = (bytes: Uint8Array): Asn1 => readAsn1(bytes).element;
const oid = (hex: string) => der(6, new Uint8Array(Buffer.from(hex, 'hex')));
const keyIdentifier = oid('551d0e');
const name = (text: string) => der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, utf8(text)))));
const version = der(0xa0, der(2, [2]));
const algorithm = der(0x30, oid('2b6570'));

function certificate(parts: {
  serial?: number;
  issuer?: string;
  hasVersion?: boolean;
  extensions?: readonly Uint8Array[];
  tag?: number;
}): Asn1 {
  const { serial = 1, issuer = 'A', hasVersion = true, extensions = [], tag = 0xa3 } = parts;
  const fields = [der(2, [serial]), algorithm, name(issuer), der(0x30), name('B'), der(0x30)];
  const list = extensions.length > 0 ? [der(tag, der(0x30, ...extensions))] : [];
  return element(der(0x30, der(0x30, ...(hasVersion ? [version] : []), ...fields, ...list), algorithm));
}

const identified = (text: string, id = keyIdentifier) => der(0x30, id, der(4, der(4, utf8(text))));

describe('extensions', () => {
  it('are read with what is critical', () => {
    const yes = der(1, [0xff]);
    const found = extensionsOf(
      certificate({
        extensions: [
          der(0x30, oid('551d0f'), yes, der(4, [1])),
          der(0x30, oid('551d13'), der(1, [0]), der(4, [2])),
          der(0x30, oid('551d0e'), der(4, [3])),
        ],
      }),
    );
    expect(found).toEqual([
      { id: '2.5.29.15', critical: true, value: Uint8Array.of(1) },
      { id: '2.5.29.19', critical: false, value: Uint8Array.of(2) },
      { id: '2.5.29.14', critical: false, value: Uint8Array.of(3) },
    ]);
  });

  it('are none where there are none, or where they are empty', () => {
    for (const one of [
      certificate({}),
      certificate({ extensions: [der(0x30)], tag: 0xa2 }),
      certificate({ extensions: [der(0x30)], tag: 0x63 }),
      element(der(0x30)),
      element(der(0x30, der(0x30))),
      element(der(0x30, der(0x30, der(0xa3)))),
      element(der(0x30, der(0x30, der(0x83, [])))),
    ])
      expect(extensionsOf(one)).toEqual([]);
    expect(extensionsOf(certificate({ extensions: [der(0x30)] }))).toEqual([
      { id: '', critical: false, value: new Uint8Array() },
    ]);
  });
});

describe('a certificate is named', () => {
  const by = (issuer: string, serial: number) => element(der(0x30, name(issuer), der(2, [serial])));
  const byKey = (text: string) => element(der(0x80, utf8(text)));

  it('by issuer and serial number, both', () => {
    for (const hasVersion of [true, false]) {
      const one = certificate({ serial: 7, hasVersion });
      expect(isNamedBy(one, by('A', 7))).toBe(true);
      expect(isNamedBy(one, by('A', 8))).toBe(false);
      expect(isNamedBy(one, by('B', 7))).toBe(false);
    }
  });

  it('by its key identifier, which is not any extension', () => {
    const one = certificate({ extensions: [identified('other', oid('551d23')), identified('key')] });
    expect(isNamedBy(one, byKey('key'))).toBe(true);
    expect(isNamedBy(one, byKey('other'))).toBe(false);
    expect(isNamedBy(one, byKey('kez'))).toBe(false);
    expect(isNamedBy(one, byKey(''))).toBe(false);
    expect(isNamedBy(certificate({}), byKey('key'))).toBe(false);
    expect(isNamedBy(certificate({ extensions: [identified('')] }), byKey(''))).toBe(false);
  });

  it('never where a part is missing on both sides', () => {
    for (const one of [element(der(0x30)), element(der(0x30, der(0x30))), certificate({})])
      for (const identifier of [der(0x30), der(0x30, name('A')), der(0x30, der(0x30))])
        expect(isNamedBy(one, element(identifier))).toBe(false);
  });
});

it('bytes are the same only where there are some', () => {
  const [a, b] = [utf8('ab'), utf8('ac')];
  expect(sameBytes(a, utf8('ab'))).toBe(true);
  expect([
    sameBytes(a, b),
    sameBytes(a, utf8('abc')),
    sameBytes(undefined, a),
    sameBytes(a, undefined),
    sameBytes(undefined, undefined),
    sameBytes(new Uint8Array(), new Uint8Array()),
  ]).toEqual([false, false, false, false, false, false]);
});
