/** A waiver as it is written and as the schema has checked it. */
import type { PersonFile } from '../attestations/file.ts';
import type { Severity } from '../model/profile.ts';
import type { EnrolmentType, Ownership, Platform, PlatformFamily, SubjectKind } from '../model/subject.ts';

export type OneOrMore<Value> = Value | readonly Value[];

export interface SelectFile {
  readonly kind?: OneOrMore<SubjectKind>;
  readonly platform?: OneOrMore<Platform | PlatformFamily>;
  readonly model?: OneOrMore<string>;
  readonly ownership?: OneOrMore<Ownership>;
  readonly supervised?: boolean;
  readonly enrolmentType?: OneOrMore<EnrolmentType>;
  readonly osVersion?: string;
  readonly group?: OneOrMore<string>;
  readonly labels?: Readonly<Record<string, OneOrMore<string>>>;
}

export interface WaiverFile {
  readonly id: string;
  readonly rules: readonly string[];
  readonly profile?: string;
  readonly scope: {
    readonly subjects?: readonly string[];
    readonly select?: SelectFile;
    readonly everyone?: true;
    readonly app?: OneOrMore<string>;
    readonly account?: string;
  };
  readonly reason: string;
  readonly justification: string;
  readonly compensating?: string;
  readonly risk?: Severity;
  readonly owner: PersonFile;
  readonly approvedBy: PersonFile;
  readonly requestedBy?: PersonFile;
  readonly approvedAt: string;
  readonly ticket?: string;
  readonly from?: string;
  readonly until: string;
  readonly accepts?: { readonly actual: boolean | number | string };
  readonly details?: Readonly<Record<string, string>>;
  readonly supersedes?: string;
}

/** What stands around the waivers. */
export interface HeadFile {
  readonly schema: string;
  readonly organisation?: string;
  readonly maxLifetime?: string;
  readonly waivers: readonly unknown[];
}
