/** What a rule comes to on a row: one verdict, or several where it speaks of several apps. Numbered, counted, and ready as bytes. */
import { severityWeights } from '../model/profile.ts';
import { idLength, type NamedVerdict } from '../report/ndjson-lines.ts';

export interface Entry {
  readonly verdicts: readonly NamedVerdict[];
  /** One of them is a verdict on the row. */
  readonly decides: boolean;
  /** Of its fails. */
  readonly weight: number;
}

/** `"p23456789",` in 32-bit words. */
const wordsPerId = (idLength + 3) / 4;

export class Entries {
  readonly all: Entry[] = [];
  /** For each entry how often a row came to it. */
  counts = new Float64Array(1024);
  /** Entries that were new to their block, until somebody takes them. */
  readonly fresh: number[] = [];
  /** For each entry the block that used it last. */
  #blocks = new Int32Array(1024).fill(-1);
  #words = new Int32Array(1024 * wordsPerId);
  #starts = new Int32Array(1025);
  readonly #numbers = new Map<string, number>();

  /** The number of the entry of these verdicts. */
  numberOf(verdicts: readonly NamedVerdict[]): number {
    const key = verdicts.map(({ id }) => id).join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.#numbers.set(key, number);
    this.all.push({
      verdicts,
      decides: verdicts.some(({ verdict: { outcome } }) => ['pass', 'fail', 'waived'].includes(outcome)),
      weight: verdicts.reduce(
        (sum, { verdict: { outcome, severity } }) =>
          sum + (outcome === 'fail' ? severityWeights[severity] : 0),
        0,
      ),
    });
    const start = this.#starts[number] ?? 0;
    const end = start + verdicts.length * wordsPerId;
    this.#grow(number + 2, end);
    const bytes = Buffer.from(verdicts.map(({ id }) => `"${id}",`).join(''), 'latin1');
    new Uint8Array(this.#words.buffer).set(bytes, start * 4);
    this.#starts[number + 1] = end;
    return number;
  }

  /**
   * Counts the entries of a row and writes the ids of their verdicts.
   * @returns how many bytes there are, each id with a comma behind it
   */
  write(numbers: Int32Array, into: Int32Array, block: number): number {
    const starts = this.#starts;
    const words = this.#words;
    const { counts } = this;
    let at = 0;
    for (let index = 0; index < numbers.length; index += 1) {
      const number = numbers[index] ?? 0;
      counts[number] = (counts[number] ?? 0) + 1;
      if (this.#blocks[number] !== block) {
        this.#blocks[number] = block;
        this.fresh.push(number);
      }
      const end = starts[number + 1] ?? 0;
      for (let from = starts[number] ?? 0; from < end; from += 1) {
        into[at] = words[from] ?? 0;
        at += 1;
      }
    }
    return at * 4;
  }

  #grow(entries: number, words: number): void {
    if (entries > this.counts.length) {
      const size = entries * 2;
      this.counts = grown(this.counts, new Float64Array(size));
      this.#blocks = grown(this.#blocks, new Int32Array(size).fill(-1));
      this.#starts = grown(this.#starts, new Int32Array(size + 1));
    }
    if (words > this.#words.length) this.#words = grown(this.#words, new Int32Array(words * 2));
  }
}

function grown<Numbers extends Int32Array | Float64Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
