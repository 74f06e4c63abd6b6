/** What a person states about a setting, dated and ending. The record as it is written: schemas/attestations.schema.json */
import type { SettingValue } from './observation.ts';

export const attestationMethods = [
  'self-report',
  'witnessed',
  'screenshot',
  'interview',
  'document',
] as const;
export type AttestationMethod = (typeof attestationMethods)[number];

/** Widest last: a statement about one subject counts before one about its group, and that before one about everyone. */
export const reaches = ['subject', 'group', 'everyone'] as const;
export type Reach = (typeof reaches)[number];

/** Who stated or saw it, as reports may show it: never by name. */
export interface Attester {
  readonly role: string;
  /** A pseudonym. */
  readonly id?: string;
}

/** A statement as findings show it: who, how, when, until when. Times are RFC 3339, UTC. */
export interface Statement {
  readonly by: Attester;
  readonly witness?: Attester;
  readonly method: AttestationMethod;
  readonly at: string;
  /** The end that the record gives; the rule can bring it forward. */
  readonly until: string;
}

/** A record that was checked. */
export interface Attestation extends Statement {
  readonly id: string;
  readonly setting: string;
  readonly value: SettingValue;
  readonly scope: AttestationScope;
  /** Hex, lower case. */
  readonly evidence: readonly string[];
  readonly supersedes?: string;
  readonly place: RecordPlace;
}

/** Exactly one of `subjects`, `group` and `everyone`. */
export interface AttestationScope {
  readonly subjects?: readonly string[];
  readonly group?: string;
  readonly everyone?: true;
  /** Catalogue id. */
  readonly app?: string;
  /** The user or work profile that has the app. */
  readonly account?: string;
}

/** Where a record stands; lines count from 1. */
export interface RecordPlace {
  readonly input: string;
  readonly line: number;
}
