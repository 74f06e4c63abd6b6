/**
 * Which hashes came before. Of each 32 bits are kept, at a place that tells as many more: of ten million hashes hardly one is taken for
 * another. A table that is full is followed by another one, and the last one by bits, so that the memory does not grow with the fleet;
 * these err oftener. All err on one side only: a hash is said to have come that has not, and whoever asks looks at the rows themselves.
 */

/** Powers of two; the most, of all tables, take 256 MiB, for 60 million hashes. */
const [fewestPlaces, mostPlaces] = [2 ** 12, 2 ** 26];
/** Where a million is expected there is room for fifteen, so that a fleet of ten times the size takes no more memory. */
const [many, placesOfMany] = [1_000_000, 2 ** 24];
/** Behind it, the way to a free place grows long: on the last of them fifty others are passed, which lie beside each other. */
const mostLoad = 0.9;
const bits = 2 ** 28;
const probes = 4;
/** Hashes whose places are fetched at once. */
const together = 32;

interface Table {
  /** 0: free. */
  readonly places: Int32Array;
  readonly mask: number;
  free: number;
}

const tableOf = (places: number): Table => ({
  // Written at once: a page of it that is read before it is written takes Linux two faults, and halts the other cores for the second.
  places: new Int32Array(places).fill(0),
  mask: places - 1,
  free: Math.floor(places * mostLoad),
});

export class SeenHashes {
  /** All but the last one are full. */
  readonly #full: Table[] = [];
  #last: Table | undefined;
  readonly #first: number;
  #bits: Int32Array | undefined;
  /** What was loaded: a load of which nothing is made would be left out. */
  readonly #fetched = new Int32Array(1);
  /** Those that had come before. */
  readonly repeated = new Set<number>();

  /** @param expected hashes, more or less: room for too few costs time, for too many the time to clear it */
  constructor(expected: number) {
    const wanted = Math.log2(Math.max(1, expected / mostLoad));
    // Fewer come than are expected, for few rows name all that they could: of many rather too little room at first than twice of it.
    const places = expected < many ? 2 ** Math.ceil(wanted) : Math.max(placesOfMany, 2 ** Math.floor(wanted));
    this.#first = Math.min(mostPlaces, Math.max(fewestPlaces, places));
  }

  addAll(hashes: Float64Array): void {
    this.#last ??= tableOf(this.#first); // while other threads are busy with the first rows
    // Counted: millions of them, which an iterator would take apart.
    for (let from = 0; from < hashes.length; from += together) {
      const to = Math.min(hashes.length, from + together);
      this.#fetch(hashes, from, to, this.#last);
      for (let index = from; index < to; index += 1) this.#add(hashes[index] ?? 0, this.#last);
    }
  }

  /** Brings their places into the cache: loads that do not wait for each other. */
  #fetch(hashes: Float64Array, from: number, to: number, { places, mask }: Table): void {
    let all = 0;
    for (let index = from; index < to; index += 1) {
      const hash = hashes[index] ?? 0;
      const high = Math.floor(hash / 0x1_0000_0000);
      all ^= places[wantedOf((hash - high * 0x1_0000_0000) | 0, high) & mask] ?? 0;
    }
    this.#fetched[0] = all;
  }

  #add(hash: number, last: Table): void {
    const high = Math.floor(hash / 0x1_0000_0000);
    const low = (hash - high * 0x1_0000_0000) | 0;
    const kept = low === 0 ? 1 : low;
    const wanted = wantedOf(low, high);
    for (let index = 0; index < this.#full.length; index += 1) {
      const table = this.#full[index];
      if (table !== undefined && placeIn(table, wanted, kept) < 0) return void this.repeated.add(hash);
    }
    const place = placeIn(last, wanted, kept);
    if (place < 0) return void this.repeated.add(hash);
    if (last.free > 0) {
      last.places[place] = kept;
      last.free -= 1;
      return;
    }
    const wider = this.#widened(last);
    if (wider === undefined) this.#addBits(hash, low, high);
    else this.#add(hash, wider);
  }

  /** The table that follows a full one; undefined where there is no more room. */
  #widened(last: Table): Table | undefined {
    const all = [...this.#full, last].reduce((sum, { places }) => sum + places.length, 0);
    const next = 2 ** Math.floor(Math.log2(Math.min(all, mostPlaces - all)));
    if (!(next >= fewestPlaces)) return undefined;
    this.#full.push(last);
    this.#last = tableOf(next);
    return this.#last;
  }

  #addBits(hash: number, low: number, high: number): void {
    const words = (this.#bits ??= new Int32Array(bits / 32).fill(0));
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

/** The upper bits alone would tell the place of few. */
const wantedOf = (low: number, high: number): number => Math.imul(low, 0x9e3779b1) ^ high;

/** The first free place from there on; -1 where the hash is kept. */
function placeIn({ places, mask }: Table, wanted: number, kept: number): number {
  let place = wanted & mask;
  for (;;) {
    const there = places[place] ?? 0;
    if (there === kept) return -1;
    if (there === 0) return place;
    place = (place + 1) & mask;
  }
}
