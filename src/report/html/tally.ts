/** What the page counts besides the summary: by rule, by subject, and unknowns by what would decide them. */
import { type Finding, type Outcome, outcomes } from '../../model/finding.ts';
import { severities, type Severity } from '../../model/profile.ts';
import type { ProfileRecord, Report, RuleRecord, SubjectRecord } from '../../model/report.ts';
import type { SubjectKind } from '../../model/subject.ts';
import { isPublic, isUncounted } from '../handling.ts';
import { collectOf } from '../words.ts';

/** How much the page holds; all else is in the JSON report. */
export const limits = {
  /** Subjects listed with their findings. */
  subjects: 200,
  /** Findings listed in all; the subject that goes beyond is the last one. */
  findings: 6_000,
  /** Up to so many subjects, passes and what does not apply are listed too. */
  fullSubjects: 50,
  evidence: 20,
  inputs: 500,
  notices: 20,
  unknownGroups: 100,
  waivers: 200,
} as const;

export interface RuleTally {
  readonly rule: RuleRecord;
  readonly profile: ProfileRecord;
  readonly profileIndex: number;
  readonly counts: Record<Outcome, number>;
  readonly kinds: Set<SubjectKind>;
  /** Subjects with a finding of the rule, and those that fail it. */
  subjects: number;
  failing: number;
  /** Findings are counted and not shown. */
  readonly withheld: boolean;
  /** Not even counted: there are too few subjects. */
  readonly uncounted: boolean;
}

export interface SubjectTally {
  readonly subject: SubjectRecord;
  readonly counts: Record<Outcome, number>;
  readonly failing: Record<Severity, number>;
}

export interface UnknownGroup {
  readonly reason: NonNullable<Finding['reason']>;
  /** The words after "To decide it, add:"; empty where the message names nothing. */
  readonly collect: string;
  readonly rules: Map<string, RuleTally>;
  readonly subjects: Set<string>;
  findings: number;
}

export interface PageTally {
  /** Worst first. */
  readonly rules: readonly RuleTally[];
  readonly subjects: readonly SubjectTally[];
  readonly unknowns: readonly UnknownGroup[];
  /** Subjects with at least one finding of an outcome. */
  readonly subjectsWith: Readonly<Record<Outcome, number>>;
}

const ruleKey = (profile: string, rule: string) => JSON.stringify([profile, rule]);

const noOutcomes = (): Record<Outcome, number> => ({
  pass: 0,
  fail: 0,
  unknown: 0,
  'not-applicable': 0,
  waived: 0,
  error: 0,
});
const noSeverities = (): Record<Severity, number> => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });

/** One walk over the findings. */
export function tally(report: Report): PageTally {
  const rules = emptyRules(report);
  const subjects = new Map<string, SubjectTally>();
  for (const subject of report.subjects)
    subjects.set(subject.id, { subject, counts: noOutcomes(), failing: noSeverities() });
  const unknowns = new Map<string, UnknownGroup>();
  const seen = new Map<RuleTally, { subject: string; failed: boolean }>();
  for (const finding of report.findings) {
    const rule = rules.get(ruleKey(finding.profile, finding.rule));
    const subject = subjects.get(finding.subject);
    if (subject) addToSubject(subject, finding);
    if (rule) addToRule(rule, subject?.subject.kind, finding, seen);
    if (finding.outcome === 'unknown') addToUnknowns(unknowns, rule, finding);
  }
  const subjectsWith = noOutcomes();
  for (const { counts } of subjects.values()) {
    for (const outcome of outcomes) subjectsWith[outcome] += counts[outcome] > 0 ? 1 : 0;
  }
  return {
    rules: [...rules.values()].toSorted(byRule),
    subjects: [...subjects.values()].toSorted(bySubject),
    unknowns: [...unknowns.values()].toSorted((a, b) => b.findings - a.findings),
    subjectsWith,
  };
}

function emptyRules(report: Report): Map<string, RuleTally> {
  const { profiles, ruleCounts = [] } = report;
  const counted = new Map(
    ruleCounts.map(({ profile, rule, outcomes: own }) => [ruleKey(profile, rule), own]),
  );
  const rules = new Map<string, RuleTally>();
  for (const [profileIndex, profile] of profiles.entries()) {
    for (const rule of profile.rules)
      rules.set(ruleKey(profile.id, rule.id), {
        rule,
        profile,
        profileIndex,
        counts: { ...noOutcomes(), ...counted.get(ruleKey(profile.id, rule.id)) },
        kinds: new Set(),
        subjects: 0,
        failing: 0,
        withheld: isPublic(report),
        uncounted: isUncounted(report),
      });
  }
  return rules;
}

function addToSubject({ counts, failing }: SubjectTally, { outcome, severity }: Finding): void {
  counts[outcome] += 1;
  if (outcome === 'fail') failing[severity] += 1;
}

/** Findings of one subject stand together, so the last one tells whether the subject was counted. */
function addToRule(
  rule: RuleTally,
  kind: SubjectKind | undefined,
  { subject, outcome }: Finding,
  seen: Map<RuleTally, { subject: string; failed: boolean }>,
): void {
  rule.counts[outcome] += 1;
  if (kind) rule.kinds.add(kind);
  let last = seen.get(rule);
  if (last?.subject !== subject) {
    last = { subject, failed: false };
    seen.set(rule, last);
    rule.subjects += 1;
  }
  if (outcome === 'fail' && !last.failed) {
    last.failed = true;
    rule.failing += 1;
  }
}

function addToUnknowns(
  groups: Map<string, UnknownGroup>,
  rule: RuleTally | undefined,
  { reason = 'not-collected', message, subject }: Finding,
): void {
  const collect = collectOf(message) ?? '';
  const key = JSON.stringify([reason, collect]);
  let group = groups.get(key);
  if (group === undefined) {
    group = { reason, collect, rules: new Map(), subjects: new Set(), findings: 0 };
    groups.set(key, group);
  }
  group.findings += 1;
  group.subjects.add(subject);
  if (rule) group.rules.set(ruleKey(rule.profile.id, rule.rule.id), rule);
}

/** By severity, then failing subjects, then what is not decided; equals keep the order of the report. */
function byRule(a: RuleTally, b: RuleTally): number {
  return (
    severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity) ||
    b.failing - a.failing ||
    undecided(b) - undecided(a)
  );
}

/** By the number of fails, the gravest severity first, then by what is not decided. */
function bySubject(a: SubjectTally, b: SubjectTally): number {
  for (const severity of severities) {
    const difference = b.failing[severity] - a.failing[severity];
    if (difference !== 0) return difference;
  }
  return undecided(b) - undecided(a);
}

const undecided = ({ counts }: { counts: Record<Outcome, number> }) => counts.unknown + counts.error;
