/** The flag for gates that a file holds. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { GateThresholds } from '../evaluate/thresholds.ts';
import type { Profile } from '../model/profile.ts';
import { maskedPath } from '../read/pseudonyms.ts';
import { filesNamed } from './attestations.ts';

export const gatesFlag = Flags.string({
  env: 'PASSMUSTER_GATES',
  helpValue: 'FILE',
  description:
    'YAML with thresholds for severities and audit profiles (docs/exit-codes.md); a limit on fails takes the place of --fail-on for its severity',
});

/**
 * @param profiles of the run; after them the key by which files go by pseudonyms as well
 * @throws PassmusterError path-unreadable, gates-invalid
 */
export async function thresholdsOf(
  path: string | undefined,
  profiles: readonly Profile[],
  { pseudonymise, identityKey }: { readonly pseudonymise?: boolean; readonly identityKey?: string } = {},
): Promise<{ readonly thresholds?: GateThresholds }> {
  if (path === undefined) return {};
  const { loadGates } = await import('../gates/load.ts'); // brings YAML and ajv
  const [file, ...others] = await filesNamed([path]);
  if (file === undefined || others.length > 0)
    throw new PassmusterError('usage', `--gates takes one file, and ${path} is none or several.`);
  const ids = profiles.map(({ id }) => id);
  const name =
    pseudonymise === true && identityKey !== undefined ? maskedPath(identityKey)(file.name) : file.name;
  return { thresholds: loadGates(name, file.bytes, ids) };
}
