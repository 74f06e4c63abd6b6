/** The flags by which accepted fails come into a run. */
import * as Flags from '@oclif/core/flags';
import type { Profile } from '../model/profile.ts';
import { devicePseudonyms, maskedPath, maskedText } from '../read/pseudonyms.ts';
import type { GrantedWaivers, GrantOptions } from '../waivers/match.ts';
import type { LoadedWaivers } from '../waivers/load.ts';
import { filesNamed } from './attestations.ts';
import { fromEnv } from './base-command.ts';

export const waiversFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  default: fromEnv('PASSMUSTER_WAIVERS'),
  helpValue: 'FILE',
  description:
    'fails that are accepted until a day, as YAML (docs/waivers.md); repeatable [env: PASSMUSTER_WAIVERS]',
});

export const waiverFlags = {
  waivers: waiversFlag,
  'waivers-expiring-within': Flags.integer({
    min: 0,
    max: 3650,
    default: 30,
    env: 'PASSMUSTER_WAIVERS_EXPIRING_WITHIN',
    helpValue: 'DAYS',
    description: 'report waivers that end within so many days',
  }),
};

interface Identity {
  readonly pseudonymise?: boolean;
  readonly identityKey?: string;
}

/** @throws PassmusterError path-unreadable, waiver-invalid */
export async function loadWaiversFrom(paths: readonly string[], asOf: string): Promise<LoadedWaivers> {
  const { loadWaivers } = await import('../waivers/load.ts'); // brings YAML and ajv, which not every run needs
  return loadWaivers(await filesNamed(paths), asOf);
}

/** Where devices go by pseudonyms waivers may name either. */
export function pseudonymsOf({ pseudonymise, identityKey }: Identity): Pick<GrantOptions, 'pseudonyms'> {
  if (pseudonymise !== true || identityKey === undefined) return {};
  return {
    pseudonyms: {
      of: devicePseudonyms(identityKey),
      mask: maskedText(identityKey),
      path: maskedPath(identityKey),
    },
  };
}

/**
 * Checked against the audit profiles before anything is read.
 * @throws PassmusterError path-unreadable, waiver-invalid
 */
export async function waiversOf(
  paths: readonly string[] | undefined,
  run: {
    readonly asOf: string;
    readonly profiles: readonly Profile[];
    readonly expiringWithin: number;
    readonly isPart?: boolean;
    readonly identity: Identity;
  },
): Promise<{ readonly waivers?: GrantedWaivers }> {
  if (paths === undefined) return {};
  const loaded = await loadWaiversFrom(paths, run.asOf);
  const { policyProblems } = await import('../waivers/policy.ts');
  const { throwProblems } = await import('../waivers/load.ts');
  throwProblems(policyProblems(loaded, run.profiles));
  const { GrantedWaivers } = await import('../waivers/match.ts');
  return { waivers: new GrantedWaivers(loaded, { ...run, ...pseudonymsOf(run.identity) }) };
}
