/** Every operator: one line each. */
import { atLeast, atMost, between } from './at-least.ts';
import { contains, containsAll, containsNone, subsetOf } from './contains.ts';
import type { Comparison } from '../../model/profile.ts';
import type { Operator } from './define.ts';
import { equals, notEquals } from './equals.ts';
import { matches } from './matches.ts';
import { newerThan, olderThan } from './newer-than.ts';
import { noneOf, oneOf } from './one-of.ts';
import { absent, present } from './present.ts';
import { versionAtLeast } from './version-at-least.ts';
import { versionAtLeastForModel } from './version-by-model.ts';

export const operators: readonly Operator[] = [
  equals,
  notEquals,
  oneOf,
  noneOf,
  atLeast,
  atMost,
  between,
  contains,
  containsAll,
  containsNone,
  subsetOf,
  matches,
  versionAtLeast,
  versionAtLeastForModel,
  newerThan,
  olderThan,
  present,
  absent,
];

const byId = new Map(operators.map((operator) => [operator.id, operator]));

export function findOperator(id: string): Operator | undefined {
  return byId.get(id);
}

/** Of a rule that the loader has checked. */
export function operatorOf(id: string): Operator {
  const operator = byId.get(id);
  if (operator === undefined) throw new Error(`no operator ${id}`);
  return operator;
}

/** What is expected, in words. */
export function wordsOf(comparisons: readonly Comparison[], negated: boolean): string {
  const wanted = comparisons
    .map(({ operator, options }) => operatorOf(operator).explain(options))
    .join(' and ');
  return negated ? `not (${wanted})` : wanted;
}
