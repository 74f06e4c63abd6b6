/** What rows with the same values in a few slots come to, worked out once. */

/** More answers than this are never asked for again: the values of such slots hardly repeat. */
const mostAnswers = 200_000;

/** What a row is like: for each slot the number of its value (0: none), its platform, and how old it is. */
export interface RowKey {
  readonly values: Int32Array;
  platform: number;
  /** A class of `Moments`. */
  age: number;
}

export class Memo<Answer> {
  readonly slots: readonly number[];
  /** Class of age → the same, as far as it matters here. */
  readonly #ages: readonly number[];
  #few: (Answer | undefined)[] = [];
  #many = new Map<number | string, Answer>();
  #kept = 0;

  /** @param ages for each class of age one that stands for it */
  constructor(slots: readonly number[], ages: readonly number[]) {
    this.slots = slots;
    this.#ages = ages;
  }

  find(row: RowKey): Answer | undefined {
    const key = this.#key(row);
    return typeof key === 'number' && this.slots.length < 2 ? this.#few[key] : this.#many.get(key);
  }

  keep(row: RowKey, answer: Answer): void {
    if (this.#kept >= mostAnswers) this.clear();
    this.#kept += 1;
    const key = this.#key(row);
    if (typeof key === 'number' && this.slots.length < 2) this.#few[key] = answer;
    else this.#many.set(key, answer);
  }

  clear(): void {
    this.#few = [];
    this.#many = new Map();
    this.#kept = 0;
  }

  /** Values are below 2^17, platforms below 8, ages below 32: three slots fit into a number. */
  #key({ values, platform, age }: RowKey): number | string {
    const { slots } = this;
    const base = platform * 32 + (this.#ages[age] ?? 0);
    const [first, second, third] = slots;
    if (first === undefined) return base;
    const one = (values[first] ?? 0) * 256 + base;
    if (second === undefined) return one;
    const two = (values[second] ?? 0) * 0x2000000 + one;
    if (third === undefined) return two;
    return `${one} ${slots
      .slice(1)
      .map((slot) => values[slot])
      .join(' ')}`;
  }
}
