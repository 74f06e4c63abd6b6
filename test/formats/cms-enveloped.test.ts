/** Encrypted content as openssl makes it: the right key opens it, and nothing else yields anything but a refusal. */
import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { decryptEnveloped, type RecipientKey } from '../../src/formats/cms-enveloped.ts';
import { concat, der, flipped, refusal, runs, utf8 } from '../support/bytes.ts';
import { hasOpenssl, Workshop } from '../support/openssl.ts';

const content = utf8(`synthetic ${'content '.repeat(2000)}`);
const shop = new Workshop();
afterAll(() => shop.close());

const keyOf = (name: string): RecipientKey => ({ key: shop.text(`${name}.key`) });
const pairOf = (name: string): RecipientKey => ({
  key: shop.text(`${name}.key`),
  certificate: shop.text(`${name}.pem`),
});

function opensslOpens(bytes: Uint8Array, name: string): boolean {
  shop.write('checked', bytes);
  const files = ['-inform', 'DER', '-in', 'checked', '-out', 'opened'];
  const key = ['-recip', `${name}.pem`, '-inkey', `${name}.key`];
  return (
    shop.run('cms', '-decrypt', '-binary', ...files, ...key) &&
    Buffer.from(shop.bytes('opened')).equals(Buffer.from(content))
  );
}

/** Options before and after the recipient; `any`: an openssl may not make it. */
const variants: [name: string, before: readonly string[], after?: readonly string[]][] = [
  ['AES-256', ['-aes-256-cbc']],
  ['AES-192', ['-aes-192-cbc']],
  ['AES-128', ['-aes-128-cbc']],
  ['triple DES', ['-des3']],
  ['in BER with content in pieces', ['-aes-256-cbc', '-stream']],
  ['for a recipient named by its key', ['-aes-256-cbc', '-keyid']],
  ['OAEP', ['-aes-256-cbc'], ['rsa_padding_mode:oaep']],
  ['OAEP with SHA-256', ['-aes-256-cbc'], ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256']],
  ['OAEP with a label', ['-aes-256-cbc'], ['rsa_padding_mode:oaep', 'rsa_oaep_label:616263']],
];

function encrypted(before: readonly string[], after: readonly string[] = []): Uint8Array | undefined {
  if (after.length === 0) return shop.encrypt(content, ['phone'], ...before);
  const options = after.flatMap((option) => ['-keyopt', option]);
  return shop.encrypt(content, [], ...before, '-recip', 'phone.pem', ...options);
}

describe.skipIf(!hasOpenssl)('content encrypted by openssl', () => {
  let good: Uint8Array = new Uint8Array();
  beforeAll(() => {
    const extensions = ['subjectKeyIdentifier=hash'];
    for (const name of ['phone', 'other'])
      shop.certificate(name, { key: ['rsa:2048'], extensions, subject: 'Synthetic Phone' });
    shop.certificate('curve');
    good = encrypted(['-aes-256-cbc']) ?? good;
  }, 60_000);

  it.each(variants)('%s', (_name, before, after) => {
    const bytes = encrypted(before, after) ?? new Uint8Array();
    expect(decryptEnveloped(bytes, [pairOf('phone')])).toEqual(content);
    expect(decryptEnveloped(bytes, [keyOf('phone')])).toEqual(content);
    expect(decryptEnveloped(bytes, [keyOf('other'), pairOf('other'), keyOf('phone')])).toEqual(content);
    expect(opensslOpens(bytes, 'phone')).toBe(true);
  });

  it('opens for each of several recipients', () => {
    const bytes = shop.encrypt(content, ['phone', 'other', 'curve'], '-aes-256-cbc') ?? new Uint8Array();
    for (const name of ['phone', 'other']) {
      expect(decryptEnveloped(bytes, [keyOf(name)])).toEqual(content);
      expect(decryptEnveloped(bytes, [pairOf(name)])).toEqual(content);
    }
  });

  it('opens content of no length', () => {
    const bytes = shop.encrypt(new Uint8Array(), ['phone'], '-aes-256-cbc') ?? new Uint8Array();
    expect(decryptEnveloped(bytes, [keyOf('phone')])).toEqual(new Uint8Array());
  });

  it.each([
    ['a wrong key', () => [keyOf('other')], 'None of the keys opens'],
    ['the certificate of another', () => [pairOf('other')], 'other certificates'],
    ['no key', () => [], 'other certificates'],
    ['a key that is not RSA', () => [keyOf('curve')], 'None of the keys opens'],
  ])('%s opens nothing', (_name, keys, message) => {
    for (const bytes of [good, encrypted(['-aes-256-cbc'], ['rsa_padding_mode:oaep']) ?? good]) {
      const error = refusal(() => decryptEnveloped(bytes, keys()));
      expect(error.code).toBe('cms-decrypt-failed');
      expect(error.message).toContain(message);
      expect(error.place).toEqual({});
    }
    expect(opensslOpens(good, 'other')).toBe(false);
  });

  it.each<[name: string, make: () => Uint8Array | undefined, code: string]>([
    ['for an EC key', () => shop.encrypt(content, ['curve'], '-aes-256-cbc'), 'cms-unsupported'],
    [
      'with a password',
      () => shop.encrypt(content, [], '-aes-256-cbc', '-pwri_password', 'synthetic'),
      'cms-unsupported',
    ],
    ['with Camellia', () => shop.encrypt(content, ['phone'], '-camellia-256-cbc'), 'cms-unsupported'],
    ['with AES-GCM', () => shop.encrypt(content, ['phone'], '-aes-256-gcm'), 'cms-unsupported'],
    ['signed instead', () => shop.sign(content, ['phone'], []), 'cms-unsupported'],
    ['with a byte after it', () => concat(good, [0]), 'cms-malformed'],
    [
      'for 65 recipients',
      () =>
        shop.encrypt(
          content,
          Array.from({ length: 65 }, () => 'phone'),
          '-aes-256-cbc',
        ),
      'cms-malformed',
    ],
    ['as nothing', () => new Uint8Array(), 'asn1-malformed'],
    ['as an empty structure', () => der(0x30), 'cms-unsupported'],
  ])('%s is refused', (_name, make, code) => {
    const bytes = make();
    if (bytes === undefined) return; // this openssl does not make it
    expect(refusal(() => decryptEnveloped(bytes, [keyOf('phone')])).code).toBe(code);
  });

  it('cut at any place it is refused', () => {
    for (let part = 0; part < 100; part += 1) {
      const cut = good.subarray(0, Math.floor((good.length * part) / 100));
      expect(refusal(() => decryptEnveloped(cut, [keyOf('phone')])).code).toMatch(/^(asn1|cms)-/);
    }
  });

  it('with the last block changed its padding fails', () => {
    // CBC adds the block before the last to the last one, where the count of padding bytes stands.
    const changed = flipped(good, good.length - 17, 0x20);
    expect(refusal(() => decryptEnveloped(changed, [keyOf('phone')])).code).toBe('cms-decrypt-failed');
    expect(opensslOpens(changed, 'phone')).toBe(false);
  });

  it('changed anywhere it yields other content or a refusal that tells nothing of key and content', () => {
    const keys = [keyOf('phone')];
    const numbers = createPrivateKey(keys[0]?.key ?? '').export({ format: 'jwk' });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (place, mask, near) => {
        const at = near ? place % 400 : place % good.length; // half of the changes fall on the structure
        try {
          decryptEnveloped(flipped(good, at, mask), keys);
        } catch (error) {
          if (!(error instanceof PassmusterError)) throw error;
          expect(error.code).toMatch(/^(asn1|cms)-/);
          expect(error.message).not.toContain('synthetic');
          expect(error.message).not.toContain(String(numbers.d));
        }
      }),
      { numRuns: runs },
    );
  });
});
