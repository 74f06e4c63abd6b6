import { RE2JS } from 're2js';
import { defineOperator } from './define.ts';

/** Compiled once each: a rule meets every phone of a fleet. */
const compiled = new Map<string, RE2JS>();

/** RE2 knows no backtracking, so no pattern of a profile can hang the audit (https://github.com/google/re2/wiki/Syntax). */
function patternOf(text: string): RE2JS {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const pattern = RE2JS.compile(text);
  compiled.set(text, pattern);
  return pattern;
}

/** Why a pattern cannot be used, or undefined. */
export function patternProblem(text: string): string | undefined {
  try {
    patternOf(text);
    return undefined;
  } catch {
    return 'the pattern is not one of RE2 (look-around and back-references are not known to it)';
  }
}

/** The whole value has to match: a part of it would let through what stands around it. */
export const matches = defineOperator<string, string>({
  id: 'matches',
  accepts: ['text', 'choice', 'version'],
  optionsSchema: { type: 'string', minLength: 1, maxLength: 1000 },
  test: (value, pattern) => patternOf(pattern).matches(value),
  explain: (pattern) => `of the form ${pattern}`,
});
