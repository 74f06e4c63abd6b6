/** An audit profile as it is written: what the schema has checked. The model's form is in model/profile.ts. */
import type { AppKind } from '../apps/entry.ts';
import type { WaiverPolicy } from '../model/waiver.ts';
import type { AppliesTo, Controls, Example, Reference, Severity } from '../model/profile.ts';

export type ParameterValue =
  | boolean
  | number
  | string
  | readonly string[]
  | readonly { readonly model: string; readonly version: string }[];

export interface ParameterFile {
  readonly title: string;
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'version' | 'list' | 'models';
  readonly default: ParameterValue;
  /** In place of an empty default when examples are run. */
  readonly example?: ParameterValue;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The only values that it takes. */
  readonly values?: readonly (string | number)[];
  /** What to give, for whoever gave something else. */
  readonly hint?: string;
}

export type IsFile = boolean | number | string | Readonly<Record<string, unknown>>;

export interface ExpressionFile {
  readonly setting?: string;
  readonly sum?: readonly string[];
  readonly fact?: string;
  readonly parameter?: string;
  readonly is?: IsFile;
  readonly every?: IsFile;
  readonly some?: IsFile;
  readonly all?: readonly ExpressionFile[];
  readonly any?: readonly ExpressionFile[];
  readonly none?: readonly ExpressionFile[];
}

export interface AttestableFile {
  readonly maxAge: string | { readonly parameter: string };
  readonly settings?: readonly string[];
  readonly question?: string;
  readonly where?: string;
}

/**
 * A category of the app catalogue, or the list of a parameter: all of it, or those that the evidence speaks of; and the apps
 * whose owner sits in a country of another parameter.
 */
export type AppSelector =
  | { readonly category: AppKind | readonly AppKind[]; readonly except?: readonly string[] }
  | { readonly parameter: string; readonly found?: true; readonly ownedIn?: string };

/** A code that goes with the finding when the expression holds. */
export interface RuleNoteFile {
  readonly when: ExpressionFile;
  readonly note: string;
}

/** One text, or one for each platform or management system. */
export type RemediationFile = string | Readonly<Record<string, string>>;

export interface RuleFile extends ExpressionFile {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly app?: string | readonly string[] | AppSelector;
  readonly appliesTo?: AppliesTo;
  readonly when?: ExpressionFile;
  readonly enforced?: boolean;
  readonly maxAge?: string;
  readonly attestable?: AttestableFile;
  readonly rationale?: string;
  readonly remediation?: RemediationFile;
  readonly references?: readonly (string | Reference)[];
  readonly controls?: Controls;
  readonly tags?: readonly string[];
  readonly weight?: number;
  readonly notes?: readonly RuleNoteFile[];
  readonly examples: { readonly pass: readonly Example[]; readonly fail: readonly Example[] };
}

export interface ProfileFile {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly advisory?: true;
  readonly notAssessable?: readonly string[];
  readonly parameters?: Readonly<Record<string, ParameterFile>>;
  /** Id of the profile that this one is a tailoring of. */
  readonly extends?: string;
  readonly tailoring?: readonly TailoringFile[];
  /** Ids of the profiles that a group stands for; it has no rules of its own. */
  readonly includes?: readonly string[];
  readonly rules?: readonly RuleFile[];
  readonly waivers?: WaiverPolicyFile;
}

/** What the profile lets be waived; of what is left out nothing is asked. */
export interface WaiverPolicyFile extends Partial<Omit<WaiverPolicy, 'reasons'>> {
  readonly reasons?: Readonly<Record<string, WaiverReasonFile>>;
}

export type WaiverReasonFile = Partial<WaiverPolicy['reasons'][string]> & { readonly title: string };

/** One change to the base, and why. */
export interface TailoringFile {
  readonly select?: readonly string[];
  readonly deselect?: readonly string[];
  readonly severity?: Readonly<Record<string, Severity>>;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly rationale: string;
}
