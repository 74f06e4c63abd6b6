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

  add(hash: number): void {
    const low = hash % 0x1_0000_0000;
    const high = Math.floor(hash / 0x1_0000_0000) * 0x9e37 + 1;
    let isSeen = true;
    for (let probe = 0; probe < probes; probe += 1) {
      const place = (low + probe * high) & this.#mask;
      const word = place >>> 5;
      const bit = 1 << (place & 31);
      const before = this.#words[word] ?? 0;
      if ((before & bit) !== 0) continue;
      isSeen = false;
      this.#words[word] = before | bit;
    }
    if (isSeen) this.repeated.add(hash);
  }
}
