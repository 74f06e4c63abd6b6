/** Series of verdicts that rows name, for the loop that writes their lines: tools/wasm/series.ts finds them by what the clusters come to. */
import { type Named, type Series, seriesLength, seriesNamed } from '../report/ndjson-series.ts';
import type { Answers } from './answers.ts';
import { type PrintMemory, type PrintModule, seriesStates, seriesWords } from './print-module.ts';

/** The verdicts of a cluster that lie in one stretch: from which of them to which, and their places in it. */
export interface Stretched {
  readonly stretch: number;
  readonly from: number;
  readonly to: number;
  readonly places: readonly number[];
}

/** @param places of the verdicts of a cluster among all verdicts of a row, in their order */
export function stretchesOf(places: readonly number[]): Stretched[] {
  const stretches: Stretched[] = [];
  for (let from = 0; from < places.length;) {
    const stretch = Math.floor((places[from] ?? 0) / seriesLength);
    const next = (stretch + 1) * seriesLength;
    const after = places.findIndex((place) => place >= next);
    const to = after < 0 ? places.length : after;
    const own = places.slice(from, to).map((place) => place - stretch * seriesLength);
    stretches.push({ stretch, from, to, places: own });
    from = to;
  }
  return stretches;
}

/** Of a cluster. */
export interface KnownStretches {
  readonly stretches: readonly Stretched[];
  /** Where its entries tell what they come to in them, in bytes from their begin on. */
  readonly partsAt: number;
}

interface Pair {
  readonly cluster: number;
  /** Among the stretches of the cluster. */
  readonly slot: number;
  readonly places: readonly number[];
}

export class KnownSeries {
  readonly #module: PrintModule;
  readonly #memory: PrintMemory;
  readonly #answers: Answers;
  #clusters: readonly KnownStretches[] = [];
  #stretches: Pair[][] = [];
  /** What clusters come to in a stretch, by its number. */
  #parts: (readonly Named[])[] = [];
  #numbers = new Map<string, number>();
  /** Those that are not known to be in the report, by where they lie, in words. */
  readonly #untold = new Map<number, Series>();
  /** Where they lie: one key of one stretch leads to each. */
  readonly #places = new Map<string, number>();

  constructor(module: PrintModule, memory: PrintMemory, answers: Answers) {
    this.#module = module;
    this.#memory = memory;
    this.#answers = answers;
  }

  /** Knows none; clusters are others now. */
  empty(clusters: readonly KnownStretches[]): void {
    this.#parts = [];
    this.#numbers = new Map();
    this.#untold.clear();
    this.#places.clear();
    this.#stretches = [];
    this.#clusters = clusters;
    for (const [cluster, { stretches }] of clusters.entries())
      for (const [slot, { stretch, places }] of stretches.entries())
        (this.#stretches[stretch] ??= []).push({ cluster, slot, places });
    for (const pairs of this.#stretches) {
      const at = this.#module.addStretch(pairs.length);
      if (at === 0) throw new Error('stretches have no room');
      const words = pairs.flatMap(({ cluster, slot }) => [
        cluster * 4,
        (clusters[cluster]?.partsAt ?? 0) + slot * 4,
      ]);
      this.#memory.words.set(words, at / 4);
    }
  }

  /** The same for the same verdicts. */
  numberOf(part: readonly Named[]): number {
    const content = part.map(({ id }) => id).join(' ');
    const known = this.#numbers.get(content);
    if (known !== undefined) return known;
    const number = this.#parts.push(part) - 1;
    this.#numbers.set(content, number);
    return number;
  }

  /** Keeps all series of the row at which the printing stopped. @returns false where there is no room */
  learn(): boolean {
    while (seriesStates[this.#module.findSeries()] === 'missing') if (!this.#learn()) return false;
    return true;
  }

  /** Those that have to be told before rows that were printed, with the bytes of lines before each of these. */
  marked(found: (at: number, series: Series) => void): void {
    const count = this.#module.markCount();
    const { words } = this.#memory;
    const begin = this.#module.markList() / 4;
    for (let place = begin; place < begin + count * 2; place += 2) {
      const series = this.#untold.get((words[place + 1] ?? 0) / 4);
      if (series === undefined) throw new Error('a series is marked that was told or is none');
      found(words[place] ?? 0, series);
    }
  }

  /** Keeps the series that was missed. @returns false where there is no room */
  #learn(): boolean {
    const at = this.#module.addSeries() / 4;
    if (at === 0) return false;
    const verdicts: Named[] = [];
    for (const { cluster, slot, places } of this.#stretches[this.#module.missingStretch()] ?? []) {
      const part = this.#partOf(cluster, slot);
      for (const [index, place] of places.entries()) {
        const verdict = part[index];
        if (verdict !== undefined) verdicts[place] = verdict;
      }
    }
    const series = seriesNamed(verdicts);
    const { words, bytes } = this.#memory;
    bytes.set(Buffer.from(`"${series.id}",`), (at + seriesWords.name) * 4);
    if (this.#answers.isAnnounced(series.id)) words[at + seriesWords.told] = 1;
    else {
      this.#untold.set(at, series);
      this.#places.set(series.id, at);
    }
    return true;
  }

  /** These have come into the report. */
  announce(ids: readonly string[]): void {
    const { words } = this.#memory;
    for (const id of ids) {
      const at = this.#places.get(id);
      if (at === undefined) continue;
      words[at + seriesWords.told] = 1;
      this.#untold.delete(at);
      this.#places.delete(id);
    }
  }

  #partOf(cluster: number, slot: number): readonly Named[] {
    const { words } = this.#memory;
    const parts = (this.#module.foundEntry(cluster) + (this.#clusters[cluster]?.partsAt ?? 0)) / 4;
    return this.#parts[words[parts + slot] ?? -1] ?? [];
  }
}
