/**
 * A row that the scanner has found, judged by what rows with the same values came to before. Where nothing is known yet, the row is
 * read and judged by the ordinary code, which notes what it looked at: the same answers give the same verdict.
 */
import type { Asked } from '../evaluate/asked.ts';
import { type EvaluateOptions, evaluateRule } from '../evaluate/evaluate.ts';
import { anyScope } from '../evaluate/facts.ts';
import type { RowScanner } from '../formats/row-scanner.ts';
import type { Profile, Rule } from '../model/profile.ts';
import { familyOf, type Subject } from '../model/subject.ts';
import { type NamedVerdict, verdictOf } from '../report/ndjson-lines.ts';
import type { Answer, Answers } from './answers.ts';
import type { Part } from './clusters.ts';
import { Memo, mostAges, type RowKey } from './memo.ts';
import { isAmbiguous, Moments } from './moments.ts';
import { NotPlain } from './not-plain.ts';
import { OddValues } from './odd-values.ts';
import type { Read, Reading } from './reading.ts';
import { RowTexts } from './row-texts.ts';
import { type Known, RuleMemo } from './rule-memo.ts';
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
export interface Group extends Part {
  readonly rules: readonly PlacedRule[];
  /** `whole`: a verdict of one of them cannot be shared. */
  readonly memo: Memo<Answer | 'whole'>;
}

export interface PlacedRule {
  readonly rule: Rule;
  readonly profile: string;
  /** Among all rules. */
  readonly place: number;
  readonly memo: RuleMemo;
}

const platforms: readonly Subject['platform'][] = ['ios', 'ipados', 'android'];
export const otherPlatform = 7;
/** For each number of a platform the first one of its family. */
const families = [
  0,
  ...platforms.map((one) => platforms.findIndex((other) => familyOf(other) === familyOf(one)) + 1),
];

export class RowJudge {
  readonly moments: Moments;
  readonly texts: RowTexts;
  /** Grows where the groups of rules are others now, or their verdicts are more or fewer. */
  layout = 0;
  groups: readonly Group[] = [];
  /** For each group what the last row came to. */
  readonly found: Answer[] = [];
  /** What the last row is like. */
  readonly key: RowKey;
  readonly #options: RowJudgeOptions;
  /** Slots whose values are numbered. */
  readonly repeating: Int32Array;
  /** Slots whose values a table of settings has to understand. */
  readonly members: readonly number[];
  #read: { readonly reading: Reading | 'other' | undefined } | undefined;
  readonly #platforms: Memo<number>;
  /** In the order of the report. */
  readonly rules: readonly PlacedRule[];
  /** For each rule how many verdicts it has. */
  readonly #widths: (number | undefined)[] = [];

  constructor(options: RowJudgeOptions) {
    this.#options = options;
    const { plan, profiles, clock } = options;
    const rules = profiles.flatMap(({ id, rules: own }) => own.map((rule) => ({ rule, profile: id })));
    const ages = rules.flatMap(({ rule }) => agesOf(rule));
    this.moments = new Moments(plan.moment.form, clock.asOf, ages);
    if (this.moments.classes > mostAges) throw new NotPlain('rules of very many ages');
    this.rules = rules.map((one, place) => {
      const ages = agesOf(one.rule);
      const agesTo = (slots: readonly number[]) =>
        this.moments.merged(ages, !slots.some((slot) => plan.voidable.has(slot)));
      return { ...one, place, memo: new RuleMemo({ agesTo, families }) };
    });
    this.key = { values: new Int32Array(plan.kinds.length), platform: 0, age: 0 };
    this.repeating = Int32Array.from(plan.kinds.flatMap((kind, slot) => (kind === 'repeats' ? [slot] : [])));
    this.members = [...plan.members.keys()];
    const any = this.moments.merged([]);
    this.#platforms = new Memo(plan.platform, any);
    this.texts = new RowTexts(plan, any);
    this.#group(this.rules, []);
  }

  /** @param read the row by the ordinary code; undefined where it is no plain row after all */
  judge(row: number, read: Read): RowKind {
    const { plan, scanner, isJson } = this.#options;
    const { key } = this;
    if (!scanner.values(row, this.repeating, key.values)) return 'whole';
    const { slot } = plan.moment;
    key.age = this.moments.read(scanner, scanner.from(row, slot), scanner.to(row, slot), isJson);
    if (key.age < 0) return 'whole';
    key.platform = 0;
    this.#read = undefined;
    const once: Read = () => (this.#read ??= { reading: read() }).reading;
    const platform = this.#platformOf(once);
    if (platform === undefined) return 'whole';
    key.platform = platform;
    if (platform === otherPlatform) return 'other';
    if (!this.understands(row, this.members)) return 'whole';
    return this.#judged(once) && this.texts.read(key, once) ? 'plain' : 'whole';
  }

  /** Turns to a row at which the printing has looked. @returns false where nothing can be known of it */
  recall(row: number): boolean {
    const { scanner } = this.#options;
    this.key.platform = scanner.platform(row);
    this.key.age = scanner.age(row);
    return scanner.values(row, this.repeating, this.key.values);
  }

  /** Whether it is known what the rules of a group come to on that row: then it is found. */
  knows(group: number): boolean {
    const known = this.groups[group]?.memo.find(this.key);
    if (known === undefined || known === 'whole') return false;
    this.found[group] = known;
    return true;
  }

  /**
   * Whether tables of settings understand what the row has in these slots. Of what is nothing where the last contact cannot be read it
   * is not known: a value that is withdrawn so can make a record unreadable.
   */
  understands(row: number, slots: readonly number[]): boolean {
    const { plan, odd } = this.#options;
    const isUnclear = isAmbiguous(this.key.age);
    return slots.every((slot) => {
      const number = (this.key.values[slot] ?? 0) - 1;
      if (number < 0 || !plan.members.has(slot)) return true;
      return !(isUnclear && plan.voidable.has(slot)) && !odd.has(row, slot, number);
    });
  }

  #platformOf(read: Read): number | undefined {
    const known = this.#platforms.find(this.key);
    if (known !== undefined) return known;
    const reading = read();
    if (reading === undefined) return undefined;
    const platform = reading === 'other' ? otherPlatform : platforms.indexOf(reading.subject.platform) + 1;
    this.#platforms.keep(this.key, platform);
    return platform;
  }

  #judged(read: Read): boolean {
    const { groups } = this;
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      if (group === undefined) break;
      const found = group.memo.find(this.key) ?? this.#learn(group, read);
      // Rules that turned out to look at more are in other groups now.
      if (found === undefined) return this.#judged(read);
      if (found === 'whole') return false;
      this.found[index] = found;
    }
    return true;
  }

  get platformSlots(): readonly number[] {
    return this.#options.plan.platform;
  }

  /** Verdicts of a rule, as far as a row has been judged; one for each app that it speaks of. */
  verdictsOf({ place }: PlacedRule): number {
    return this.#widths[place] ?? 0;
  }

  /** Judges the rules of a group. Undefined: the groups are others now. */
  #learn(group: Group, read: Read): Answer | 'whole' | undefined {
    const keep = <Kept extends Answer | 'whole'>(answer: Kept): Kept => {
      group.memo.keep(this.key, answer);
      return answer;
    };
    const wider = new Map<string, { slots: number[]; rules: PlacedRule[] }>();
    const all: (readonly NamedVerdict[])[] = [];
    for (const placed of group.rules) {
      const known = placed.memo.find(this.key) ?? this.#ask(placed, read);
      if (known === 'no-row') return 'whole';
      if (known === 'whole') return keep('whole');
      all.push(known.verdicts);
      if (known.slots.every((slot) => group.slots.includes(slot))) continue;
      const needed = union(group.slots, known.slots);
      const same = wider.get(needed.join(' ')) ?? { slots: needed, rules: [] };
      same.rules.push(placed);
      wider.set(needed.join(' '), same);
    }
    if (wider.size === 0) return keep(this.#options.answers.add(all));
    const moved = new Set([...wider.values()].flatMap(({ rules }) => rules));
    const left = group.rules.filter((placed) => !moved.has(placed));
    this.groups = this.groups.filter((one) => one !== group);
    this.#group(left, group.slots);
    for (const { slots, rules } of wider.values()) this.#group(rules, slots);
    return undefined;
  }

  /** Judges a rule by the ordinary code. `no-row`: this is no plain row; `whole`: its verdicts cannot be shared. */
  #ask(placed: PlacedRule, read: Read): Known | 'no-row' | 'whole' {
    const reading = read();
    if (reading === undefined || reading === 'other') return 'no-row';
    const { verdicts, asked } = this.#verdicts(placed, reading);
    const slots = this.#slotsOf(asked);
    if (slots === undefined || verdicts === undefined || !this.#hasRoom(placed, verdicts.length))
      return 'whole';
    return placed.memo.keep(this.key, { slots, isOfPlatform: asked.facts.has('platform'), verdicts });
  }

  /** A rule has as many verdicts on one row as on another, one for each app that it speaks of; any other number is no plain case. */
  #hasRoom({ place }: PlacedRule, verdicts: number): boolean {
    const known = this.#widths[place];
    if (known !== undefined) return known === verdicts;
    this.#widths[place] = verdicts;
    this.layout += 1;
    return true;
  }

  #verdicts({ rule, profile }: PlacedRule, { facts, place }: Reading) {
    const { clock, input } = this.#options;
    const { made, asked } = facts.during((known) => evaluateRule(rule, profile, known, clock));
    const verdicts: NamedVerdict[] = [];
    for (const { finding } of made) {
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
      if (fact === 'id' || fact === 'kind' || fact === 'platform') continue; // told, or part of the key
      if (fact === 'lastSeen') return undefined;
      slots.push(...plan.facts[fact === 'enrolmentType' ? 'enrolment' : fact]);
    }
    return union(slots, []);
  }

  /** A group of these rules; with others that look at the same slots they are one. */
  #group(rules: readonly PlacedRule[], slots: readonly number[]): void {
    if (rules.length === 0) return;
    const same = this.groups.find(({ memo }) => memo.slots.join(' ') === slots.join(' '));
    const all = [...(same?.rules ?? []), ...rules];
    const ages = all.flatMap(({ rule }) => agesOf(rule));
    this.layout += 1;
    this.groups = [
      ...this.groups.filter((one) => one !== same),
      { rules: all, slots, ages, memo: new Memo(slots, this.moments.merged(ages)) },
    ];
  }
}

const union = (a: readonly number[], b: readonly number[]): number[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other);

const agesOf = ({ maxAgeDays }: Rule): number[] => (maxAgeDays === undefined ? [] : [maxAgeDays]);
