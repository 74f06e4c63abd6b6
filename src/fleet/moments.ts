/** When a row was last seen, and in which class of age that is: rows of one class are of the same age to every rule. */
import type { RowScanner } from '../formats/row-scanner.ts';
import { momentOf, type TimeForm } from '../inventory/time.ts';
import { timeOf } from '../model/time.ts';

export const day = 86_400_000;

/** Classes that are no age. */
const notReported = 0;
const ambiguous = 1;
const future = 2;
const firstAge = 3;

/** A moment stands there, and cannot be read. */
export const isAmbiguous = (age: number): boolean => age === ambiguous;

export class Moments {
  /** Of the last row, RFC 3339; empty where it tells none. */
  at = '';
  /** Milliseconds; NaN likewise. */
  time = Number.NaN;
  readonly #form: TimeForm;
  /** Milliseconds. */
  readonly now: number;
  /** Milliseconds, ascending. */
  readonly bounds: readonly number[];
  readonly #days = new Map<string, number>();

  /** @param maxAges days that rules ask for */
  constructor(form: TimeForm, asOf: string, maxAges: readonly number[]) {
    this.#form = form;
    this.now = timeOf(asOf) ?? Number.NaN;
    this.bounds = [...new Set(maxAges)].sort((a, b) => a - b).map((days) => days * day);
  }

  get classes(): number {
    return firstAge + this.bounds.length + 1;
  }

  /**
   * For each class one that stands for it, where only some ages matter.
   * @param isAgeless whether a row that was seen at a time, any but a future one, is like one of which that is not known
   */
  merged(maxAges: readonly number[], isAgeless = false): readonly number[] {
    const own = maxAges.map((days) => days * day);
    return Array.from({ length: this.classes }, (_, one) => {
      if (isAgeless && own.length === 0) return one === future ? future : firstAge;
      if (one < firstAge) return one;
      // Older than so many of the bounds: the first class that is older than the same ones of these.
      const passed = this.bounds.slice(0, one - firstAge).filter((bound) => own.includes(bound));
      return firstAge + passed.length;
    });
  }

  /** @returns the class, or -1 where the text has to be read with the whole row */
  read(scanner: RowScanner, from: number, to: number, isJson: boolean): number {
    this.at = '';
    this.time = Number.NaN;
    if (from < 0) return notReported;
    const text = scanner.latin1(from, to);
    const inner = isJson ? quoted(text) : text;
    if (inner === undefined) return text === 'null' ? notReported : -1;
    if (!/^[ -~]*$/.test(inner) || inner.includes('\\')) return -1;
    const time = this.#plain(inner);
    if (time !== undefined) {
      this.at = inner;
      return this.#classOf(time);
    }
    const told = momentOf({ type: 'string', value: inner, line: 0 }, this.#form);
    if ('unknown' in told) return told.unknown === 'not-reported' ? notReported : ambiguous;
    this.at = told.at;
    const at = timeOf(told.at);
    return at === undefined ? -1 : this.#classOf(at);
  }

  #classOf(time: number): number {
    this.time = time;
    if (!(time <= this.now + day)) return future;
    let passed = 0;
    while (passed < this.bounds.length && this.now - time > (this.bounds[passed] ?? 0)) passed += 1;
    return firstAge + passed;
  }

  /** `2026-11-02T06:20:00Z` of this century: what fleets are made of. Undefined: another form. */
  #plain(text: string): number | undefined {
    if (text.length !== 20 || !text.startsWith('20') || text[10] !== 'T' || text[19] !== 'Z')
      return undefined;
    const date = text.slice(0, 10);
    let start = this.#days.get(date);
    if (start === undefined) {
      start = timeOf(date) ?? Number.NaN;
      this.#days.set(date, start);
    }
    const [hour, minute, second] = [pair(text, 11), pair(text, 14), pair(text, 17)];
    if (Number.isNaN(start) || text[13] !== ':' || text[16] !== ':') return undefined;
    if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
    return start + ((hour * 60 + minute) * 60 + second) * 1000;
  }
}

const quoted = (text: string): string | undefined =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : undefined;

/** Two digits; NaN for anything else. */
function pair(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
