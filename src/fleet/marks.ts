/** What stands before the lines of a block that it is told with: series of verdicts, and rows that are judged elsewhere. */
import type { Series } from '../report/ndjson-series.ts';
import type { AuditAnswer, ToldOf } from './tasks.ts';

export class Marks {
  readonly #sent: Set<string>;
  /** Pairs, as `AuditAnswer` tells them. */
  readonly #marks: number[] = [];
  readonly #series: ToldOf[] = [];
  /** Where each of them stands. */
  readonly #places = new Map<Series, number>();

  /** @param sent verdicts of which whoever writes has been told */
  constructor(sent: Set<string>) {
    this.#sent = sent;
  }

  /** @param at bytes of the lines that stand before */
  series(at: number, one: Series): void {
    let place = this.#places.get(one);
    if (place === undefined) this.#places.set(one, (place = this.#series.push(this.#toldOf(one)) - 1));
    this.#marks.push(at, place);
  }

  held(at: number, offset: number): void {
    this.#marks.push(at, heldAt(offset));
  }

  told(): Pick<AuditAnswer, 'marks' | 'series'> {
    return { marks: Float64Array.from(this.#marks), series: this.#series };
  }

  #toldOf({ id, text, verdicts }: Series): ToldOf {
    const fresh = verdicts.filter((verdict) => !this.#sent.has(verdict.id));
    for (const verdict of fresh) this.#sent.add(verdict.id);
    return [id, text, fresh.map((verdict) => [verdict.id, verdict.text])];
  }
}

/** An offset in the file, told from the place of a series; and the other way round. */
export const heldAt = (mark: number): number => -1 - mark;
