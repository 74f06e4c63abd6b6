/** What changed between two reports. schemas/diff.schema.json */
import type { Finding, FindingEvidence, Outcome } from './finding.ts';
import type { Severity } from './profile.ts';
import type { Scores } from './report.ts';
import type { SubjectKind } from './subject.ts';

/** Each pair of findings has one; what is first here is told first. */
export const diffClasses = [
  'new-fail',
  'incomparable',
  'error',
  'rule-changed',
  'profile-version-changed',
  'new-unknown',
  'device-gone',
  'policy-gone',
  'device-added',
  'policy-added',
  'still-failing',
  'fixed',
  'now-waived',
  'gained-evidence',
  'scope-changed',
] as const;
export type DiffClass = (typeof diffClasses)[number];

export type DiffNote = 'waiver-ended' | 'value-changed' | 'rule-added' | 'rule-removed' | 'severity-changed';

/** One of the two verdicts. */
export interface DiffVerdict extends Pick<
  Finding,
  'outcome' | 'reason' | 'severity' | 'expected' | 'actual' | 'message'
> {
  readonly evidence: readonly FindingEvidence[];
}

export interface DiffEntry {
  readonly class: DiffClass;
  readonly profile: string;
  readonly rule: string;
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly scope?: string;
  readonly severity: Severity;
  readonly title: string;
  readonly before?: DiffVerdict;
  readonly after?: DiffVerdict;
  readonly notes: readonly DiffNote[];
  /** Counts for --fail-on-new. */
  readonly gates: boolean;
}

/** The evidence, or the demand, that several differences have in common. */
export interface DiffCause {
  readonly class: DiffClass;
  /** What is common, in words where it is no place. */
  readonly what?: string;
  /** The deciding witness; numbers of records are `*` where they differ. */
  readonly place?: Pick<FindingEvidence, 'input' | 'entry' | 'locator' | 'line'>;
  /** What stood there; absent where nothing did, or where it differs from phone to phone. */
  readonly before?: string;
  readonly after?: string;
  readonly rules: readonly { readonly profile: string; readonly rule: string }[];
  /** The worst of the rules. */
  readonly severity: Severity;
  /** `pass → fail`, with how many. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly subjects: readonly string[];
  readonly findings: number;
  readonly gating: number;
}

export interface DiffSide extends Pick<Scores, 'score' | 'coverage' | 'outcomes'> {
  /** File, or run of a history. */
  readonly name: string;
  readonly asOf: string;
  readonly devices: number;
  readonly policies: number;
}

export interface ProfileChange {
  readonly id: string;
  readonly before?: { readonly version: string; readonly sha256: string };
  readonly after?: { readonly version: string; readonly sha256: string };
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface Diff {
  readonly schema: 'passmuster-diff/1';
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** Devices are called by pseudonyms of different keys: none of theirs can be compared. */
  readonly otherPseudonyms: boolean;
  /** Profiles that differ. */
  readonly profiles: readonly ProfileChange[];
  readonly counts: Readonly<Record<DiffClass, number>> & { readonly unchanged: number };
  readonly gating: number;
  readonly causes: readonly DiffCause[];
  /** All but what is unchanged, in the order of the later report, then those that only the earlier one has. */
  readonly findings: readonly DiffEntry[];
}

/** The outcomes that are a verdict. */
export const isDecided = (outcome: Outcome): boolean => ['pass', 'fail', 'waived'].includes(outcome);
