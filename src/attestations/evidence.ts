/** Files that records name by their hash: shown, compared, and never kept. */
import { PassmusterError } from '../errors.ts';
import type { Attestation } from '../model/attestation.ts';

export interface EvidenceFile {
  readonly name: string;
  /** Hex, lower case. */
  readonly sha256: string;
}

/**
 * How many of the pieces of evidence that the records name are among the files.
 * @throws PassmusterError attestation-invalid for a file that no record names: it was changed, or is another one
 */
export function checkEvidence(
  files: readonly EvidenceFile[],
  records: readonly Attestation[],
): { shown: number; all: number } {
  const named = new Set(records.flatMap(({ evidence }) => evidence));
  const stray = files.filter(({ sha256 }) => !named.has(sha256)).map(({ name }) => name);
  if (stray.length > 0) {
    const more = stray.length > 5 ? ` and ${stray.length - 5} more` : '';
    throw new PassmusterError(
      'attestation-invalid',
      `No record has the SHA-256 of ${stray.slice(0, 5).join(', ')}${more}: it was changed, or belongs to other records.`,
    );
  }
  return { shown: new Set(files.map(({ sha256 }) => sha256)).size, all: named.size };
}
