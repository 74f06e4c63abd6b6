/** The flags of evidence packs, and the files behind them: read before the audit, packed after it. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import type { Report } from '../model/report.ts';
import type { PackMaterial, Supplied } from '../pack/build.ts';
import type { PackRun, SuppliedRole } from '../pack/manifest.ts';
import { builtInIds, findProfileFiles, type ProfileFiles } from '../profiles/find.ts';
import { keyFingerprint } from '../read/pseudonyms.ts';
import { evidenceOf, filesNamed, loadFrom } from './attestations.ts';
import { credentialsOf } from './credentials.ts';
import { identityOf } from './identity.ts';
import { type Output, packFormat, type Packing } from './output.ts';
import { parametersOf } from './parameters.ts';

export const packFlags = {
  'sign-key': Flags.string({
    env: 'PASSMUSTER_SIGN_KEY',
    helpValue: 'FILE',
    description:
      'Ed25519 private key (PEM) that signs evidence packs; make one: openssl genpkey -algorithm ed25519 -out FILE',
  }),
};

/** Of `audit` alone. */
export const packInputsFlag = Flags.boolean({
  env: 'PASSMUSTER_PACK_INPUTS',
  exclusive: ['pseudonymise', 'public'],
  description: 'put the inputs themselves into evidence packs, with all the personal data in them',
});

/** The flags of `audit` that decide what comes out. */
interface Given {
  readonly 'sign-key'?: string | undefined;
  readonly profile?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly 'params-file'?: string | undefined;
  readonly 'fail-on': PackRun['gate']['failOn'];
  readonly 'gate-advisory'?: boolean;
  readonly 'min-score'?: number | undefined;
  readonly 'min-coverage'?: number | undefined;
  readonly 'expected-devices'?: number | undefined;
  readonly 'stale-after': number;
  readonly together?: boolean;
  readonly apps?: readonly string[] | undefined;
  readonly mapping?: readonly string[] | undefined;
  readonly attestations?: readonly string[] | undefined;
  readonly evidence?: readonly string[] | undefined;
  readonly waivers?: readonly string[] | undefined;
  readonly 'waivers-expiring-within'?: number;
  readonly gates?: string | undefined;
  readonly 'id-map'?: string | undefined;
  readonly 'key-file'?: string | undefined;
  readonly pseudonymise?: boolean;
  readonly 'trust-root'?: readonly string[] | undefined;
  readonly 'decrypt-key'?: readonly string[] | undefined;
  readonly 'pack-inputs'?: boolean;
  readonly 'profile-release'?: string | undefined;
  readonly shard?: string | undefined;
}

interface Run {
  readonly outputs: readonly Output[];
  readonly paths: readonly string[];
  readonly asOf: string;
}

const isAsked = (outputs: readonly Output[]): boolean => outputs.some(({ format }) => format === packFormat);

/**
 * @returns undefined when no pack is asked for
 * @throws PassmusterError usage for a key that is none, path-unreadable
 */
export async function packingOf(flags: Given, { outputs, paths, asOf }: Run): Promise<Packing | undefined> {
  const key = await signKeyOf(flags['sign-key'], outputs);
  const level = flags['profile-release'];
  if (flags['pack-inputs'] === true && level !== undefined && level !== 'full')
    throw new PassmusterError(
      'usage',
      `--pack-inputs puts everything back that --profile-release ${level} withholds.`,
    );
  if (!isAsked(outputs)) return undefined;
  if (flags.shard !== undefined)
    throw new PassmusterError(
      'usage',
      'A pack holds a whole run; join the parts with "passmuster report merge" and pack what comes out.',
    );
  const parameters = await parametersOf(flags);
  const material: PackMaterial = {
    node: process.version,
    profiles: await findProfileFiles(flags.profile ?? [], parameters),
    run: await runOf(flags, parameters, asOf),
    supplied: await suppliedBy(flags),
    ...(key === undefined ? {} : { key }),
  };
  return async (report) => {
    if (flags['pack-inputs'] !== true) return packed(report, material);
    const { packedInputs } = await import('../pack/inputs.ts');
    return packed(report, { ...material, inputs: await packedInputs(paths, report) });
  };
}

/** Of a saved report: it does not say how the run was set, and of its audit profiles only those of the program are at hand. */
export async function savedPackingOf(
  flags: Pick<Given, 'sign-key'>,
  outputs: readonly Output[],
): Promise<Packing | undefined> {
  const key = await signKeyOf(flags['sign-key'], outputs);
  if (!isAsked(outputs)) return undefined;
  return async (report) => {
    const profiles = await builtInFiles(report);
    return packed(report, {
      node: process.version,
      profiles,
      supplied: [],
      ...(key === undefined ? {} : { key }),
    });
  };
}

async function packed(report: Report, material: PackMaterial): Promise<Uint8Array> {
  const { packOf } = await import('../pack/build.ts');
  return packOf(report, material);
}

/** Those whose files are still the ones that the report names. */
async function builtInFiles({ profiles }: Report): Promise<ProfileFiles[]> {
  const ids = builtInIds();
  const own = profiles.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  const found = await findProfileFiles(own);
  return found.filter(({ profile }) => profiles.some(({ sha256 }) => sha256 === profile.sha256));
}

async function runOf(flags: Given, parameters: PackRun['parameters'], asOf: string): Promise<PackRun> {
  const { 'min-score': minScore, 'min-coverage': minCoverage, 'expected-devices': expectedDevices } = flags;
  const { attestations, evidence, 'waivers-expiring-within': waiversExpiringWithin } = flags;
  const { identityKey, pseudonymise } = await identityOf({
    'key-file': flags['key-file'],
    ...(flags.pseudonymise === undefined ? {} : { pseudonymise: flags.pseudonymise }),
  });
  const shown =
    attestations === undefined
      ? undefined
      : await evidenceOf(evidence, await loadFrom(attestations, { asOf }));
  return {
    parameters,
    gate: {
      failOn: flags['fail-on'],
      gateAdvisory: flags['gate-advisory'] === true,
      ...(minScore === undefined ? {} : { minScore }),
      ...(minCoverage === undefined ? {} : { minCoverage }),
      ...(expectedDevices === undefined ? {} : { expectedDevices }),
    },
    staleAfterDays: flags['stale-after'],
    together: flags.together === true,
    decryptKeys: (await credentialsOf(flags)).keys?.length ?? 0,
    ...(pseudonymise === true && identityKey !== undefined
      ? { pseudonymKey: keyFingerprint(identityKey) }
      : {}),
    ...(shown === undefined ? {} : { evidence: shown }),
    ...(flags.waivers === undefined || waiversExpiringWithin === undefined ? {} : { waiversExpiringWithin }),
  };
}

async function suppliedBy(flags: Given): Promise<Supplied[]> {
  const one = (path: string | undefined) => (path === undefined ? [] : [path]);
  const files: readonly (readonly [SuppliedRole, readonly string[]])[] = [
    ['apps', flags.apps ?? []],
    ['mapping', [...new Set(flags.mapping)]],
    ['attestations', flags.attestations ?? []],
    ['waivers', flags.waivers ?? []],
    ['gates', one(flags.gates)],
    ['id-map', one(flags['id-map'])],
  ];
  const supplied: Supplied[] = [];
  for (const [role, paths] of files)
    if (paths.length > 0)
      for (const { name, bytes } of await filesNamed(paths)) supplied.push({ role, name, bytes });
  const { trust } = await credentialsOf(flags);
  for (const root of trust?.roots ?? [])
    supplied.push({ role: 'trust-root', name: 'root.pem', bytes: Buffer.from(root) });
  return supplied;
}

async function signKeyOf(
  path: string | undefined,
  outputs: readonly Output[],
): Promise<KeyObject | undefined> {
  if (path === undefined) return undefined;
  if (!isAsked(outputs))
    throw new PassmusterError('usage', '--sign-key signs evidence packs; ask for one with -f pack=FILE.');
  const content = await contentOf(path);
  if (/ENCRYPTED/.test(content))
    throw new PassmusterError(
      'usage',
      `The key in ${path} is protected by a passphrase; --sign-key needs it without (openssl pkey -in … -out …).`,
    );
  return ed25519(path, content, createPrivateKey, '--sign-key');
}

/** @throws PassmusterError usage, path-unreadable */
export async function publicKeyOf(path: string | undefined): Promise<KeyObject | undefined> {
  if (path === undefined) return undefined;
  const content = await contentOf(path);
  if (content.includes('PRIVATE KEY'))
    throw new PassmusterError(
      'usage',
      `${path} holds a private key; --public-key takes the public one (openssl pkey -in FILE -pubout).`,
    );
  return ed25519(path, content, createPublicKey, '--public-key');
}

function ed25519(path: string, pem: string, read: (pem: string) => KeyObject, flag: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read(pem);
  } catch {
    throw new PassmusterError('usage', `${flag} needs an Ed25519 key in PEM; ${path} holds none.`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new PassmusterError('usage', `The key in ${path} is no Ed25519 key.`);
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}: ${reasonOf(error)}.`);
  }
}
