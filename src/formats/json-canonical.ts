/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value, so that its digest is one as well. Numbers and strings are
 * those of `JSON.stringify`, which the RFC takes for its own; keys are in the order of their UTF-16 code units.
 */
import { PassmusterError } from '../errors.ts';

/** In chunks: the items of lists two levels down each on their own, so that a large report is never one string. */
export function* canonicalJson(value: unknown): Generator<string> {
  yield* chunks(value, 2);
}

export const canonicalText = (value: unknown): string => [...canonicalJson(value)].join('');

function* chunks(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) return yield textOf(value);
  let before = '';
  if (Array.isArray(value)) {
    yield '[';
    for (const item of value) {
      yield before;
      yield* chunks(item, levels - 1);
      before = ',';
    }
    return yield ']';
  }
  yield '{';
  for (const [key, member] of membersOf(value)) {
    yield `${before}${textOf(key)}:`;
    yield* chunks(member, levels - 1);
    before = ',';
  }
  yield '}';
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${membersOf(value)
      .map(([key, member]) => `${textOf(key)}:${textOf(member)}`)
      .join(',')}}`;
  if (typeof value === 'string' && !value.isWellFormed())
    throw new PassmusterError('output-failed', 'Canonical JSON has no form for half of a surrogate pair.');
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new PassmusterError('output-failed', 'Canonical JSON has no form for a number that is none.');
  return JSON.stringify(value);
}

/** Sorted; a member without a value is none, as for `JSON.stringify`. */
const membersOf = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
