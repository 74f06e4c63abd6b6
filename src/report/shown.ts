/**
 * What people are shown of a report: counts of everything, and of the subjects the worst. This is the one place where that is
 * decided. It takes subjects one at a time and keeps no more than it shows, so a fleet needs no more memory than a page; the
 * order in which subjects come makes no difference.
 */
import { type Finding, noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { type Platform, type SubjectKind, subjectKinds } from '../model/subject.ts';
import { isAboutPatches, Releases } from './releases.ts';
import { type PlacedSeries, placedSeries } from './shown-series.ts';
import {
  type FindingFacts,
  type RuleHead,
  RuleTallies,
  type RuleTally,
  type UnknownGroup,
} from './shown-rules.ts';
import { byUrgency, byWorst, type SubjectTally, tallySubject, tallyTogether } from './worst.ts';

/** So many subjects of a kind are shown one by one: the worst. All others are counted, and stand in JSON and NDJSON. */
export const shownSubjects = { device: 200, policy: 50 } as const satisfies Record<SubjectKind, number>;

/** So many of their findings; the subject that goes beyond is the last one shown. */
export const shownFindings = { device: 6_000, policy: 2_000 } as const satisfies Record<SubjectKind, number>;

/** Up to so many subjects in all, what passes and what does not apply is shown one by one, too. */
export const shownInFull = 50;

export interface ShownSubject extends SubjectTally {
  /** What is shown of them, the most urgent first. */
  readonly findings: readonly Finding[];
}

export interface ShownKind {
  /** Worst first. */
  readonly shown: readonly ShownSubject[];
  readonly all: number;
  /** With at least one fail, among all. */
  readonly failing: number;
}

export interface Shown {
  /** Worst first. */
  readonly rules: readonly RuleTally[];
  readonly kinds: Readonly<Record<SubjectKind, ShownKind>>;
  /** Outcomes of the findings that are shown one by one; all are counted. */
  readonly outcomes: readonly Outcome[];
  /** The most frequent first. */
  readonly unknowns: readonly UnknownGroup[];
  /** Subjects with at least one finding of an outcome. */
  readonly subjectsWith: Readonly<Record<Outcome, number>>;
  readonly platforms: ReadonlySet<Platform>;
  readonly releases: ReturnType<Releases['releases']>;
  readonly patchAges: ReturnType<Releases['patchAges']>;
}

/** Takes subjects with all their findings, in any order. */
export class Collector {
  readonly #rules: RuleTallies;
  readonly #releases: Releases;
  readonly #worst = { device: new Worst(shownSubjects.device), policy: new Worst(shownSubjects.policy) };
  readonly #subjectsWith = noOutcomes();
  readonly #platforms = new Set<Platform>();

  constructor(head: RuleHead) {
    this.#rules = new RuleTallies(head);
    this.#releases = new Releases(head.asOf);
  }

  add(subject: SubjectRecord, findings: readonly Finding[]): void {
    this.#rules.add(
      subject,
      findings.map((finding) => this.#rules.place(finding)),
    );
    this.#count(tallySubject(subject, findings), findings.filter(isAboutPatches), () => findings);
  }

  /** Findings that follow each other on many subjects. */
  series(findings: readonly FindingFacts[]): PlacedSeries {
    return placedSeries(findings.map((facts) => this.#rules.place(facts)));
  }

  /**
   * A subject that has these series one after the other, in the order of the rules.
   * @param findings the same, asked for where they are shown
   */
  addSeries(
    subject: SubjectRecord,
    series: readonly PlacedSeries[],
    findings: () => readonly Finding[],
  ): void {
    this.#rules.addSeries(subject, series);
    const patches = series.flatMap((one) => one.patches);
    this.#count({ subject, ...tallyTogether(series) }, patches, findings);
  }

  #count(
    tally: SubjectTally,
    patches: Parameters<Releases['add']>[1],
    findings: () => readonly Finding[],
  ): void {
    const { kind, platform } = tally.subject;
    this.#worst[kind].add(tally, findings);
    this.#releases.add(tally, patches);
    this.#platforms.add(platform);
    for (const outcome of outcomes) if (tally.counts[outcome] > 0) this.#subjectsWith[outcome] += 1;
  }

  shown(): Shown {
    const all = subjectKinds.reduce((sum, kind) => sum + this.#worst[kind].all, 0);
    const listed: readonly Outcome[] = all <= shownInFull ? outcomes : ['fail', 'unknown', 'waived', 'error'];
    const kinds = {
      device: this.#worst.device.shown(listed, shownFindings.device),
      policy: this.#worst.policy.shown(listed, shownFindings.policy),
    };
    return {
      rules: this.#rules.rules(),
      kinds,
      outcomes: listed,
      unknowns: this.#rules.unknowns(),
      subjectsWith: this.#subjectsWith,
      platforms: this.#platforms,
      releases: this.#releases.releases(),
      patchAges: this.#releases.patchAges(),
    };
  }
}

interface WorstSubject extends SubjectTally {
  readonly findings: () => readonly Finding[];
}

/** The worst of those that were added; of more than it may keep the others are forgotten from time to time. */
class Worst {
  all = 0;
  #failing = 0;
  readonly #most: number;
  #kept: WorstSubject[] = [];
  /** What is less bad is not among them. */
  #least: WorstSubject | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(tally: SubjectTally, findings: () => readonly Finding[]): void {
    this.all += 1;
    if (tally.counts.fail > 0) this.#failing += 1;
    if (this.#least !== undefined && byWorst(this.#least, tally) < 0) return;
    this.#kept.push({ ...tally, findings });
    if (this.#kept.length >= this.#most * 4) this.#forget();
  }

  shown(listed: readonly Outcome[], mostFindings: number): ShownKind {
    this.#forget();
    const shown: ShownSubject[] = [];
    let count = 0;
    for (const one of this.#kept) {
      if (count >= mostFindings) break;
      const all = one.findings();
      const findings = all.filter(({ outcome }) => listed.includes(outcome)).toSorted(byUrgency);
      shown.push({ ...one, findings });
      count += findings.length;
    }
    return { shown, all: this.all, failing: this.#failing };
  }

  #forget(): void {
    this.#kept = this.#kept.toSorted(byWorst).slice(0, this.#most);
    this.#least = this.#kept[this.#most - 1];
  }
}

/** The same of a report that is there as a whole. */
export function shownOf(report: Report): Shown {
  const collector = new Collector(report);
  const findings = Map.groupBy(report.findings, ({ subject }) => subject);
  for (const subject of report.subjects) collector.add(subject, findings.get(subject.id) ?? []);
  return collector.shown();
}
