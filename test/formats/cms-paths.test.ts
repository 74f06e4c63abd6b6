/** Paths from a certificate to a named root at their edges: keys, clocks, names, and what stands worst in the way. */
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Judgement, judgeSigner } from '../../src/formats/cms-trust.ts';
import { utf8 } from '../support/bytes.ts';
import { authority, hasOpenssl, Workshop } from '../support/openssl.ts';

const shop = new Workshop();
afterAll(() => shop.close());
const signing = ['keyUsage=critical,digitalSignature'];
const tomorrow = new Date(Date.now() + 3 * 3_600_000).toISOString();
const muchLater = new Date(Date.now() + 30 * 86_400_000).toISOString();

const der = (name: string) => new Uint8Array(new X509Certificate(shop.text(`${name}.pem`)).raw);

function judge(
  signer: string,
  {
    bag = [],
    root = 'root',
    asOf = tomorrow,
  }: { bag?: readonly string[]; root?: string; asOf?: string } = {},
): Judgement {
  const chain = { certificate: der(signer), others: bag.map(der) };
  return judgeSigner(chain, [shop.text(`${root}.pem`)], asOf);
}

function makeCertificates(): void {
  const leaf = (issuer: string, ...more: string[]) => ({ issuer, extensions: [...signing, ...more] });
  const ca = (issuer: string, constraint: string) => ({
    issuer,
    extensions: [`basicConstraints=critical,CA:TRUE${constraint}`, 'keyUsage=keyCertSign'],
  });
  const curve = (name: string) => ['ec', '-pkeyopt', `ec_paramgen_curve:${name}`];
  shop.certificate('root', { extensions: authority, subject: 'Synthetic Root' });
  for (const name of ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'secp256k1', 'secp224r1'])
    shop.certificate(name, { ...leaf('root'), key: curve(name) });
  for (const name of ['ed25519', 'ed448']) shop.certificate(name, { ...leaf('root'), key: [name] });
  for (const bits of ['2048', '1024']) {
    shop.certificate(`rsa-${bits}`, { ...leaf('root'), key: [`rsa:${bits}`] });
    shop.certificate(`pss-${bits}`, {
      ...leaf('root'),
      key: ['rsa-pss', '-pkeyopt', `rsa_keygen_bits:${bits}`],
    });
  }
  shop.certificate('day', { ...leaf('root'), days: 1 });
  shop.certificate('day-weak', { ...leaf('root'), days: 1, key: ['rsa:1024'] });
  shop.certificate('day-weak-odd', {
    ...leaf('root', '1.3.6.1.4.1.55555.1=critical,ASN1:NULL'),
    days: 1,
    key: ['rsa:1024'],
  });
  shop.certificate('weak-odd', { ...leaf('root', 'nameConstraints=permitted;email:a'), key: ['rsa:1024'] });
  shop.certificate('self-day', { extensions: signing, days: 1 });
  shop.certificate('middle', ca('root', ''));
  shop.certificate('below', leaf('middle'));
  shop.certificate('last', ca('root', ',pathlen:0'));
  shop.certificate('below-last', leaf('last'));
  shop.certificate('wide', ca('root', ',pathlen:256'));
  shop.certificate('under-wide', ca('wide', ''));
  shop.certificate('below-wide', leaf('under-wide'));
  shop.certificate('mail-and-web', leaf('root', 'extendedKeyUsage=serverAuth,emailProtection'));
  shop.certificate('web-and-client', leaf('root', 'extendedKeyUsage=serverAuth,clientAuth'));
  // The root's name with another key, and the root's key with another name.
  shop.certificate('impostor', { extensions: authority, subject: 'Synthetic Root' });
  shop.certificate('of-impostor', leaf('impostor'));
  shop.write('renamed.key', shop.bytes('root.key'));
  shop.write('renamed.ext', ['[x]', ...authority, ''].join('\n'));
  shop.run('req', '-new', '-key', 'root.key', '-subj', '/CN=Renamed Root', '-out', 'renamed.csr');
  shop.issue('renamed', 'renamed');
  shop.certificate('of-renamed', leaf('renamed'));
  shop.certificate('nameless', { extensions: authority, subject: '/O=Synthetic/OU=Unit' });
  shop.certificate('of-nameless', leaf('nameless'));
  shop.certificate('misled', { extensions: authority, subject: '/O=Not CN=Other/CN=Real\\/Root' });
  shop.certificate('of-misled', leaf('misled'));
}

describe.skipIf(!hasOpenssl)('a path', () => {
  beforeAll(makeCertificates, 60_000);

  it.each([
    ['P-256', 'trusted'],
    ['P-384', 'trusted'],
    ['P-521', 'trusted'],
    ['brainpoolP256r1', 'trusted'],
    ['ed25519', 'trusted'],
    ['ed448', 'trusted'],
    ['rsa-2048', 'trusted'],
    ['pss-2048', 'trusted'],
    ['secp256k1', 'weak'],
    ['secp224r1', 'weak'],
    ['rsa-1024', 'weak'],
    ['pss-1024', 'weak'],
  ])('with a key of %s is %s', (name, state) => {
    expect(judge(name)).toMatchObject(
      state === 'trusted'
        ? { state, root: 'Synthetic Root', isForSigning: true }
        : {
            state,
            detail: 'the signer’s certificate has a key under RSA 2048 or P-256, or of another kind',
          },
    );
  });

  it('needs the name and the signature of each step', () => {
    const untrusted = {
      state: 'untrusted',
      detail: 'the signer’s certificate leads to none of the trusted roots',
    };
    expect(judge('of-impostor')).toEqual(untrusted);
    expect(judge('of-impostor', { bag: ['impostor'] })).toEqual(untrusted);
    expect(judge('of-renamed')).toEqual(untrusted);
    expect(judge('of-impostor', { root: 'impostor' })).toMatchObject({ state: 'trusted' });
    expect(judge('of-renamed', { root: 'renamed' })).toMatchObject({ state: 'trusted' });
  });

  it('names its root, which is its end', () => {
    expect(judge('below', { bag: ['middle'] })).toEqual({
      state: 'trusted',
      root: 'Synthetic Root',
      isForSigning: true,
    });
    expect(judge('of-nameless', { root: 'nameless' })).toMatchObject({ root: 'O=Synthetic, OU=Unit' });
    expect(judge('of-misled', { root: 'misled' })).toMatchObject({ root: 'Real/Root' });
  });

  it('is for signing when one of the purposes is', () => {
    expect(judge('mail-and-web')).toMatchObject({ isForSigning: true });
    expect(judge('web-and-client')).toMatchObject({ isForSigning: false });
  });

  it('passes over what is no certificate', () => {
    const others = [utf8('no certificate'), new Uint8Array(), der('middle')];
    const roots = [shop.text('root.pem')];
    expect(judgeSigner({ certificate: der('below'), others }, roots, tomorrow).state).toBe('trusted');
  });

  it('may be as long as the constraint says, and no longer', () => {
    expect(judge('below-last', { bag: ['last'] }).state).toBe('trusted');
    expect(judge('below-wide', { bag: ['wide', 'under-wide'] }).state).toBe('trusted');
  });

  it('is valid in its first and its last second, and not beyond', () => {
    const { validFrom, validTo } = new X509Certificate(shop.text('day.pem'));
    const at = (text: string, seconds: number) =>
      judge('day', { asOf: new Date(new Date(text).getTime() + seconds * 1000).toISOString() }).state;
    expect([at(validFrom, 0), at(validTo, 0)]).toEqual(['trusted', 'trusted']);
    expect([at(validFrom, -1), at(validTo, 1)]).toEqual(['expired', 'expired']);
  });

  it('tells the days of what is expired', () => {
    const [from, to] = [shop.text('day.pem')].flatMap((pem) => {
      const certificate = new X509Certificate(pem);
      return [certificate.validFrom, certificate.validTo].map((date) =>
        new Date(date).toISOString().slice(0, 10),
      );
    });
    expect(judge('day', { asOf: muchLater })).toEqual({
      state: 'expired',
      detail: `the signer’s certificate is valid from ${from} to ${to}`,
    });
  });

  it('of one certificate is judged like any other', () => {
    expect(judge('self-day', { root: 'self-day' })).toMatchObject({ state: 'trusted', root: 'self-day' });
    const judgement = judge('self-day', { root: 'self-day', asOf: muchLater });
    expect(judgement).toMatchObject({ state: 'expired' });
    expect(judgement.state === 'trusted' ? '' : judgement.detail).toContain('certificate is valid from');
  });

  it.each([
    ['day-weak', muchLater, 'weak', 'has a key under'],
    ['day-weak-odd', muchLater, 'untrusted', 'critical extension'],
    ['weak-odd', tomorrow, 'untrusted', 'limits the names'],
  ])('is as good as the worst on it: %s at %s is %s', (name, asOf, state, detail) => {
    const judgement = judge(name, { asOf });
    expect(judgement.state).toBe(state);
    expect(judgement.state === 'trusted' ? '' : judgement.detail).toContain(detail);
  });
});
