/** Every operator: one line each. */
import { atLeast, atMost, between } from './at-least.ts';
import { containsAll, containsNone, subsetOf } from './contains.ts';
import type { Operator } from './define.ts';
import { equals, notEquals } from './equals.ts';
import { newerThan } from './newer-than.ts';
import { noneOf, oneOf } from './one-of.ts';
import { versionAtLeast } from './version-at-least.ts';

export const operators: readonly Operator[] = [
  equals,
  notEquals,
  oneOf,
  noneOf,
  atLeast,
  atMost,
  between,
  containsAll,
  containsNone,
  subsetOf,
  versionAtLeast,
  newerThan,
];

const byId = new Map(operators.map((operator) => [operator.id, operator]));

export function findOperator(id: string): Operator | undefined {
  return byId.get(id);
}
