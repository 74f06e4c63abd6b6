/** What the lines of an NDJSON report say, as they come: a subject with all its findings, everything else as it stands there. */
import type { Finding } from '../model/finding.ts';
import type { InputRecord, SubjectRecord } from '../model/report.ts';
import type { ReportEnd, ReportHead, RowPlace } from '../model/sink.ts';
import type { WaiverRecord } from '../model/waiver.ts';
import type { Verdict } from './ndjson-lines.ts';
import { HeardSeries, type Named, type Series } from './ndjson-series.ts';

export type LineValue = Readonly<Record<string, unknown>>;

/** A verdict, and what whoever listens keeps of it. */
export interface HeardVerdict<Kept> extends Named {
  readonly kept: Kept;
}

/** A series, and what is kept of it. */
export interface SeriesKept<Kept> extends Series {
  readonly kept: Kept;
}

export interface HeardSubject<Kept> {
  readonly type: 'subject';
  readonly subject: SubjectRecord;
  readonly place?: RowPlace;
  /** In the report of a shard. */
  readonly order?: number;
  readonly text: string;
  /** What it names; else its findings stand by themselves. */
  readonly series: readonly SeriesKept<Kept>[];
  readonly findings: readonly { readonly finding: Finding; readonly text: string }[];
}

export type Heard<Kept> =
  | { readonly type: 'run'; readonly head: ReportHead }
  | HeardSubject<Kept>
  | { readonly type: 'input'; readonly record: InputRecord; readonly text: string }
  | { readonly type: 'summary'; readonly end: ReportEnd };

export interface EarOptions<OfVerdict, OfSeries> {
  /** What is kept of a verdict, and of a series of them. */
  readonly verdict: (verdict: Verdict) => OfVerdict;
  readonly series: (verdicts: readonly OfVerdict[]) => OfSeries;
  /** Of several reports together: names of verdicts are the same in all. */
  readonly verdicts?: Map<string, HeardVerdict<OfVerdict>>;
  /** Series that the report remembers: see `ToldSeries`. */
  readonly most?: number;
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- lines of our own; who reads those of others checks what comes of them */

/** Takes the lines of one report in their order. */
export class ReportEar<OfVerdict, OfSeries> {
  readonly #options: EarOptions<OfVerdict, OfSeries>;
  readonly #verdicts: Map<string, HeardVerdict<OfVerdict>>;
  readonly #series: HeardSeries<SeriesKept<OfSeries>>;
  /** Its findings may follow. */
  #subject: HeardSubject<OfSeries> | undefined;
  #findings: { finding: Finding; text: string }[] = [];
  /** Undefined: there was no file of them. */
  #waivers: WaiverRecord[] | undefined;
  #hasEnded = false;

  constructor(options: EarOptions<OfVerdict, OfSeries>) {
    this.#options = options;
    this.#verdicts = options.verdicts ?? new Map();
    this.#series = new HeardSeries(options.most);
  }

  /**
   * @param value of the line
   * @param text the line, where it is asked for again
   * @returns what is complete with it; or what is wrong with it
   */
  add(value: LineValue, text = ''): readonly Heard<OfSeries>[] | string {
    const { type, ...record } = value;
    if (this.#hasEnded) return 'a line follows the summary';
    if (type === 'finding') {
      if (this.#subject === undefined) return 'a finding follows no subject';
      this.#findings.push({ finding: record as unknown as Finding, text });
      return [];
    }
    const done = this.#settled();
    const heard = this.#heard(type, record, text);
    if (typeof heard === 'string') return heard;
    return heard === undefined ? done : [...done, heard];
  }

  #settled(): HeardSubject<OfSeries>[] {
    if (this.#subject === undefined) return [];
    const subject = { ...this.#subject, findings: this.#findings };
    this.#subject = undefined;
    this.#findings = [];
    return [subject];
  }

  #heard(type: unknown, record: LineValue, text: string): Heard<OfSeries> | string | undefined {
    switch (type) {
      case 'run':
        return { type, head: record as unknown as ReportHead };
      case 'verdict': {
        const { id, ...verdict } = record;
        const kept = this.#options.verdict(verdict as unknown as Verdict);
        this.#verdicts.set(String(id), { id: String(id), text, kept });
        return undefined;
      }
      case 'series':
        return this.#told(record, text);
      case 'subject':
        return this.#named(record, text);
      case 'input': {
        const input = record as unknown as InputRecord;
        if (input.source === 'waivers') this.#waivers ??= [];
        return { type, record: input, text };
      }
      case 'waiver':
        (this.#waivers ??= []).push(record as unknown as WaiverRecord);
        return undefined;
      case 'summary': {
        const { gates, ...summary } = record;
        this.#hasEnded = true;
        const waivers = this.#waivers === undefined ? {} : { waivers: this.#waivers };
        return { type, end: { ...waivers, summary, gates } as unknown as ReportEnd };
      }
      default:
        return `there is no line of type ${String(type)}`;
    }
  }

  #told({ id, verdicts: ids }: LineValue, text: string): string | undefined {
    const verdicts: HeardVerdict<OfVerdict>[] = [];
    for (const one of idsIn(ids)) {
      const verdict = this.#verdicts.get(one);
      if (verdict === undefined) return 'a series names a verdict that was not told';
      verdicts.push(verdict);
    }
    const kept = this.#options.series(verdicts.map((one) => one.kept));
    this.#series.add({ id: String(id), text, verdicts, kept });
    return undefined;
  }

  #named({ verdicts, place, order, ...subject }: LineValue, text: string): string | undefined {
    const series: SeriesKept<OfSeries>[] = [];
    for (const one of this.#series.named(idsIn(verdicts))) {
      if (one === undefined) return 'a subject names a series that was not told';
      series.push(one);
    }
    if (series.length > 0 && place === undefined) return 'a subject names series and has no place';
    this.#subject = {
      type: 'subject',
      subject: subject as unknown as SubjectRecord,
      ...(place === undefined ? {} : { place: place as RowPlace }),
      ...(order === undefined ? {} : { order: order as number }),
      text,
      series,
      findings: [],
    };
    return undefined;
  }
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
