/** Changes to bytes: what a hostile or damaged file may look like, from a seed so that a run can be repeated. */

/** Uniform numbers from a seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}

/** Inputs longer than this are cut: small ones find the same faults faster. */
const longest = 48 * 1024;

export interface Material {
  /** Pieces of the format's language, as Latin-1 text. */
  readonly tokens: readonly string[];
  /** Another input to take pieces from. */
  readonly other: Uint8Array;
}

type Mutation = (bytes: Uint8Array, random: Random, material: Material) => Uint8Array;

/** The bytes with those between two places replaced. */
function spliced(bytes: Uint8Array, from: number, to: number, piece: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)]));
}

function changed(bytes: Uint8Array, at: number, value: (old: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) copy[at % copy.length] = value(copy[at % copy.length] ?? 0);
  return copy;
}

/** Where a piece starts and ends; mostly short ones. */
function range(bytes: Uint8Array, random: Random): [number, number] {
  const from = random.below(bytes.length + 1);
  const length = random.below(random.below(4) === 0 ? bytes.length + 1 : 17);
  return [from, Math.min(bytes.length, from + length)];
}

const edges = [0x00, 0x01, 0x09, 0x0a, 0x20, 0x30, 0x7f, 0x80, 0xbf, 0xc0, 0xd8, 0xe2, 0xfe, 0xff] as const;
const numbers = [
  '0', '-0', '1', '-1', '255', '65536', '2147483648', '9007199254740993', '18446744073709551616', '1e999', '0x10',
] as const; // prettier-ignore

const mutations: readonly [Mutation, ...Mutation[]] = [
  (bytes, random) => changed(bytes, random.below(bytes.length), (old) => old ^ (1 << random.below(8))),
  (bytes, random) => changed(bytes, random.below(bytes.length), () => random.pick(edges)),
  (bytes, random) => changed(bytes, random.below(bytes.length), (old) => old + random.below(9) - 4),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, Uint8Array.of(random.below(256)));
  },
  (bytes, random) => spliced(bytes, ...range(bytes, random), new Uint8Array()),
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, bytes.subarray(from, to));
  },
  (bytes, random, { tokens }) => {
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, Buffer.from(random.pick(tokens) ?? '', 'latin1'));
  },
  (bytes, random, { tokens }) =>
    spliced(bytes, ...range(bytes, random), Buffer.from(random.pick(tokens) ?? '', 'latin1')),
  (bytes, random) => replaceNumber(bytes, random),
  (bytes, random, { other }) =>
    spliced(bytes, ...range(bytes, random), other.subarray(...range(other, random))),
  (bytes, random, { other }) =>
    spliced(bytes, random.below(bytes.length + 1), bytes.length, other.subarray(random.below(other.length))),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    const times = random.pick([2, 3, 20, 600]);
    return spliced(
      bytes,
      to,
      to,
      Buffer.concat(Array.from({ length: times }, () => bytes.subarray(from, to))),
    );
  },
];

/** A number of the text, or a byte where there is none, becomes one that readers stumble over. */
function replaceNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const start = random.below(bytes.length);
  const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  let from = start;
  while (from < bytes.length && !isDigit(bytes[from])) from += 1;
  let to = from;
  while (isDigit(bytes[to])) to += 1;
  return spliced(bytes, from, to, Buffer.from(random.pick(numbers)));
}

/** One to six changes, the fewer the likelier. */
export function mutate(bytes: Uint8Array, random: Random, material: Material): Uint8Array {
  let result = bytes;
  const times = 1 + random.below(1 + random.below(6));
  for (let time = 0; time < times; time += 1)
    result = random.pick(mutations)(result, random, material).subarray(0, longest);
  return new Uint8Array(result);
}
