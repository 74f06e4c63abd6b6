/** A row as the ordinary code reads it. */
import { AskedFacts } from '../evaluate/asked.ts';
import type { Observation } from '../model/observation.ts';
import type { RowPlace } from '../model/sink.ts';
import type { Subject } from '../model/subject.ts';
import type { ReadItem } from '../sources/define.ts';

export interface Reading {
  readonly subject: Subject;
  readonly observations: readonly Observation[];
  readonly place: RowPlace;
  /** For all rules: what one of them has worked out the others find. */
  readonly facts: AskedFacts;
}

/** Reads the row by the ordinary code; `other`: of another platform; undefined: no plain row. */
export type Read = () => Reading | 'other' | undefined;

/** The row where it is a phone of which nothing else is to be said. */
export function readingOf(items: readonly ReadItem[]): Reading | 'other' | undefined {
  const [only, ...others] = items;
  if (only === undefined || others.length > 0) return undefined;
  if (only.kind === 'skipped') return 'other';
  if (only.kind !== 'subject' || only.place === undefined) return undefined;
  const { subject, observations, place } = only;
  if (observations.some(({ scope }) => scope !== undefined)) return undefined;
  return { subject, observations, place, facts: new AskedFacts(subject, observations) };
}
