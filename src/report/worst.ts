/** Which subjects are worst: one order for every reporter that people read. */
import { type Finding, noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import { severities, type Severity, severityWeights } from '../model/profile.ts';
import type { SubjectRecord } from '../model/report.ts';

export interface SubjectTally {
  readonly subject: SubjectRecord;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Fails by severity. */
  readonly failing: Readonly<Record<Severity, number>>;
  /** Of all its fails, by the severity of their rules. */
  readonly weight: number;
}

export const tallySubject = (subject: SubjectRecord, findings: readonly Weighed[]): SubjectTally => ({
  subject,
  ...tallyOf(findings),
});

type Weighed = Pick<Finding, 'outcome' | 'severity'>;

export const noFails = (): Record<Severity, number> => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });

export function tallyOf(findings: readonly Weighed[]): Omit<SubjectTally, 'subject'> {
  const counts = noOutcomes();
  const failing = noFails();
  let weight = 0;
  for (const { outcome, severity } of findings) {
    counts[outcome] += 1;
    if (outcome !== 'fail') continue;
    failing[severity] += 1;
    weight += severityWeights[severity];
  }
  return { counts, failing, weight };
}

/** What several parts of a subject's findings come to together. */
export function tallyTogether(
  parts: readonly Omit<SubjectTally, 'subject'>[],
): Omit<SubjectTally, 'subject'> {
  const counts = noOutcomes();
  const failing = noFails();
  let weight = 0;
  for (const part of parts) {
    for (const outcome of outcomes) counts[outcome] += part.counts[outcome];
    if (part.counts.fail === 0) continue;
    for (const severity of severities) failing[severity] += part.failing[severity];
    weight += part.weight;
  }
  return { counts, failing, weight };
}

/**
 * By the weight of the fails; equals by their id, so that no order depends on how they came. Where nothing that weighs fails, what
 * is not decided comes before the rest.
 */
export function byWorst(a: SubjectTally, b: SubjectTally): number {
  return b.weight - a.weight || (a.weight === 0 ? byDoubt(a, b) : 0) || byText(a.subject.id, b.subject.id);
}

const byDoubt = (a: SubjectTally, b: SubjectTally): number =>
  b.counts.fail - a.counts.fail || undecided(b.counts) - undecided(a.counts);

export const undecided = ({ unknown, error }: Readonly<Record<Outcome, number>>): number => unknown + error;

/** By code units: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const urgency: readonly Outcome[] = ['fail', 'error', 'unknown', 'waived', 'pass', 'not-applicable'];

/** Fails first, the gravest first; equals keep the order of the report. */
export function byUrgency(a: Finding, b: Finding): number {
  return (
    urgency.indexOf(a.outcome) - urgency.indexOf(b.outcome) ||
    severityWeights[b.severity] - severityWeights[a.severity]
  );
}

export const totalOf = (counts: Readonly<Record<Outcome, number>>): number =>
  outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
