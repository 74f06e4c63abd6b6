/** A claim about one setting of one subject, with its witness. Absent is not false: what nobody claims has no observation. */

import type { Reach, Statement } from './attestation.ts';
import type { EnrolmentType } from './subject.ts';

/** Strongest first; the meaning of each is in docs/verdicts.md. */
export const layers = ['observed', 'installed', 'required', 'attested'] as const;
export type Layer = (typeof layers)[number];

/** `default`: the key was absent and the vendor documents the value it then has. */
export const origins = ['explicit', 'default'] as const;
export type Origin = (typeof origins)[number];

export const unknownReasons = [
  'not-collected',
  'not-reported',
  'ambiguous',
  'encrypted',
  'unreadable',
  'incomplete',
  'stale',
  'attestation-expired',
  'not-provable',
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

/** Reasons that damage the layer they belong to: a weaker layer must not turn them into a pass. */
export const damagedReasons: readonly UnknownReason[] = [
  'ambiguous',
  'encrypted',
  'unreadable',
  'incomplete',
];

/**
 * How several values of one layer become one. Booleans: `and`, `or`. Numbers, versions and dates: `min`, `max`. Lists:
 * `union`, `intersection`. Choices: `strictest` and `loosest` (last and first of the setting's values). `only`: one value
 * or ambiguous.
 */
export const merges = [
  'and',
  'or',
  'min',
  'max',
  'union',
  'intersection',
  'strictest',
  'loosest',
  'only',
] as const;
export type Merge = (typeof merges)[number];

/**
 * What has to hold for a phone to follow a claim: a file can demand what the phone then ignores. Every condition that is
 * named has to hold. Where a fact is missing the effect is not known, which is less than an effect.
 */
export interface Needs {
  /** Version of the system from which on the claim has an effect, and from which on no more. */
  readonly from?: string;
  readonly before?: string;
  readonly supervised?: true;
  /** Ways of enrolment under which it has no effect. */
  readonly notUnder?: readonly EnrolmentType[];
  /** At least one of these holds on the phone. */
  readonly oneOf?: readonly { readonly setting: string; readonly value: SettingValue }[];
}

export type SettingValue = boolean | number | string | readonly string[];

/** The witness. `locator` is a key path, JSON pointer, or row and column; `line` counts from 1. */
export interface Evidence {
  /** Path of the input, relative to what the user named. */
  readonly input: string;
  /** Path inside an archive or container. */
  readonly entry?: string;
  readonly locator: string;
  readonly line?: number;
  /** The native value as it stood there, masked if secret; for the reader's eye, never for decisions. */
  readonly value?: string;
}

interface ObservationBase {
  readonly setting: string;
  /** `app:<catalogue id>`, optionally followed by `@<user or profile>`. Absent: the whole device. */
  readonly scope?: string;
  readonly layer: Layer;
  readonly origin: Origin;
  readonly evidence: Evidence;
  /** When the claim was collected, RFC 3339 UTC, if the source says so. */
  readonly collected?: string;
  /** The claim ends here (a profile's removal date, an attestation's last day), RFC 3339 UTC. */
  readonly expires?: string;
  /** Without it the claim has its effect on every phone. */
  readonly needs?: Needs;
  /** The rule that the vendor publishes for this key, where it is another than the setting's. */
  readonly combine?: Merge;
  /** A later claim about the same phone has taken its place: kept as evidence, decides nothing. */
  readonly superseded?: true;
  /** Of the layer `attested`: who states it, and of whom. */
  readonly statement?: Statement & { readonly reach: Reach };
  /** Codes that go with the finding, e.g. `checked-not-enforced`. */
  readonly notes?: readonly string[];
}

/** A claim with a value. */
export interface KnownObservation extends ObservationBase {
  readonly value: SettingValue;
}

/** A place that was looked at and could not decide, and why. */
export interface UndecidedObservation extends ObservationBase {
  readonly unknown: UnknownReason;
}

export type Observation = KnownObservation | UndecidedObservation;

export function isKnown(observation: Observation): observation is KnownObservation {
  return 'value' in observation;
}

/** The claim without its value: it keeps its place and decides nothing. What decides nothing already stays as it is. */
export function withdrawn(one: Observation, unknown: UnknownReason): Observation {
  if (!isKnown(one)) return one;
  const { value: _value, needs: _needs, ...rest } = one;
  return { ...rest, unknown };
}

/** The scope of an app, optionally of one user or work profile. */
export function appScope(app: string, user?: string): string {
  return user === undefined ? `app:${app}` : `app:${app}@${user}`;
}
