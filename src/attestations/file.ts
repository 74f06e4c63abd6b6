/** A record as it is written and as the schema has checked it, with the places of its parts. */
import type { AttestationMethod, AttestationScope } from '../model/attestation.ts';

export interface PersonFile {
  readonly role: string;
  readonly id?: string;
  /** Never leaves the loader. */
  readonly name?: string;
}

export interface AttestationFile {
  readonly id: string;
  readonly setting: string;
  readonly value: boolean | number | string;
  readonly scope: AttestationScope;
  readonly statement: string;
  readonly method: AttestationMethod;
  readonly attestedBy: PersonFile;
  readonly witnessedBy?: PersonFile;
  readonly attestedAt: string;
  readonly validFor?: string;
  readonly expiresAt?: string;
  readonly seen?: { readonly appVersion?: string; readonly osVersion?: string };
  readonly evidence?: readonly {
    readonly sha256: string;
    readonly mediaType?: string;
    readonly description?: string;
  }[];
  readonly supersedes?: string;
}

export type Path = readonly (string | number)[];

/** One record of a file, before it is checked. */
export interface PlacedRecord {
  readonly value: unknown;
  /** Counts from 0. */
  readonly index: number;
  placeOf(path: Path): { line: number; column: number };
}
