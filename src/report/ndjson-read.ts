/** The report that lines of NDJSON hold; verdicts become findings again. */
import { CollectedReport } from '../model/collected.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { type Heard, type HeardSubject, type LineValue, ReportEar } from './ndjson-heard.ts';
import { findingOf, type Verdict } from './ndjson-lines.ts';

/** Collects the lines of a report in their order. */
export class NdjsonReport {
  readonly #ear = new ReportEar<Verdict, readonly Verdict[]>({
    verdict: (verdict) => verdict,
    series: (verdicts) => verdicts,
  });
  readonly #collected = new CollectedReport();
  #isBegun = false;
  #isEnded = false;

  /** @returns what is wrong with the line, if anything is */
  add(value: LineValue): string | undefined {
    const heard = this.#ear.add(value);
    if (typeof heard === 'string') return heard;
    for (const one of heard) this.#take(one);
    return undefined;
  }

  /** Undefined where the summary is missing: the file was cut off. */
  report(): Report | undefined {
    return this.#isBegun && this.#isEnded ? this.#collected.report() : undefined;
  }

  #take(heard: Heard<readonly Verdict[]>): void {
    switch (heard.type) {
      case 'run':
        this.#collected.begin(heard.head);
        this.#isBegun = true;
        break;
      case 'subject':
        this.#collected.subject({ subject: heard.subject, findings: findingsOf(heard) });
        break;
      case 'input':
        this.#collected.input(heard.record);
        break;
      case 'summary':
        this.#collected.end(heard.end);
        this.#isEnded = true;
        break;
    }
  }
}

function findingsOf({ subject, place, series, findings }: HeardSubject<readonly Verdict[]>): Finding[] {
  const own = findings.map(({ finding }) => finding);
  if (place === undefined) return own;
  return [...series.flatMap(({ kept }) => kept.map((one) => findingOf(one, subject, place))), ...own];
}
