/** One value against the facts of its field: type, range, form, words. */
import type { FieldFacts } from '../../artifacts/google/schema.ts';
import type { TreeNode } from '../../formats/node.ts';
import type { LintCode } from '../codes.ts';
import type { NameLookUps } from '../look-ups.ts';
import { either, shownValue } from '../text.ts';

export interface ValueFault {
  readonly code: LintCode;
  readonly text: string;
  readonly near?: string | undefined;
}

const wanted = {
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean (true or false)',
  message: 'an object',
  any: 'any value',
} as const;

export function valueFault(
  facts: FieldFacts,
  key: string,
  node: TreeNode,
  budget: NameLookUps,
): ValueFault | undefined {
  if (facts.format === 'int64') return longFault(key, node);
  if (!isOfType(facts.type, node)) return { code: 'PM2303', text: `${key} takes ${wanted[facts.type]}.` };
  if (node.type === 'string' && facts.oneOf) return wordFault(facts.oneOf, facts, key, node.value, budget);
  if (node.type === 'integer' && facts.format === 'int32') return rangeFault(key, node.value);
  if (node.type === 'string' && facts.format === 'google-duration' && !duration.test(node.value))
    return { code: 'PM2306', text: `${key} takes a number of seconds with an s, such as 86400s.` };
  return undefined;
}

function isOfType(type: FieldFacts['type'], node: TreeNode): boolean {
  switch (type) {
    case 'string':
      return node.type === 'string' || node.type === 'secret';
    case 'integer':
      return node.type === 'integer';
    case 'number':
      return node.type === 'integer' || node.type === 'real';
    case 'boolean':
      return node.type === 'boolean';
    case 'message':
      return node.type === 'map';
    case 'any':
      return true;
  }
}

const duration = /^-?\d+(\.\d{1,9})?s$/;

/** int64 travels as a text of digits, because numbers of JSON are not exact so far; an integer is taken too. */
function longFault(key: string, node: TreeNode): ValueFault | undefined {
  if (node.type === 'integer') return undefined;
  if (node.type !== 'string')
    return { code: 'PM2303', text: `${key} takes an integer, as a text of digits.` };
  return /^-?\d+$/.test(node.value)
    ? undefined
    : { code: 'PM2306', text: `${key} takes an integer, as a text of digits.` };
}

function rangeFault(key: string, value: number | bigint): ValueFault | undefined {
  const isInside = value >= -(2 ** 31) && value < 2 ** 31;
  return isInside ? undefined : { code: 'PM2305', text: `${key} takes an integer of 32 bits.` };
}

function wordFault(
  words: readonly string[],
  { deprecatedValues = {} }: FieldFacts,
  key: string,
  value: string,
  budget: NameLookUps,
): ValueFault | undefined {
  if (!words.includes(value)) {
    const near = budget.near(value, words);
    const known = words.filter((word) => !word.endsWith('_UNSPECIFIED'));
    const shown = shownValue(key, { type: 'string', value, line: 0 }, false);
    return { code: 'PM2304', text: `${key} is ${shown}; it takes ${either(known)}.`, near };
  }
  if (Object.hasOwn(deprecatedValues, value)) {
    const successor = deprecatedValues[value];
    const instead = typeof successor === 'string' ? ` Use ${successor}.` : '';
    return { code: 'PM2308', text: `${key} is ${value}, which is deprecated.${instead}` };
  }
  return value.endsWith('_UNSPECIFIED')
    ? { code: 'PM2309', text: `${key} is ${value}, which is the same as leaving it out.` }
    : undefined;
}
