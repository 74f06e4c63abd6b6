/** Finds audit profiles: built-in ones by id, others by file name; and the profiles that they extend or stand for. */
import { dirname, join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import { listPackageFolder, readPackageFile } from '../io/package-files.ts';
import type { Profile } from '../model/profile.ts';
import type { Bases, LoadedProfile } from './load.ts';
import { nearest } from './nearest.ts';
import type { GivenParameters } from './parameters.ts';
import { preparedProfile } from './prepared.ts';

/** Ids of the profiles that come with the program. */
export function builtInIds(): string[] {
  return listPackageFolder('profiles')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
}

/** The bytes of a profile, the name by which messages call it, and where profiles beside it lie. */
export interface ProfileSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Undefined for built-in ones. */
  readonly folder?: string;
}

/** @throws PassmusterError profile-unknown */
export async function profileBytes(idOrFile: string): Promise<ProfileSource> {
  const ids = builtInIds();
  if (ids.includes(idOrFile)) return { name: idOrFile, bytes: readPackageFile(`profiles/${idOrFile}.yaml`) };
  if (!/[./\\]/.test(idOrFile)) {
    const near = nearest(idOrFile, ids);
    const hint =
      near === undefined
        ? `Built-in are ${ids.join(', ')}; a file is named with its folder or ending.`
        : `Did you mean ${near}?`;
    throw new PassmusterError('profile-unknown', `There is no profile ${idOrFile}. ${hint}`);
  }
  const bytes = await fileBytes(idOrFile);
  if (bytes === undefined)
    throw new PassmusterError('profile-unknown', `The profile ${idOrFile} cannot be opened.`);
  return { name: idOrFile, bytes, folder: dirname(idOrFile) };
}

async function fileBytes(path: string): Promise<Uint8Array | undefined> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => undefined);
  return input?.bytes(limits.profileBytes);
}

/** A profile that another one names by its id: built in, or in the same folder under its id. Nothing else is opened for it. */
async function namedBeside(id: string, folder: string | undefined): Promise<ProfileSource | undefined> {
  if (builtInIds().includes(id)) return profileBytes(id);
  if (folder === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return undefined;
  const path = join(folder, `${id}.yaml`);
  const bytes = await fileBytes(path);
  return bytes === undefined ? undefined : { name: path, bytes, folder };
}

/** A chain of tailorings longer than any that a person keeps in mind. */
const longestChain = 8;

/** With what it names. */
export interface NamedProfile extends LoadedProfile {
  readonly includes: readonly string[];
  /** Those that it extends, by their id. */
  readonly bases: Bases;
}

/** Loads one profile with those that it extends. */
export async function loadNamed(source: ProfileSource, set: GivenParameters = {}): Promise<NamedProfile> {
  const prepared = Object.keys(set).length === 0 ? preparedProfile(source) : undefined;
  if (prepared !== undefined) return prepared;
  const { loadProfile } = await import('./load.ts'); // brings YAML and ajv, which not every command needs
  const { referencesOf } = await import('./references.ts');
  const bases = new Map<string, Uint8Array>();
  let { extends: base } = referencesOf(source.bytes);
  let { folder } = source;
  while (base !== undefined && !bases.has(base) && bases.size < longestChain) {
    const found = await namedBeside(base, folder);
    if (found === undefined) break;
    bases.set(base, found.bytes);
    ({ folder } = found);
    base = referencesOf(found.bytes).extends;
  }
  return { ...loadProfile(source.bytes, set, bases), includes: referencesOf(source.bytes).includes, bases };
}

/** A profile with the bytes that it was made of. */
export interface ProfileFiles {
  readonly profile: Profile;
  readonly bytes: Uint8Array;
  /** Those that it extends, by their id. */
  readonly bases: Bases;
}

/** Loads profiles for a run; a group stands for its profiles. @throws PassmusterError profile-unknown, profile-invalid, parameter-invalid */
export async function findProfiles(
  idsOrFiles: readonly string[],
  set: GivenParameters = {},
): Promise<Profile[]> {
  return (await findProfileFiles(idsOrFiles, set)).map(({ profile }) => profile);
}

/** The same with the files. @throws PassmusterError profile-unknown, profile-invalid, parameter-invalid */
export async function findProfileFiles(
  idsOrFiles: readonly string[],
  set: GivenParameters = {},
): Promise<ProfileFiles[]> {
  const found: ProfileFiles[] = [];
  const parameters: string[] = [];
  const queue = await Promise.all([...new Set(idsOrFiles)].map(profileBytes));
  const seen = new Set<string>();
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    if (seen.has(source.name)) continue;
    seen.add(source.name);
    const loaded = await loadNamed(source, set);
    const profile = loaded.profile ?? (await import('./load.ts')).requireProfile(source.name, loaded);
    parameters.push(...loaded.parameters.keys());
    if (loaded.includes.length > 0) {
      queue.unshift(...(await members(loaded.includes, source)));
      continue;
    }
    if (found.some(({ profile: { id } }) => id === profile.id))
      throw new PassmusterError('profile-invalid', `Two profiles have the id ${profile.id}.`);
    found.push({ profile, bytes: source.bytes, bases: loaded.bases });
  }
  refuseUnknown(Object.keys(set), parameters);
  return found;
}

async function members(ids: readonly string[], { name, folder }: ProfileSource): Promise<ProfileSource[]> {
  const found = await Promise.all(ids.map((id) => namedBeside(id, folder)));
  return found.map((source, index) => {
    if (source !== undefined) return source;
    throw new PassmusterError('profile-unknown', `${name} includes ${ids[index]}, which is not known.`);
  });
}

/** A misspelt parameter would leave the default in force without a word. */
function refuseUnknown(given: readonly string[], parameters: readonly string[]): void {
  const unknown = given.find((name) => !parameters.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, parameters);
  const known = parameters.length === 0 ? 'they have none' : `known are ${parameters.join(', ')}`;
  const hint = near === undefined ? `${known}.` : `did you mean ${near}?`;
  throw new PassmusterError(
    'parameter-invalid',
    `No profile of this run has the parameter ${unknown}; ${hint}`,
  );
}
