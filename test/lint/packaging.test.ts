/** Signed, encrypted and wrapped profiles, made by openssl while the test runs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, flipped, utf8 } from '../support/bytes.ts';
import { codesOf, lintBytes, payloadXml, profileXml, withPayloads } from '../support/lint.ts';
import { hasOpenssl, Workshop } from '../support/openssl.ts';
import { plistXml } from '../support/plist.ts';

const shop = new Workshop();
afterAll(() => shop.close());

const misspelt = payloadXml('com.apple.applicationaccess', '<key>allowCamra</key><false/>');
const profile = utf8(withPayloads(misspelt));
/** The certificates are valid from the moment they are made. */
const now = () => ({ asOf: `${new Date(Date.now() + 60_000).toISOString().slice(0, 19)}Z` });
const container = (codes: readonly string[]) => codes.filter((code) => code.startsWith('PM10'));

describe.skipIf(!hasOpenssl)('lint of packaged profiles', () => {
  let signed: Uint8Array = new Uint8Array();
  beforeAll(() => {
    shop.certificate('signer');
    shop.certificate('phone', { key: ['rsa:2048'] });
    signed = shop.sign(profile, ['signer'], []) ?? signed;
  });

  it('looks into a signed profile and says that nobody vouches for the signer', async () => {
    const report = await lintBytes(signed, now());
    expect(container(codesOf(report))).toEqual(['PM1003']);
    expect(codesOf(report)).toContain('PM1302');
  });

  it('says nothing of a signer that leads to a named root', async () => {
    const report = await lintBytes(signed, { ...now(), trust: { roots: [shop.text('signer.pem')] } });
    expect(container(codesOf(report))).toEqual([]);
  });

  it('says that a signer is expired', async () => {
    const report = await lintBytes(signed, { asOf: '2099-01-01T00:00:00Z' });
    expect(container(codesOf(report))).toEqual(['PM1004']);
  });

  it('says nothing else of a profile that was changed after signing', async () => {
    const at = Buffer.from(signed).indexOf('allowCamra');
    const report = await lintBytes(flipped(signed, at));
    expect(codesOf(report)).toEqual(['PM1002']);
    expect(report.status).toBe('partial');
  });

  it('takes off PEM', async () => {
    const body = Buffer.from(signed).toString('base64').replace(/.{64}/g, '$&\n');
    const report = await lintBytes(utf8(`-----BEGIN PKCS7-----\n${body}\n-----END PKCS7-----\n`), now());
    expect(container(codesOf(report))).toEqual(['PM1006', 'PM1003']);
  });

  it('is partial for encrypted payloads, and whole with the key', async () => {
    const secret = payloadXml(
      'com.apple.wifi.managed',
      '<key>SSID_STR</key><string>x</string><key>Password</key><string>y</string>',
    );
    const payloads = utf8(plistXml(`<array>${misspelt}${secret}</array>`));
    const sealed = shop.encrypt(payloads, ['phone'], '-aes-256-cbc') ?? new Uint8Array();
    const data = `<key>IsEncrypted</key><true/><key>EncryptedPayloadContent</key><data>${Buffer.from(sealed).toString('base64')}</data>`;
    const closed = await lintBytes(profileXml(data));
    expect(closed.status).toBe('partial');
    expect(codesOf(closed)).toEqual(['PM1001', 'PM1005']);
    const opened = await lintBytes(profileXml(data), { keys: [{ key: shop.text('phone.key') }] });
    expect(opened.status).toBe('linted');
    expect(codesOf(opened)).toContain('PM1302');
    // It was encrypted in the file.
    expect(codesOf(opened)).not.toContain('PM1701');
  });
});

describe('lint of what cannot be read', () => {
  it.each([
    ['an empty file', '', 'input-empty'],
    ['a cut file', new TextDecoder().decode(profile.subarray(0, 400)), 'xml-malformed'],
    ['a web page', '<!DOCTYPE html><html>PayloadType plist</html>', 'plist-malformed'],
  ])('%s is unreadable and has no findings', async (_name, text, code) => {
    const report = await lintBytes(text);
    expect(report).toMatchObject({ status: 'unreadable', findings: [], problem: { code } });
  });

  it('a property list that is no profile is ignored', async () => {
    const answer = plistXml(
      '<dict><key>ProfileList</key><array><dict><key>PayloadType</key><string>x</string></dict></array></dict>',
    );
    expect(await lintBytes(answer)).toMatchObject({ status: 'ignored', findings: [] });
  });

  it('a profile without its own type is one all the same', async () => {
    const cut = withPayloads(misspelt).replace('<key>PayloadType</key><string>Configuration</string>', '');
    expect(codesOf(await lintBytes(cut))).toEqual(expect.arrayContaining(['PM1308', 'PM1302']));
  });

  it('bytes after a signed structure are refused', async () => {
    expect((await lintBytes(concat(Uint8Array.of(0x30, 0x80), utf8('junk')))).status).toBe('unreadable');
  });
});
