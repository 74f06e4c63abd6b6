/** Chance that is the same on every machine: a generator with a seed, and what is drawn from it. */
export interface Random {
  /** From 0 up to, but never, 1. */
  readonly next: () => number;
  readonly below: (count: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly hex: (digits: number) => string;
}

/**
 * mulberry32 (Tommy Ettinger, public domain). Each phone has a generator of its own, so that phone 7 of a seed is the same in
 * a fleet of ten and of a million, and in every form.
 */
export function randomOf(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => bits() / 4_294_967_296;
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: <T>(values: readonly T[]): T => values[below(values.length)] as T,
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += bits().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}
