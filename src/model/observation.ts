/** A claim about one setting of one subject, with its witness. Absent is not false: what nobody claims has no observation. */

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

/** The scope of an app, optionally of one user or work profile. */
export function appScope(app: string, user?: string): string {
  return user === undefined ? `app:${app}` : `app:${app}@${user}`;
}
