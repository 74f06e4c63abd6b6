/** Finds audit profiles: built-in ones by id, others by file name. */
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import { listPackageFolder, readPackageFile } from '../io/package-files.ts';
import type { Profile } from '../model/profile.ts';
import { nearest } from './nearest.ts';

/** Ids of the profiles that come with the program. */
export function builtInIds(): string[] {
  return listPackageFolder('profiles')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
}

/** The bytes of a profile and the name by which messages call it. @throws PassmusterError profile-unknown, path-unreadable */
export async function profileBytes(idOrFile: string): Promise<{ name: string; bytes: Uint8Array }> {
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
  const input = await openPath({ kind: 'file', path: idOrFile, name: idOrFile }).catch(() => {
    throw new PassmusterError('profile-unknown', `The profile ${idOrFile} cannot be opened.`);
  });
  const bytes = await input.bytes(limits.profileBytes);
  return { name: idOrFile, bytes };
}

/** Loads profiles for a run. @throws PassmusterError profile-unknown, profile-invalid, parameter-invalid */
export async function findProfiles(
  idsOrFiles: readonly string[],
  set: Readonly<Record<string, string>> = {},
): Promise<Profile[]> {
  const { loadProfile, requireProfile } = await import('./load.ts'); // brings YAML and ajv, which not every command needs
  const profiles: Profile[] = [];
  const parameters: string[] = [];
  for (const idOrFile of new Set(idsOrFiles)) {
    const { name, bytes } = await profileBytes(idOrFile);
    const loaded = loadProfile(bytes, set);
    const profile = requireProfile(name, loaded);
    parameters.push(...loaded.parameters);
    if (profiles.some(({ id }) => id === profile.id))
      throw new PassmusterError('profile-invalid', `Two profiles have the id ${profile.id}.`);
    profiles.push(profile);
  }
  refuseUnknown(Object.keys(set), parameters);
  return profiles;
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
