/** Why a verdict is what it is: everything that was said of a setting, how it merged, and what the rule wanted of it. */
import type { Statement } from './attestation.ts';
import type { Finding } from './finding.ts';
import type { Evidence, Layer, Merge, Origin, SettingValue, UnknownReason } from './observation.ts';
import type { Subject } from './subject.ts';
import type { WaiverTerms } from './waiver.ts';

/** One witness: what stands at a place, and what became of it. */
export interface ExplainedClaim {
  readonly layer: Layer;
  readonly origin: Origin;
  readonly evidence: Evidence;
  readonly value?: SettingValue;
  readonly unknown?: UnknownReason;
  readonly collected?: string;
  readonly expires?: string;
  /** Of the layer `attested`: who states it. */
  readonly statement?: Statement;
  /** Why it did not count, or may not: in words. */
  readonly effect?: string;
  readonly notes: readonly string[];
}

/** What one layer comes to. */
export interface ExplainedLayer {
  readonly layer: Layer;
  readonly value?: SettingValue;
  readonly unknown?: UnknownReason;
  /** Against what the rule wants; absent where the layer decides nothing. */
  readonly verdict?: 'pass' | 'fail';
  readonly notes: readonly string[];
}

export interface ExplainedSetting {
  readonly setting: string;
  readonly title: string;
  readonly scope?: string;
  /** How several values of one layer merge. */
  readonly merge: Merge;
  /** Absent where no rule was asked about. */
  readonly expected?: string;
  readonly claims: readonly ExplainedClaim[];
  /** Strongest first. */
  readonly layers: readonly ExplainedLayer[];
  readonly decidedBy?: Layer;
  /** Where nothing was said: what would show it. */
  readonly shownBy?: string;
}

/** A rule on a subject, or, without one, a setting of it. */
export interface Explanation {
  readonly input: string;
  /** The other inputs that speak of the same phone. */
  readonly joined?: readonly string[];
  readonly subject: Subject;
  readonly finding?: Finding;
  /** The one that the finding names. */
  readonly waiver?: WaiverTerms;
  readonly rationale?: string;
  readonly remediation?: string;
  /** The condition under which the rule applies. */
  readonly condition: readonly ExplainedSetting[];
  readonly settings: readonly ExplainedSetting[];
}
