/** What rows with the same values in a few slots come to, worked out once. */

/** More answers than this are forgotten: the values of such slots hardly repeat. */
const mostAnswers = 200_000;

/** Classes of age that are told apart, here and in tools/wasm/clusters.ts: 8 bits. */
export const mostAges = 256;
/** Of a platform and a class of age. */
const baseBits = 11;

/** What a row is like: for each slot the number of its value (0: none), its platform, and how old it is. */
export interface RowKey {
  readonly values: Int32Array;
  platform: number;
  /** A class of `Moments`. */
  age: number;
}

export interface MemoOptions {
  readonly platforms?: readonly number[];
  readonly most?: number;
}

const everyPlatform = Array.from({ length: 8 }, (_, platform) => platform);

export class Memo<Answer> {
  readonly slots: readonly number[];
  /** Class of age → the same, as far as it matters here. */
  readonly #ages: Int32Array;
  /** Platform → the same, likewise. */
  readonly #platforms: Int32Array;
  /** The first two slots; -1: there is none. */
  readonly #first: number;
  readonly #second: number;
  /** Of a small integer, for each slot. */
  readonly #bits: number;
  #few: (Answer | undefined)[] = [];
  #many = new Map<number | string, Answer>();
  readonly #most: number;
  #kept = 0;

  /**
   * @param ages for each class of age one that stands for it
   * @param platforms the same for each platform; absent: all are told apart
   * @param most answers that are kept at once
   */
  constructor(
    slots: readonly number[],
    ages: readonly number[],
    { platforms = everyPlatform, most = mostAnswers }: MemoOptions = {},
  ) {
    this.slots = slots;
    this.#platforms = Int32Array.from(platforms);
    this.#most = most;
    this.#ages = Int32Array.from(ages);
    this.#first = slots[0] ?? -1;
    this.#second = slots[1] ?? -1;
    this.#bits = Math.floor((30 - baseBits) / Math.max(1, slots.length));
  }

  find(row: RowKey): Answer | undefined {
    if (this.#second < 0) return this.#few[this.#shortKey(row)];
    return this.#many.get(this.#longKey(row));
  }

  keep(row: RowKey, answer: Answer): void {
    if (this.#kept >= this.#most) this.#forget();
    this.#kept += 1;
    if (this.#second < 0) this.#few[this.#shortKey(row)] = answer;
    else this.#many.set(this.#longKey(row), answer);
  }

  #forget(): void {
    this.#few = [];
    this.#many = new Map();
    this.#kept = 0;
  }

  /** Values are below 2^17, platforms below 8. */
  #shortKey(row: RowKey): number {
    const base = this.#base(row);
    return this.#first < 0 ? base : (row.values[this.#first] ?? 0) * 2 ** baseBits + base;
  }

  #base({ platform, age }: RowKey): number {
    return (this.#platforms[platform] ?? 0) * mostAges + (this.#ages[age] ?? 0);
  }

  /** Of few different values a small integer, which costs least; else a text. */
  #longKey(row: RowKey): number | string {
    const { values } = row;
    const { slots } = this;
    const bits = this.#bits;
    let key = this.#base(row);
    let room = baseBits;
    for (let index = 0; index < slots.length; index += 1) {
      const value = values[slots[index] ?? 0] ?? 0;
      if (value >> bits !== 0) return this.#text(row);
      key |= value << room;
      room += bits;
    }
    return key;
  }

  #text(row: RowKey): string {
    return `${this.#base(row)} ${this.slots.map((slot) => row.values[slot]).join(' ')}`;
  }
}
