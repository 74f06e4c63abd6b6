/** One verdict: a rule on a subject (and an app, where the rule speaks of apps). */
import type { Statement } from './attestation.ts';
import type { Evidence, Layer, Origin, UnknownReason } from './observation.ts';
import type { Severity } from './profile.ts';

export const outcomes = ['pass', 'fail', 'unknown', 'not-applicable', 'waived', 'error'] as const;
export type Outcome = (typeof outcomes)[number];

export const noOutcomes = (): Record<Outcome, number> => ({
  pass: 0,
  fail: 0,
  unknown: 0,
  'not-applicable': 0,
  waived: 0,
  error: 0,
});

/** Why a rule does not concern a subject. */
export type NotApplicableReason =
  | 'platform'
  | 'kind'
  | 'ownership'
  | 'supervision'
  | 'enrolment'
  | 'os-version'
  | 'dependency'
  | 'app-not-installed'
  | 'condition'
  | 'no-apps-named';

export interface FindingEvidence extends Evidence {
  readonly layer: Layer;
  readonly origin: Origin;
  /** Of the layer `attested`: who, when, until when. */
  readonly statement?: Statement;
}

export interface Finding {
  readonly rule: string;
  readonly profile: string;
  readonly subject: string;
  readonly scope?: string;
  /** The setting that decided, or the first one that could not. */
  readonly setting?: string;
  readonly outcome: Outcome;
  readonly reason?: UnknownReason | NotApplicableReason;
  readonly severity: Severity;
  readonly title: string;
  /** One sentence; for an unknown it ends with what to collect. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly evidence: readonly FindingEvidence[];
  /** Codes, e.g. `conflict`, `not-enforced`, `policy-ends`. */
  readonly notes: readonly string[];
  /** The waiver that covers the fail; of an outcome `fail` the one that no longer, or not yet, does: its notes say why. */
  readonly waiver?: string;
  /** Others in the same place, where there are several. */
  readonly otherWaivers?: readonly string[];
  /** Pass or fail rests on statements, or on the lack of one: without them it would not be decided. */
  readonly attested?: true;
  /** With a history: time of the first run of the series of fails, waived ones among them, that this fail or waiver ends. RFC 3339, UTC. */
  readonly failingSince?: string;
  /** In a run of that series it could not be decided. */
  readonly failingGap?: true;
}
