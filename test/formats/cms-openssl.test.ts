/** Signed files as openssl makes them: what we call valid, openssl accepts, and the other way round. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { openSigned } from '../../src/formats/cms.ts';
import { concat, flipped, refusal, runs, utf8 } from '../support/bytes.ts';
import { plistXml } from '../support/plist.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'passmuster-cms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });

const content = utf8(plistXml(`<dict><key>a</key><string>${'x'.repeat(9000)}</string></dict>`));

/** Key types by the name of their files. */
const keys: Readonly<Record<string, readonly string[]>> = {
  rsa: ['rsa:2048'],
  ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ed: ['ed25519'],
};

function sign(options: readonly string[], signers: readonly string[]): Uint8Array | undefined {
  const named = signers.flatMap((signer) => ['-signer', `${signer}.pem`, '-inkey', `${signer}.key`]);
  const input = ['-in', 'content', '-outform', 'DER', '-out', 'signed'];
  const made = openssl('cms', '-sign', '-binary', ...input, ...named, ...options);
  return made.status === 0 ? new Uint8Array(readFileSync(at('signed'))) : undefined;
}

function opensslAccepts(bytes: Uint8Array): boolean {
  writeFileSync(at('checked'), bytes);
  return (
    openssl('cms', '-verify', '-noverify', '-binary', '-inform', 'DER', '-in', 'checked', '-out', 'opened')
      .status === 0
  );
}

/** Valid as a whole: opened, and every signer's signature holds. */
function weAccept(bytes: Uint8Array): boolean {
  try {
    return openSigned(bytes).signers.every(({ integrity }) => integrity === 'valid');
  } catch (error) {
    if (error instanceof PassmusterError) return false;
    throw error;
  }
}

const nodetach = '-nodetach';
const pss = ['-keyopt', 'rsa_padding_mode:pss'];
/** Name, options, signers, what is expected. `any`: this openssl may not make it; then both still have to agree. */
const variants: [
  name: string,
  options: readonly string[],
  signers: readonly string[],
  expected: 'valid' | 'refused' | 'unchecked' | 'any',
][] = [
  ['RSA', [nodetach, '-md', 'sha256'], ['rsa'], 'valid'],
  ['RSA with SHA-384', [nodetach, '-md', 'sha384'], ['rsa'], 'valid'],
  ['RSA with SHA-512', [nodetach, '-md', 'sha512'], ['rsa'], 'valid'],
  ['RSA with SHA-1', [nodetach, '-md', 'sha1'], ['rsa'], 'valid'],
  ['RSA in BER with indefinite lengths', [nodetach, '-stream'], ['rsa'], 'valid'],
  ['RSA-PSS', [nodetach, ...pss], ['rsa'], 'valid'],
  ['RSA-PSS with another digest', [nodetach, '-md', 'sha512', ...pss], ['rsa'], 'valid'],
  ['EC P-256', [nodetach], ['ec'], 'valid'],
  ['EC P-384 in BER', [nodetach, '-stream', '-md', 'sha384'], ['p384'], 'valid'],
  ['Ed25519', [nodetach, '-md', 'sha512'], ['ed'], 'any'],
  ['two signers', [nodetach], ['rsa', 'ec'], 'valid'],
  ['without attributes', [nodetach, '-noattr'], ['rsa'], 'valid'],
  ['EC without attributes', [nodetach, '-noattr'], ['ec'], 'valid'],
  ['a signer named by its key', [nodetach, '-keyid'], ['rsa'], 'valid'],
  ['without certificates', [nodetach, '-nocerts'], ['rsa'], 'unchecked'],
  ['MD5, which is not supported', [nodetach, '-md', 'md5'], ['rsa'], 'any'],
  ['detached', [], ['rsa'], 'refused'],
];

describe.skipIf(!hasOpenssl)('files signed by openssl', () => {
  let good: Uint8Array = new Uint8Array();
  beforeAll(() => {
    writeFileSync(at('content'), content);
    for (const [name, newkey] of Object.entries(keys))
      openssl(
        'req',
        '-x509',
        '-nodes',
        '-subj',
        `/CN=Synthetic ${name}`,
        '-days',
        '30',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        '-newkey',
        ...newkey,
      );
    good = sign([nodetach], ['rsa']) ?? new Uint8Array();
  }, 60_000);

  it.each(variants)('%s', (_name, options, signers, expected) => {
    const bytes = sign(options, signers);
    if (bytes === undefined) return expect(expected).toBe('any');
    if (expected === 'refused') return expect(refusal(() => openSigned(bytes)).code).toBe('cms-detached');
    const opened = openSigned(bytes);
    expect(opened.content).toEqual(content);
    expect(opened.signers).toHaveLength(signers.length);
    if (expected === 'any') {
      if (weAccept(bytes)) expect(opensslAccepts(bytes)).toBe(true);
      return;
    }
    expect(new Set(opened.signers.map(({ integrity }) => integrity))).toEqual(new Set([expected]));
    expect(opensslAccepts(bytes)).toBe(expected === 'valid');
    expect(opened.signers.some(({ weak }) => weak)).toBe(options.includes('sha1'));
  });

  it('one changed byte of the content makes every signer invalid', () => {
    for (const variant of [
      good,
      sign([nodetach], ['rsa', 'ec']) ?? good,
      sign([nodetach, '-noattr'], ['ec']) ?? good,
    ]) {
      const start = Buffer.from(variant).indexOf('xxxx');
      const changed = flipped(variant, start + 100);
      expect(openSigned(changed).signers.every(({ integrity }) => integrity === 'invalid')).toBe(true);
      expect(opensslAccepts(changed)).toBe(false);
    }
  });

  it('one changed byte of the signature makes it invalid', () => {
    const changed = flipped(good, good.length - 20);
    expect(openSigned(changed).signers).toMatchObject([{ integrity: 'invalid' }]);
    expect(opensslAccepts(changed)).toBe(false);
  });

  it('a file cut anywhere is refused', () => {
    for (const bytes of [good, sign([nodetach, '-stream'], ['rsa']) ?? good])
      for (let part = 0; part < 50; part += 1) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 50));
        expect(refusal(() => openSigned(cut)).code).toMatch(/^(asn1|cms)-malformed$|^cms-unsupported$/);
      }
    refusal(() => openSigned(good.subarray(0, -1)));
  });

  it('a line end after it is let be, any other byte is refused', () => {
    expect(weAccept(concat(good, utf8('\n')))).toBe(true);
    expect(refusal(() => openSigned(concat(good, [0]))).code).toBe('cms-malformed');
  });

  it('a changed byte anywhere never yields other content as valid, nor an unexpected error', () => {
    const bases = [
      good,
      sign([nodetach, '-stream', '-noattr'], ['ec']) ?? good,
      sign([nodetach, ...pss], ['rsa']) ?? good,
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...bases),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (bytes, place, mask, near) => {
          // Half of the changes fall where the structure is, not in the long content.
          const where = near ? bytes.length - 1 - (place % 1500) : place % bytes.length;
          const damaged = flipped(bytes, where, mask);
          if (weAccept(damaged)) expect(openSigned(damaged).content).toEqual(content);
        },
      ),
      { numRuns: runs * 5 },
    );
  });
});
