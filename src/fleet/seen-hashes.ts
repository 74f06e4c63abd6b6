/**
 * Which hashes came before. Of each 32 bits are kept, at a place that tells as many more: of ten million hashes hardly one is taken for
 * another. A table that is full is followed by bits, so that the memory does not grow with the fleet; these err oftener. Both err on one
 * side only: a hash is said to have come that has not, and whoever asks looks at the rows themselves.
 */

/** A power of two; the most take 256 MiB, for 57 million hashes. */
const [fewestPlaces, mostPlaces] = [2 ** 12, 2 ** 26];
/** Of places that are there for what is expected. */
const wantedLoad = 0.8;
/** So many at least where a million is expected: the first rows of a large fleet may tell too little of the others. */
const [many, placesOfMany] = [1_000_000, 2 ** 24];
/** Behind it, the way to a free place grows long. */
const mostLoad = 0.85;
const bits = 2 ** 28;
const probes = 4;

export class SeenHashes {
  /** 0: free. */
  readonly #places: Int32Array;
  readonly #mask: number;
  readonly #most: number;
  #kept = 0;
  #bits: Int32Array | undefined;
  /** Those that had come before. */
  readonly repeated = new Set<number>();

  /** @param expected hashes, more or less */
  constructor(expected: number) {
    const least = expected < many ? 1 : placesOfMany;
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(least, expected / wantedLoad)));
    this.#places = new Int32Array(Math.min(mostPlaces, Math.max(fewestPlaces, wanted)));
    this.#mask = this.#places.length - 1;
    this.#most = Math.floor(this.#places.length * mostLoad);
  }

  addAll(hashes: Float64Array): void {
    // Counted: millions of them, which an iterator would take apart.
    for (let index = 0; index < hashes.length; index += 1) this.#add(hashes[index] ?? 0);
  }

  #add(hash: number): void {
    const high = Math.floor(hash / 0x1_0000_0000);
    const low = (hash - high * 0x1_0000_0000) | 0;
    const kept = low === 0 ? 1 : low;
    // The upper bits alone would tell the place of few.
    let place = (Math.imul(low, 0x9e3779b1) ^ high) & this.#mask;
    for (;;) {
      const there = this.#places[place] ?? 0;
      if (there === kept) return void this.repeated.add(hash);
      if (there === 0) break;
      place = (place + 1) & this.#mask;
    }
    if (this.#kept >= this.#most) return this.#addBits(hash, low, high);
    this.#places[place] = kept;
    this.#kept += 1;
  }

  #addBits(hash: number, low: number, high: number): void {
    const words = (this.#bits ??= new Int32Array(bits / 32));
    const step = Math.imul(high, 0x9e37) + 1;
    let isSeen = true;
    let place = low;
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = place & (bits - 1);
      const word = bit >>> 5;
      const flag = 1 << (bit & 31);
      const before = words[word] ?? 0;
      place = (place + step) | 0;
      if ((before & flag) !== 0) continue;
      isSeen = false;
      words[word] = before | flag;
    }
    if (isSeen) this.repeated.add(hash);
  }
}
