/** The result of a run: everything a reporter needs, nothing that depends on the machine. schemas/report.schema.json */
import type { Finding, Outcome } from './finding.ts';
import type { Notice } from './notice.ts';
import type { Controls, Profile, Reference, Remediation, Severity, TailoringChange } from './profile.ts';
import type { Channel, Subject, SubjectKind } from './subject.ts';
import type { WaiverRecord } from './waiver.ts';

export const inputStatuses = ['read', 'partial', 'unreadable', 'ignored'] as const;
export type InputStatus = (typeof inputStatuses)[number];

export interface InputRecord {
  readonly path: string;
  /** Hex; of the very bytes that were parsed. */
  readonly sha256: string;
  readonly bytes: number;
  /** Id of the source that read it; `-` when nobody claimed it. */
  readonly source: string;
  readonly status: InputStatus;
  readonly subjects: number;
  /** Records that are not phones or tablets (Windows, macOS …), counted and never judged. */
  readonly skipped: number;
  readonly notices: readonly Notice[];
  /** What was opened of a backup or a diagnostic archive; everything else in it stayed closed. `sha256` is over these. */
  readonly opened?: readonly OpenedFile[];
}

export interface OpenedFile {
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A rule as reports print it. */
export interface RuleRecord {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rationale?: string;
  readonly remediation?: string;
  /** The same in parts, where the profile says it by platform and management system. */
  readonly remediations?: readonly Remediation[];
  readonly references: readonly Reference[];
  readonly controls?: Controls;
  readonly tags?: readonly string[];
  /** What people may state, and how a form asks for it. */
  readonly attestable?: {
    readonly settings: readonly string[];
    readonly maxAgeDays?: number;
    readonly question?: string;
    readonly where?: string;
  };
}

export interface ProfileRecord {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly sha256: string;
  /** The profile that this one is a tailoring of, and what was changed, with the reasons. */
  readonly base?: NonNullable<Profile['base']>;
  readonly changes?: readonly TailoringChange[];
  /** From advice, not from a duty: its fails gate only when asked to. */
  readonly advisory?: true;
  /** What its source asks for and no rule judges. */
  readonly notAssessable?: readonly string[];
  readonly rules: readonly RuleRecord[];
}

export type Counts = Readonly<Record<Outcome, number>>;

/** Scores are shares from 0 to 1 with four decimals; null when nothing was decided. */
export interface Scores {
  readonly outcomes: Counts;
  readonly score: number | null;
  readonly coverage: number | null;
  readonly scoreWithoutWaivers: number | null;
  /** Passes and fails that rest on what people state. */
  readonly attested: { readonly pass: number; readonly fail: number };
  /** As if nobody had stated anything. */
  readonly coverageWithoutAttestations: number | null;
}

/** Phones that must not hide behind those that answered; each figure is of its own. */
export interface Population {
  /** Handsets that were judged; one that several inputs know counts once. */
  readonly devices: number;
  /** Last contact longer ago than `staleAfterDays`. */
  readonly stale: number;
  readonly staleAfterDays: number;
  /** No contact is known. */
  readonly withoutContact: number;
  /** The management system says that it does not manage them. */
  readonly unmanaged: number;
  /** No rule could be decided on them, or none applies. */
  readonly undecided: number;
  /** Rows of other platforms and kinds: counted, never judged. */
  readonly otherRecords: number;
}

export interface Totals extends Scores {
  readonly bySeverity: Readonly<Record<Severity, Counts>>;
  /** Policies and devices are scored apart: the policies can be right while the phones are not. */
  readonly byKind: { readonly device: Scores; readonly policy: Scores };
  /** Every input was read to its end and nothing was set aside. */
  readonly complete: boolean;
}

export interface Summary extends Totals {
  readonly population: Population;
}

/** One gate and whether it was met. */
export interface GateResult {
  readonly gate: string;
  readonly met: boolean;
  readonly detail: string;
  /** Exit code that this gate asks for when it is not met. */
  readonly exitCode: 1 | 2 | 3;
}

/** A subject and the input it was read from. */
export interface SubjectRecord extends Subject {
  readonly input: string;
  /** The other inputs that speak of the same phone. */
  readonly joined?: readonly string[];
  /** Messaging, social and collaboration apps that are on the phone. */
  readonly channels?: readonly Channel[];
  /** Backups that are known to be on, in words. */
  readonly backups?: readonly string[];
}

/** Why something is withheld: the reasons for which authorities redact. */
export const withholdingReasons = ['personal-data', 'security', 'confidence', 'out-of-scope'] as const;

/** One entry of the redaction log. */
export interface Withheld {
  /** What is not shown, e.g. `device identifiers`. */
  readonly what: string;
  readonly count: number;
  readonly reason: (typeof withholdingReasons)[number];
}

/** How the report itself is to be treated: it is recorded information. */
export interface Handling {
  /** A classification or another marking, shown on every page. */
  readonly marking?: string;
  /** Day on which the report is to be deleted, `YYYY-MM-DD`. */
  readonly retainUntil?: string;
  /** `public`: counts and rule texts only, nothing of single phones; `internal`: findings, and nothing that says whose phone it is. */
  readonly rendering?: 'public' | 'internal';
  readonly withheld?: readonly Withheld[];
  /** Fingerprint of the key that the pseudonyms of devices are made with: other keys give other names to the same devices. */
  readonly pseudonymKey?: string;
}

/** How the findings of a rule came out, where these are withheld. */
export interface RuleCounts {
  readonly profile: string;
  readonly rule: string;
  readonly outcomes: Counts;
}

/** What a run came to, for a line over time. */
export interface TrendPoint {
  readonly run: number;
  readonly asOf: string;
  readonly score: number | null;
  readonly coverage: number | null;
  readonly scoreWithoutWaivers: number | null;
  readonly outcomes: Counts;
  readonly devices: number;
  readonly policies: number;
  /** The audit profiles are others than in the point before, or of another version: what changed need not be the phones. */
  readonly profilesChanged?: true;
}

/** A subject that is there in one of two runs. */
export interface SubjectName {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly title?: string;
}

/** The run among those before it, where it was kept in a history. */
export interface ReportHistory {
  readonly run: number;
  readonly series: string;
  /** Hex; over this run and the hash of the one before it. */
  readonly hash: string;
  /** The last run before it that speaks of the same: of the same series, with a profile and the pseudonyms in common. */
  readonly previous?: { readonly run: number; readonly asOf: string };
  /** The clock of this run is before that of the previous one. */
  readonly clockWentBack?: true;
  /** In the previous run and not in this one, and the other way round. */
  readonly vanished: readonly SubjectName[];
  readonly appeared: readonly SubjectName[];
  /** Up to this run, the last ones. */
  readonly trend: readonly TrendPoint[];
}

export interface Report {
  readonly schema: 'passmuster-report/1';
  readonly tool: { readonly name: 'passmuster'; readonly version: string };
  /** The clock of the evaluation, RFC 3339 UTC. */
  readonly asOf: string;
  readonly profiles: readonly ProfileRecord[];
  readonly inputs: readonly InputRecord[];
  readonly subjects: readonly SubjectRecord[];
  readonly findings: readonly Finding[];
  /** In the order of their files; absent where none were given. */
  readonly waivers?: readonly WaiverRecord[];
  readonly summary: Summary;
  readonly gates: readonly GateResult[];
  readonly handling?: Handling;
  readonly history?: ReportHistory;
  /** Subjects and findings that are not listed, because there are too many for a page: the worst ones are. */
  readonly left?: { readonly subjects: number; readonly findings: number };
  /** Where findings are withheld or left out, in their place; empty where there are too few subjects to count by rule. */
  readonly ruleCounts?: readonly RuleCounts[];
  /** The limits of reading that were in force, by name. */
  readonly limits: Readonly<Record<string, number>>;
}
