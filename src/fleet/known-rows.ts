/** What rows come to, kept in clusters of few slots each, for the loop that writes their lines. */
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import type { Series } from '../report/ndjson-series.ts';
import type { Answer, Answers } from './answers.ts';
import { type Cluster, clustersOf, type Part, type Sample } from './clusters.ts';
import { KnownSeries, type Stretched, stretchesOf } from './known-series.ts';
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

const roomBytes = 6 * 1024 * 1024;

/** A part of what a row comes to. */
interface KnownPart extends Part {
  readonly group?: number;
  readonly piece?: number;
  readonly tellsUnmanaged?: true;
}

interface KnownCluster extends Cluster<KnownPart> {
  /** Its rules in the order of the report, with their groups and their places in them. */
  readonly rules: readonly { readonly rule: PlacedRule; readonly group: number; readonly at: number }[];
  readonly stretches: readonly Stretched[];
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
    this.counts = options.owners + linePieces * 4;
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

  /**
   * Series of the row at which the printing stopped that have to be told before it.
   * @returns undefined where there was no room for one, so that everything is forgotten
   */
  untold(sample: Sample | undefined): Series[] | undefined {
    const untold = this.#series.untold();
    if (untold === undefined) this.empty(sample);
    return untold;
  }

  /** These series have come into the report. */
  announce(ids: readonly string[]): void {
    this.#series.announce(ids);
  }

  /** Adds the rows of the entries to their answers, and forgets the entries. */
  empty(sample: Sample | undefined): void {
    const { module, memory, judge } = this.#options;
    const { words } = memory;
    for (const { at, answers } of this.#entries)
      for (const answer of answers) answer.times += words[at + entryWords.times] ?? 0;
    this.#entries = [];
    module.emptyClusters();
    this.#layout = judge.layout;
    const kind = { slots: judge.platformSlots, ages: [], parts: [], rules: [], stretches: [] };
    const starts = startsOf(judge);
    const clusters = clustersOf(this.#parts(), sample).map((one) => {
      const rules = rulesOf(one, judge);
      return { ...one, rules, stretches: stretchesOf(placesOf(rules, starts)) };
    });
    this.#clusters = [kind, ...clusters];
    for (const [index, cluster] of this.#clusters.entries()) this.#declare(cluster, index);
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

  #declare(cluster: KnownCluster, index: number): void {
    const { module, memory, judge, owners } = this.#options;
    const ages = judge.moments.merged(cluster.ages);
    const at = module.addCluster(cluster.slots.length, ages.length, cluster.stretches.length) / 4;
    if (at === 0) throw new Error('clusters have no room');
    const { words } = memory;
    words.set(cluster.slots, (words[at + clusterWords.slots] ?? 0) / 4);
    words.set(ages, (words[at + clusterWords.ages] ?? 0) / 4);
    for (const { piece } of cluster.parts) if (piece !== undefined) words[owners / 4 + piece] = index;
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
    const content = this.#contentOf(cluster);
    const at = module.addEntry(index, row, platform, age, content.bytes.length + 16) / 4;
    if (at === 0) return false;
    this.#fill(at, content, index === 0 ? judge.key.platform : 0);
    memory.words[at + entryWords.number] = this.#entries.length - 1;
    return true;
  }

  #fill(at: number, { numbers, texts, bytes, flags, weight, answers }: Content, platform: number): void {
    const { words } = this.#options.memory;
    const begin = words[at + entryWords.texts] ?? 0;
    this.#options.memory.bytes.set(bytes, begin);
    words[at + entryWords.weight] = weight;
    words[at + entryWords.flags] = flags;
    words[at + entryWords.platform] = platform;
    words[at + entryWords.bytes] = bytes.length;
    words.set(numbers, (words[at + entryWords.parts] ?? 0) / 4);
    const pieces = (words[at + entryWords.pieces] ?? 0) / 4;
    for (const { piece, from, length } of texts) words.set([begin + from, length], pieces + piece * 2);
    this.#entries.push({ at, answers });
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
      return [{ piece, from: length - bytes.length, length: bytes.length }];
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
  readonly texts: readonly { readonly piece: number; readonly from: number; readonly length: number }[];
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
