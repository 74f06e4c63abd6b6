/** A fail that somebody with the right to has accepted, for named subjects and until a day. As it is written: schemas/waivers.schema.json */
import type { Attester, RecordPlace } from './attestation.ts';
import type { Severity } from './profile.ts';
import type { Counts } from './report.ts';
import type { EnrolmentType, Ownership, Platform, PlatformFamily, SubjectKind } from './subject.ts';

/** Facts of a subject that all have to hold; of several values of one any. A fact that is not known does not hold. */
export interface WaiverSelect {
  readonly kind?: readonly SubjectKind[];
  readonly platform?: readonly (Platform | PlatformFamily)[];
  readonly model?: readonly string[];
  readonly ownership?: readonly Ownership[];
  readonly supervised?: boolean;
  readonly enrolmentType?: readonly EnrolmentType[];
  /** Comparisons that all have to hold, as `>=17 <18`. */
  readonly osVersion?: string;
  /** The value of any label, or one of several in it. */
  readonly group?: readonly string[];
  /** By the name of the label. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
}

/** Exactly one of `subjects`, `select` and `everyone`; `app` where the rule is one about apps. */
export interface WaiverScope {
  readonly subjects?: ReadonlySet<string>;
  readonly select?: WaiverSelect;
  readonly everyone?: true;
  /** Catalogue ids. */
  readonly app?: readonly string[];
  /** The user or work profile that has the app. */
  readonly account?: string;
}

/** What reports show of a waiver: people by role and pseudonym. Days are those of UTC, both ends included. */
export interface WaiverTerms {
  readonly id: string;
  readonly rules: readonly string[];
  /** Absent: in every profile that has the rule. */
  readonly profile?: string;
  /** A code that the audit profile declares, or `other`. */
  readonly reason: string;
  readonly justification: string;
  readonly compensating?: string;
  readonly risk?: Severity;
  readonly owner: Attester;
  readonly approvedBy: Attester;
  readonly requestedBy?: Attester;
  readonly approvedAt: string;
  readonly ticket?: string;
  readonly from: string;
  readonly until: string;
  /** It holds only while this is what the finding shows. */
  readonly accepts?: { readonly actual: string };
  /** What else the reason asks for, by name. */
  readonly details?: Readonly<Record<string, string>>;
}

/** A waiver that was checked. */
export interface Waiver extends WaiverTerms {
  readonly scope: WaiverScope;
  readonly supersedes?: string;
  readonly place: RecordPlace;
}

export const waiverStates = ['active', 'expiring', 'expired', 'not-yet-valid', 'unused'] as const;
/** `unused`: in force, and waives nothing. `expiring`: waives something and ends within the days of the run. */
export type WaiverState = (typeof waiverStates)[number];

/** A waiver as reports print it, with what became of it in the run. */
export interface WaiverRecord extends WaiverTerms {
  readonly scope: {
    /** How many are named. */
    readonly subjects?: number;
    readonly select?: WaiverSelect;
    readonly everyone?: true;
    readonly app?: readonly string[];
    readonly account?: string;
  };
  readonly input: string;
  readonly line: number;
  readonly state: WaiverState;
  /** 0 on its last day, negative after it. */
  readonly daysLeft: number;
  /** How the findings in its reach came out: waived by it or another, or failing all the same. */
  readonly outcomes: Counts;
  /** Subjects with a finding of those that it waives, or would. */
  readonly subjects: number;
}

/** Codes of notes on a fail that a waiver does not cover, which the finding then names. */
export const waiverNotes = {
  expired: 'waiver-expired',
  'not-yet-valid': 'waiver-not-yet-valid',
  'evidence-changed': 'waiver-evidence-changed',
} as const;

/** A reason that an audit profile knows for waivers of its rules, and what it asks for. */
export interface WaiverReason {
  readonly title: string;
  /** Members of a waiver, or of its `details`, that have to be there. */
  readonly needs: readonly string[];
  /** The only values that a detail takes. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Latest last day. */
  readonly until?: string;
  /** ISO 8601 duration. */
  readonly maxLifetime?: string;
}

/** What an audit profile lets be waived, and how. */
export interface WaiverPolicy {
  /** One waiver may be for all subjects. */
  readonly everyone?: true;
  /** ISO 8601 duration. */
  readonly maxLifetime?: string;
  /** Severities of rules that cannot be waived. */
  readonly never: readonly Severity[];
  readonly reasons: Readonly<Record<string, WaiverReason>>;
}
