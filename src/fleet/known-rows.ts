/** What rows come to, kept in clusters of few slots each, for the loop that writes their lines. */
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import type { Series } from '../report/ndjson-series.ts';
import type { Answer, Answers } from './answers.ts';
import { type Cluster, clustersOf, type Part, type Sample } from './clusters.ts';
import { KnownSeries, type KnownStretches, stretchesOf } from './known-series.ts';
import {
  clusterWords,
  decides,
  entryWords,
  linePieces,
  type PrintMemory,
  type PrintModule,
  unmanaged,
} from './print-module.ts';
import { type Group, otherPlatform, type PlacedRule, type RowJudge } from './row-judge.ts';

const roomBytes = 8 * 1024 * 1024;

/** A part of what a row comes to. */
interface KnownPart extends Part {
  readonly group?: number;
  readonly piece?: number;
  readonly tellsUnmanaged?: true;
}

interface KnownCluster extends Cluster<KnownPart>, KnownStretches {
  /** Its rules in the order of the report, with their groups and their places in them. */
  readonly rules: readonly { readonly rule: PlacedRule; readonly group: number; readonly at: number }[];
  /** Where in its entries, in bytes from their begin on, pieces of the line stand, and texts. */
  readonly piecesAt: number;
  readonly textsAt: number;
}

interface Entry {
  /** Where it lies, in words. */
  readonly at: number;
  readonly answers: readonly Answer[];
}

export interface KnownRowsOptions {
  readonly module: PrintModule;
  readonly memory: PrintMemory;
  readonly judge: RowJudge;
  readonly answers: Answers;
  /** Where the owners of the pieces are to be set; the counts lie behind them. */
  readonly owners: number;
}

export class KnownRows {
  /** Where what was counted lies. */
  readonly counts: number;
  readonly #options: KnownRowsOptions;
  /** The first one tells the platform alone. */
  #clusters: readonly KnownCluster[] = [];
  #entries: Entry[] = [];
  readonly #series: KnownSeries;
  #layout = -1;

  constructor(options: KnownRowsOptions) {
    this.#options = options;
    this.counts = options.owners + linePieces * 8;
    options.module.setUpClusters(roomBytes);
    this.#series = new KnownSeries(options.module, options.memory, options.answers);
  }

  /** Keeps what the row came to that was judged last. @returns false where there is no room */
  teach(row: number, sample: Sample | undefined): boolean {
    if (this.#layout !== this.#options.judge.layout) this.empty(sample);
    if (this.#keep(row)) return true;
    this.empty(sample);
    return this.#keep(row);
  }

  /**
   * Keeps what the row comes to at which the printing stopped, from what is known of the parts.
   * @returns false where there is no room, or the row has to be judged
   */
  recall(row: number): boolean {
    const { module, judge } = this.#options;
    const missed = module.missed();
    if (missed === 0 || this.#layout !== judge.layout || !judge.recall(row)) return false;
    const { platform, age } = judge.key;
    return this.#clusters.every((cluster, index) => {
      if (index < missed || module.hasEntry(index, row, platform, age) === 1) return true;
      if (!judge.understands(row, cluster.slots) || !cluster.parts.every((part) => this.#knows(part)))
        return false;
      return this.#add(index, cluster, row, [platform, age]);
    });
  }

  #knows({ group, piece, tellsUnmanaged }: KnownPart): boolean {
    const { judge } = this.#options;
    const { texts, key } = judge;
    if (group !== undefined) return judge.knows(group);
    if (piece !== undefined) return texts.knows(piece, key);
    return tellsUnmanaged !== true || texts.knowsManaged(key);
  }

  /** Keeps the series of the row at which the printing stopped. Where there is no room for one, everything is forgotten. */
  learnSeries(sample: Sample | undefined): void {
    if (!this.#series.learn()) this.empty(sample);
  }

  /** Series that have to be told before rows that were printed: `KnownSeries`. */
  marked(found: (at: number, series: Series) => void): void {
    this.#series.marked(found);
  }

  /** These series have come into the report. */
  announce(ids: readonly string[]): void {
    this.#series.announce(ids);
  }

  /** Adds the rows of the entries to their answers. */
  settle(): void {
    const { words } = this.#options.memory;
    for (const { at, answers } of this.#entries) {
      for (const answer of answers) answer.times += words[at + entryWords.times] ?? 0;
      words[at + entryWords.times] = 0;
    }
  }

  /** The same, and forgets the entries. */
  empty(sample: Sample | undefined): void {
    const { module, judge } = this.#options;
    this.settle();
    this.#entries = [];
    module.emptyClusters();
    this.#layout = judge.layout;
    const starts = startsOf(judge);
    const kind = { slots: judge.platformSlots, ages: [], parts: [] };
    this.#clusters = [kind, ...clustersOf(this.#parts(), sample)].map((one, index) => {
      const rules = rulesOf(one, judge);
      const stretches = stretchesOf(placesOf(rules, starts));
      return { ...one, rules, stretches, ...this.#declare(one, stretches.length, index) };
    });
    this.#series.empty(this.#clusters);
  }

  /** Everything that a row comes to; a member of which nothing depends is there because its value may be odd. */
  #parts(): KnownPart[] {
    const { judge } = this.#options;
    const { pieces, unmanaged: tells } = judge.texts;
    const parts: KnownPart[] = [
      ...judge.groups.map(({ slots, ages }, group) => ({ slots, ages, group })),
      ...pieces.map(({ slots, ages }, piece) => ({ slots, ages, piece })),
      { slots: tells.slots, ages: [], tellsUnmanaged: true },
    ];
    const used = new Set(parts.flatMap(({ slots }) => slots));
    return [
      ...parts,
      ...judge.members.filter((slot) => !used.has(slot)).map((slot) => ({ slots: [slot], ages: [] })),
    ];
  }

  /** @returns where everything lies in its entries */
  #declare(cluster: Cluster<KnownPart>, stretches: number, index: number) {
    const { module, memory, judge, owners } = this.#options;
    const ages = judge.moments.merged(cluster.ages);
    const pieces = cluster.parts.flatMap(({ piece }) => piece ?? []);
    const at = module.addCluster(cluster.slots.length, ages.length, stretches, pieces.length) / 4;
    if (at === 0) throw new Error('clusters have no room');
    const { words } = memory;
    const wordOf = (which: keyof typeof clusterWords): number => words[at + clusterWords[which]] ?? 0;
    words.set(cluster.slots, wordOf('slots') / 4);
    words.set(ages, wordOf('ages') / 4);
    const piecesAt = wordOf('piecesAt');
    for (const [own, piece] of pieces.entries())
      words.set([index * 4, piecesAt + own * 8], owners / 4 + piece * 2);
    return { partsAt: wordOf('partsAt'), piecesAt, textsAt: wordOf('textsAt') };
  }

  #keep(row: number): boolean {
    const { module, judge } = this.#options;
    const { platform, age } = judge.key;
    return this.#clusters.every((cluster, index) => {
      const isKind = index === 0;
      const [ofPlatform, ofAge] = isKind ? [0, 0] : [platform, age];
      if (!isKind && platform === otherPlatform) return true;
      if (module.hasEntry(index, row, ofPlatform, ofAge) === 1) return true;
      return this.#add(index, cluster, row, [ofPlatform, ofAge]);
    });
  }

  /** Keeps what the row comes to in a cluster. @returns false where there is no room */
  #add(index: number, cluster: KnownCluster, row: number, [platform, age]: [number, number]): boolean {
    const { module, memory, judge } = this.#options;
    const { numbers, texts, bytes, flags, weight, answers } = this.#contentOf(cluster);
    const begin = module.addEntry(index, row, platform, age, bytes.length + 16);
    if (begin === 0) return false;
    const { words } = memory;
    const at = begin / 4;
    words[at + entryWords.weight] = weight;
    words[at + entryWords.flags] = flags;
    words[at + entryWords.platform] = index === 0 ? judge.key.platform : 0;
    words[at + entryWords.bytes] = bytes.length;
    words.set(numbers, at + cluster.partsAt / 4);
    memory.bytes.set(bytes, begin + cluster.textsAt);
    for (const [own, { from, length }] of texts.entries())
      words.set([begin + cluster.textsAt + from, length], at + cluster.piecesAt / 4 + own * 2);
    this.#entries.push({ at, answers });
    return true;
  }

  /** What the row that was judged last comes to in a cluster. */
  #contentOf({ parts, rules, stretches }: KnownCluster): Content {
    const { judge } = this.#options;
    const { found, texts: told } = judge;
    const answers = parts.flatMap(({ group }) => (group === undefined ? [] : (found[group] ?? [])));
    const verdicts: NamedVerdict[] = rules.flatMap(({ group, at }) => found[group]?.verdicts[at] ?? []);
    const chunks: Buffer[] = [];
    let length = 0;
    const texts = parts.flatMap(({ piece }) => {
      if (piece === undefined) return [];
      const bytes = Buffer.from(told.found[piece] ?? '');
      chunks.push(bytes);
      length += bytes.length;
      return [{ from: length - bytes.length, length: bytes.length }];
    });
    const isUnmanaged = told.isUnmanaged && parts.some(({ tellsUnmanaged }) => tellsUnmanaged === true);
    return {
      numbers: stretches.map(({ from, to }) => this.#series.numberOf(verdicts.slice(from, to))),
      texts,
      bytes: Buffer.concat(chunks),
      flags: (answers.some((one) => one.decides) ? decides : 0) + (isUnmanaged ? unmanaged : 0),
      weight: answers.reduce((sum, { weight }) => sum + weight, 0),
      answers,
    };
  }
}

interface Content {
  /** Of what it comes to in each stretch. */
  readonly numbers: readonly number[];
  /** Of its pieces, in their order. */
  readonly texts: readonly { readonly from: number; readonly length: number }[];
  readonly bytes: Uint8Array;
  readonly flags: number;
  readonly weight: number;
  readonly answers: readonly Answer[];
}

function rulesOf({ parts }: Cluster<KnownPart>, judge: RowJudge): KnownCluster['rules'] {
  const groups = parts.flatMap(({ group }) =>
    group === undefined ? [] : [[group, judge.groups[group]] as const],
  );
  const rulesIn = (group: number, one: Group | undefined) =>
    (one?.rules ?? []).map((rule, at) => ({ rule, group, at }));
  return groups.flatMap(([group, one]) => rulesIn(group, one)).sort((a, b) => a.rule.place - b.rule.place);
}

/** For each rule, and behind the last one, how many verdicts stand before its own. */
function startsOf(judge: RowJudge): number[] {
  const starts = [0];
  for (const rule of judge.rules) starts.push((starts.at(-1) ?? 0) + judge.verdictsOf(rule));
  return starts;
}

/** Where the verdicts of these rules stand among those of a row. */
const placesOf = (rules: KnownCluster['rules'], starts: readonly number[]): number[] =>
  rules.flatMap(({ rule: { place } }) => {
    const [from = 0, to = 0] = [starts[place], starts[place + 1]];
    return Array.from({ length: to - from }, (_, index) => from + index);
  });
