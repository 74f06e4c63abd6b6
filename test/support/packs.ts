/** Evidence packs of made-up phones, as `audit -f pack` makes them, and packs of which a file was exchanged. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../../src/audit.ts';
import { attestationsOf } from '../../src/cli/attestations.ts';
import { thresholdsOf } from '../../src/cli/gates.ts';
import { credentialsOf } from '../../src/cli/credentials.ts';
import { handled, shown } from '../../src/cli/handling.ts';
import { identityOf } from '../../src/cli/identity.ts';
import { mappingsOf, sourceIds } from '../../src/cli/mappings.ts';
import { packingOf } from '../../src/cli/pack.ts';
import { parametersOf } from '../../src/cli/parameters.ts';
import { waiversOf } from '../../src/cli/waivers.ts';
import { zipFileParts } from '../../src/io/archive/parts.ts';
import type { Report } from '../../src/model/report.ts';
import {
  type Verification,
  verificationCode,
  verifyPack,
  type VerifyOptions,
} from '../../src/pack/verify.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { zipOf, type ZipPart } from './archive.ts';
import { utf8 } from './bytes.ts';

const asOf = '2026-11-20T23:59:59Z';
const row = (index: number) => ({
  id: `device-${index}`,
  managedDeviceOwnerType: index % 2 === 0 ? 'company' : 'personal',
  operatingSystem: 'iOS',
  osVersion: index % 3 === 0 ? '26.1' : '17.0',
  model: 'iPhone 16',
  serialNumber: `SYNTH0000${index}`,
  lastSyncDateTime: '2026-11-19T00:00:00Z',
  isEncrypted: index % 7 !== 0,
  jailBroken: 'False',
});

export const inventory = JSON.stringify(
  Array.from({ length: 4 }, (_, index) => row(index)),
  null,
  1,
);

const ours = `id: ours
title: Ours
version: '1'
extends: base
parameters:
  least: { type: version, default: '16.0', title: Oldest release }
rules:
  - id: os-release
    title: The system is recent
    severity: high
    setting: os.version
    is: { versionAtLeast: { parameter: least } }
    examples: { pass: [{ os.version: '26.1' }], fail: [{ os.version: '15.0' }] }
`;
const base = `id: base
title: Base
version: '1'
rules:
  - id: encryption
    title: The storage is encrypted
    severity: high
    setting: storage.encrypted
    is: true
    examples: { pass: [{ storage.encrypted: true }], fail: [{ storage.encrypted: false }] }
`;

/** A folder with exports, a profile that extends another one, and whatever a test lays beside them. */
export class PackFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'passmuster-pack-'));

  constructor() {
    this.write('exports/devices.json', inventory);
    this.write('exports/notes.txt', 'nothing that is read');
    this.write('ours.yaml', ours);
    this.write('base.yaml', base);
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** What the command does, in this process. */
  async pack(given: Partial<PackFlags> = {}, name = 'audit.zip'): Promise<Packed> {
    const flags = { profile: [this.at('ours.yaml')], ...settings, ...given };
    const paths = given.paths ?? [this.at('exports')];
    const outputs = [{ format: 'pack', file: name }];
    const identity = await identityOf(flags);
    const packing = await packingOf(flags, { outputs, paths, asOf });
    const profiles = await findProfiles(flags.profile ?? [], await parametersOf(flags));
    const expiringWithin = flags['waivers-expiring-within'] ?? 30;
    const report = await audit({
      paths,
      profiles,
      asOf,
      gate: { failOn: flags['fail-on'], ...(await thresholdsOf(flags.gates, profiles, identity)) },
      version: '0.0.0',
      staleAfterDays: flags['stale-after'],
      together: flags.together,
      ...identity,
      ...(await credentialsOf(flags)),
      ...(await mappingsOf(flags.mapping)),
      ...(await attestationsOf(flags, asOf, identity)),
      ...(await waiversOf(flags.waivers, { asOf, profiles, expiringWithin, identity })),
    });
    const released = shown(handled(report, given, identity), given);
    if (packing === undefined) throw new Error('no pack was asked for');
    const bytes = await packing(released);
    return { bytes, report: released, path: this.write(name, bytes) };
  }

  verify(path: string, options: Partial<VerifyOptions> = {}): Promise<Verified> {
    return verified(path, options);
  }
}

const settings = {
  set: ['least=18.0'],
  'fail-on': 'low' as const,
  'stale-after': 30,
  'waivers-expiring-within': 30,
  together: false,
};

type PackFlags = Parameters<typeof packingOf>[0] &
  Parameters<typeof handled>[1] & { readonly paths: readonly string[] };

interface Packed {
  readonly bytes: Uint8Array;
  readonly report: Report;
  readonly path: string;
}

type Verified = Verification & { readonly code: number; readonly differences: readonly string[] };

export async function verified(path: string, options: Partial<VerifyOptions> = {}): Promise<Verified> {
  const verification = await verifyPack(path, { version: '0.0.0', sourceIds: sourceIds(), ...options });
  const differences = verification.checks
    .filter(({ verdict }) => verdict === 'differs')
    .map(({ text }) => text);
  return { ...verification, code: verificationCode(verification), differences };
}

/** Names and contents, in the order of the names. */
export async function partsOf(path: string): Promise<Map<string, Uint8Array>> {
  const zip = await zipFileParts(path);
  const parts = new Map<string, Uint8Array>();
  for (const name of zip.names) parts.set(name, (await zip.part(name, Infinity)) ?? new Uint8Array());
  await zip.close();
  return parts;
}

export const zipped = (parts: ReadonlyMap<string, Uint8Array>, more: readonly ZipPart[] = []): Uint8Array =>
  zipOf([...[...parts].map(([name, content]) => ({ name, content })), ...more]);

/** One word of a text exchanged for another of the same length. */
export function exchanged(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString();
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return utf8(text.replace(from, to));
}
