/**
 * Waivers on the lines of a report that threads have written without them: what a waiver changes is written anew, and counted anew. The
 * lines are those that the ordinary code writes, byte for byte.
 */
import { Count, type CountOptions } from './evaluate/count.ts';
import { thresholdInput } from './evaluate/thresholds.ts';
import { weightOf } from './fleet/answers.ts';
import { DigestOfFleet } from './fleet/digest-of-fleet.ts';
import { reportOf } from './fleet/shown-report.ts';
import type { Finding } from './model/finding.ts';
import type { Profile } from './model/profile.ts';
import type { InputRecord, Report } from './model/report.ts';
import type { ReportEnd, ReportHead, RowPlace } from './model/sink.ts';
import type { SubjectKind } from './model/subject.ts';
import {
  type Heard,
  type HeardSubject,
  type LineValue,
  ReportEar,
  type SeriesKept,
} from './report/ndjson-heard.ts';
import {
  endLine,
  findingOf,
  inputLine,
  namedVerdict,
  subjectLines,
  type Verdict,
} from './report/ndjson-lines.ts';
import { type Series, seriesNamed, ToldSeries } from './report/ndjson-series.ts';
import type { Waiver } from './model/waiver.ts';
import type { GrantedWaivers, WaiverEffect } from './waivers/match.ts';

export interface WaivedOptions extends CountOptions {
  readonly profiles: readonly Profile[];
  readonly head: ReportHead;
  readonly waivers: GrantedWaivers;
  /** By which other names inputs call a phone: known before its line comes. */
  readonly otherIds: ReadonlyMap<string, readonly string[]>;
  /** A person is shown something of the report. */
  readonly isShown: boolean;
  /** Series that the report remembers: see `ToldSeries`. */
  readonly mostSeries?: number;
}

/** A series as it came, and as it is under waivers. */
interface Kept {
  readonly verdicts: readonly Verdict[];
  /** By the waivers that reach the subject. */
  readonly under: Map<string, Under>;
}

/** A series under some waivers. */
interface Under extends Pick<WaiverEffect<Verdict>, 'counts'> {
  readonly series: Series;
  readonly verdicts: readonly Verdict[];
  readonly weight: number;
  /** Subjects that have it and are not counted yet. */
  readonly times: Record<SubjectKind, number>;
}

type Facts = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>;

/** Series that wait to be counted: beyond so many they are, so that they do not grow with the fleet. */
const mostOpen = 20_000;

export class WaivedLines {
  readonly #options: WaivedOptions;
  readonly #ear: ReportEar<Verdict, Kept>;
  readonly #told: ToldSeries;
  readonly #waivers: GrantedWaivers;
  readonly #count: Count;
  readonly #digest: DigestOfFleet<never> | undefined;
  readonly #open = new Set<Under>();
  #subjects = 0;
  #end: ReportEnd | undefined;

  constructor(options: WaivedOptions) {
    const { mostSeries } = options;
    this.#options = options;
    this.#ear = new ReportEar<Verdict, Kept>({
      verdict: (verdict) => verdict,
      series: (verdicts) => ({ verdicts, under: new Map() }),
      ...(mostSeries === undefined ? {} : { most: mostSeries }),
    });
    this.#told = new ToldSeries(mostSeries);
    this.#waivers = options.waivers.fresh();
    this.#count = new Count(options);
    this.#digest = options.isShown ? new DigestOfFleet(options.profiles) : undefined;
  }

  /** @param text a line without its end. @returns lines. @throws Error where it is no report of ours */
  of(text: string): string {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own lines
    const heard = this.#ear.add(JSON.parse(text) as LineValue, `${text}\n`);
    if (typeof heard === 'string') throw new Error(heard);
    return heard.map((one) => this.#lines(one, text)).join('');
  }

  /** @throws Error where the report has not ended */
  get end(): ReportEnd {
    if (this.#end === undefined) throw new Error('the report has not ended');
    return this.#end;
  }

  /** What of it fits on a page. */
  report(): Report {
    const digest = this.#digest?.found();
    if (digest === undefined) throw new Error('nothing is shown');
    const judged = digest.worst.map((one) => one.judged);
    return reportOf(this.#options.head, { ...this.end, ...digest }, judged, this.#subjects);
  }

  #lines(heard: Heard<Kept>, text: string): string {
    switch (heard.type) {
      case 'run':
        return `${text}\n`;
      case 'subject':
        return this.#subject(heard);
      case 'input':
        this.#count.input(heard.record);
        this.#digest?.input(heard.record);
        return heard.text;
      case 'summary':
        return this.#summary(heard.end);
    }
  }

  #subject(heard: HeardSubject<Kept>): string {
    this.#subjects += 1;
    const { subject, place } = heard;
    const otherIds = this.#options.otherIds.get(subject.id) ?? [];
    const reaching = this.#waivers.reaching(subject, otherIds);
    const ids = [subject.id, ...otherIds];
    return place === undefined
      ? this.#apart(heard, ids, reaching)
      : this.#shared(heard, place, ids, reaching);
  }

  /** Findings that stand by themselves. */
  #apart(heard: HeardSubject<Kept>, ids: readonly string[], reaching: readonly Waiver[]): string {
    const { subject, order, text, findings } = heard;
    const before = findings.map(({ finding }) => finding);
    const effect = this.#waivers.effectOn(before, reaching);
    const after = effect.findings;
    this.#waivers.count(ids, reaching, [effect]);
    for (const finding of after) this.#counted(subject.kind, finding);
    this.#digest?.phone(subject.id, weightOfAll(after), () => ({ subject, findings: after }));
    if (isSame(before, after)) return text + findings.map((one) => one.text).join('');
    const last = order === undefined ? {} : { order };
    return subjectLines({ subject, findings: after, ...last }, undefined);
  }

  /** Findings that other subjects have, too. */
  #shared(
    heard: HeardSubject<Kept>,
    place: RowPlace,
    ids: readonly string[],
    reaching: readonly Waiver[],
  ): string {
    const { subject, order, text } = heard;
    const key = reaching.map(({ id }) => id).join(' ');
    const all = heard.series.map((one) => this.#under(one, key, reaching));
    this.#waivers.count(ids, reaching, all);
    for (const one of all) this.#alike(subject.kind, one);
    const weight = all.reduce((sum, one) => sum + one.weight, 0);
    this.#digest?.phone(subject.id, weight, () => ({
      subject,
      findings: all.flatMap(({ verdicts }) => verdicts.map((one) => findingOf(one, subject, place))),
    }));
    const series = all.map((one) => one.series);
    const fresh = series.map((one) => this.#told.linesOf(one)).join('');
    if (isSame(heard.series, series)) return fresh + text;
    const last = order === undefined ? {} : { order };
    return fresh + subjectLines({ subject, findings: [], place, ...last }, series);
  }

  /** Waivers make no verdict more or less: a series stays one. */
  #under(heard: SeriesKept<Kept>, key: string, reaching: readonly Waiver[]): Under {
    const { kept } = heard;
    const known = kept.under.get(key);
    if (known !== undefined) return known;
    const { findings: verdicts, counts } = this.#waivers.effectOn(kept.verdicts, reaching);
    const names = verdicts.map((verdict, index) => {
      const name = heard.verdicts[index];
      return name !== undefined && verdict === kept.verdicts[index] ? name : namedVerdict(verdict);
    });
    const series = isSame(names, heard.verdicts) ? heard : seriesNamed(names);
    const times = { device: 0, policy: 0 };
    const made = { series, verdicts, counts, weight: weightOfAll(verdicts), times };
    // What names single phones is hardly the same on others.
    if (reaching.every(({ scope }) => scope.subjects === undefined)) kept.under.set(key, made);
    return made;
  }

  #alike(kind: SubjectKind, one: Under): void {
    this.#open.add(one);
    one.times[kind] += 1;
    if (this.#open.size > mostOpen) this.#settle();
  }

  #settle(): void {
    for (const { verdicts, times } of this.#open)
      for (const kind of ['device', 'policy'] as const) {
        if (times[kind] === 0) continue;
        for (const verdict of verdicts) this.#counted(kind, verdict, times[kind]);
        times[kind] = 0;
      }
    this.#open.clear();
  }

  #counted(kind: SubjectKind, facts: Facts, times = 1): void {
    this.#count.finding(kind, facts, times);
    this.#digest?.count(facts, times);
  }

  /** Waivers and gates are listed with their hash; who was there was counted before. */
  #summary({ summary: { population } }: ReportEnd): string {
    this.#settle();
    const listed: readonly InputRecord[] = [
      ...this.#waivers.inputRecords(),
      ...thresholdInput(this.#options.gate.thresholds),
    ];
    for (const record of listed) this.#digest?.input(record);
    this.#count.devices(population.devices);
    this.#count.population.merge(population);
    this.#end = { ...this.#count.end(), waivers: this.#waivers.records() };
    return listed.map(inputLine).join('') + endLine(this.#end);
  }
}

const weightOfAll = (findings: readonly Pick<Finding, 'outcome' | 'severity'>[]): number =>
  findings.reduce((sum, finding) => sum + weightOf(finding), 0);

const isSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  after.every((one, index) => one === before[index]);
