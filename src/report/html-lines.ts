/** The page of a report that comes as lines of NDJSON: what these say is counted, and what is shown is kept. */
import type { ReportEnd } from '../model/sink.ts';
import { GrowingPage } from './html.ts';
import { LinesOfBytes } from './lines-of-bytes.ts';
import { type Heard, type HeardSubject, type LineValue, ReportEar } from './ndjson-heard.ts';
import { findingOf, type Verdict } from './ndjson-lines.ts';
import type { PlacedSeries } from './shown-series.ts';

/** Verdicts, and how they are counted. */
interface Kept {
  readonly verdicts: readonly Verdict[];
  readonly placed: PlacedSeries;
}

export class PageOfLines {
  #ear = this.#listening();
  #page: GrowingPage | undefined;
  #end: ReportEnd | undefined;
  #lines = this.#read();

  /** @throws Error where it is no report of ours */
  write(bytes: Uint8Array): void {
    this.#lines.write(bytes);
  }

  /** Forgets what came. */
  restart(): void {
    this.#ear = this.#listening();
    this.#page = undefined;
    this.#end = undefined;
    this.#lines = this.#read();
  }

  /** The page, when all has come. @throws Error where the report is not whole */
  text(): Generator<string> {
    if (this.#page === undefined || this.#end === undefined) throw new Error('the report has not ended');
    return this.#page.text(this.#end);
  }

  #line(text: string): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own lines
    const heard = this.#ear.add(JSON.parse(text) as LineValue);
    if (typeof heard === 'string') throw new Error(heard);
    for (const one of heard) this.#take(one);
  }

  #take(heard: Heard<Kept>): void {
    if (heard.type === 'run') this.#page = new GrowingPage(heard.head);
    else if (heard.type === 'subject') this.#subject(heard);
    else if (heard.type === 'input') this.#begun().input(heard.record);
    else this.#end = heard.end;
  }

  #subject({ subject, place, series, findings }: HeardSubject<Kept>): void {
    const { subjects } = this.#begun();
    if (place === undefined) {
      subjects.add(
        subject,
        findings.map(({ finding }) => finding),
      );
      return;
    }
    subjects.addSeries(
      subject,
      series.map(({ kept }) => kept.placed),
      () => series.flatMap(({ kept }) => kept.verdicts.map((one) => findingOf(one, subject, place))),
    );
  }

  #read(): LinesOfBytes {
    return new LinesOfBytes((text) => this.#line(text));
  }

  #listening(): ReportEar<Verdict, Kept> {
    return new ReportEar({
      verdict: (verdict) => verdict,
      series: (verdicts) => ({ verdicts, placed: this.#begun().subjects.series(verdicts) }),
    });
  }

  #begun(): GrowingPage {
    if (this.#page === undefined) throw new Error('the report has not begun');
    return this.#page;
  }
}
