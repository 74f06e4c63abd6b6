/** The flags by which what people state comes into a run. */
import { createHash } from 'node:crypto';
import * as Flags from '@oclif/core/flags';
import type { StatedRecords } from '../attestations/match.ts';
import type { AttestationInput, LoadedAttestations, LoadOptions } from '../attestations/load.ts';
import { PassmusterError } from '../errors.ts';
import { findPaths, openPath } from '../io/files.ts';
import { devicePseudonyms, maskedPath } from '../read/pseudonyms.ts';
import { fromEnv } from './base-command.ts';

export const evidenceFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'FILE|FOLDER',
  description: 'files that the attestations name by SHA-256: each has to match a record; repeatable',
});

export const attestationFlags = {
  attestations: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    default: fromEnv('PASSMUSTER_ATTESTATIONS'),
    helpValue: 'FILE',
    description:
      'what people state, as YAML, JSON, CSV or workbook (docs/attestations.md); repeatable [env: PASSMUSTER_ATTESTATIONS]',
  }),
  evidence: evidenceFlag,
};

/** @throws PassmusterError path-unreadable, attestation-invalid, attestation-future */
export async function loadFrom(paths: readonly string[], options: LoadOptions): Promise<LoadedAttestations> {
  const { loadAttestations } = await import('../attestations/load.ts'); // brings YAML and ajv, which not every run needs
  return loadAttestations(await filesNamed(paths), options);
}

/** The content of files that hold what people say. @throws PassmusterError usage, path-unreadable */
export async function filesNamed(
  paths: readonly string[],
): Promise<(AttestationInput & { readonly path: string })[]> {
  const inputs = [];
  for (const { path, name } of await filesIn(paths)) {
    const input = await openPath({ kind: 'file', path, name });
    inputs.push({ name, path, bytes: await input.bytes() });
  }
  return inputs;
}

interface AttestationFlags {
  readonly attestations?: readonly string[] | undefined;
  readonly evidence?: readonly string[] | undefined;
}

/**
 * @param identity by which devices go by pseudonyms: records may name either
 * @throws PassmusterError usage, path-unreadable, attestation-invalid, attestation-future
 */
export async function attestationsOf(
  { attestations, evidence }: AttestationFlags,
  asOf: string,
  identity: { readonly pseudonymise?: boolean; readonly identityKey?: string },
): Promise<{ readonly attestations?: StatedRecords }> {
  if (attestations === undefined) {
    if (evidence === undefined) return {};
    throw new PassmusterError('usage', '--evidence goes with --attestations, which name it by its hash.');
  }
  const { pseudonymise, identityKey } = identity;
  const key = pseudonymise === true ? identityKey : undefined;
  const loaded = unnamed(await loadFrom(attestations, { asOf }), key);
  const { StatedRecords } = await import('../attestations/match.ts');
  const shown = await evidenceOf(evidence, loaded);
  return {
    attestations: new StatedRecords(loaded, {
      ...(key === undefined ? {} : { pseudonymOf: devicePseudonyms(key) }),
      ...(shown === undefined ? {} : { evidence: shown }),
    }),
  };
}

/** Files are called by people as well as by what is in them. */
function unnamed(loaded: LoadedAttestations, key: string | undefined): LoadedAttestations {
  if (key === undefined) return loaded;
  const masked = maskedPath(key);
  return {
    ...loaded,
    files: loaded.files.map((file) => ({ ...file, path: masked(file.path) })),
    records: loaded.records.map((record) => ({
      ...record,
      place: { ...record.place, input: masked(record.place.input) },
    })),
  };
}

/** @throws PassmusterError path-unreadable, attestation-invalid for a file that no record names */
export async function evidenceOf(
  paths: readonly string[] | undefined,
  { records }: LoadedAttestations,
): Promise<{ shown: number; all: number } | undefined> {
  if (paths === undefined) return undefined;
  const { checkEvidence } = await import('../attestations/evidence.ts');
  const files = [];
  for (const { path, name } of await filesIn(paths)) {
    const hash = createHash('sha256');
    const input = await openPath({ kind: 'file', path, name });
    for await (const chunk of input.stream()) hash.update(chunk);
    files.push({ name, sha256: hash.digest('hex') });
  }
  return checkEvidence(files, records);
}

/** Files that the operator named, and those of folders but for hidden ones. */
async function filesIn(paths: readonly string[]): Promise<{ path: string; name: string }[]> {
  if (paths.includes('-'))
    throw new PassmusterError('usage', 'Standard input is for what is audited, not for this.');
  const found = await findPaths(paths);
  return found.flatMap((one) => {
    const isHidden = (one.name.split('/').at(-1) ?? '').startsWith('.');
    if (one.kind !== 'file' || (isHidden && one.named !== true)) return [];
    return [{ path: one.path, name: one.name }];
  });
}
