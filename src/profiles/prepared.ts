/**
 * Built-in profiles as the build has loaded them: nothing of YAML or of the schema is needed to start with one. What was
 * prepared counts only for the very files that it was made of.
 */
import { createHash } from 'node:crypto';
import { addedApps } from '../apps/catalogue.ts';
import { readBuiltFile, readPackageFile } from '../io/package-files.ts';
import type { Profile } from '../model/profile.ts';
import type { NamedProfile, ProfileSource } from './find.ts';

/** A loaded profile as JSON. */
interface PreparedProfile {
  readonly profile: Profile;
  readonly includes: readonly string[];
  readonly parameters: readonly (readonly [string, unknown])[];
  /** SHA-256 of the files that it was made of, by their ids: itself and those that it extends. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where the build puts it, below its own folder. */
export const preparedFile = (id: string): string => `prepared/${id}.json`;

/** What the build keeps of a built-in profile that was loaded without parameters and apps of an operator. */
export function prepare({ name, bytes }: ProfileSource, loaded: NamedProfile): PreparedProfile {
  const { profile, includes, parameters, bases } = loaded;
  if (profile === undefined) throw new Error(`the built-in profile ${name} has problems`);
  const files = [[name, bytes] as const, ...bases].map(([id, content]) => [id, sha256(content)]);
  return { profile, includes, parameters: [...parameters], files: Object.fromEntries(files) };
}

/**
 * Undefined: not built in, not prepared, or changed since; then it is read as any other profile.
 * @param text what the build has prepared
 */
export function preparedProfile(
  { name, folder }: ProfileSource,
  text = readBuiltFile(preparedFile(name)),
): NamedProfile | undefined {
  if (folder !== undefined || text === undefined || addedApps().length > 0) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what our own build has written
  const { profile, includes, parameters, files } = JSON.parse(text) as PreparedProfile;
  const contents = Object.keys(files).map((id) => [id, readPackageFile(`profiles/${id}.yaml`)] as const);
  if (contents.some(([id, content]) => sha256(content) !== files[id])) return undefined;
  const bases = new Map(contents.filter(([id]) => id !== name));
  return { profile, problems: [], parameters: new Map(parameters), includes, bases };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
