/** Paths from a signer to a named root, held against `openssl cms -verify`. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigned } from '../../src/formats/cms.ts';
import { type Judgement, judgeSigner } from '../../src/formats/cms-trust.ts';
import { concat, utf8 } from '../support/bytes.ts';
import { authority, hasOpenssl, Workshop } from '../support/openssl.ts';

const content = utf8('<plist/>');
/** Certificates are made today; the clock stands a month later, so that one made for a day is expired. */
const later = new Date(Date.now() + 30 * 86_400_000);
const asOf = `${later.toISOString().slice(0, 19)}Z`;
const signing = ['keyUsage=critical,digitalSignature'];

const shop = new Workshop();
afterAll(() => shop.close());

function judge(bytes: Uint8Array, roots: readonly string[], when = asOf): Judgement[] {
  const { signerCertificates, certificates } = openSigned(bytes);
  const pem = roots.map((root) => shop.text(`${root}.pem`));
  return signerCertificates.map((certificate) =>
    judgeSigner({ certificate: certificate ?? new Uint8Array(), others: certificates }, pem, when),
  );
}

function opensslTrusts(bytes: Uint8Array, roots: readonly string[], ...options: string[]): boolean {
  shop.write('checked', bytes);
  shop.write('roots', roots.map((root) => shop.text(`${root}.pem`)).join(''));
  const clock = ['-attime', String(Math.floor(later.getTime() / 1000))];
  // Level 2: RSA 2048, no SHA-1.
  const demands = ['-purpose', 'any', '-auth_level', '2', ...clock, ...options];
  const files = ['-inform', 'DER', '-in', 'checked', '-out', 'opened'];
  return shop.run('cms', '-verify', '-binary', ...files, '-CAfile', 'roots', '-no-CApath', ...demands);
}

interface Case {
  readonly name: string;
  readonly signer: string;
  readonly bag?: readonly string[];
  readonly roots?: readonly string[];
  readonly state: Judgement['state'];
  readonly detail?: string;
  /** Where openssl is known to judge otherwise. */
  readonly openssl?: boolean;
}

const cases: Case[] = [
  { name: 'issued by the root', signer: 'leaf', state: 'trusted' },
  { name: 'the root among others', signer: 'leaf', roots: ['stranger', 'root'], state: 'trusted' },
  { name: 'through an intermediate', signer: 'below', bag: ['middle'], state: 'trusted' },
  { name: 'the intermediate among many', signer: 'below', bag: ['old', 'leaf', 'middle'], state: 'trusted' },
  { name: 'an EC key on P-384', signer: 'p384', state: 'trusted' },
  { name: 'an Ed25519 signer', signer: 'ed', state: 'trusted' },
  { name: 'RSA-PSS with SHA-256 on the certificate', signer: 'pss', state: 'trusted' },
  { name: 'a root with SHA-1 on itself', signer: 'of-old-root', roots: ['old-root'], state: 'trusted' },
  {
    name: 'an expired intermediate beside its renewed twin',
    signer: 'below',
    bag: ['expired', 'middle'],
    state: 'trusted',
  },
  { name: 'eight certificates', signer: 'deep6', bag: ['deep'], state: 'trusted' },
  {
    name: 'nine certificates',
    signer: 'deep7',
    bag: ['deep'],
    state: 'untrusted',
    detail: 'leads to none',
    openssl: true,
  },
  { name: 'another root', signer: 'leaf', roots: ['stranger'], state: 'untrusted', detail: 'leads to none' },
  {
    name: 'another root of the same name',
    signer: 'leaf',
    roots: ['twin'],
    state: 'untrusted',
    detail: 'leads to none',
  },
  {
    name: 'a root in the file only',
    signer: 'leaf',
    bag: ['root'],
    roots: ['stranger'],
    state: 'untrusted',
    detail: 'leads to none',
  },
  { name: 'a self-signed signer', signer: 'self', state: 'untrusted', detail: 'leads to none' },
  { name: 'no intermediate', signer: 'below', state: 'untrusted', detail: 'leads to none' },
  {
    name: 'an intermediate that is no authority',
    signer: 'below-leaf',
    bag: ['not-ca'],
    state: 'untrusted',
    detail: 'no certification authority',
  },
  {
    name: 'an intermediate that may not issue authorities',
    signer: 'below-sub',
    bag: ['sub', 'short'],
    state: 'untrusted',
    detail: 'fewer certificates',
  },
  {
    name: 'a signer’s certificate not for signatures',
    signer: 'cipher-only',
    state: 'untrusted',
    detail: 'not meant for signatures',
    openssl: true,
  },
  {
    name: 'a critical extension nobody knows',
    signer: 'odd',
    state: 'untrusted',
    detail: 'critical extension',
  },
  {
    name: 'names limited by the intermediate',
    signer: 'named',
    bag: ['names'],
    state: 'untrusted',
    detail: 'limits the names',
    openssl: true,
  },
  {
    name: 'an expired intermediate',
    signer: 'below-expired',
    bag: ['expired-only'],
    state: 'expired',
    detail: 'above the signer’s is valid from',
  },
  { name: 'an expired signer', signer: 'short-lived', state: 'expired', detail: 'the signer’s certificate' },
  {
    name: 'an expired root',
    signer: 'of-expired-root',
    roots: ['expired-root'],
    state: 'expired',
    detail: 'the trusted root is',
  },
  { name: 'SHA-1 on the certificate', signer: 'sha1', state: 'weak', detail: 'under SHA-256' },
  {
    name: 'SHA-1 on an intermediate',
    signer: 'below-sha1',
    bag: ['sha1-middle'],
    state: 'weak',
    detail: 'above the signer’s is signed',
  },
  { name: 'a key of 1,024 bits', signer: 'small', state: 'weak', detail: 'a key under' },
  { name: 'an EC key under P-256', signer: 'p192', state: 'weak', detail: 'a key under' },
];

/** Everything that the cases name. */
function makeCertificates(): void {
  const ca = (issuer?: string, ...more: string[]) => ({
    ...(issuer === undefined ? {} : { issuer }),
    extensions: [...authority, ...more],
  });
  const leaf = (issuer: string, ...more: string[]) => ({ issuer, extensions: [...signing, ...more] });
  shop.certificate('root', { ...ca(), key: ['rsa:2048'], subject: 'Synthetic Root' });
  shop.certificate('stranger', ca());
  shop.certificate('twin', { ...ca(), subject: 'Synthetic Root' });
  shop.certificate('leaf', leaf('root', 'extendedKeyUsage=emailProtection'));
  shop.certificate('middle', { ...ca('root'), subject: 'middle' });
  shop.certificate('below', leaf('middle'));
  // The same key and name as `middle`, for one day only.
  shop.issue('expired', 'middle', { issuer: 'root', days: 1 });
  shop.certificate('old', { ...ca('root'), days: 1 });
  shop.certificate('expired-only', { ...ca('root'), days: 1 });
  shop.certificate('below-expired', leaf('expired-only'));
  shop.certificate('short-lived', { ...leaf('root'), days: 1 });
  shop.certificate('expired-root', { ...ca(), days: 1 });
  shop.certificate('of-expired-root', leaf('expired-root'));
  shop.certificate('old-root', { ...ca(), digest: 'sha1' });
  shop.certificate('of-old-root', leaf('old-root'));
  shop.certificate('not-ca', { issuer: 'root', extensions: ['basicConstraints=CA:FALSE'] });
  shop.certificate('below-leaf', leaf('not-ca'));
  shop.certificate('short', {
    issuer: 'root',
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'],
  });
  shop.certificate('sub', ca('short'));
  shop.certificate('below-sub', leaf('sub'));
  shop.certificate('cipher-only', { issuer: 'root', extensions: ['keyUsage=critical,keyEncipherment'] });
  shop.certificate('odd', leaf('root', '1.3.6.1.4.1.55555.1=critical,ASN1:NULL'));
  shop.certificate('apple', leaf('root', '1.2.840.113635.100.6.1.13=critical,ASN1:NULL'));
  shop.certificate('names', ca('root', 'nameConstraints=critical,permitted;email:example.org'));
  shop.certificate('named', leaf('names'));
  shop.certificate('sha1', { ...leaf('root'), digest: 'sha1' });
  shop.certificate('sha1-middle', { ...ca('root'), digest: 'sha1' });
  shop.certificate('below-sha1', leaf('sha1-middle'));
  shop.certificate('small', { ...leaf('root'), key: ['rsa:1024'] });
  shop.certificate('p192', { ...leaf('root'), key: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime192v1'] });
  shop.certificate('p384', { ...leaf('root'), key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'] });
  shop.certificate('ed', { ...leaf('root'), key: ['ed25519'] });
  shop.certificate('self', { extensions: signing });
  shop.certificate('server', leaf('root', 'extendedKeyUsage=serverAuth'));
  const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'];
  shop.issue('pss', 'leaf', { issuer: 'root' }, ...pss);
  shop.write('pss.key', shop.bytes('leaf.key'));
  for (let level = 0; level < 7; level += 1)
    shop.certificate(`step${level}`, ca(level === 0 ? 'root' : `step${level - 1}`));
  shop.certificate('deep6', leaf('step5'));
  shop.certificate('deep7', leaf('step6'));
  shop.write('deep.pem', [0, 1, 2, 3, 4, 5, 6].map((level) => shop.text(`step${level}.pem`)).join(''));
}

describe.skipIf(!hasOpenssl)('a signer’s certificate', () => {
  beforeAll(makeCertificates, 60_000);

  it.each(cases)('$name: $state', ({ signer, bag = [], roots = ['root'], state, detail = '', openssl }) => {
    const bytes = shop.sign(content, [signer], bag, '-md', signer === 'ed' ? 'sha512' : 'sha256');
    if (bytes === undefined) return; // an openssl that does not make what is weak
    const [judgement] = judge(bytes, roots);
    expect(judgement).toMatchObject({ state });
    if (judgement?.state !== 'trusted') expect(judgement?.detail).toContain(detail);
    expect(opensslTrusts(bytes, roots)).toBe(openssl ?? state === 'trusted');
  });

  it('is named with its root, and says whether its purpose is to sign', () => {
    const bytes = (signer: string) => shop.sign(content, [signer], []) ?? new Uint8Array();
    const root = 'Synthetic Root';
    expect(judge(bytes('leaf'), ['root'])).toEqual([{ state: 'trusted', root, isForSigning: true }]);
    expect(judge(bytes('server'), ['root'])).toEqual([{ state: 'trusted', root, isForSigning: false }]);
    expect(judge(bytes('p384'), ['root'])).toEqual([{ state: 'trusted', root, isForSigning: true }]);
  });

  it('may carry the markers of Apple’s own authorities', () => {
    expect(judge(shop.sign(content, ['apple'], []) ?? content, ['root'])).toMatchObject([
      { state: 'trusted' },
    ]);
  });

  it('is trusted by itself when the operator names it', () => {
    const bytes = shop.sign(content, ['self'], []) ?? content;
    expect(judge(bytes, ['self'])).toMatchObject([{ state: 'trusted', root: 'self' }]);
    expect(opensslTrusts(bytes, ['self'], '-partial_chain')).toBe(true);
  });

  it('is judged apart from the other signers', () => {
    const bytes = shop.sign(content, ['leaf', 'self'], []) ?? content;
    expect(
      judge(bytes, ['root'])
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['trusted', 'untrusted']);
    expect(opensslTrusts(bytes, ['root'])).toBe(false);
  });

  it('is judged by the clock that is given, to the second', () => {
    const bytes = shop.sign(content, ['leaf'], []) ?? content;
    const { certificates } = openSigned(bytes);
    const made = Date.now();
    expect(certificates).toHaveLength(1);
    const at = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
    expect(judge(bytes, ['root'], at(made - 86_400_000))).toMatchObject([{ state: 'expired' }]);
    expect(judge(bytes, ['root'], at(made + 3649 * 86_400_000))).toMatchObject([{ state: 'trusted' }]);
    expect(judge(bytes, ['root'], at(made + 3651 * 86_400_000))).toMatchObject([{ state: 'expired' }]);
  });

  it('is what its bytes are, not a certificate in PEM that lies inside them', () => {
    const pem = shop.text('leaf.pem');
    const bytes = concat([0x30, 0x82], [pem.length >> 8, pem.length & 0xff], utf8(pem));
    const roots = [shop.text('root.pem')];
    expect(judgeSigner({ certificate: bytes, others: [] }, roots, asOf)).toEqual({
      state: 'untrusted',
      detail: 'the signer’s certificate cannot be used',
    });
  });

  it('costs no more for many certificates of one name that all vouch for each other', () => {
    shop.certificate('loop', { extensions: authority });
    const bag = Array.from({ length: 20 }, (_, index) => {
      const name = `loop${index}`;
      shop.issue(name, 'loop', { issuer: 'loop' });
      return name;
    });
    shop.certificate('of-loop', { issuer: 'loop', extensions: signing });
    const bytes = shop.sign(content, ['of-loop'], bag) ?? content;
    const started = performance.now();
    expect(judge(bytes, ['root'])).toMatchObject([{ state: 'untrusted' }]);
    expect(performance.now() - started).toBeLessThan(2000);
  }, 60_000);
});

const corpus = process.env['PASSMUSTER_CORPUS'];
describe.skipIf(corpus === undefined)('generated profiles', () => {
  const generated = `${corpus}/apple/generated`;
  it.each([
    ['signed-der-rsa', 'trusted'],
    ['signed-der-ec', 'trusted'],
    ['signed-expired-signer', 'expired'],
    ['signed-future-signer', 'expired'],
  ])('%s is %s under the test root', (name, state) => {
    const bytes = new Uint8Array(readFileSync(`${generated}/packaging/${name}.mobileconfig`));
    const { signerCertificates, certificates } = openSigned(bytes);
    const roots = [readFileSync(`${generated}/keys/test-root.pem`, 'utf8')];
    const [certificate = new Uint8Array()] = signerCertificates;
    const judged = (when: string) =>
      judgeSigner({ certificate, others: certificates }, roots, `${when}T23:59:59Z`);
    expect(judged('2026-11-20').state).toBe(state);
    expect(judgeSigner({ certificate, others: certificates }, [], '2026-11-20T23:59:59Z').state).toBe(
      'untrusted',
    );
  });
});
