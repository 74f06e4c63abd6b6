/** Where the items of a list stand in a YAML text, line by line, so that one can be taken out and all else stays as it is. */
import { isMap, isNode, isSeq } from 'yaml';
import type { ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { composeYaml, keyOffset, nameOf } from './yaml-document.ts';

/** Lines count from 1, both ends included. */
export interface ItemLines {
  /** The line of the dash, and its column. */
  readonly first: number;
  readonly column: number;
  /** The last line with content of the item: comments below it are not in. */
  readonly last: number;
}

export interface ListLines {
  /** The line of the key. */
  readonly key: number;
  /** Undefined where the list is written in brackets. */
  readonly items: readonly ItemLines[] | undefined;
}

/** @throws PassmusterError with the code, for what is no YAML or has no such list at its top */
export function listLines(text: string, name: string, code: ErrorCode): ListLines {
  const codes = { fault: code, tooLarge: code, tooDeep: code };
  const { document, placeAt, fail } = composeYaml(text, { codes, longest: limits.yamlCharacters });
  const { contents } = document;
  const pair = isMap(contents) ? contents.items.find(({ key }) => nameOf(key) === name) : undefined;
  if (pair === undefined) return fail(`The file has no \`${name}\`.`, 0);
  const key = placeAt(keyOffset(pair.key)).line;
  const { value } = pair;
  if (!isSeq(value) || value.flow === true) return { key, items: undefined };
  const lines = text.split(/\r?\n/);
  const items = value.items.map((item): ItemLines => {
    const [start, end] = (isNode(item) ? item.range : undefined) ?? [0, 0];
    const { first, column } = dashAbove(lines, placeAt(start));
    const last = placeAt(Math.max(start, text.slice(0, end).trimEnd().length - 1)).line;
    return { first, column, last };
  });
  return { key, items };
}

/** The dash stands before the item, or above it with nothing but blanks and comments between. */
function dashAbove(
  lines: readonly string[],
  place: { line: number; column: number },
): { first: number; column: number } {
  const before = (lines[place.line - 1] ?? '').slice(0, place.column - 1);
  const own = before.lastIndexOf('-');
  if (own >= 0) return { first: place.line, column: own + 1 };
  for (let line = place.line - 1; line > 0; line -= 1) {
    const [, blanks] = /^(\s*)-\s*(#.*)?$/.exec(lines[line - 1] ?? '') ?? [];
    if (blanks !== undefined) return { first: line, column: blanks.length + 1 };
  }
  return { first: place.line, column: 1 };
}
