/** A row as the ordinary code reads it. */
import type { Observation } from '../model/observation.ts';
import type { RowPlace } from '../model/sink.ts';
import type { Subject } from '../model/subject.ts';

export interface Reading {
  readonly subject: Subject;
  readonly observations: readonly Observation[];
  readonly place: RowPlace;
}

/** Reads the row by the ordinary code; `other`: of another platform; undefined: no plain row. */
export type Read = () => Reading | 'other' | undefined;
