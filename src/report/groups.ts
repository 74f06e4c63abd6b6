/**
 * Findings of one rule in one file, told as one: ten thousand phones of one export that fail a rule are one result with
 * a count. The parts of the key are what a result keeps from run to run: no line, no value, no number of phones.
 */
import type { Finding, FindingEvidence } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import { fingerprintOf } from './content-id.ts';
import { classOf, type OutcomeClass } from './outcomes.ts';

export interface FindingGroup {
  readonly class: OutcomeClass;
  readonly first: Finding;
  readonly findings: readonly Finding[];
  /** Path of the input; of the subject where there is no evidence. */
  readonly path: string;
  /** Of the rule, its path, setting and scope: two classes of outcome there have the same. */
  readonly fingerprint: string;
  /** Different subjects in it, and how many the rule is for. */
  readonly subjects: number;
  readonly concerned: number;
}

export const ruleKey = ({ profile, rule }: Pick<Finding, 'profile' | 'rule'>): string => `${profile}/${rule}`;

/** Worst severity first, else in the order of the report. */
export function findingGroups(report: Report, wanted: (one: OutcomeClass) => boolean): FindingGroup[] {
  const inputOf = new Map(report.subjects.map(({ id, input }) => [id, input]));
  const concerned = new Map<string, Set<string>>();
  const groups = new Map<string, { head: Omit<FindingGroup, 'subjects' | 'concerned'>; all: Finding[] }>();
  for (const finding of report.findings) {
    const { rule, profile, subject, setting, scope } = finding;
    const found = classOf(finding);
    if (found !== 'not-applicable') addTo(concerned, ruleKey(finding), subject);
    if (!wanted(found)) continue;
    const path = finding.evidence[0]?.input ?? inputOf.get(subject) ?? '-';
    const parts = [profile, rule, path, setting ?? '', scope ?? ''];
    const key = JSON.stringify([found, ...parts]);
    const group = groups.get(key);
    if (group !== undefined) group.all.push(finding);
    else {
      const all = [finding];
      const fingerprint = fingerprintOf(...parts);
      groups.set(key, { head: { class: found, first: finding, findings: all, path, fingerprint }, all });
    }
  }
  const rank = ({ first }: Pick<FindingGroup, 'first'>) => severities.indexOf(first.severity);
  return [...groups.values()]
    .map(({ head }) => ({
      ...head,
      subjects: new Set(head.findings.map(({ subject }) => subject)).size,
      concerned: concerned.get(ruleKey(head.first))?.size ?? 0,
    }))
    .sort((a, b) => rank(a) - rank(b));
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** The first evidence of each finding, where it has any. */
export function placesOf({ findings }: FindingGroup): { finding: Finding; evidence: FindingEvidence }[] {
  return findings.flatMap((finding) => {
    const [evidence] = finding.evidence;
    return evidence === undefined ? [] : [{ finding, evidence }];
  });
}

/** `On 2 of 31 subjects.` The message beside it is that of the first, and says so where others differ. */
export function reachOf({ class: found, subjects, concerned, first, findings }: FindingGroup): string {
  const among = found === 'not-applicable' ? '' : ` of ${concerned}`;
  const noun = subjects === 1 && among === '' ? 'subject' : 'subjects';
  const differ = findings.some(({ message }) => message !== first.message);
  return `On ${subjects}${among} ${noun}${differ ? '; this is the first of several values' : ''}.`;
}
