/** What stands before the lines of a block that it is told with: series of verdicts, and rows that are judged elsewhere. */
import type { Series } from '../report/ndjson-series.ts';
import type { AuditAnswer, Mark, ToldOf } from './tasks.ts';

export class Marks {
  readonly #sent: Set<string>;
  readonly #marks: Mark[] = [];
  readonly #series = new Map<string, ToldOf>();

  /** @param sent verdicts of which whoever writes has been told */
  constructor(sent: Set<string>) {
    this.#sent = sent;
  }

  /** @param at bytes of the lines that stand before */
  series(at: number, named: readonly Series[]): void {
    this.#marks.push({ at, series: named.map(({ id }) => id) });
    for (const one of named) {
      if (this.#series.has(one.id)) continue;
      const fresh = one.verdicts.filter(({ id }) => !this.#sent.has(id));
      for (const { id } of fresh) this.#sent.add(id);
      this.#series.set(one.id, [one.id, one.text, fresh.map(({ id, text }) => [id, text])]);
    }
  }

  held(at: number, offset: number): void {
    this.#marks.push({ at, held: offset });
  }

  told(): Pick<AuditAnswer, 'marks' | 'series'> {
    return { marks: this.#marks, series: [...this.#series.values()] };
  }
}
