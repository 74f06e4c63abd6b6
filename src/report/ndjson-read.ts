/** The report that lines of NDJSON hold; verdicts become findings again. */
import type { Finding } from '../model/finding.ts';
import type { SubjectRecord } from '../model/report.ts';
import type { RowPlace } from '../model/sink.ts';
import { findingOf, type Verdict } from './ndjson-lines.ts';

export type LineValue = Readonly<Record<string, unknown>>;

/** Collects the lines of a report in their order. */
export class NdjsonReport {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #series = new Map<string, readonly Verdict[]>();
  readonly #inputs: LineValue[] = [];
  readonly #waivers: LineValue[] = [];
  /** Subjects with their findings, since the last input. */
  #current: { readonly subject: LineValue; readonly findings: unknown[] }[] = [];
  readonly #subjects: LineValue[] = [];
  readonly #findings: unknown[] = [];
  #head: LineValue | undefined;
  #end: LineValue | undefined;

  /** @returns what is wrong with the line, if anything is */
  add({ type, ...record }: LineValue): string | undefined {
    if (this.#end !== undefined) return 'a line follows the summary';
    if (type === 'run') this.#head = record;
    else if (type === 'verdict') {
      const { id, ...verdict } = record;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of the report checks what comes of it
      this.#verdicts.set(String(id), verdict as unknown as Verdict);
    } else if (type === 'series') return this.#told(record);
    else if (type === 'subject') return this.#subject(record);
    else if (type === 'finding') this.#current.at(-1)?.findings.push(record);
    else if (type === 'input') {
      this.#inputs.push(record);
      this.#settle();
    } else if (type === 'waiver') this.#waivers.push(record);
    else if (type === 'summary') this.#end = record;
    else return `there is no line of type ${String(type)}`;
    return undefined;
  }

  /** Undefined where the summary is missing: the file was cut off. */
  report(): LineValue | undefined {
    this.#settle();
    if (this.#head === undefined || this.#end === undefined) return undefined;
    const { gates, ...summary } = this.#end;
    return {
      ...this.#head,
      inputs: this.#inputs,
      subjects: this.#subjects,
      findings: this.#findings,
      ...(this.#waivers.length === 0 ? {} : { waivers: this.#waivers }),
      summary,
      gates,
    };
  }

  #told({ id, verdicts }: LineValue): string | undefined {
    const series: Verdict[] = [];
    for (const one of idsIn(verdicts)) {
      const verdict = this.#verdicts.get(one);
      if (verdict === undefined) return 'a series names a verdict that was not told';
      series.push(verdict);
    }
    this.#series.set(String(id), series);
    return undefined;
  }

  #subject({ verdicts, place, ...subject }: LineValue): string | undefined {
    const findings: Finding[] = [];
    for (const id of idsIn(verdicts)) {
      const series = this.#series.get(id);
      if (series === undefined) return 'a subject names a series that was not told';
      for (const verdict of series)
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- likewise
        findings.push(findingOf(verdict, subject as unknown as SubjectRecord, place as RowPlace));
    }
    this.#current.push({ subject, findings });
    return undefined;
  }

  /** In the order of a report: the subjects of an input by their id. */
  #settle(): void {
    this.#current.sort((a, b) => (String(a.subject['id']) < String(b.subject['id']) ? -1 : 1));
    for (const { subject, findings } of this.#current) {
      this.#subjects.push(subject);
      for (const finding of findings) this.#findings.push(finding);
    }
    this.#current = [];
  }
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
