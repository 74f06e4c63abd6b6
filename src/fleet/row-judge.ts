/**
 * A row that the scanner has found, judged by what rows with the same values came to before. Where nothing is known yet, the row is
 * read and judged by the ordinary code, which notes what it looked at: the same answers give the same verdict.
 */
import { holdingsOf } from '../apps/channels.ts';
import { type Asked, askedFacts } from '../evaluate/asked.ts';
import { type EvaluateOptions, evaluateRule } from '../evaluate/evaluate.ts';
import { anyScope } from '../evaluate/facts.ts';
import type { RowScanner } from '../formats/row-scanner.ts';
import { isKnown, type Observation } from '../model/observation.ts';
import type { Profile, Rule } from '../model/profile.ts';
import type { RowPlace } from '../model/sink.ts';
import type { Subject } from '../model/subject.ts';
import { jsonText } from '../report/json-text.ts';
import { type NamedVerdict, verdictOf } from '../report/ndjson-lines.ts';
import type { Entries } from './entries.ts';
import { Memo, type RowKey } from './memo.ts';
import { Moments } from './moments.ts';
import { OddValues } from './odd-values.ts';
import type { SlotFact, SlotPlan } from './slots.ts';

/** A row as the ordinary code reads it. */
export interface Reading {
  readonly subject: Subject;
  readonly observations: readonly Observation[];
  readonly place: RowPlace;
}

/** `whole`: the row is read and judged by the ordinary code alone. `other`: it is of another platform. */
export type RowKind = 'plain' | 'whole' | 'other';

export interface RowJudgeOptions {
  readonly plan: SlotPlan;
  readonly profiles: readonly Profile[];
  readonly clock: EvaluateOptions;
  readonly input: string;
  readonly scanner: RowScanner;
  readonly entries: Entries;
  readonly odd: OddValues;
  readonly isJson: boolean;
}

/** Rules that look at the same slots. */
interface Group {
  readonly rules: readonly PlacedRule[];
  /** `whole`: a verdict of one of them cannot be shared. */
  readonly memo: Memo<GroupAnswer | 'whole'>;
  /** The places of the rules. */
  readonly places: Int32Array;
}

/** For each rule of a group the number of its entry, and whether one of them decides. */
interface GroupAnswer {
  readonly numbers: Int32Array;
  readonly decides: boolean;
}

interface PlacedRule {
  readonly rule: Rule;
  readonly profile: string;
  /** Among all rules. */
  readonly place: number;
}

/** A part of the subject's line, or another fact of it. */
interface Piece {
  readonly memo: Memo<string>;
  readonly of: (reading: Reading) => string;
}

const platforms: readonly Subject['platform'][] = ['ios', 'ipados', 'android'];
const otherPlatform = 7;

export class RowJudge {
  /** Of the last plain row: the number of each rule's entry, in the order of the rules. */
  readonly numbers: Int32Array;
  readonly moments: Moments;
  /** Of the last plain row: parts of its line, before and after the last contact and after the input; and whether it is not managed. */
  head = '';
  labels = '';
  tail = '';
  isUnmanaged = false;
  /** A rule was decided on it. */
  isDecided = false;
  readonly #options: RowJudgeOptions;
  readonly #key: RowKey;
  readonly #repeating: readonly number[];
  readonly #members: readonly number[];
  #read: { readonly reading: Reading | 'other' | undefined } | undefined;
  readonly #platforms: Memo<number>;
  readonly #heads: readonly Piece[];
  readonly #labels: Piece;
  readonly #tails: readonly Piece[];
  readonly #unmanaged: Piece;
  #groups: Group[] = [];

  constructor(options: RowJudgeOptions) {
    this.#options = options;
    const { plan, profiles, clock } = options;
    const rules = profiles.flatMap(({ id, rules: own }) => own.map((rule) => ({ rule, profile: id })));
    const ages = rules.flatMap(({ rule }) => agesOf(rule));
    this.moments = new Moments(plan.moment.form, clock.asOf, ages);
    this.numbers = new Int32Array(rules.length);
    this.#key = { values: new Int32Array(plan.kinds.length), platform: 0, age: 0 };
    this.#repeating = plan.kinds.flatMap((kind, slot) => (kind === 'repeats' ? [slot] : []));
    this.#members = [...plan.members.keys()];
    const any = this.moments.merged([]);
    this.#platforms = new Memo(plan.platform, any);
    const piece = (slots: readonly number[], of: Piece['of']): Piece => ({ memo: new Memo(slots, any), of });
    const fact = (name: SlotFact, ...keys: (keyof Subject)[]): Piece =>
      piece(plan.facts[name], ({ subject }) => fields(subject, keys));
    this.#heads = [
      piece([], ({ subject }) => fields(subject, ['kind', 'platform'])),
      fact('osVersion', 'osVersion'),
      fact('model', 'model'),
      fact('ownership', 'ownership'),
      fact('supervised', 'supervised'),
      fact('enrolment', 'enrolment', 'enrolmentType'),
    ];
    const held = [...holdingSettings].flatMap((setting) => plan.settings.get(setting) ?? []);
    this.#labels = fact('labels', 'labels');
    this.#tails = [piece(held, ({ observations }) => jsonFields(holdingsOf(observations)))];
    this.#unmanaged = piece(plan.settings.get('device.managed') ?? [], ({ observations }) =>
      observations.some((one) => one.setting === 'device.managed' && isKnown(one) && one.value === false)
        ? 'unmanaged'
        : '',
    );
    this.#group(
      rules.map((one, place) => ({ ...one, place })),
      [],
    );
  }

  /** @param read the row by the ordinary code; undefined where it is no plain row after all */
  judge(row: number, read: () => Reading | 'other' | undefined): RowKind {
    const { plan, scanner, odd, isJson } = this.#options;
    const key = this.#key;
    for (let index = 0; index < this.#repeating.length; index += 1) {
      const slot = this.#repeating[index] ?? 0;
      const number = scanner.value(row, slot);
      if (number < 0 && scanner.from(row, slot) >= 0) return 'whole'; // more values than are numbered
      key.values[slot] = number + 1;
    }
    const { slot } = plan.moment;
    key.age = this.moments.read(scanner, scanner.from(row, slot), scanner.to(row, slot), isJson);
    if (key.age < 0) return 'whole';
    key.platform = 0;
    this.#read = undefined;
    const once = (): Reading | 'other' | undefined => (this.#read ??= { reading: read() }).reading;
    const platform = this.#platformOf(once);
    if (platform === undefined) return 'whole';
    if (platform === otherPlatform) return 'other';
    key.platform = platform;
    for (let index = 0; index < this.#members.length; index += 1) {
      const member = this.#members[index] ?? 0;
      const number = (key.values[member] ?? 0) - 1;
      if (number >= 0 && odd.has(row, member, number)) return 'whole';
    }
    return this.#rules(once) && this.#texts(once) ? 'plain' : 'whole';
  }

  #platformOf(read: () => Reading | 'other' | undefined): number | undefined {
    const known = this.#platforms.find(this.#key);
    if (known !== undefined) return known;
    const reading = read();
    if (reading === undefined) return undefined;
    const platform = reading === 'other' ? otherPlatform : platforms.indexOf(reading.subject.platform) + 1;
    this.#platforms.keep(this.#key, platform);
    return platform;
  }

  #rules(read: () => Reading | 'other' | undefined): boolean {
    let isDecided = false;
    for (let index = 0; index < this.#groups.length; index += 1) {
      const group = this.#groups[index];
      if (group === undefined) break;
      let found = group.memo.find(this.#key);
      if (found === undefined) {
        const count = this.#groups.length;
        found = this.#learn(group, read);
        // Rules that turned out to look at more are in another group now, which may stand before this one.
        if (this.#groups.length !== count || found === undefined) return this.#rules(read);
      }
      if (found === 'whole') return false;
      const { places } = group;
      const { numbers } = found;
      isDecided ||= found.decides;
      for (let at = 0; at < places.length; at += 1) this.numbers[places[at] ?? 0] = numbers[at] ?? 0;
    }
    this.isDecided = isDecided;
    return true;
  }

  /** Judges the rules of a group by the ordinary code. Undefined: the groups are others now. */
  #learn(group: Group, read: () => Reading | 'other' | undefined): GroupAnswer | 'whole' | undefined {
    const reading = read();
    const keep = (answer: GroupAnswer | 'whole'): GroupAnswer | 'whole' => {
      group.memo.keep(this.#key, answer);
      return answer;
    };
    if (reading === undefined || reading === 'other') return 'whole';
    const wider = new Map<string, { slots: number[]; rules: PlacedRule[] }>();
    const numbers = new Int32Array(group.rules.length);
    for (const [at, placed] of group.rules.entries()) {
      const { verdicts, asked } = this.#verdicts(placed, reading);
      const slots = this.#slotsOf(asked);
      if (slots === undefined || verdicts === undefined) return keep('whole');
      numbers[at] = this.#options.entries.numberOf(verdicts);
      const all = [...new Set([...group.memo.slots, ...slots])].sort((a, b) => a - b);
      if (all.length === group.memo.slots.length) continue;
      const known = wider.get(all.join(' ')) ?? { slots: all, rules: [] };
      known.rules.push(placed);
      wider.set(all.join(' '), known);
    }
    if (wider.size === 0) {
      const { all } = this.#options.entries;
      return keep({ numbers, decides: numbers.some((number) => all[number]?.decides === true) });
    }
    const moved = new Set([...wider.values()].flatMap(({ rules }) => rules));
    const left = group.rules.filter((placed) => !moved.has(placed));
    this.#groups = this.#groups.filter((one) => one !== group);
    this.#group(left, group.memo.slots);
    for (const { slots, rules } of wider.values()) this.#group(rules, slots);
    return undefined;
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
      { rules: all, memo: new Memo(slots, ages), places: Int32Array.from(all, ({ place }) => place) },
    ];
  }

  #texts(read: () => Reading | 'other' | undefined): boolean {
    const parts = { head: '', tail: '', isWhole: false };
    const textOf = ({ memo, of }: Piece): string => {
      const known = memo.find(this.#key);
      if (known !== undefined) return known;
      const reading = read();
      if (reading === undefined || reading === 'other') {
        parts.isWhole = true;
        return '';
      }
      const text = of(reading);
      memo.keep(this.#key, text);
      return text;
    };
    for (const piece of this.#heads) parts.head += textOf(piece);
    for (const piece of this.#tails) parts.tail += textOf(piece);
    this.isUnmanaged = textOf(this.#unmanaged) !== '';
    this.labels = textOf(this.#labels);
    this.head = parts.head;
    this.tail = parts.tail;
    return !parts.isWhole;
  }
}

/** What `holdingsOf` looks at, of the whole phone: a row says nothing of single apps. */
const holdingSettings = ['backup.cloud.enabled'] as const;

const agesOf = ({ maxAgeDays }: Rule): number[] => (maxAgeDays === undefined ? [] : [maxAgeDays]);

/** Members of the subject that are there, as they stand in its line, with a comma before each. */
function fields(subject: Subject, keys: readonly (keyof Subject)[]): string {
  return jsonFields(Object.fromEntries(keys.map((key) => [key, subject[key]])));
}

function jsonFields(value: object): string {
  const text = jsonText(value).slice(1, -1);
  return text === '' ? '' : `,${text}`;
}
