/** An audit profile as the evaluator sees it: data only, parameters filled in, every name checked by the loader. */
import type { SettingValue } from './observation.ts';
import type { Ownership, Platform, PlatformFamily, SubjectKind } from './subject.ts';
import type { WaiverPolicy } from './waiver.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** What a finding counts in scores; XCCDF output carries the same. */
export const severityWeights: Readonly<Record<Severity, number>> = {
  critical: 10,
  high: 7,
  medium: 4,
  low: 1,
  info: 0,
};

/** What to set, and where: a platform or a management system, as reports print it. */
export interface Remediation {
  readonly where: string;
  readonly text: string;
}

/** One comparison: operator id and its options. */
export interface Comparison {
  readonly operator: string;
  readonly options: unknown;
}

/** Facts of a subject that no setting holds; `label:<name>` is a label. */
export const factNames = ['platform', 'kind', 'model', 'enrolment', 'enrolmentType'] as const;

/** One setting as it stands when everything that is said of it has become one value. */
export interface SettingLeaf {
  readonly setting: string;
  readonly is: readonly Comparison[];
}

/** One setting claim by claim: every Wi-Fi network, some VPN. `each` tells how many of the claims have to hold. */
export interface ClaimsLeaf {
  readonly setting: string;
  readonly each: 'every' | 'some';
  readonly is: readonly Comparison[];
}

/** Numbers that only together say something: grace plus inactivity. */
export interface SumLeaf {
  readonly sum: readonly string[];
  readonly is: readonly Comparison[];
}

export interface FactLeaf {
  readonly fact: string;
  readonly is: readonly Comparison[];
}

/** A parameter of the profile, so that a rule can depend on what an organisation sets; filled in when the profile is loaded. */
export interface ParameterLeaf {
  readonly parameter: string;
  readonly value: unknown;
  readonly is: readonly Comparison[];
}

/** A leaf compares; `all`, `any` and `none` combine by three-valued logic. */
export type Expression =
  | SettingLeaf
  | ClaimsLeaf
  | SumLeaf
  | FactLeaf
  | ParameterLeaf
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly none: readonly Expression[] };

/** The parts of an expression that combines others; undefined: it compares. */
export function partsOf(expression: Expression): readonly Expression[] | undefined {
  if ('all' in expression) return expression.all;
  if ('any' in expression) return expression.any;
  return 'none' in expression ? expression.none : undefined;
}

/** Of an expression, which is asked for them for each subject. */
const settings = new WeakMap<Expression, readonly string[]>();

/** The settings that an expression speaks of. */
export function settingsOf(expression: Expression): readonly string[] {
  const known = settings.get(expression);
  if (known !== undefined) return known;
  const found = settingsIn(expression);
  settings.set(expression, found);
  return found;
}

function settingsIn(expression: Expression): readonly string[] {
  const parts = partsOf(expression);
  if (parts !== undefined) return parts.flatMap(settingsOf);
  if ('setting' in expression) return [expression.setting];
  return 'sum' in expression ? expression.sum : [];
}

/** Those that are compared as they stand: not claim by claim, and not as a part of a sum. A statement is one value. */
export function wholeSettingsOf(expression: Expression): readonly string[] {
  const parts = partsOf(expression);
  if (parts !== undefined) return parts.flatMap(wholeSettingsOf);
  return 'setting' in expression && !('each' in expression) ? [expression.setting] : [];
}

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

/** Catalogues of controls that rules answer to; a report can be grouped by their numbers. */
export const frameworks = [
  'cis',
  'disa-stig',
  'cci',
  'nist-800-53r5',
  'nist-800-124r2',
  'ncsc',
  'cyber-essentials',
  'iso-27001',
] as const;
export type Framework = (typeof frameworks)[number];
/** Framework → numbers of controls. */
export type Controls = Readonly<Partial<Record<Framework, readonly string[]>>>;

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

/** A code that goes with a finding when other facts stand beside it. It changes no verdict. */
export interface RuleNote {
  readonly when: Expression;
  readonly note: string;
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly expression: Expression;
  /** Catalogue ids: the rule is judged once for each. */
  readonly apps?: readonly string[];
  /** Only apps that the evidence speaks of are judged: the rule names a whole category. */
  readonly appsFound?: true;
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
  /** The same in parts, where the profile says it by platform and management system. */
  readonly remediations?: readonly Remediation[];
  readonly references: readonly Reference[];
  readonly controls?: Controls;
  readonly tags?: readonly string[];
  /** In place of the weight of the severity. */
  readonly weight?: number;
  readonly notes?: readonly RuleNote[];
  readonly examples: { readonly pass: readonly Example[]; readonly fail: readonly Example[] };
}

/** What a tailoring changes in its base, in words, and why. */
export interface TailoringChange {
  readonly change: string;
  readonly rationale: string;
}

export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** It derives from advice and not from a duty: its fails do not gate unless that is asked for. */
  readonly advisory?: true;
  /** What its source asks for and no rule of it judges, in sentences for reports. */
  readonly notAssessable?: readonly string[];
  /** Of the file's bytes. */
  readonly sha256: string;
  /** The profile that this one is a tailoring of. */
  readonly base?: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly changes?: readonly TailoringChange[];
  /** Absent: nothing beyond what holds for every waiver. */
  readonly waivers?: WaiverPolicy;
  readonly rules: readonly Rule[];
  /** As their examples are run, where a parameter has an example in place of its empty default. */
  readonly exampleRules?: readonly Rule[];
}
