/**
 * What is said of a subject, setting by setting, with a number for each: two subjects of which the same is said of a setting, whatever
 * their inputs are called and in whichever lines it stands, have the same number for it.
 */
import { anyScope } from '../evaluate/facts.ts';
import type { Needs, Observation } from '../model/observation.ts';

export interface Said {
  readonly observations: readonly Observation[];
  /** See `Sayings`; 0: nothing. */
  readonly number: number;
}

const nothing: Said = { observations: [], number: 0 };

/** Texts that are known, by their number. */
export class Sayings {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  forget(): void {
    this.#numbers.clear();
  }

  /** The same for the same text; from 1. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return number;
  }
}

/** Of one subject; numbers are made when they are asked for, for most of what is said no rule asks. */
export class SubjectSaid {
  readonly #sayings: Sayings;
  readonly #all: readonly Observation[];
  readonly #input: string;
  readonly #bySetting = new Map<string, Observation[]>();
  readonly #said = new Map<string, Said>();

  /** @param input of the subject */
  constructor(sayings: Sayings, observations: readonly Observation[], input: string) {
    this.#sayings = sayings;
    this.#all = observations;
    this.#input = input;
    for (const one of observations) {
      const same = this.#bySetting.get(one.setting);
      if (same === undefined) this.#bySetting.set(one.setting, [one]);
      else same.push(one);
    }
  }

  of(setting: string): Said {
    const observations = this.#bySetting.get(setting);
    if (observations === undefined) return setting === anyScope ? this.#scopes() : nothing;
    const known = this.#said.get(setting);
    if (known !== undefined) return known;
    let text = '';
    for (const one of observations) text += textOf(one, this.#input);
    const said = { observations, number: this.#sayings.number(text) };
    this.#said.set(setting, said);
    return said;
  }

  #scopes(): Said {
    const known = this.#said.get(anyScope);
    if (known !== undefined) return known;
    const said = { observations: [], number: this.#sayings.number(`scopes ${scopesOf(this.#all)}`) };
    this.#said.set(anyScope, said);
    return said;
  }
}

const scopesOf = (observations: readonly Observation[]): string =>
  JSON.stringify([...new Set(observations.flatMap(({ scope }) => scope ?? []))].sort());

/** Everything that an observation says; of its witness the line only as far as there is one. */
function textOf(one: Observation, input: string): string {
  const { scope, layer, origin, evidence, collected, expires, needs, combine, superseded } = one;
  const { statement, notes } = one;
  const isPlain =
    evidence.input === input &&
    scope === undefined &&
    collected === undefined &&
    expires === undefined &&
    combine === undefined &&
    superseded === undefined &&
    statement === undefined &&
    notes === undefined &&
    evidence.entry === undefined;
  if (!isPlain) return otherText(one, input);
  const { locator, line, value: shown } = evidence;
  const value = 'value' in one ? JSON.stringify(one.value) : `?${one.unknown}`;
  const where = `${locator.length} ${locator} ${shown === undefined ? '-' : shown.length} ${shown ?? ''}`;
  return `${layer} ${origin} ${value.length} ${value} ${where} ${line === undefined ? '-' : '+'} ${needsText(needs)}\n`;
}

function otherText(one: Observation, input: string): string {
  const { line, ...evidence } = one.evidence;
  const where = evidence.input === input ? { ...evidence, input: null } : evidence;
  const text = JSON.stringify({ ...one, evidence: { ...where, line: line === undefined ? 0 : 1 } });
  return `other ${text.length} ${text}\n`;
}

/** Needs are few, and shared by the claims that have them. */
const needsTexts = new WeakMap<Needs, string>();

function needsText(needs: Needs | undefined): string {
  if (needs === undefined) return '';
  const known = needsTexts.get(needs);
  if (known !== undefined) return known;
  const text = JSON.stringify(needs);
  needsTexts.set(needs, text);
  return text;
}
