/**
 * Judges policies one after the other. What a rule comes to is worked out once for all policies that say the same of what it looks at:
 * the ordinary code judges the first of them and notes what it was asked for.
 */
import { type Asked, AskedFacts } from '../evaluate/asked.ts';
import { type EvaluateOptions, evaluateRule } from '../evaluate/evaluate.ts';
import { Facts } from '../evaluate/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Profile, Rule } from '../model/profile.ts';
import type { SubjectEvent } from '../read/events.ts';
import { subjectRecord } from '../read/record.ts';
import { jsonText } from '../report/json-text.ts';
import { line } from '../report/ndjson-lines.ts';
import type { ByteRoom } from '../io/byte-room.ts';
import { OutcomeNumbers } from './outcome-numbers.ts';
import { Sayings, SubjectSaid } from './said.ts';
import { marked, markedSubject, type Template, templateOf } from './template.ts';

/** More answers, or more that is said, than this are forgotten: policies that are all different are not remembered. */
const mostAnswers = 20_000;
const mostSayings = 100_000;
/** Numbers stay below this: a subject has at most one for each setting. */
const mostNumbers = 2 ** 26;
/** Stands for every setting; see facts.ts. */
const wildcard = '*';

interface Answer {
  readonly template: Template;
  /** See outcome-numbers.ts. */
  readonly outcomes: readonly number[];
}

interface RuleMemory {
  readonly rule: Rule;
  readonly profile: string;
  /** Settings that it was seen to look at, and at last what stands for all of them. */
  settings: readonly string[];
  /** See `keyOf` → what the rule comes to. */
  readonly answers: Map<number | string, Answer>;
  /** A note beside a verdict is left out where its witness stands there already: that takes the true lines. */
  isOpen: boolean;
}

/** A policy on its way through the rules. */
interface Judged {
  readonly event: SubjectEvent;
  readonly said: SubjectSaid;
  /** Its facts with marks for what another policy may have in their place, as soon as a rule is judged by them. */
  facts?: AskedFacts;
  /** The number of what it is, without who it is, and of what is said of every setting. */
  readonly base: number;
  /** As JSON has them. */
  readonly id: Uint8Array;
  readonly input: Uint8Array;
}

export class PolicyJudge {
  readonly #clock: EvaluateOptions;
  readonly #numbers: OutcomeNumbers;
  readonly #sayings = new Sayings();
  readonly #rules: readonly RuleMemory[];
  #kept = 0;

  /** @param asOf RFC 3339, UTC */
  constructor(profiles: readonly Profile[], asOf: string) {
    this.#clock = { asOf, attestationsGiven: false };
    this.#numbers = new OutcomeNumbers(profiles);
    this.#rules = profiles.flatMap(({ id: profile, rules }) =>
      rules.map((rule) => {
        const isOpen = rule.notes !== undefined;
        return { rule, profile, settings: [wildcard], answers: new Map<number | string, Answer>(), isOpen };
      }),
    );
  }

  /** Writes the subject's lines of the report. @param outcomes what its findings came to is added here */
  judge(event: SubjectEvent, out: ByteRoom, outcomes: number[]): void {
    if (this.#kept > mostAnswers || this.#sayings.size > mostSayings) this.#forget();
    const { subject, observations, input } = event;
    const { id, labels: _labels, ...kind } = subject;
    const said = new SubjectSaid(this.#sayings, observations, input);
    const judged: Judged = {
      event,
      said,
      base: this.#sayings.number(`${said.of(wildcard).number} of ${JSON.stringify(kind)}`),
      id: Buffer.from(jsonText(id)),
      input: Buffer.from(jsonText(input)),
    };
    out.text(line('subject', subjectRecord(event)));
    for (const memory of this.#rules) {
      const found = this.#answer(memory, judged);
      if (found === undefined) {
        this.#ordinary(memory, judged, { out, outcomes });
        continue;
      }
      for (const outcome of found.outcomes) outcomes.push(outcome);
      fill(found.template, memory.settings, judged, out);
    }
  }

  /** Undefined: it cannot be remembered. */
  #answer(memory: RuleMemory, judged: Judged): Answer | undefined {
    if (memory.isOpen) return undefined;
    return memory.answers.get(keyOf(memory, judged)) ?? this.#learn(memory, judged);
  }

  #ordinary(
    { rule, profile }: RuleMemory,
    { event }: Judged,
    { out, outcomes }: { readonly out: ByteRoom; readonly outcomes: number[] },
  ): void {
    const facts = new Facts(event.subject, event.observations);
    const findings = evaluateRule(rule, profile, facts, this.#clock).map(({ finding }) => finding);
    outcomes.push(...this.#numbersOf(findings));
    for (const finding of findings) out.text(line('finding', finding));
  }

  #learn(memory: RuleMemory, judged: Judged): Answer | undefined {
    const { rule, profile } = memory;
    const { subject, observations, input } = judged.event;
    judged.facts ??= new AskedFacts(
      markedSubject(subject),
      observations.map((one, place) => marked(one, input, place)),
    );
    const { made, asked } = judged.facts.during((facts) => evaluateRule(rule, profile, facts, this.#clock));
    const findings = made.map(({ finding }) => finding);
    if (!widen(memory, asked)) return undefined;
    const template = templateOf(findings);
    if (template === undefined) return undefined;
    const own = memory.settings.flatMap((setting) => judged.said.of(setting).observations);
    const places = new Map(own.map((one, place) => [observations.indexOf(one), place]));
    const holes = template.holes.map((hole) =>
      hole.is === 'line' ? { ...hole, place: places.get(hole.place) ?? -1 } : hole,
    );
    if (holes.some((hole) => hole.is === 'line' && hole.place < 0)) return undefined;
    const answer = { template: { ...template, holes }, outcomes: this.#numbersOf(findings) };
    memory.answers.set(keyOf(memory, judged), answer);
    this.#kept += 1;
    return answer;
  }

  #numbersOf(findings: readonly Finding[]): number[] {
    return findings.map((finding) => this.#numbers.of(finding));
  }

  #forget(): void {
    for (const { answers } of this.#rules) answers.clear();
    this.#sayings.forget();
    this.#kept = 0;
  }
}

/** @returns false for a rule that looks at what is of one subject alone */
function widen(memory: RuleMemory, { settings, facts }: Asked): boolean {
  if (facts.has('labels')) {
    memory.isOpen = true;
    return false;
  }
  const wider = new Set([...settings, ...memory.settings]);
  wider.delete(wildcard);
  wider.add(wildcard);
  if (wider.size === memory.settings.length) return true;
  memory.settings = [...wider];
  memory.answers.clear(); // they rest on as much as was known to matter
  return true;
}

/** Most rules look at one setting: for them one number tells all. */
function keyOf({ settings }: RuleMemory, { base, said }: Judged): number | string {
  const own = settings.length - 1;
  if (own === 0) return base;
  const number = base * mostNumbers + said.of(settings[0] ?? '').number;
  if (own === 1) return number;
  let key = String(number);
  for (let index = 1; index < own; index += 1) key += ` ${said.of(settings[index] ?? '').number}`;
  return key;
}

function fill(
  { parts, holes }: Template,
  settings: readonly string[],
  { id, input, said }: Judged,
  out: ByteRoom,
): void {
  for (let index = 0; index < parts.length; index += 1) {
    out.bytes(parts[index] ?? nothing);
    const hole = holes[index];
    if (hole === undefined) break;
    if (hole.is === 'subject') out.bytes(id);
    else if (hole.is === 'input') out.bytes(input);
    else out.text(lineAt(hole.place, settings, said));
  }
}

const nothing = new Uint8Array();

/** Of the observations of these settings, one after the other. */
function lineAt(place: number, settings: readonly string[], said: SubjectSaid): string {
  let left = place;
  for (const setting of settings) {
    const { observations } = said.of(setting);
    if (left < observations.length) return String(observations[left]?.evidence.line);
    left -= observations.length;
  }
  throw new Error('what is said has become less');
}
