/** An audit profile as it is written: what the schema has checked. The model's form is in model/profile.ts. */
import type { AppliesTo, Example, Reference, Severity } from '../model/profile.ts';

export interface ParameterFile {
  readonly title: string;
  readonly type: 'boolean' | 'integer' | 'string' | 'list';
  readonly default: boolean | number | string | readonly string[];
}

export type IsFile = boolean | number | string | Readonly<Record<string, unknown>>;

export interface ExpressionFile {
  readonly setting?: string;
  readonly sum?: readonly string[];
  readonly fact?: string;
  readonly is?: IsFile;
  readonly every?: IsFile;
  readonly some?: IsFile;
  readonly all?: readonly ExpressionFile[];
  readonly any?: readonly ExpressionFile[];
  readonly none?: readonly ExpressionFile[];
}

export interface RuleFile extends ExpressionFile {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly app?: string | readonly string[];
  readonly appliesTo?: AppliesTo;
  readonly when?: ExpressionFile;
  readonly enforced?: boolean;
  readonly maxAge?: string;
  readonly rationale?: string;
  readonly remediation?: string;
  readonly references?: readonly (string | Reference)[];
  readonly examples: { readonly pass: readonly Example[]; readonly fail: readonly Example[] };
}

export interface ProfileFile {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, ParameterFile>>;
  readonly rules: readonly RuleFile[];
}
