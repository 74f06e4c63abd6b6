/** From a pack to the options of the audit that it came from: every file as it was used, by its bytes. */
import { randomBytes } from 'node:crypto';
import { addApps } from '../apps/catalogue.ts';
import type { AuditOptions } from '../audit.ts';
import { PassmusterError } from '../errors.ts';
import type { Profile } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import { loadApps } from '../profiles/apps.ts';
import { loadProfile, requireProfile } from '../profiles/load.ts';
import type { ReadOptions } from '../read/events.ts';
import { keyFingerprint } from '../read/pseudonyms.ts';
import { type PackRun, type SuppliedFile, type SuppliedRole, suppliedRoles } from './manifest.ts';
import type { OpenedPack } from './open.ts';
import { loaders, type NamedFile } from './supplied.ts';

/** What the verifier brings. */
export interface VerifierMaterial {
  readonly version: string;
  /** By which devices were given pseudonyms. */
  readonly identityKey?: string;
  /** For encrypted payloads. */
  readonly keys?: ReadOptions['keys'];
  /** What a mapping may override. */
  readonly sourceIds: readonly string[];
}

/** A file beside the inputs, from the pack or, by its digest, from the verifier's folder. */
export interface HeldFile extends SuppliedFile {
  readonly content?: Uint8Array;
}

/** Why the audit cannot be done again, in sentences; none where it can. */
export function obstacles(
  { manifest, members }: OpenedPack,
  held: readonly HeldFile[],
  { identityKey, keys }: VerifierMaterial,
): string[] {
  const { run, profiles } = manifest;
  if (run === undefined)
    return ['How the run was set is not in the pack: it was made of a saved report, or for the public.'];
  const why: string[] = [];
  for (const { id, member, bases } of profiles.flatMap((one) => [one, ...one.bases.map(asProfile)]))
    if (member === undefined || !members.has(member) || bases === undefined)
      why.push(`The file of the audit profile ${id} is not in the pack.`);
  for (const { role, sha256, content } of held)
    if (content === undefined)
      why.push(`A file of ${role} is not in the pack (SHA-256 ${sha256}); lay it beside the inputs.`);
  if (run.pseudonymKey !== undefined && identityKey === undefined)
    why.push('Devices go by pseudonyms; name the key that made them with --key-file.');
  if (run.decryptKeys > 0 && keys === undefined)
    why.push('Payloads were decrypted; name the key with --decrypt-key.');
  return why;
}

const asProfile = (base: { id: string; sha256: string; member?: string }) => ({ ...base, bases: [] });

/** @throws PassmusterError usage when the key is another one than that of the pseudonyms */
export function checkPseudonymKey(run: PackRun | undefined, identityKey: string | undefined): void {
  const told = run?.pseudonymKey;
  if (told === undefined || identityKey === undefined || keyFingerprint(identityKey) === told) return;
  throw new PassmusterError('usage', 'The pseudonyms of the pack were made with another key.');
}

type Options = Omit<AuditOptions, 'paths' | 'found'>;
type Part = Partial<Options>;

/** To be asked for when there are no obstacles. @throws PassmusterError for files that cannot be loaded */
export async function replayOf(
  pack: OpenedPack,
  report: Report,
  held: readonly HeldFile[],
  { version, identityKey: given, keys, sourceIds }: VerifierMaterial,
): Promise<Options> {
  const { run } = pack.manifest;
  if (run === undefined) throw new Error('the pack does not say how the run was set');
  // Without pseudonyms the key shows nowhere: it only lets records of one phone find each other.
  const identityKey = given ?? randomBytes(32).toString('hex');
  const filesOf = (role: SuppliedRole): NamedFile[] =>
    held.filter((one) => one.role === role).map((one) => namedFile(one, report));
  for (const { name, bytes } of filesOf('apps')) addApps(loadApps(bytes, name)); // profiles and mappings name them
  const profiles = profilesOf(pack, run);
  const context = { identityKey, run, asOf: report.asOf, sourceIds, profiles };
  const parts: Part = {};
  for (const role of suppliedRoles) {
    const files = role === 'apps' ? [] : filesOf(role);
    if (role !== 'apps' && files.length > 0) Object.assign(parts, await loaders[role](files, context));
  }
  return {
    profiles,
    asOf: report.asOf,
    version,
    gate: run.gate,
    staleAfterDays: run.staleAfterDays,
    together: run.together,
    identityKey,
    ...(run.pseudonymKey === undefined ? {} : { pseudonymise: true }),
    ...(keys === undefined ? {} : { keys }),
    ...parts,
  };
}

/** By the name that the report has for it. */
function namedFile({ sha256, name, content }: HeldFile, { inputs }: Report): NamedFile {
  const listed = inputs.find((one) => one.sha256 === sha256)?.path;
  return { name: listed ?? name ?? sha256, bytes: content ?? new Uint8Array() };
}

function profilesOf({ manifest, members }: OpenedPack, { parameters }: PackRun): Profile[] {
  const bytesOf = (member = '') => members.get(member) ?? new Uint8Array();
  return manifest.profiles.map(({ id, member, bases }) => {
    const others = new Map(bases.map((base) => [base.id, bytesOf(base.member)]));
    const profile = requireProfile(`${member}`, loadProfile(bytesOf(member), parameters, others));
    if (profile.id === id) return profile;
    throw new PassmusterError('pack-invalid', `${member} is not the audit profile ${id}.`);
  });
}
