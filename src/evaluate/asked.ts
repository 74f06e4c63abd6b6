/** What a verdict rests on: facts that note what they are asked for. The same answers give the same verdict. */
import type { Observation } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { Facts } from './facts.ts';

/** Members of a subject that the evaluator may look at. */
export type SubjectFact = keyof Subject;

export interface Asked {
  readonly settings: ReadonlySet<string>;
  readonly facts: ReadonlySet<SubjectFact>;
}

/** Notes on what is asked of the facts of one subject. */
export class Notes {
  #settings = new Set<string>();
  #facts = new Set<SubjectFact>();

  setting(id: string): void {
    this.#settings.add(id);
  }

  fact(name: SubjectFact): void {
    this.#facts.add(name);
  }

  /** What was asked for before and is not worked out again. */
  again({ settings, facts }: Asked): void {
    for (const id of settings) this.#settings.add(id);
    for (const name of facts) this.#facts.add(name);
  }

  /** What a part of the work asks for; it is noted for the whole, too. */
  during<Made>(work: () => Made): { readonly made: Made; readonly asked: Asked } {
    const [settings, facts] = [this.#settings, this.#facts];
    const asked = { settings: new Set<string>(), facts: new Set<SubjectFact>() };
    [this.#settings, this.#facts] = [asked.settings, asked.facts];
    try {
      return { made: work(), asked };
    } finally {
      [this.#settings, this.#facts] = [settings, facts];
      this.again(asked);
    }
  }
}

/** Facts of one subject that note what each rule asks for, also where it was worked out for another rule. */
export class AskedFacts {
  readonly #notes = new Notes();
  readonly #facts: Facts;

  constructor(subject: Subject, observations: readonly Observation[]) {
    const notes = this.#notes;
    const watched = new Proxy(subject, {
      get(target, name, receiver): unknown {
        if (isFact(name)) notes.fact(name);
        return Reflect.get(target, name, receiver);
      },
    });
    this.#facts = new Facts(watched, observations, notes);
  }

  /** What one rule comes to, and all that it rests on. */
  during<Made>(judge: (facts: Facts) => Made): { readonly made: Made; readonly asked: Asked } {
    return this.#notes.during(() => judge(this.#facts));
  }
}

const known: Readonly<Record<SubjectFact, true>> = {
  id: true,
  kind: true,
  platform: true,
  osVersion: true,
  model: true,
  ownership: true,
  supervised: true,
  enrolment: true,
  enrolmentType: true,
  lastSeen: true,
  labels: true,
};

const isFact = (name: string | symbol): name is SubjectFact =>
  typeof name === 'string' && Object.hasOwn(known, name);
