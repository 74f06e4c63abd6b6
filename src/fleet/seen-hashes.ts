/**
 * Which hashes came before. A set of them would grow with the fleet; these bits do not, and err on one side only: now and then a hash
 * is said to have come that has not. Whoever asks looks at the rows themselves.
 */

/** Bits, a power of two: with ten million hashes about one in five thousand is taken for seen. */
const bits = 2 ** 28;
const probes = 4;

export class SeenHashes {
  readonly #words: Int32Array;
  readonly #mask: number;
  /** Those that had come before. */
  readonly repeated = new Set<number>();

  /** @param bytes of the fleet: a small one needs fewer bits */
  constructor(bytes: number) {
    const size = Math.min(bits, 2 ** Math.max(16, Math.ceil(Math.log2(bytes))));
    this.#words = new Int32Array(size / 32);
    this.#mask = size - 1;
  }

  addAll(hashes: Float64Array): void {
    // Counted: millions of them, which an iterator would take apart.
    for (let index = 0; index < hashes.length; index += 1) this.#add(hashes[index] ?? 0);
  }

  #add(hash: number): void {
    const high = Math.floor(hash / 0x1_0000_0000);
    const low = (hash - high * 0x1_0000_0000) | 0;
    const step = Math.imul(high, 0x9e37) + 1;
    let isSeen = true;
    let place = low;
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = place & this.#mask;
      const word = bit >>> 5;
      const flag = 1 << (bit & 31);
      const before = this.#words[word] ?? 0;
      place = (place + step) | 0;
      if ((before & flag) !== 0) continue;
      isSeen = false;
      this.#words[word] = before | flag;
    }
    if (isSeen) this.repeated.add(hash);
  }
}
