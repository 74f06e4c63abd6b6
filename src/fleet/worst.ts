/** The devices with the heaviest fails, for reports that people read: they cannot list a fleet. */
import { byText } from '../report/worst.ts';

/** How many are listed. */
export const mostListed = 100;

/** A row by its place, and what its fails weigh. */
export interface Weighty {
  readonly id: string;
  readonly weight: number;
  readonly file: number;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly ordinal: number;
}

const order = (a: Pick<Weighty, 'id' | 'weight'>, b: Pick<Weighty, 'id' | 'weight'>): number =>
  b.weight - a.weight || byText(a.id, b.id);

/** Keeps the heaviest, by their ids where they weigh the same. */
export class Worst<One extends Pick<Weighty, 'id' | 'weight'>> {
  #kept: One[] = [];

  /** @param make the rest of it, where it is kept */
  add(id: string, weight: number, make: () => One): void {
    const last = this.#kept.at(-1);
    const isFull = this.#kept.length >= mostListed;
    if (weight === 0 || (isFull && last !== undefined && order({ id, weight }, last) >= 0)) return;
    const one = make();
    const at = this.#kept.findIndex((other) => order(one, other) < 0);
    this.#kept.splice(at < 0 ? this.#kept.length : at, 0, one);
    if (this.#kept.length > mostListed) this.#kept.pop();
  }

  /** The least that is kept now; equal ones are kept by their ids. */
  get least(): number {
    const last = this.#kept.at(-1);
    return last === undefined || this.#kept.length < mostListed ? 1 : last.weight;
  }

  /** The heaviest first. */
  get all(): readonly One[] {
    return this.#kept;
  }

  clear(): void {
    this.#kept = [];
  }
}
