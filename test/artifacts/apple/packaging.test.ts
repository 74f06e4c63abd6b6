/** Signed and encrypted profiles: who vouches for them, and what a key opens. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProfileReading, readAppleProfile } from '../../../src/artifacts/apple/profile.ts';
import { noticeLevel } from '../../../src/model/notice.ts';
import { readPaths } from '../../../src/read/paths.ts';
import { flipped, utf8 } from '../../support/bytes.ts';
import { authority, hasOpenssl, Workshop } from '../../support/openssl.ts';
import { plistXml } from '../../support/plist.ts';

const asOf = `${new Date(Date.now() + 60_000).toISOString().slice(0, 19)}Z`;
const shop = new Workshop();
afterAll(() => shop.close());

const secret = 'SYNTHETIC-WIFI-SECRET';
const payloads = `<array>
  <dict>
    <key>PayloadType</key><string>com.apple.applicationaccess</string>
    <key>allowCamera</key><false/>
  </dict>
  <dict>
    <key>PayloadType</key><string>com.apple.wifi.managed</string>
    <key>EncryptionType</key><string>WPA3</string>
    <key>Password</key><string>${secret}</string>
  </dict>
</array>`;

/** A profile around the given members; EncryptedPayloadContent would stand on line 8. */
const profile = (members: string) =>
  utf8(
    plistXml(
      `<dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>synthetic.profile</string>
<key>PayloadVersion</key><integer>1</integer>
${members}
</dict>`,
    ),
  );
const plain = profile(`<key>PayloadContent</key>${payloads}`);
const data = (bytes: Uint8Array) => `<data>${Buffer.from(bytes).toString('base64')}</data>`;
const sealed = (bytes: Uint8Array, more = '') =>
  profile(`<key>EncryptedPayloadContent</key>${data(bytes)}<key>IsEncrypted</key><true/>${more}`);

interface Options {
  readonly roots?: readonly string[];
  readonly keys?: readonly string[];
}

function context({ roots = [], keys = [] }: Options) {
  return {
    asOf,
    trust: { roots: roots.map((name) => shop.text(`${name}.pem`)) },
    keys: keys.map((name) => ({ key: shop.text(`${name}.key`) })),
  };
}

const read = (bytes: Uint8Array, options: Options = {}) =>
  readAppleProfile(bytes, { input: 'profile', ...context(options) });
const codes = (reading: ProfileReading) => reading.notices.map(({ code }) => code);
const signed = (bytes: Uint8Array, signers: readonly string[], ...options: string[]) =>
  shop.sign(bytes, signers, [], ...options) ?? new Uint8Array();
const encrypted = (text = plistXml(payloads), ...options: string[]) =>
  shop.encrypt(utf8(text), ['phone'], ...(options.length > 0 ? options : ['-aes-256-cbc'])) ??
  new Uint8Array();

/** Setting → value or why there is none, without the place. */
const claims = (reading: ProfileReading) =>
  reading.observations.map((one) => [one.setting, 'value' in one ? one.value : one.unknown]);
const stillEncrypted = [['*', 'encrypted']];

beforeAll(() => {
  if (!hasOpenssl) return;
  const signing = { issuer: 'root', extensions: ['keyUsage=digitalSignature'] };
  shop.certificate('root', { extensions: authority, subject: 'Synthetic Root' });
  shop.certificate('stranger', { extensions: authority });
  shop.certificate('leaf', signing);
  shop.certificate('server', { ...signing, extensions: ['extendedKeyUsage=serverAuth'] });
  shop.certificate('self');
  for (const name of ['phone', 'other']) shop.certificate(name, { key: ['rsa:2048'] });
}, 60_000);

describe.skipIf(!hasOpenssl)('a signed profile', () => {
  it.each<[name: string, signers: string[], roots: string[], code: string, level: string]>([
    ['is trusted under its root', ['leaf'], ['root'], 'signature-trusted', 'info'],
    ['is trusted under one of the roots', ['leaf'], ['stranger', 'root'], 'signature-trusted', 'info'],
    ['is not vouched for without a root', ['leaf'], [], 'signature-untrusted', 'info'],
    ['does not lead to another root', ['leaf'], ['stranger'], 'signature-not-from-root', 'warning'],
  ])('%s', (_name, signers, roots, code, level) => {
    const reading = read(signed(plain, signers), { roots });
    expect(codes(reading)).toEqual([code]);
    expect(reading.notices.map((notice) => noticeLevel(notice.code))).toEqual([level]);
    // What it demands is the same, whoever signed it: authenticity stands beside the findings.
    expect(claims(reading)).toEqual(claims(read(plain)));
  });

  it('names the root, the missing purpose, and what was not looked up', () => {
    const message = (signer: string) =>
      read(signed(plain, [signer]), { roots: ['root'] }).notices[0]?.message ?? '';
    expect(message('leaf')).toContain('the trusted root “Synthetic Root”; revocation is not looked up');
    expect(message('leaf')).not.toContain('purpose');
    expect(message('server')).toContain('names no purpose of signing');
  });

  it('is trusted only when every signer is', () => {
    const reading = read(signed(plain, ['leaf', 'self']), { roots: ['root'] });
    expect(codes(reading).sort()).toEqual(['signature-not-from-root', 'signature-untrusted']);
    expect(codes(read(signed(plain, ['leaf', 'server']), { roots: ['root'] }))).toEqual([
      'signature-trusted',
      'signature-trusted',
    ]);
  });

  it('is trusted only when every layer is', () => {
    const inside = signed(signed(plain, ['leaf']), ['self']);
    expect(codes(read(inside, { roots: ['root'] })).sort()).toEqual([
      'signature-not-from-root',
      'signature-untrusted',
    ]);
  });

  it('is invalid with one signature that does not match, whatever the others are', () => {
    const two = signed(plain, ['leaf', 'self']);
    const reading = read(flipped(two, two.length - 10), { roots: ['root', 'self'] });
    expect(codes(reading)).toContain('signature-invalid');
    expect(codes(reading)).not.toContain('signature-trusted');
    expect(reading.observations.every((one) => 'unknown' in one && one.unknown === 'unreadable')).toBe(true);
  });

  it('is weak under a trusted root when the digest is SHA-1, and unchecked without the certificate', () => {
    const roots = ['root'];
    expect(codes(read(signed(plain, ['leaf'], '-md', 'sha1'), { roots }))).toEqual(['signature-weak']);
    expect(codes(read(signed(plain, ['leaf'], '-nocerts'), { roots }))).toEqual(['signature-unchecked']);
  });

  it('says of an expired signer also whether it leads to the root', () => {
    const late = `${new Date().getUTCFullYear() + 20}-01-01T00:00:00Z`;
    const bytes = signed(plain, ['leaf']);
    const at = (roots: readonly string[]) =>
      codes(readAppleProfile(bytes, { input: 'profile', ...context({ roots }), asOf: late }));
    expect(at([])).toEqual(['signature-expired']);
    expect(at(['root'])).toEqual(['signature-expired']);
    expect(at(['stranger'])).toEqual(['signature-expired', 'signature-not-from-root']);
  });
});

describe.skipIf(!hasOpenssl)('an encrypted profile', () => {
  it.each([['-aes-256-cbc'], ['-aes-128-cbc'], ['-des3']])('opens with its key: %s', (cipher) => {
    const reading = read(sealed(encrypted(undefined, cipher)), { keys: ['other', 'phone'] });
    expect(codes(reading)).toEqual(['signature-absent', 'payload-decrypted']);
    expect(claims(reading)).toEqual(claims(read(plain)));
    expect(reading.subject).toEqual(read(plain).subject);
    const camera = reading.observations.find(({ setting }) => setting === 'camera.allowed');
    expect(camera?.evidence).toEqual({
      input: 'profile',
      locator: 'EncryptedPayloadContent[0].allowCamera',
      value: 'false',
    });
  });

  it('opens when it was encrypted and then signed', () => {
    const bytes = signed(sealed(encrypted()), ['leaf']);
    const reading = read(bytes, { keys: ['phone'], roots: ['root'] });
    expect(codes(reading)).toEqual(['signature-trusted', 'payload-decrypted']);
    expect(claims(reading)).toEqual(claims(read(plain)));
  });

  it('stays closed without a key, as ever', () => {
    const reading = read(sealed(encrypted()));
    expect(codes(reading)).toEqual(['signature-absent', 'payload-encrypted']);
    expect(claims(reading)).toEqual(stillEncrypted);
  });

  it.each<[name: string, make: () => Uint8Array, keys: string[], code: string]>([
    ['with a wrong key', () => encrypted(), ['other'], 'cms-decrypt-failed'],
    ['cut off', () => encrypted().subarray(0, -5), ['phone'], 'asn1-malformed'],
    [
      'with a damaged end',
      () => flipped(encrypted(), encrypted().length - 1),
      ['phone'],
      'cms-decrypt-failed',
    ],
    ['around what is no property list', () => encrypted('synthetic'), ['phone'], 'cms-decrypt-failed'],
    ['around a damaged list', () => encrypted(plistXml('<array>')), ['phone'], 'cms-decrypt-failed'],
    [
      'for an EC key',
      () => shop.encrypt(plain, ['leaf'], '-aes-256-cbc') ?? plain,
      ['phone'],
      'cms-unsupported',
    ],
  ])('stays encrypted %s', (_name, make, keys, code) => {
    const reading = read(sealed(make()), { keys });
    expect(codes(reading)).toEqual(['signature-absent', 'payload-encrypted', code]);
    expect(noticeLevel(reading.notices.at(-1)?.code ?? 'unclaimed')).toBe('error');
    expect(claims(reading)).toEqual(stillEncrypted);
  });

  it('stays encrypted when it stands twice, and closed after a broken signature', () => {
    const twice = sealed(encrypted(), `<key>EncryptedPayloadContent</key>${data(encrypted())}`);
    expect(claims(read(twice, { keys: ['phone'] }))).toEqual([['*', 'ambiguous'], ...stillEncrypted]);
    const file = signed(sealed(encrypted()), ['leaf']);
    const reading = read(flipped(file, file.length - 10), { keys: ['phone'] });
    expect(codes(reading)).toEqual(['signature-invalid', 'payload-encrypted']);
    expect(claims(reading)).toEqual([['*', 'unreadable']]);
  });

  it('is unreadable when the payloads are no array', () => {
    const reading = read(sealed(encrypted(plistXml('<dict/>'))), { keys: ['phone'] });
    expect(codes(reading)).toContain('payload-unreadable');
    expect(claims(reading)).toEqual([['*', 'unreadable']]);
  });

  it('keeps a damaged payload inside as a doubt of its own', () => {
    const text = payloads.replace('<array>', '<array><string>not a payload</string>');
    const reading = read(sealed(encrypted(plistXml(text))), { keys: ['phone'] });
    expect(claims(reading)).toContainEqual(['*', 'unreadable']);
    expect(reading.observations[0]?.evidence.locator).toBe('EncryptedPayloadContent[0]');
  });

  it('never shows the key, nor a secret of its payloads', () => {
    const key = shop.text('phone.key').split('\n')[3] ?? '-';
    for (const bytes of [encrypted(), flipped(encrypted(), 700), encrypted().subarray(0, 900)])
      for (const keys of [['phone'], ['other'], []]) {
        const shown = JSON.stringify(read(sealed(bytes), { keys }));
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(key);
        expect(shown).not.toContain('PRIVATE KEY');
      }
  });

  it('refuses a file that is encrypted as a whole, with a key or without', () => {
    for (const keys of [['phone'], []])
      expect(() => read(encrypted(), { keys })).toThrow(/configuration profile encrypts its payloads/);
  });
});

describe.skipIf(!hasOpenssl)('roots and keys', () => {
  it('reach the process that reads signed files', async () => {
    const path = shop.at('both.mobileconfig');
    shop.write('both.mobileconfig', signed(sealed(encrypted()), ['leaf']));
    const found: string[] = [];
    for await (const event of readPaths([path], context({ roots: ['root'], keys: ['phone'] })))
      if (event.kind === 'input')
        found.push(event.record.status, ...event.record.notices.map(({ code }) => code));
    expect(found).toEqual(['read', 'signature-trusted', 'payload-decrypted']);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'];
const generated = join(corpus ?? '', 'apple', 'generated');
describe.skipIf(corpus === undefined || !existsSync(generated))('generated profiles', () => {
  const readUnder = (name: string, root: string) =>
    codes(
      readAppleProfile(new Uint8Array(readFileSync(join(generated, 'packaging', `${name}.mobileconfig`))), {
        input: 'profile',
        asOf: '2026-11-20T23:59:59Z',
        trust: { roots: [readFileSync(join(generated, 'keys', `${root}.pem`), 'utf8')] },
      }),
    );

  it.each([
    ['signed-der-rsa', ['signature-trusted']],
    ['signed-der-ec', ['signature-trusted']],
    ['signed-der-rsa-pss', ['signature-trusted']],
    ['signed-ber-indefinite', ['signature-trusted']],
    ['signed-no-attributes', ['signature-trusted']],
    ['signed-two-signers', ['signature-trusted', 'signature-trusted']],
    ['signed-nested', ['signature-trusted', 'signature-trusted']],
    ['signed-der-sha1', ['signature-weak']],
    ['signed-expired-signer', ['signature-expired']],
    ['signed-future-signer', ['signature-expired']],
    ['signed-no-certificates', ['signature-unchecked']],
    ['signed-tampered-content', ['signature-invalid']],
    ['signed-tampered-signature', ['signature-invalid']],
  ])('%s under the test root: %s', (name, expected) => {
    expect(readUnder(name, 'test-root')).toEqual(expected);
  });

  it('lead nowhere under another certificate', () => {
    expect(readUnder('signed-der-rsa', 'test-recipient')).toEqual(['signature-not-from-root']);
  });
});
