/**
 * A row that the scanner has found, judged by what rows with the same values came to before. Where nothing is known yet, the row is
 * read and judged by the ordinary code, which notes what it looked at: the same answers give the same verdict.
 */
import { type Asked, askedFacts } from '../evaluate/asked.ts';
import { type EvaluateOptions, evaluateRule } from '../evaluate/evaluate.ts';
import { anyScope } from '../evaluate/facts.ts';
import type { RowScanner } from '../formats/row-scanner.ts';
import type { Profile, Rule } from '../model/profile.ts';
import type { Subject } from '../model/subject.ts';
import { type NamedVerdict, verdictOf } from '../report/ndjson-lines.ts';
import { type Answer, type Answers, wordsPerId } from './answers.ts';
import { Memo, type RowKey } from './memo.ts';
import { Moments } from './moments.ts';
import { OddValues } from './odd-values.ts';
import type { Read, Reading } from './reading.ts';
import { RowTexts } from './row-texts.ts';
import type { SlotPlan } from './slots.ts';

/** `whole`: the row is read and judged by the ordinary code alone. `other`: it is of another platform. */
export type RowKind = 'plain' | 'whole' | 'other';

export interface RowJudgeOptions {
  readonly plan: SlotPlan;
  readonly profiles: readonly Profile[];
  readonly clock: EvaluateOptions;
  readonly input: string;
  readonly scanner: RowScanner;
  readonly answers: Answers;
  readonly odd: OddValues;
  readonly isJson: boolean;
}

/** Rules that look at the same slots. */
interface Group {
  readonly rules: readonly PlacedRule[];
  /** `whole`: a verdict of one of them cannot be shared. */
  readonly memo: Memo<Answer | 'whole'>;
}

interface PlacedRule {
  readonly rule: Rule;
  readonly profile: string;
  /** Among all rules. */
  readonly place: number;
}

const platforms: readonly Subject['platform'][] = ['ios', 'ipados', 'android'];
const otherPlatform = 7;

export class RowJudge {
  readonly moments: Moments;
  /** Of the last plain row: the ids of its verdicts in the order of the rules, each with a comma behind it, and their bytes. */
  ids: Uint8Array;
  idBytes = 0;
  /** Verdicts of the last row, where its block may not have had one of them before. */
  fresh: readonly NamedVerdict[] = [];
  readonly texts: RowTexts;
  /** A rule was decided on it. */
  isDecided = false;
  /** Of its fails. */
  weight = 0;
  readonly #options: RowJudgeOptions;
  readonly #key: RowKey;
  readonly #repeating: Int32Array;
  readonly #members: readonly number[];
  #read: { readonly reading: Reading | 'other' | undefined } | undefined;
  readonly #platforms: Memo<number>;
  #isFresh = false;
  readonly #rules: readonly PlacedRule[];
  /** For each rule how many verdicts it has, and where their ids begin. */
  readonly #widths: (number | undefined)[] = [];
  readonly #starts: Int32Array;
  #words: Int32Array;
  #isMoved = false;
  #groups: Group[] = [];
  /** For each group what the last row came to. */
  #found: Answer[] = [];

  constructor(options: RowJudgeOptions) {
    this.#options = options;
    const { plan, profiles, clock } = options;
    const rules = profiles.flatMap(({ id, rules: own }) => own.map((rule) => ({ rule, profile: id })));
    const ages = rules.flatMap(({ rule }) => agesOf(rule));
    this.moments = new Moments(plan.moment.form, clock.asOf, ages);
    this.#rules = rules.map((one, place) => ({ ...one, place }));
    this.#starts = Int32Array.from({ length: rules.length + 1 }, (_, place) => place * wordsPerId);
    this.#words = new Int32Array(rules.length * wordsPerId);
    this.ids = new Uint8Array(this.#words.buffer);
    this.#key = { values: new Int32Array(plan.kinds.length), platform: 0, age: 0 };
    this.#repeating = Int32Array.from(plan.kinds.flatMap((kind, slot) => (kind === 'repeats' ? [slot] : [])));
    this.#members = [...plan.members.keys()];
    const any = this.moments.merged([]);
    this.#platforms = new Memo(plan.platform, any);
    this.texts = new RowTexts(plan, any);
    this.#group(this.#rules, []);
  }

  /** @param read the row by the ordinary code; undefined where it is no plain row after all */
  judge(row: number, block: number, read: Read): RowKind {
    const { plan, scanner, odd, isJson } = this.#options;
    const key = this.#key;
    if (!scanner.values(row, this.#repeating, key.values)) return 'whole';
    const { slot } = plan.moment;
    key.age = this.moments.read(scanner, scanner.from(row, slot), scanner.to(row, slot), isJson);
    if (key.age < 0) return 'whole';
    key.platform = 0;
    this.#read = undefined;
    const once: Read = () => (this.#read ??= { reading: read() }).reading;
    const platform = this.#platformOf(once);
    if (platform === undefined) return 'whole';
    if (platform === otherPlatform) return 'other';
    key.platform = platform;
    for (let index = 0; index < this.#members.length; index += 1) {
      const member = this.#members[index] ?? 0;
      const number = (key.values[member] ?? 0) - 1;
      if (number >= 0 && odd.has(row, member, number)) return 'whole';
    }
    return this.#judged(block, once) && this.texts.read(key, once) ? 'plain' : 'whole';
  }

  #platformOf(read: Read): number | undefined {
    const known = this.#platforms.find(this.#key);
    if (known !== undefined) return known;
    const reading = read();
    if (reading === undefined) return undefined;
    const platform = reading === 'other' ? otherPlatform : platforms.indexOf(reading.subject.platform) + 1;
    this.#platforms.keep(this.#key, platform);
    return platform;
  }

  #judged(block: number, read: Read): boolean {
    const groups = this.#groups;
    const words = this.#words;
    const starts = this.#starts;
    let isDecided = false;
    let weight = 0;
    let isFresh = false;
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      if (group === undefined) break;
      const found = group.memo.find(this.#key) ?? this.#learn(group, read);
      // Rules that turned out to look at more are in other groups now.
      if (found === undefined) return this.#judged(block, read);
      if (found === 'whole') return false;
      this.#found[index] = found;
      isDecided ||= found.decides;
      weight += found.weight;
      isFresh ||= found.block < block;
      const { rules } = group;
      let from = 0;
      for (let at = 0; at < rules.length; at += 1) {
        const place = rules[at]?.place ?? 0;
        const end = starts[place + 1] ?? 0;
        for (let into = starts[place] ?? 0; into < end; into += 1) {
          words[into] = found.words[from] ?? 0;
          from += 1;
        }
      }
    }
    if (this.#isMoved) {
      this.#isMoved = false;
      return this.#judged(block, read);
    }
    this.isDecided = isDecided;
    this.weight = weight;
    this.#isFresh = isFresh;
    return true;
  }

  /** Counts the row that was judged last. */
  count(block: number): void {
    this.idBytes = this.#words.length * 4;
    for (let index = 0; index < this.#groups.length; index += 1) {
      const found = this.#found[index];
      if (found !== undefined) found.times += 1;
    }
    this.fresh = this.#isFresh ? this.#freshIn(block) : noVerdicts;
  }

  #freshIn(block: number): NamedVerdict[] {
    const fresh: (readonly NamedVerdict[])[] = [];
    for (const [index, { rules }] of this.#groups.entries()) {
      const found = this.#found[index];
      if (found === undefined) continue;
      if (found.block < block) found.block = block;
      for (const [at, { place }] of rules.entries()) fresh[place] = found.verdicts[at] ?? [];
    }
    return fresh.flat();
  }

  /** Judges the rules of a group by the ordinary code. Undefined: the groups are others now. */
  #learn(group: Group, read: Read): Answer | 'whole' | undefined {
    const reading = read();
    if (reading === undefined || reading === 'other') return 'whole';
    const keep = <Kept extends Answer | 'whole'>(answer: Kept): Kept => {
      group.memo.keep(this.#key, answer);
      return answer;
    };
    const wider = new Map<string, { slots: number[]; rules: PlacedRule[] }>();
    const all: (readonly NamedVerdict[])[] = [];
    for (const placed of group.rules) {
      const { verdicts, asked } = this.#verdicts(placed, reading);
      const slots = this.#slotsOf(asked);
      if (slots === undefined || verdicts === undefined || !this.#hasRoom(placed, verdicts.length))
        return keep('whole');
      all.push(verdicts);
      const needed = [...new Set([...group.memo.slots, ...slots])].sort((a, b) => a - b);
      if (needed.length === group.memo.slots.length) continue;
      const known = wider.get(needed.join(' ')) ?? { slots: needed, rules: [] };
      known.rules.push(placed);
      wider.set(needed.join(' '), known);
    }
    if (wider.size === 0) return keep(this.#options.answers.add(all));
    const moved = new Set([...wider.values()].flatMap(({ rules }) => rules));
    const left = group.rules.filter((placed) => !moved.has(placed));
    this.#groups = this.#groups.filter((one) => one !== group);
    this.#group(left, group.memo.slots);
    for (const { slots, rules } of wider.values()) this.#group(rules, slots);
    return undefined;
  }

  /** A rule has as many verdicts on one row as on another, one for each app that it speaks of; any other number is no plain case. */
  #hasRoom({ place }: PlacedRule, verdicts: number): boolean {
    const known = this.#widths[place];
    if (known !== undefined) return known === verdicts;
    this.#widths[place] = verdicts;
    let words = 0;
    for (let index = 0; index < this.#rules.length; index += 1) {
      this.#starts[index] = words;
      words += (this.#widths[index] ?? 1) * wordsPerId;
    }
    this.#starts[this.#rules.length] = words;
    this.#words = new Int32Array(words);
    this.ids = new Uint8Array(this.#words.buffer);
    this.#isMoved = true;
    return true;
  }

  #verdicts({ rule, profile }: PlacedRule, { subject, observations, place }: Reading) {
    const { clock, input } = this.#options;
    const { facts, asked } = askedFacts(subject, observations);
    const verdicts: NamedVerdict[] = [];
    for (const { finding } of evaluateRule(rule, profile, facts, clock)) {
      const verdict = verdictOf(finding, input, place);
      if (verdict === undefined) return { verdicts: undefined, asked };
      verdicts.push(verdict);
    }
    return { verdicts, asked };
  }

  /** Where what was asked for stands. Undefined: not in slots. */
  #slotsOf({ settings, facts }: Asked): number[] | undefined {
    const { plan } = this.#options;
    const slots = [...settings].flatMap((setting) =>
      setting === anyScope ? [] : (plan.settings.get(setting) ?? []),
    );
    for (const fact of facts) {
      if (fact === 'id' || fact === 'kind' || fact === 'platform') continue; // told, or part of every key
      if (fact === 'lastSeen') return undefined;
      slots.push(...plan.facts[fact === 'enrolmentType' ? 'enrolment' : fact]);
    }
    return slots;
  }

  /** A group of these rules; with others that look at the same slots they are one. */
  #group(rules: readonly PlacedRule[], slots: readonly number[]): void {
    if (rules.length === 0) return;
    const same = this.#groups.find(({ memo }) => memo.slots.join(' ') === slots.join(' '));
    const all = [...(same?.rules ?? []), ...rules];
    const ages = this.moments.merged(all.flatMap(({ rule }) => agesOf(rule)));
    this.#groups = [
      ...this.#groups.filter((one) => one !== same),
      { rules: all, memo: new Memo(slots, ages) },
    ];
  }
}

const noVerdicts: readonly NamedVerdict[] = [];

const agesOf = ({ maxAgeDays }: Rule): number[] => (maxAgeDays === undefined ? [] : [maxAgeDays]);
