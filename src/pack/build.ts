/** An evidence pack: the report with what somebody needs, months later, to see that it came from these bytes under these rules. */
import { createHash, type KeyObject } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { canonicalJson } from '../formats/json-canonical.ts';
import { zipOf } from '../io/archive/zip-write.ts';
import type { Report } from '../model/report.ts';
import type { ProfileFiles } from '../profiles/find.ts';
import {
  type Digest,
  type Manifest,
  manifestName,
  note,
  type PackProfile,
  type PackRun,
  reportName,
  signatureName,
  type SuppliedFile,
  type SuppliedRole,
} from './manifest.ts';
import { keyId, signatureOf } from './sign.ts';

/** A file that the operator named beside the inputs, as it was read. */
export interface Supplied {
  readonly role: SuppliedRole;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PackMaterial {
  readonly node: string;
  /** Those whose files are known. */
  readonly profiles: readonly ProfileFiles[];
  readonly run?: PackRun;
  readonly supplied: readonly Supplied[];
  /** The inputs themselves, by their place in the pack, where they were asked for. */
  readonly inputs?: ReadonlyMap<string, Uint8Array>;
  /** Ed25519, private. */
  readonly key?: KeyObject;
}

/**
 * @param report as it leaves the house: what is withheld of it is withheld in the pack
 * @throws PassmusterError input-changed when a file is another one than the run has read
 */
export function packOf(report: Report, material: PackMaterial): Uint8Array {
  const { node, profiles, run, supplied, inputs = [], key } = material;
  const members = new Map<string, Uint8Array>([[reportName, bytesOf(canonicalJson(report))], ...inputs]);
  // What the rules of a house say, and what was given to it, is no text for everybody.
  const isPublic = report.handling?.rendering === 'public';
  const manifest: Manifest = {
    schema: 'passmuster-pack/1',
    note,
    tool: report.tool,
    node,
    asOf: report.asOf,
    profiles: packedProfiles(report, profiles, members, isPublic),
    ...(run === undefined || isPublic ? {} : { run }),
    supplied: packedSupplied(report, supplied, run, members),
    inputs: report.inputs.map(({ path, status, sha256, bytes }) => ({ path, status, sha256, bytes })),
    members: [...members].map(([path, content]) => ({ path, ...digestOf(content) })).sort(byPath),
    ...(key === undefined ? {} : { signature: { algorithm: 'Ed25519', key: keyId(key) } }),
  };
  const told = bytesOf(canonicalJson(manifest));
  return zipOf({
    [manifestName]: told,
    ...(key === undefined ? {} : { [signatureName]: signatureOf(told, key) }),
    ...Object.fromEntries([...members].sort(([a], [b]) => (a < b ? -1 : 1))),
  });
}

function packedProfiles(
  report: Report,
  files: readonly ProfileFiles[],
  members: Map<string, Uint8Array>,
  isPublic: boolean,
): PackProfile[] {
  const put = (id: string, bytes: Uint8Array, isShown: boolean) => {
    const { sha256 } = digestOf(bytes);
    const plain = `profiles/${id}.yaml`;
    const isFree = !members.has(plain) || digestOf(members.get(plain) ?? bytes).sha256 === sha256;
    const member = isFree ? plain : `profiles/${id}-${sha256.slice(0, 12)}.yaml`;
    if (!isShown) return { id, sha256 };
    members.set(member, bytes);
    return { id, sha256, member };
  };
  return report.profiles.map(({ id, version, sha256 }) => {
    const own = files.find(({ profile }) => profile.id === id);
    if (own === undefined) return { id, version, sha256, bases: [] };
    if (own.profile.sha256 !== sha256) throw changed(`The audit profile ${id}`);
    return {
      ...put(id, own.bytes, !isPublic),
      version,
      bases: [...own.bases].map(([base, bytes]) => put(base, bytes, !isPublic)),
    };
  });
}

/** Files that people wrote about single phones: beside pseudonyms they would say whose those are. */
const naming: readonly SuppliedRole[] = ['attestations', 'id-map', 'waivers'];

function packedSupplied(
  { inputs, handling }: Report,
  supplied: readonly Supplied[],
  run: PackRun | undefined,
  members: Map<string, Uint8Array>,
): SuppliedFile[] {
  const isReduced = handling?.rendering !== undefined;
  return supplied.map(({ role, name, bytes }, index) => {
    const digest = digestOf(bytes);
    const isListed = role === 'attestations' || role === 'waivers' || role === 'gates';
    if (isListed && !isReduced && !inputs.some(({ sha256 }) => sha256 === digest.sha256))
      throw changed(`A file of ${role}`);
    // A list of identifiers is an input in all but name.
    const isWithheld = role === 'id-map' || (naming.includes(role) && run?.pseudonymKey !== undefined);
    if (isReduced || isWithheld) return { role, ...digest, withheld: 'personal-data' };
    const [ending = ''] = /\.[a-z0-9]{1,8}$/i.exec(name) ?? [];
    const member = `supplied/${role}-${index + 1}${ending.toLowerCase()}`;
    members.set(member, bytes);
    return { role, name, ...digest, member };
  });
}

const changed = (what: string): PassmusterError =>
  new PassmusterError('input-changed', `${what} was changed while the audit ran; run it again.`);

export function digestOf(bytes: Uint8Array): Digest {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

/** In pieces: a text as long as the report of a fleet is more than one string may hold. */
function bytesOf(chunks: Iterable<string>): Buffer {
  const parts: Buffer[] = [];
  let text = '';
  for (const chunk of chunks) {
    text += chunk;
    if (text.length < 1024 * 1024) continue;
    parts.push(Buffer.from(text));
    text = '';
  }
  return Buffer.concat([...parts, Buffer.from(text)]);
}
