/** An audit done again from its pack: what is found where, what differs, and what cannot be checked. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { savedPackingOf } from '../../src/cli/pack.ts';
import { identityOf } from '../../src/cli/identity.ts';
import type { Manifest } from '../../src/pack/manifest.ts';
import { openPack } from '../../src/pack/open.ts';
import { findProfileFiles } from '../../src/profiles/find.ts';
import { zipOf } from '../support/archive.ts';
import { utf8 } from '../support/bytes.ts';
import { handset } from '../support/handset.ts';
import { authority, hasOpenssl, Workshop } from '../support/openssl.ts';
import { inventory, PackFolder, partsOf, verified } from '../support/packs.ts';

let folder: PackFolder;
beforeEach(() => {
  folder = new PackFolder();
});
afterEach(() => folder.close());

const waiver = (subjects: string): string => `schema: passmuster-waivers/1
organisation: Example Department
maxLifetime: P6M
waivers:
  - id: w-2026-014
    rules: [os-release]
    scope: { subjects: ${subjects} }
    reason: other
    justification: The phone cannot run a newer system. It is replaced in January.
    owner: { role: Head of estates }
    approvedBy: { role: SIRO }
    approvedAt: 2026-09-01
    until: 2027-01-31
`;

const inputsOf = (): string => folder.at('exports');
const uncheckedOf = ({ checks }: Awaited<ReturnType<typeof verified>>): string =>
  checks
    .filter(({ verdict }) => verdict === 'unchecked')
    .map(({ text }) => text)
    .join(' ');

async function manifestOf(path: string): Promise<Manifest> {
  const text = Buffer.from((await partsOf(path)).get('manifest.json') ?? []).toString();
  return JSON.parse(text) as Manifest;
}

describe('inputs', () => {
  it('are found under another folder, and under other names', async () => {
    const { path } = await folder.pack();
    renameSync(inputsOf(), folder.at('elsewhere'));
    expect((await verified(path, { inputs: folder.at('elsewhere') })).code).toBe(0);
    renameSync(folder.at('elsewhere/devices.json'), folder.at('elsewhere/renamed.json'));
    folder.write('elsewhere/more.json', inventory.replace('26.1', '26.2'));
    expect((await verified(path, { inputs: folder.path })).code).toBe(0);
  });

  it('that changed differ, finding by finding', async () => {
    const { path } = await folder.pack();
    folder.write('exports/devices.json', inventory.replaceAll('"26.1"', '"16.1"'));
    const { code, differences } = await verified(path, { inputs: inputsOf() });
    expect(code).toBe(1);
    expect(differences).toContain('device-0, ours os-release: pass in the pack, fail now');
    expect(differences[0]).toMatch(/devices\.json: sha256 differs$/);
  });

  it('that are gone leave it unchecked, and the others are still compared', async () => {
    const { path } = await folder.pack();
    rmSync(folder.at('exports/devices.json'));
    const gone = await verified(path, { inputs: inputsOf() });
    expect(gone.code).toBe(3);
    expect(uncheckedOf(gone)).toMatch(/1 of 2 inputs were not found: \S*devices\.json\./);
    folder.write('exports/notes.txt', 'other');
    expect((await verified(path, { inputs: inputsOf() })).differences).toEqual([
      expect.stringMatching(/notes\.txt was changed/),
    ]);
  });

  it('that nobody named leave it unchecked', async () => {
    const { path } = await folder.pack();
    const result = await verified(path);
    expect([result.code, uncheckedOf(result)]).toEqual([3, expect.stringContaining('--inputs')]);
  });

  it('in archives and archives in them are one input with what is in them', async () => {
    const inner = zipOf([{ name: 'in/devices.json', content: utf8(inventory) }]);
    rmSync(inputsOf(), { recursive: true });
    folder.write('exports/all.zip', zipOf([{ name: 'inner.zip', content: inner }]));
    const { path, report } = await folder.pack();
    expect(report.inputs.length).toBe(3);
    expect((await verified(path, { inputs: inputsOf() })).code).toBe(0);
  });

  it('that were named and not recognised come out the same', async () => {
    const odd = folder.write('odd.txt', 'nobody reads this');
    const { path } = await folder.pack({ paths: [inputsOf(), odd] });
    expect((await verified(path, { inputs: folder.path })).code).toBe(0);
  });

  it('can lie in the pack, and nowhere else then', async () => {
    const { path } = await folder.pack({ 'pack-inputs': true });
    rmSync(inputsOf(), { recursive: true });
    expect((await verified(path)).code).toBe(0);
    expect([...(await partsOf(path)).keys()].filter((name) => name.startsWith('inputs/')).length).toBe(2);
  });

  it('of a handset, a folder that is one piece of evidence, with what people state', async () => {
    cpSync(join(handset, 'evidence'), folder.at('phones'), { recursive: true });
    const attestations = [folder.write('stated.yaml', readFileSync(join(handset, 'attestations.yaml')))];
    const { path, report } = await folder.pack({
      profile: ['uk-moj-whatsapp'],
      set: [],
      paths: [folder.at('phones')],
      attestations,
    });
    expect(report.findings.some(({ attested }) => attested === true)).toBe(true);
    expect((await partsOf(path)).get('supplied/attestations-1.yaml')).toBeDefined();
    expect((await verified(path, { inputs: folder.at('phones') })).code).toBe(0);
    // The statement is the pack's own: what lies outside does not matter.
    folder.write('stated.yaml', 'gone');
    expect((await verified(path, { inputs: folder.at('phones') })).code).toBe(0);
  });
});

describe('what the operator gave beside the inputs', () => {
  it('comes from the pack: mappings, parameters', async () => {
    folder.write('exports/list.csv', 'asset,kind,release\nA-1,iOS,17.0\n');
    const mapping = [
      folder.write(
        'list.yaml',
        `schema: passmuster-mapping/1
id: our-list
title: Our list
match: { format: csv, keys: [asset, kind, release] }
subject:
  kind: device
  id: { from: asset }
  platform: { from: kind, values: { iOS: ios } }
  osVersion: { from: release }
`,
      ),
    ];
    const { path, report } = await folder.pack({ mapping });
    expect(report.subjects.length).toBe(5);
    expect((await verified(path, { inputs: inputsOf() })).code).toBe(0);
  });

  it('comes from the pack: waivers and gates', async () => {
    const waivers = [folder.write('accepted.yaml', waiver('[device-0, device-1]'))];
    const gates = folder.write('limits.yaml', 'schema: passmuster-gates/1\nmaxFails: { high: 1 }\n');
    const { path, report } = await folder.pack({ waivers, gates });
    expect(report.findings.filter(({ outcome }) => outcome === 'waived').length).toBeGreaterThan(0);
    expect(report.gates.map(({ gate }) => gate)).toContain('maxFails.high 1');
    folder.write('accepted.yaml', 'gone');
    const { code, differences } = await verified(path, { inputs: inputsOf() });
    expect([code, differences]).toEqual([0, []]);
  });

  it('under pseudonyms leaves waivers out, which name devices, and is done again with them', async () => {
    const key = folder.write('names.key', randomBytes(32).toString('hex'));
    const waivers = [folder.write('Anna.yaml', waiver('[device-0, device-1]'))];
    const { path, report } = await folder.pack({ waivers, pseudonymise: true, 'key-file': key });
    expect(report.findings.some(({ outcome }) => outcome === 'waived')).toBe(true);
    for (const content of (await partsOf(path)).values())
      for (const hidden of ['Anna', 'device-1"', 'device-1]'])
        expect(Buffer.from(content).toString()).not.toContain(hidden);
    const { identityKey = '' } = await identityOf({ 'key-file': key });
    expect(uncheckedOf(await verified(path, { inputs: inputsOf(), identityKey }))).toContain('waivers');
    copyFileSync(folder.at('Anna.yaml'), folder.at('exports/other name.yaml'));
    const { code, differences } = await verified(path, { inputs: inputsOf(), identityKey });
    expect([code, differences]).toEqual([0, []]);
  });

  it('is a whole run: a part of a fleet is not packed', async () => {
    await expect(folder.pack({ shard: '1/2' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('was changed while the audit ran: no pack is made', async () => {
    const attestations = [folder.write('stated.yaml', readFileSync(join(handset, 'attestations.yaml')))];
    const { report } = await folder.pack({ attestations });
    folder.write('stated.yaml', `${readFileSync(join(handset, 'attestations.yaml'), 'utf8')}\n`);
    const { packOf } = await import('../../src/pack/build.ts');
    const bytes = new Uint8Array(readFileSync(folder.at('stated.yaml')));
    const supplied = [{ role: 'attestations' as const, name: 'stated.yaml', bytes }];
    expect(() => packOf(report, { node: 'v0', profiles: [], supplied })).toThrow(
      expect.objectContaining({ code: 'input-changed' }),
    );
  });

  it('is not in the pack when it would lead pseudonyms back, and is found by its digest', async () => {
    const key = folder.write('names.key', randomBytes(32).toString('hex'));
    const idMap = folder.write('ids.csv', 'serial,intune\nSYNTH00001,device-1\n');
    const flags = { pseudonymise: true, 'key-file': key, 'id-map': idMap };
    const { path, report } = await folder.pack(flags);
    const { supplied, run } = await manifestOf(path);
    expect(supplied).toEqual([expect.objectContaining({ role: 'id-map', withheld: 'personal-data' })]);
    expect(run?.pseudonymKey).toMatch(/^[0-9a-f]{16}$/);
    expect(report.subjects.every(({ id }) => /^device-[0-9a-f]{12}$/.test(id))).toBe(true);
    const { identityKey } = await identityOf({ 'key-file': key });
    if (identityKey === undefined) throw new Error('no key');
    expect(uncheckedOf(await verified(path, { inputs: inputsOf(), identityKey }))).toContain('id-map');
    copyFileSync(idMap, folder.at('exports/ids.csv'));
    expect((await verified(path, { inputs: inputsOf(), identityKey })).code).toBe(0);
    expect(uncheckedOf(await verified(path, { inputs: inputsOf() }))).toContain('--key-file');
    await expect(verified(path, { inputs: inputsOf(), identityKey: 'another' })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it.skipIf(!hasOpenssl)('certificates are in the pack, keys are not', async () => {
    const shop = new Workshop();
    shop.certificate('root', { extensions: authority });
    shop.run('genrsa', '-out', 'device.key', '2048');
    const { path } = await folder.pack({
      'trust-root': [shop.at('root.pem')],
      'decrypt-key': [shop.at('device.key')],
    });
    const parts = await partsOf(path);
    expect(Buffer.from(parts.get('supplied/trust-root-1.pem') ?? []).toString()).toContain('CERTIFICATE');
    for (const content of parts.values()) expect(Buffer.from(content).toString()).not.toContain('PRIVATE');
    const without = await verified(path, { inputs: inputsOf() });
    expect([without.code, uncheckedOf(without)]).toEqual([3, expect.stringContaining('--decrypt-key')]);
    const keys = [{ key: shop.text('device.key') }];
    expect((await verified(path, { inputs: inputsOf(), keys })).code).toBe(0);
    shop.close();
  });
});

describe('a pack of a saved report', () => {
  it('holds the profiles of the program whose files are still the same', async () => {
    const { report } = await folder.pack({ profile: ['uk-ncsc-ios'], set: [] });
    const packing = await savedPackingOf({}, [{ format: 'pack', file: 'x' }]);
    const path = folder.write('saved.zip', (await packing?.(report)) ?? '');
    expect([...(await partsOf(path)).keys()]).toContain('profiles/uk-ncsc-ios.yaml');
    const result = await verified(path, { inputs: inputsOf() });
    expect([result.code, uncheckedOf(result)]).toEqual([3, expect.stringContaining('a saved report')]);
    expect(result.checks).toContainEqual(expect.objectContaining({ part: 'inputs', verdict: 'holds' }));
    const other = { ...report, profiles: report.profiles.map((one) => ({ ...one, sha256: '0'.repeat(64) })) };
    const without = folder.write('other.zip', (await packing?.(other)) ?? '');
    expect([...(await partsOf(without)).keys()]).toEqual(['manifest.json', 'report.json']);
  });
});

it('what an earlier run knows is taken as told', async () => {
  const { report } = await folder.pack();
  const told = {
    ...report,
    findings: report.findings.map((one) => ({ ...one, failingSince: '2026-01-01T00:00:00Z' })),
    gates: [...report.gates, { gate: '--fail-on-new', met: true, detail: 'none', exitCode: 1 as const }],
    history: { run: 2, series: 'default', hash: '0'.repeat(64), vanished: [], appeared: [], trend: [] },
  };
  const { manifest } = await openPack(folder.at('audit.zip'));
  const { packOf } = await import('../../src/pack/build.ts');
  const profiles = await findProfileFiles([folder.at('ours.yaml')], manifest.run?.parameters);
  const run = manifest.run;
  if (run === undefined) throw new Error('the pack does not say how the run was set');
  const path = folder.write('told.zip', packOf(told, { node: 'v0', profiles, run, supplied: [] }));
  const { code, differences, checks } = await verified(path, { inputs: inputsOf() });
  expect([code, differences]).toEqual([0, []]);
  expect(checks).toContainEqual(expect.objectContaining({ verdict: 'note', part: 'audit' }));
});

describe('another version of the program', () => {
  it('is named beside what differs', async () => {
    const { path } = await folder.pack();
    const { code, checks } = await verified(path, { inputs: inputsOf(), version: '9.9.9' });
    expect(code).toBe(0);
    expect(checks).toContainEqual(
      expect.objectContaining({ verdict: 'note', text: expect.stringContaining('9.9.9') }),
    );
  });
});

it('names no folder of the machine but those that the report names', async () => {
  mkdirSync(folder.at('deep'));
  const { path } = await folder.pack({ paths: [inputsOf()] });
  const text = Buffer.from((await partsOf(path)).get('manifest.json') ?? []).toString();
  expect(text.split(basename(folder.path)).length - 1).toBe(2);
});
