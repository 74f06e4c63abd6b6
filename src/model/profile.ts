/** An audit profile as the evaluator sees it: data only, parameters filled in, every name checked by the loader. */
import type { SettingValue } from './observation.ts';
import type { Ownership, Platform, PlatformFamily, SubjectKind } from './subject.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One comparison: operator id and its options. */
export interface Comparison {
  readonly operator: string;
  readonly options: unknown;
}

/** A leaf compares one setting; `all`, `any` and `none` combine by three-valued logic. */
export type Expression =
  | { readonly setting: string; readonly is: readonly Comparison[] }
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly none: readonly Expression[] };

/** Subjects a rule speaks about; a condition that is absent does not restrict. */
export interface AppliesTo {
  readonly platform?: readonly (Platform | PlatformFamily)[];
  readonly kind?: readonly SubjectKind[];
  readonly ownership?: readonly Ownership[];
  readonly supervised?: boolean;
}

export interface Reference {
  readonly title: string;
  readonly url?: string;
}

/** What a subject would have to show, setting by setting, to pass or to fail. Run by the tests, printed by the docs. */
export type Example = Readonly<Record<string, SettingValue>>;

/** What people may state where machines show nothing. */
export interface Attestable {
  /** Days that a statement lives at most. */
  readonly maxAgeDays: number;
  /** Ids of the settings that may be stated. */
  readonly settings: readonly string[];
  /** What a form asks, and where the answer is found. */
  readonly question?: string;
  readonly where?: string;
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly expression: Expression;
  /** Catalogue ids: the rule is judged once for each. */
  readonly apps?: readonly string[];
  readonly appliesTo: AppliesTo;
  readonly when?: Expression;
  /** A state alone is not enough: a policy must demand it. */
  readonly enforced: boolean;
  /** Days; older observations do not count. */
  readonly maxAgeDays?: number;
  /** Absent: only settings that exist as statements alone may be stated. */
  readonly attestable?: Attestable;
  readonly rationale?: string;
  readonly remediation?: string;
  readonly references: readonly Reference[];
  readonly examples: { readonly pass: readonly Example[]; readonly fail: readonly Example[] };
}

export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly rules: readonly Rule[];
}
