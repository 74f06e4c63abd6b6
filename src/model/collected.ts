/** The report as a whole, from what an audit says while it goes on: inputs in their order, the subjects of one by their id. */
import type { Finding } from './finding.ts';
import type { InputRecord, Report, SubjectRecord } from './report.ts';
import type { AuditSink, JudgedSubject, ReportEnd, ReportHead } from './sink.ts';

export class CollectedReport implements AuditSink {
  readonly #inputs: InputRecord[] = [];
  readonly #subjects: SubjectRecord[] = [];
  readonly #findings: Finding[] = [];
  #current: JudgedSubject[] = [];
  #head: ReportHead | undefined;
  #end: ReportEnd | undefined;

  begin(head: ReportHead): void {
    this.#head = head;
  }

  subject(judged: JudgedSubject): void {
    this.#current.push(judged);
  }

  input(record: InputRecord): void {
    this.#inputs.push(record);
    this.#settle();
  }

  end(end: ReportEnd): void {
    this.#settle(); // a set of policies comes after the last input
    this.#end = end;
  }

  report(): Report {
    if (this.#head === undefined || this.#end === undefined) throw new Error('the audit has not ended');
    const { handling, limits, ...head } = this.#head;
    return {
      ...head,
      inputs: this.#inputs,
      subjects: this.#subjects,
      findings: this.#findings,
      ...this.#end,
      ...(handling === undefined ? {} : { handling }),
      limits,
    };
  }

  #settle(): void {
    this.#current.sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1));
    for (const { subject, findings } of this.#current) {
      this.#subjects.push(subject);
      for (const finding of findings) this.#findings.push(finding);
    }
    this.#current = [];
  }
}
