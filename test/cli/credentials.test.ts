/** The files behind --trust-root and --decrypt-key: taken as they are made, or refused without a word of their content. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialsOf } from '../../src/cli/credentials.ts';
import { refusalOf, utf8 } from '../support/bytes.ts';
import { authority, hasOpenssl, Workshop } from '../support/openssl.ts';

const shop = new Workshop();
afterAll(() => shop.close());

const rootsOf = async (...names: string[]) =>
  (await credentialsOf({ 'trust-root': names.map((name) => shop.at(name)) })).trust?.roots.length;
const keysOf = async (name: string) => (await credentialsOf({ 'decrypt-key': [shop.at(name)] })).keys;

describe.skipIf(!hasOpenssl)('certificates and keys', () => {
  beforeAll(() => {
    shop.certificate('root', { extensions: authority });
    for (const name of ['phone', 'other']) shop.certificate(name, { key: ['rsa:2048'] });
    shop.run('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
    shop.run('rsa', '-in', 'phone.key', '-traditional', '-out', 'old-form.key');
    shop.run('pkey', '-in', 'phone.key', '-aes256', '-passout', 'pass:synthetic', '-out', 'locked.key');
    shop.run(
      'rsa',
      '-in',
      'phone.key',
      '-traditional',
      '-aes128',
      '-passout',
      'pass:synthetic',
      '-out',
      'old-locked.key',
    );
    shop.run('pkey', '-in', 'phone.key', '-outform', 'DER', '-out', 'key.der');
    shop.write('bundle.pem', `# two\n${shop.text('root.pem')}\n${shop.text('other.pem')}`);
    shop.write('pair.pem', shop.text('phone.pem') + shop.text('phone.key'));
    shop.write('chain.pem', shop.text('phone.key') + shop.text('root.pem') + shop.text('phone.pem'));
    shop.write('mismatch.pem', shop.text('phone.key') + shop.text('other.pem'));
    shop.write('broken.pem', shop.text('root.pem').replace(/\n[^\n]{20}/, '\n'));
    shop.write('broken.key', shop.text('phone.key').replace(/\n[^\n]{20}/, '\n'));
    shop.write('text', 'synthetic text');
    shop.write('large', new Uint8Array(1024 * 1024 + 1));
    shop.write('bytes', utf8('\u0000\u0001'));
  }, 60_000);

  it('none are assumed', async () => expect(await credentialsOf({})).toEqual({}));

  it.each([
    ['root.pem', 1],
    ['root.der', 1],
    ['bundle.pem', 2],
    ['pair.pem', 1],
  ])('%s holds roots', async (name, count) => expect(await rootsOf(name)).toBe(count));

  it('of several files count together', async () => expect(await rootsOf('root.der', 'bundle.pem')).toBe(3));

  it.each([
    ['phone.key', false],
    ['old-form.key', false],
    ['pair.pem', true],
    ['chain.pem', true],
  ])('%s holds a key', async (name, withCertificate) => {
    const [only, ...others] = (await keysOf(name)) ?? [];
    expect(others).toEqual([]);
    expect(only?.key).toContain('PRIVATE KEY');
    expect(only?.certificate).toBe(withCertificate ? shop.text('phone.pem') : undefined);
  });

  it.each([
    ['text', 'holds none'],
    ['bytes', 'holds none'],
    ['phone.key', 'holds none'],
    ['broken.pem', 'holds none'],
    ['large', 'too large'],
  ])('%s is refused as a root', async (name, reason) => {
    const error = await refusalOf(() => rootsOf(name));
    expect([error.code, error.message.includes(reason)]).toEqual(['usage', true]);
  });

  it.each([
    ['text', 'holds none'],
    ['root.pem', 'holds none'],
    ['key.der', 'holds none'],
    ['root.key', 'no RSA key'],
    ['locked.key', 'passphrase'],
    ['old-locked.key', 'passphrase'],
    ['mismatch.pem', 'does not belong'],
    ['broken.key', 'cannot be read'],
    ['large', 'too large'],
  ])('%s is refused as a key, and nothing of it is shown', async (name, reason) => {
    const error = await refusalOf(() => keysOf(name));
    expect([error.code, error.message.includes(reason)]).toEqual(['usage', true]);
    const lines = shop.text('phone.key').split('\n').slice(1, -2);
    expect(lines.filter((line) => error.message.includes(line))).toEqual([]);
    expect(error.message.length).toBeLessThan(250);
  });

  it('a file that is not there is named', async () => {
    for (const read of [rootsOf, keysOf])
      expect(await refusalOf(() => read('absent'))).toMatchObject({ code: 'path-unreadable' });
    expect((await refusalOf(() => rootsOf('.'))).code).toBe('path-unreadable');
  });
});
