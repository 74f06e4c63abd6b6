/** An evidence pack holds together: what it is made of, that nothing of it can be exchanged, and what it leaves out. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PassmusterError } from '../../src/errors.ts';
import { canonicalText } from '../../src/formats/json-canonical.ts';
import type { Manifest } from '../../src/pack/manifest.ts';
import { openPack } from '../../src/pack/open.ts';
import { packSchema } from '../../src/pack/schema.ts';
import { signatureOf } from '../../src/pack/sign.ts';
import { zipOf } from '../support/archive.ts';
import { utf8 } from '../support/bytes.ts';
import { hasOpenssl, Workshop } from '../support/openssl.ts';
import { exchanged, PackFolder, partsOf, zipped } from '../support/packs.ts';

const folder = new PackFolder();
afterAll(() => folder.close());

const pem = { type: 'pkcs8', format: 'pem' } as const;
const pair = () => generateKeyPairSync('ed25519');
const [mine, other] = [pair(), pair()];
const signKey = folder.write('sign.pem', mine.privateKey.export(pem));
const publicKey = mine.publicKey;
const inputs = folder.at('exports');

let signed: string;
let parts: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  ({ path: signed } = await folder.pack({ 'sign-key': signKey }, 'signed.zip'));
  parts = await partsOf(signed);
});

const text = (name: string): string => Buffer.from(parts.get(name) ?? []).toString();
const manifest = (): Manifest => JSON.parse(text('manifest.json')) as Manifest;

/** The pack with some files others; undefined: gone. */
function changed(changes: Readonly<Record<string, Uint8Array | undefined>>, name = 'changed.zip'): string {
  const next = new Map(parts);
  for (const [part, content] of Object.entries(changes))
    if (content === undefined) next.delete(part);
    else next.set(part, content);
  return folder.write(name, zipped(next));
}

/** Files exchanged together with their digests: what somebody would do who wants it to look right. */
function resealed(
  changes: Readonly<Record<string, Uint8Array>>,
  edit = (told: Manifest) => told,
): Uint8Array {
  const told = manifest();
  const members = told.members.map((one) => {
    const content = changes[one.path];
    if (content === undefined) return one;
    return { ...one, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
  });
  return utf8(canonicalText(edit({ ...told, members })));
}

describe('a pack', () => {
  it('is the same bytes for the same inputs and clock', async () => {
    const again = await folder.pack({ 'sign-key': signKey }, 'again.zip');
    expect(Buffer.from(again.bytes).equals(readFileSync(signed))).toBe(true);
  });

  it('holds the report, the profiles with those they extend, and digests of all inputs', () => {
    expect([...parts.keys()]).toEqual([
      'manifest.json',
      'manifest.sig',
      'profiles/base.yaml',
      'profiles/ours.yaml',
      'report.json',
    ]);
    const { inputs: listed, members, profiles, run, tool, node } = manifest();
    expect(listed.map(({ path }) => path.split('/').at(-1))).toEqual(['devices.json', 'notes.txt']);
    expect(listed.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    expect(members.map(({ path }) => path)).toEqual([...parts.keys()].slice(2));
    expect(profiles).toMatchObject([{ id: 'ours', member: 'profiles/ours.yaml', bases: [{ id: 'base' }] }]);
    expect(run).toMatchObject({ parameters: { least: '18.0' }, gate: { failOn: 'low' }, decryptKeys: 0 });
    expect([tool.version, node]).toEqual(['0.0.0', process.version]);
    for (const name of parts.keys()) expect(text(name)).not.toContain('SYNTH00001');
  });

  it('has a manifest of the schema and canonical texts', () => {
    const isManifest = new Ajv2020({ strict: true }).compile(packSchema);
    expect([isManifest(manifest()), isManifest.errors]).toEqual([true, null]);
    for (const name of ['manifest.json', 'report.json'])
      expect(canonicalText(JSON.parse(text(name)))).toBe(text(name));
  });

  it('holds, with the inputs and the key', async () => {
    const { code, checks } = await folder.verify(signed, { inputs, publicKey });
    expect(checks.map(({ part, verdict }) => [part, verdict])).toEqual([
      ['pack', 'holds'],
      ['signature', 'holds'],
      ['audit', 'holds'],
    ]);
    expect(code).toBe(0);
  });

  it.skipIf(!hasOpenssl)('has a signature that openssl takes', () => {
    const shop = new Workshop();
    shop.write('pub.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    shop.write('m', parts.get('manifest.json') ?? '');
    shop.write('s', parts.get('manifest.sig') ?? '');
    const check = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'pub.pem',
      '-rawin',
      '-in',
      'm',
      '-sigfile',
      's',
    ];
    expect(shop.run(...check)).toBe(true);
    shop.write('m', exchanged(parts.get('manifest.json') ?? utf8(''), 'passmuster', 'Passmuster'));
    expect(shop.run(...check)).toBe(false);
    shop.close();
  });
});

describe('what was changed shows', () => {
  it.each(['profiles/base.yaml', 'profiles/ours.yaml', 'report.json', 'manifest.sig'])(
    'in %s',
    async (name) => {
      const content = Uint8Array.from(parts.get(name) ?? []);
      content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
      const { code, differences } = await folder.verify(changed({ [name]: content }), { inputs, publicKey });
      expect(code).toBe(1);
      expect(differences.join(' ')).toContain(name === 'manifest.sig' ? 'signature' : name);
    },
  );

  it.each(['profiles/base.yaml', 'report.json', 'manifest.sig'])('when %s is gone', async (name) => {
    const { code } = await folder.verify(changed({ [name]: undefined }), { inputs, publicKey });
    expect(code).toBe(1);
  });

  it('when a file was added', async () => {
    const { code, differences } = await folder.verify(changed({ 'profiles/more.yaml': utf8('id: more') }), {
      inputs,
      publicKey,
    });
    expect([code, differences]).toEqual([1, ['profiles/more.yaml is not in the manifest.']]);
  });

  it('in the manifest, whatever is changed in it', async () => {
    const told = text('manifest.json');
    for (const [from, to] of [
      [/"asOf":"2026/, '"asOf":"2025'],
      [/"failOn":"low"/, '"failOn":"none"'],
      [/"sha256":"\w/, '"sha256":"0'],
      [/"members":/, '"members": '],
      [/"version":"0.0.0"/, '"version":"9.9.9"'],
    ] as const) {
      const next = told.replace(from, to);
      expect(next).not.toBe(told);
      const { code } = await folder.verify(changed({ 'manifest.json': utf8(next) }), { inputs, publicKey });
      expect([from, code]).toEqual([from, 1]);
    }
  });

  it('by the signature, when the digests were made to fit', async () => {
    const report = exchanged(parts.get('report.json') ?? utf8(''), '"outcome":"fail"', '"outcome":"pass"');
    const path = changed({ 'report.json': report, 'manifest.json': resealed({ 'report.json': report }) });
    const { code, differences } = await folder.verify(path, { publicKey });
    expect(code).toBe(1);
    expect(differences).toEqual([expect.stringContaining('The signature is not one of the key')]);
  });

  it('by the audit done again, when nobody signed', async () => {
    const { path } = await folder.pack({}, 'unsigned.zip');
    const own = await partsOf(path);
    const report = exchanged(own.get('report.json') ?? utf8(''), '"outcome":"fail"', '"outcome":"pass"');
    const told = resealed({ 'report.json': report }, ({ signature: _signature, ...rest }) => rest);
    own.set('report.json', report).set('manifest.json', told);
    const { code, differences } = await folder.verify(folder.write('forged.zip', zipped(own)), { inputs });
    expect(code).toBe(1);
    expect(differences).toEqual([expect.stringMatching(/^device-\d, ours \S+: pass in the pack, fail now$/)]);
  });

  it('when a laxer profile lies in the pack than the report names', async () => {
    const lax = exchanged(parts.get('profiles/ours.yaml') ?? utf8(''), "'16.0'", "'11.0'");
    const told = resealed({ 'profiles/ours.yaml': lax });
    const path = changed({ 'profiles/ours.yaml': lax, 'manifest.json': told });
    const { code, differences } = await folder.verify(path, { inputs });
    expect(code).toBe(1);
    expect(differences).toContain('profiles/ours.yaml is not the file that the manifest speaks of.');
  });

  it('when a signature is asked for and there is none, or that of another', async () => {
    const { path } = await folder.pack({}, 'unsigned.zip');
    expect((await folder.verify(path, { inputs, publicKey })).code).toBe(1);
    expect((await folder.verify(path, { inputs })).code).toBe(0);
    expect((await folder.verify(signed, { inputs, publicKey: other.publicKey })).code).toBe(1);
    const forged = changed({
      'manifest.sig': signatureOf(parts.get('manifest.json') ?? utf8(''), other.privateKey),
    });
    expect((await folder.verify(forged, { inputs, publicKey })).code).toBe(1);
  });

  it('by any byte of the file, unless every content is still the same', async () => {
    const whole = readFileSync(signed);
    const told = await openPack(signed);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        writeFileSync(folder.at('flipped.zip'), bytes);
        const opened = await openPack(folder.at('flipped.zip')).catch((error: unknown) => error);
        if (opened instanceof PassmusterError) expect(opened.code).toBe('pack-invalid');
        else if (opened instanceof Error) throw opened;
        else if ((opened as typeof told).problems.length === 0) expect(opened).toEqual(told);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is no pack is refused', () => {
  const refused = async (bytes: Uint8Array | string): Promise<void> => {
    const path = folder.write('refused.zip', bytes);
    const start = performance.now();
    await expect(folder.verify(path, { inputs })).rejects.toMatchObject({ code: 'pack-invalid' });
    expect(performance.now() - start).toBeLessThan(2000);
  };
  const base = (name: string, content: Uint8Array) => ({ name, content });

  it.each<[string, () => Uint8Array | string]>([
    ['nothing', () => ''],
    ['a text', () => 'no zip'],
    ['a zip of something else', () => zipOf([base('a.txt', utf8('a'))])],
    ['a manifest that is no JSON', () => zipOf([base('manifest.json', utf8('{'))])],
    [
      'a manifest of another shape',
      () => zipOf([base('manifest.json', utf8('{"schema":"passmuster-pack/1"}'))]),
    ],
    [
      'a key that stands twice',
      () =>
        zipped(
          new Map([...parts, ['manifest.json', utf8(text('manifest.json').replace('{', '{"asOf":"x",'))]]),
        ),
    ],
    ['a manifest that nests for ever', () => zipOf([base('manifest.json', utf8('['.repeat(100_000)))])],
    ['a name that leads out', () => zipped(parts, [base('../evil', utf8('x'))])],
    ['a name from the root', () => zipped(parts, [base('/etc/passwd', utf8('x'))])],
    ['entries that overlap', () => zipped(parts, [{ ...base('b', utf8('x')), central: { offset: 0 } }])],
    ['a zip that was cut off', () => readFileSync(signed).subarray(0, -30)],
    ['a manifest that stands twice', () => zipped(parts, [base('manifest.json', utf8('{}'))])],
  ])('%s', async (_name, bytes) => refused(bytes()));

  it('a bomb, before it has unfolded', async () => {
    const bomb = new Uint8Array(64 * 1024 * 1024 + 1);
    await refused(zipOf([base('manifest.json', bomb)]));
    const { code, differences } = await folder
      .verify(folder.write('bomb.zip', zipped(new Map([...parts, ['profiles/ours.yaml', bomb]]))), {
        publicKey,
      })
      .catch(() => ({ code: 2, differences: [] }));
    expect([code, differences]).not.toEqual([0, []]);
  });

  it.each([
    ['a link', { mode: 0o120777 }],
    ['what is encrypted', { flags: 0x801 }],
    ['what is packed by another method', { method: 12 }],
    ['a name twice', {}],
  ])('%s in the place of a member differs', async (_name, fields) => {
    const rest = new Map(parts);
    rest.delete('report.json');
    const entry = { name: 'report.json', content: parts.get('report.json') ?? utf8(''), ...fields };
    const more = Object.keys(fields).length === 0 ? [entry, entry] : [entry];
    const { code } = await folder.verify(folder.write('closed.zip', zipped(rest, more)), { publicKey });
    expect(code).toBe(1);
  });

  it('a folder, and what is not there', async () => {
    for (const path of [folder.path, folder.at('absent.zip')])
      await expect(folder.verify(path)).rejects.toMatchObject({ code: 'path-unreadable' });
  });
});
