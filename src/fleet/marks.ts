/** What stands before the lines of a block that it is told with: series of verdicts, and rows that are judged elsewhere. */
import type { Series } from '../report/ndjson-series.ts';
import type { AuditAnswer, Mark } from './tasks.ts';

export class Marks {
  readonly #sent: Set<string>;
  readonly #marks: Mark[] = [];
  readonly #texts: [string, string][] = [];
  readonly #series = new Map<string, Series>();

  /** @param sent verdicts of which whoever writes has been told */
  constructor(sent: Set<string>) {
    this.#sent = sent;
  }

  /** @param at bytes of the lines that stand before */
  series(at: number, named: readonly Series[]): void {
    this.#marks.push({ at, series: named.map(({ id }) => id) });
    for (const one of named) {
      if (this.#series.has(one.id)) continue;
      this.#series.set(one.id, one);
      for (const { id, text } of one.verdicts) {
        if (this.#sent.has(id)) continue;
        this.#sent.add(id);
        this.#texts.push([id, text]);
      }
    }
  }

  held(at: number, offset: number): void {
    this.#marks.push({ at, held: offset });
  }

  told(): Pick<AuditAnswer, 'marks' | 'texts' | 'series'> {
    const series = [...this.#series.values()].map(
      ({ id, text, verdicts }) => [id, text, verdicts.map((verdict) => verdict.id)] as const,
    );
    return { marks: this.#marks, texts: this.#texts, series };
  }
}
