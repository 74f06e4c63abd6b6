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

/** Facts of one subject for one rule: what a rule asks for again is not noted twice, and not passed over either. */
export function askedFacts(
  subject: Subject,
  observations: readonly Observation[],
): { readonly facts: Facts; readonly asked: Asked } {
  const settings = new Set<string>();
  const asked = new Set<SubjectFact>();
  const watched = new Proxy(subject, {
    get(target, name, receiver): unknown {
      if (isFact(name)) asked.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
  const facts = new Facts(watched, observations, (setting) => settings.add(setting));
  return { facts, asked: { settings, facts: asked } };
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
