/** A report is recorded information: its marking, its last day, what is withheld and why, and the rendering for the public. */
import { noOutcomes, type Outcome } from '../model/finding.ts';
import type { Handling, Report, RuleCounts, Withheld } from '../model/report.ts';
import { internalReport, withoutNames } from './internal.ts';

/** With so few subjects a count by rule would tell what a single phone lacks. A product default. */
export const fewestSubjects = 10;

/** What is given takes the place of what was; the log of what is withheld grows. */
export function withHandling(report: Report, given: Handling): Report {
  const { withheld: before = [], ...kept } = report.handling ?? {};
  const { withheld: more = [], ...rest } = given;
  const withheld = [...before, ...more];
  const handling = { ...kept, ...rest, ...(withheld.length === 0 ? {} : { withheld }) };
  return Object.keys(handling).length === 0 ? report : { ...report, handling };
}

/** Counts and rule texts, and nothing that tells of a single phone, a file, or a group: no weakness to look for. */
export function publicReport(report: Report): Report {
  if (report.handling?.rendering === 'public') return report;
  const { waivers, ...shown } = report;
  const { subjects, findings, inputs, profiles, history } = report;
  const isCounted = subjects.length >= fewestSubjects;
  const rules = profiles.reduce((sum, profile) => sum + profile.rules.length, 0);
  const withheld: readonly Withheld[] = [
    { what: 'subjects', count: subjects.length, reason: 'security' },
    { what: 'findings', count: findings.length, reason: 'security' },
    { what: 'inputs', count: inputs.length, reason: 'security' },
    ...(waivers === undefined
      ? []
      : [{ what: 'waivers', count: waivers.length, reason: 'security' } as const]),
    ...(isCounted ? [] : [{ what: 'counts of rules', count: rules, reason: 'security' } as const]),
  ];
  return withHandling(
    {
      ...shown,
      subjects: [],
      findings: [],
      inputs: [],
      gates: report.gates.map(withoutNames),
      ruleCounts: isCounted ? countsOf(report) : [],
      ...(history === undefined ? {} : { history: { ...history, vanished: [], appeared: [] } }),
    },
    { rendering: 'public', withheld },
  );
}

/** A report as it may be released: as it is, for colleagues, or for everybody. What was withheld before stays so. */
export function releasedAs(report: Report, level: Handling['rendering']): Report {
  const { rendering, withheld = [] } = report.handling ?? {};
  if (level === 'public') return publicReport(report);
  if (level === undefined || rendering !== undefined) return report;
  const hasPseudonyms = withheld.some(({ what }) => what === deviceIdentifiers);
  const reduced = internalReport(report, hasPseudonyms);
  return withHandling(reduced.report, { rendering: level, withheld: reduced.withheld });
}

/** As the log calls what stands behind pseudonyms and numbers. */
export const deviceIdentifiers = 'device identifiers';

function countsOf({ profiles, findings }: Pick<Report, 'profiles' | 'findings'>): RuleCounts[] {
  const counts = new Map<string, Record<Outcome, number>>();
  const keyOf = (profile: string, rule: string) => JSON.stringify([profile, rule]);
  const all = profiles.flatMap(({ id, rules }) =>
    rules.map((rule) => ({ profile: id, rule: rule.id, outcomes: noOutcomes() })),
  );
  for (const one of all) counts.set(keyOf(one.profile, one.rule), one.outcomes);
  for (const { profile, rule, outcome } of findings) {
    const own = counts.get(keyOf(profile, rule));
    if (own !== undefined) own[outcome] += 1;
  }
  return all;
}

/** How the findings of each rule came out, also where these are withheld. */
export const ruleCountsOf = (report: Report): readonly RuleCounts[] => report.ruleCounts ?? countsOf(report);

/** A rule that was decided nowhere. */
interface Undecided {
  readonly profile: string;
  readonly rule: string;
}

/** Rules with an unknown and not one verdict: what the evidence could not show on any subject. */
export function undecidedRules(report: Report): Undecided[] {
  return ruleCountsOf(report)
    .filter(({ outcomes: counts }) => counts.unknown > 0 && counts.pass + counts.fail + counts.waived === 0)
    .map(({ profile, rule }) => ({ profile, rule }));
}

/** There is nothing that says how the findings of a rule came out. */
export const isUncounted = ({ ruleCounts }: Pick<Report, 'ruleCounts'>): boolean => ruleCounts?.length === 0;

/** What a report says of itself in every format; `notAssessable` is what the sources ask for and no rule judges. */
export function ownFacts({ handling, profiles }: Pick<Report, 'handling' | 'profiles'>): {
  marking?: string;
  retainUntil?: string;
  notAssessable?: string[];
} {
  const { marking, retainUntil } = handling ?? {};
  const notAssessable = profiles.flatMap(({ id, notAssessable: own = [] }) =>
    own.map((text) => `${id}: ${text}`),
  );
  return {
    ...(marking === undefined ? {} : { marking }),
    ...(retainUntil === undefined ? {} : { retainUntil }),
    ...(notAssessable.length === 0 ? {} : { notAssessable }),
  };
}

/** The same as sentences, for formats that have only a text to put it in. */
export function ownLines(report: Pick<Report, 'handling' | 'profiles'>): string[] {
  const { marking, retainUntil, notAssessable = [] } = ownFacts(report);
  return [
    ...(marking === undefined ? [] : [`Marking: ${marking}.`]),
    ...(retainUntil === undefined ? [] : [`Delete by ${retainUntil}.`]),
    ...notAssessable.map((text) => `Not assessed by any rule: ${text}`),
  ];
}

export const isPublic = ({ handling }: Pick<Report, 'handling'>): boolean => handling?.rendering === 'public';

interface SubjectCounts {
  readonly devices: number;
  readonly policies: number;
}

/** How many subjects of each kind, also where they are withheld. */
export function subjectCounts(report: Report): SubjectCounts {
  if (report.left !== undefined) {
    const { devices: all } = report.summary.population;
    return { devices: all, policies: report.subjects.length + report.left.subjects - all };
  }
  const devices = report.subjects.filter(({ kind }) => kind === 'device').length;
  return withheldCounts(report) ?? { devices, policies: report.subjects.length - devices };
}

/** In a public rendering; undefined in any other. */
export function withheldCounts(report: Pick<Report, 'handling' | 'summary'>): SubjectCounts | undefined {
  const withheld = report.handling?.withheld?.find(({ what }) => what === 'subjects')?.count;
  if (withheld === undefined || !isPublic(report)) return undefined;
  const { devices } = report.summary.population;
  return { devices, policies: Math.max(0, withheld - devices) };
}
