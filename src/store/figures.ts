/** Counts of a run by profile, rule, platform and group: what trends are drawn from, without reading the findings again. */
import { type Finding, noOutcomes, outcomes } from '../model/finding.ts';
import type { Severity } from '../model/profile.ts';
import type { Counts, Report } from '../model/report.ts';
import type { Platform, SubjectKind } from '../model/subject.ts';

/** Findings that have all of these in common. */
export interface Cell {
  readonly profile: string;
  readonly severity: Severity;
  readonly kind: SubjectKind;
  readonly platform: Platform;
  readonly counts: Counts;
}

export interface Figures {
  /** Every finding once. */
  readonly rules: readonly (Cell & { readonly rule: string })[];
  /** By label of the subject; a subject with several labels counts for each. */
  readonly groups: readonly (Cell & { readonly label: string; readonly value: string })[];
}

/** A label with more values tells subjects apart and makes no groups of them. */
const mostValues = 50;

type Mutable = Record<Finding['outcome'], number>;

export function figuresOf({ subjects, findings }: Pick<Report, 'subjects' | 'findings'>): Figures {
  const grouped = groupLabels(subjects);
  const records = new Map(subjects.map((record) => [record.id, record]));
  const rules = new Map<string, { readonly parts: readonly string[]; readonly counts: Mutable }>();
  const groups = new Map<string, { readonly parts: readonly string[]; readonly counts: Mutable }>();
  const count = (into: typeof rules, outcome: Finding['outcome'], ...parts: readonly string[]): void => {
    const key = parts.join('\0');
    let cell = into.get(key);
    if (cell === undefined) {
      cell = { parts, counts: noOutcomes() };
      into.set(key, cell);
    }
    cell.counts[outcome] += 1;
  };
  for (const { profile, rule, severity, subject, outcome } of findings) {
    const record = records.get(subject);
    if (record === undefined) continue;
    const { kind, platform, labels } = record;
    count(rules, outcome, profile, severity, kind, platform, rule);
    for (const label of grouped) {
      const value = labels[label];
      if (value !== undefined) count(groups, outcome, profile, severity, kind, platform, label, value);
    }
  }
  return { rules: [...rules.values()].map(ruleCell), groups: [...groups.values()].map(groupCell) };
}

/** `title` is the heading of one subject. */
function groupLabels(subjects: Report['subjects']): string[] {
  const values = new Map<string, Set<string>>();
  for (const { labels } of subjects)
    for (const [label, value] of Object.entries(labels)) {
      const known = values.get(label) ?? new Set();
      values.set(label, known);
      if (known.size <= mostValues) known.add(value);
    }
  return [...values]
    .filter(([label, known]) => label !== 'title' && known.size <= mostValues)
    .map(([label]) => label);
}

interface Counted {
  readonly parts: readonly string[];
  readonly counts: Counts;
}

const cellOf = ({ parts, counts }: Counted): Cell => {
  const [profile, severity, kind, platform] = parts as [string, Severity, SubjectKind, Platform];
  return { profile, severity, kind, platform, counts };
};
const ruleCell = (one: Counted) => ({ ...cellOf(one), rule: one.parts[4] ?? '' });
const groupCell = (one: Counted) => ({
  ...cellOf(one),
  label: one.parts[4] ?? '',
  value: one.parts[5] ?? '',
});

/** Rows without names of columns: a run of a hundred rules has hundreds. */
export function figuresText({ rules, groups }: Figures): string {
  const row = ({ profile, severity, kind, platform, counts }: Cell, ...more: readonly string[]) => [
    profile,
    severity,
    kind,
    platform,
    ...more,
    ...outcomes.map((outcome) => counts[outcome]),
  ];
  return JSON.stringify({
    rules: rules.map((cell) => row(cell, cell.rule)),
    groups: groups.map((cell) => row(cell, cell.label, cell.value)),
  });
}

export function figuresFrom(text: string): Figures {
  const { rules, groups } = JSON.parse(text) as { rules: unknown[][]; groups: unknown[][] };
  const counted = (row: readonly unknown[], names: number): Counted => ({
    parts: row.slice(0, names) as string[],
    counts: Object.fromEntries(
      outcomes.map((outcome, index) => [outcome, row[names + index]]),
    ) as unknown as Counts,
  });
  return {
    rules: rules.map((row) => ruleCell(counted(row, 5))),
    groups: groups.map((row) => groupCell(counted(row, 6))),
  };
}
