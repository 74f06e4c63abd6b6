/**
 * What is said of a subject, setting by setting, with a number for each: two subjects of which the same is said of a setting, whatever
 * their inputs are called and in whichever lines it stands, have the same number for it.
 */
import { anyScope } from '../evaluate/facts.ts';
import type { Needs, Observation } from '../model/observation.ts';

export interface Said {
  readonly observations: readonly Observation[];
  /** From 1. */
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

  /** @param input of the subject */
  of(observations: readonly Observation[], input: string): SubjectSaid {
    const groups = new Map<string, Observation[]>();
    for (const one of observations) {
      const same = groups.get(one.setting);
      if (same === undefined) groups.set(one.setting, [one]);
      else same.push(one);
    }
    const said = new Map<string, Said>();
    for (const [setting, own] of groups) {
      let text = '';
      for (const one of own) text += textOf(one, input);
      said.set(setting, { observations: own, number: this.#number(text) });
    }
    return new SubjectSaid(said, () => this.#number(`scopes ${scopesOf(observations)}`));
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return number;
  }
}

export class SubjectSaid {
  readonly #said: ReadonlyMap<string, Said>;
  readonly #scopes: () => number;
  #anyScope: Said | undefined;

  constructor(said: ReadonlyMap<string, Said>, scopes: () => number) {
    this.#said = said;
    this.#scopes = scopes;
  }

  of(setting: string): Said {
    if (setting === anyScope) return (this.#anyScope ??= { observations: [], number: this.#scopes() });
    return this.#said.get(setting) ?? nothing;
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
