/** The state of every finding as of a run: the last change up to it. In columns, for there may be millions. */
import { type Driver, tables } from './define.ts';
import type { Series } from './since.ts';

export interface LastState extends Series {
  readonly state: number;
}

export class LastStates {
  readonly #items: number[] = [];
  readonly #states: number[] = [];
  /** Negative where there was a gap. */
  readonly #since: number[] = [];
  /** Where the rows of a subject begin; its items are in order. */
  readonly #starts = new Map<number, number>();
  #subject = 0;

  static async upTo(driver: Driver, run: number): Promise<LastStates> {
    const found = new LastStates();
    const sql = `SELECT subject, item, state, since, gap FROM ${tables.changes} WHERE run <= ? ORDER BY subject, item, run`;
    for await (const rows of driver.each(sql, [run]))
      for (const row of rows)
        found.#add(Number(row['subject']), Number(row['item']), {
          state: Number(row['state']),
          since: Number(row['since']),
          gap: row['gap'] === 1,
        });
    return found;
  }

  #add(subject: number, item: number, { state, since, gap }: LastState): void {
    const isFirst = subject !== this.#subject;
    if (isFirst) {
      this.#subject = subject;
      this.#starts.set(subject, this.#items.length);
    }
    const last = this.#items.length - 1;
    const at = !isFirst && this.#items[last] === item ? last : last + 1;
    this.#items[at] = item;
    this.#states[at] = state;
    this.#since[at] = gap ? -since : since;
  }

  numbers(): Iterable<number> {
    return new Set(this.#states);
  }

  /** @throws RangeError when the history is damaged */
  of(subject: number, item: number): LastState {
    const start = this.#starts.get(subject) ?? this.#items.length;
    for (let at = start; at < this.#items.length; at += 1) {
      if (this.#items[at] !== item) continue;
      const since = this.#since[at] ?? 0;
      return { state: this.#states[at] ?? 0, since: Math.abs(since), gap: since < 0 };
    }
    throw new RangeError('a finding of the run is missing');
  }
}
