/**
 * Takes a part out of a text by a pattern of RE2 (https://github.com/google/re2/wiki/Syntax), which takes time that grows with the
 * text and no faster: a mapping file may come from anywhere and must not be able to stop a run.
 */
import { RE2JS } from 're2js';
import { PassmusterError } from '../errors.ts';

/** The group of the pattern, or all of what matched; undefined where nothing does, or the text is no cell of a table. */
export type Extractor = (text: string) => string | undefined;

/** A version or a date is shorter by far; a pattern is a few words of a column, not a program. */
const longestText = 1000;
const longestPattern = 200;

/** @throws PassmusterError mapping-invalid with a sentence, without a place */
export function extractBy(pattern: string): Extractor {
  if (pattern.length > longestPattern) refuse(`is longer than ${longestPattern} characters`);
  const compiled = compile(pattern);
  const groups = compiled.groupCount();
  if (groups > 1) refuse('has more than one group; write the others as (?:…)');
  return (text) => {
    if (text.length > longestText) return undefined;
    const matcher = compiled.matcher(text);
    return matcher.find() ? (matcher.group(groups) ?? undefined) : undefined;
  };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return refuse('is none of RE2 (look-around and back-references are not known to it)');
  }
}

function refuse(why: string): never {
  throw new PassmusterError('mapping-invalid', `The pattern of extract ${why}.`);
}
