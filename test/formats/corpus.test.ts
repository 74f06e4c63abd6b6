/**
 * Generated Apple profiles in every packaging, from a folder outside the repository: the same settings whatever the
 * wrapping, and no secret in any of them. Runs with PASSMUSTER_CORPUS=<folder>; skipped without.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProfileReading, readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { PassmusterError } from '../../src/errors.ts';
import { refusal } from '../support/bytes.ts';

const corpus = process.env['PASSMUSTER_CORPUS'];
const generated = join(corpus ?? '', 'apple', 'generated');
const asOf = '2026-11-20T23:59:59Z';

const bytesOf = (name: string) => new Uint8Array(readFileSync(join(generated, `${name}.mobileconfig`)));
const read = (name: string) => readAppleProfile(bytesOf(name), { input: 'profile', asOf });
const codes = (reading: ProfileReading) => reading.notices.map(({ code }) => code);

/** What is claimed, without lines: the binary form has none. */
function claims(reading: ProfileReading): unknown {
  return reading.observations.map((observation) => {
    const { line: _line, ...evidence } = observation.evidence;
    return { ...observation, evidence };
  });
}

describe.skipIf(corpus === undefined || !existsSync(generated))('generated profiles', () => {
  it('the base profile makes claims', () => {
    const base = read('packaging/base');
    expect(base.observations.length).toBeGreaterThan(10);
    expect(base.observations.every((one) => 'value' in one && (one.evidence.line ?? 0) > 0)).toBe(true);
    expect(codes(base)).toContain('signature-absent');
  });

  const same: [name: string, notice: string][] = [
    ['base.binary', 'signature-absent'],
    ['signed-der-rsa', 'signature-untrusted'],
    ['signed-der-ec', 'signature-untrusted'],
    ['signed-der-rsa-pss', 'signature-untrusted'],
    ['signed-der-sha1', 'signature-weak'],
    ['signed-ber-indefinite', 'signature-untrusted'],
    ['signed-pem-pkcs7', 'text-form'],
    ['signed-pem-cms', 'text-form'],
    ['base64-bare', 'text-form'],
    ['signed-no-attributes', 'signature-untrusted'],
    ['signed-no-certificates', 'signature-unchecked'],
    ['signed-two-signers', 'signature-untrusted'],
    ['signed-expired-signer', 'signature-expired'],
    ['signed-future-signer', 'signature-expired'],
    ['signed-der-binary-inner', 'signature-untrusted'],
    ['signed-nested', 'signature-untrusted'],
    ['signed-trailing-newline', 'signature-untrusted'],
  ];
  it.each(same)('%s says the same as the base, and notes %s', (name, notice) => {
    const reading = read(`packaging/${name}`);
    expect(claims(reading)).toEqual(claims(read('packaging/base')));
    expect(reading.subject).toEqual(read('packaging/base').subject);
    expect(codes(reading)).toContain(notice);
    expect(codes(reading)).not.toContain('signature-invalid');
  });

  it.each(['ncsc.signed-der', 'ncsc.signed-ber'])('%s says the same as its binary twin', (name) => {
    const reading = read(`packaging/${name}`);
    expect(reading.observations.length).toBeGreaterThan(0);
    expect(claims(reading)).toEqual(claims(read('packaging/ncsc.binary')));
  });

  it.each(['signed-tampered-content', 'signed-tampered-signature'])(
    '%s keeps its places and loses its values',
    (name) => {
      const reading = read(`packaging/${name}`);
      expect(codes(reading)).toContain('signature-invalid');
      expect(reading.observations.map(({ setting }) => setting)).toEqual(
        read('packaging/base').observations.map(({ setting }) => setting),
      );
      for (const one of reading.observations) {
        expect(one).toMatchObject({ unknown: 'unreadable' });
        expect(one).not.toHaveProperty('value');
        expect(one.evidence).not.toHaveProperty('value');
      }
    },
  );

  it.each(['encrypted', 'encrypted-3des', 'encrypted-then-signed', 'ncsc.encrypted'])(
    '%s claims nothing but that it is encrypted',
    (name) => {
      const reading = read(`packaging/${name}`);
      expect(codes(reading)).toContain('payload-encrypted');
      expect(reading.observations).toMatchObject([{ setting: '*', unknown: 'encrypted' }]);
    },
  );

  it.each([
    ['signed-detached', 'cms-detached'],
    ['signed-empty-content', 'input-empty'],
    ['signed-truncated', 'asn1-malformed'],
    ['signed-leading-bytes', 'cms-malformed'],
    ['enveloped-whole-file', 'cms-unsupported'],
    ['certificate-not-profile', ''],
    ['binary-truncated', 'bplist-malformed'],
    ['binary-bad-offset', 'bplist-malformed'],
    ['binary-cycle', 'bplist-malformed'],
    ['binary-huge-count', 'bplist-malformed'],
  ])('%s is refused', (name, code) => {
    expect(refusal(() => read(`packaging/${name}`)).code).toContain(code);
  });

  it.each([
    'bare-plist-element',
    'no-prolog-doctype-first',
    'utf8-bom',
    'utf16le-bom',
    'latin1-declared',
    'crlf',
    'comments-and-cdata',
    'html-escaped',
    'integer-with-plus-and-spaces',
  ])('%s is another spelling of a sound document', (name) =>
    expect(read(`xml/${name}`).observations.every((one) => 'value' in one)).toBe(true),
  );

  it.each([
    'trailing-garbage',
    'trailing-nul-bytes',
    'unclosed-dict',
    'truncated',
    'value-without-key',
    'key-without-value',
    'last-key-without-value',
    'hex-integer',
    'integer-not-a-number',
    'real-nan',
    'date-invalid',
    'proto-key',
    'entity-expansion',
    'external-entity',
    'deep-nesting',
    'root-is-array',
    'root-is-string',
    'payloadcontent-is-dict',
    'payloadcontent-missing',
    'empty-file',
    'html-login-page',
    'json-instead',
    'openstep-text',
  ])('%s is refused', (name) => void refusal(() => read(`xml/${name}`)));

  it.each(['duplicate-key', 'boolean-as-string', 'boolean-as-integer'])('%s is ambiguous', (name) => {
    expect(
      read(`xml/${name}`).observations.filter((one) => 'unknown' in one && one.unknown === 'ambiguous'),
    ).not.toEqual([]);
  });
});

/** Every way in which the 26 secrets could show: as text, and as Base64 of the text at each of the three alignments. */
function spellings(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.from('\0'.repeat(shift) + secret).toString('base64');
    // The first and last groups mix with what stands around.
    return text.slice(4, -4);
  });
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...base64];
}

describe.skipIf(corpus === undefined || !existsSync(generated))('secrets of generated profiles', () => {
  const files = ['packaging', 'xml', 'semantics'].flatMap((folder) =>
    existsSync(join(generated, folder))
      ? readdirSync(join(generated, folder)).map((name) => `${folder}/${name.replace('.mobileconfig', '')}`)
      : [],
  );

  it('appear in no reading and no error', () => {
    const secrets = new Set<string>();
    const outputs: string[] = [];
    for (const name of files) {
      const text = Buffer.from(bytesOf(name)).toString('latin1');
      for (const [, packed = ''] of text.matchAll(/<data>([^<]*)<\/data>/g))
        for (const [secret] of Buffer.from(packed, 'base64')
          .toString('latin1')
          .matchAll(/CANARY-[\w-]+/g))
          secrets.add(secret);
      for (const [secret] of text.matchAll(/CANARY-[\w-]+/g)) secrets.add(secret);
      outputs.push(outputOf(name));
    }
    expect(secrets.size).toBe(26);
    const output = outputs.join('\n');
    for (const secret of secrets)
      for (const spelling of spellings(secret)) expect(output.includes(spelling), secret).toBe(false);
    expect(output).not.toMatch(/CANARY/i);
  });
});

function outputOf(name: string): string {
  try {
    return JSON.stringify(read(name));
  } catch (error) {
    if (error instanceof PassmusterError) return `${error.message} ${JSON.stringify(error.place)}`;
    throw error;
  }
}
