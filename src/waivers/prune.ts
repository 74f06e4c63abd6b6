/** Waivers taken out of the text of their file. Every other line stays as it was. */
import { isDeepStrictEqual } from 'node:util';
import { PassmusterError } from '../errors.ts';
import { readYaml } from '../formats/yaml.ts';
import { type ItemLines, listLines } from '../formats/yaml-items.ts';
import { limits } from '../io/limits.ts';
import { mapOf } from '../profiles/shape.ts';

export interface Pruned {
  readonly text: string;
  /** Lines that are gone, counted from 1. */
  readonly removed: readonly { readonly line: number; readonly text: string }[];
}

/**
 * A comment that is indented under a waiver, or stands directly above it, goes with it; one with a blank line below it stays.
 * @param name of the file, for messages
 * @throws PassmusterError waiver-invalid for a list in brackets, which has no lines of its own
 */
export function pruned(text: string, ids: ReadonlySet<string>, name: string): Pruned {
  const { key, items } = listLines(text, 'waivers', 'waiver-invalid');
  if (items === undefined)
    throw new PassmusterError(
      'waiver-invalid',
      `${name}:${key}: The waivers stand in brackets. Write each on lines of its own, with a dash before it.`,
    );
  const before = contentOf(text);
  const isGone = before.waivers.map((waiver) => ids.has(String(mapOf(waiver)['id'])));
  if (!isGone.includes(true)) return { text, removed: [] };
  const lines = text.split('\n');
  const gone = new Set<number>();
  for (const [index, item] of items.entries())
    if (isGone[index] === true) for (const line of linesOf(lines, item, items[index - 1])) gone.add(line);
  dropDoubleBlanks(lines, gone, key);
  const kept = lines.flatMap((line, index) =>
    gone.has(index + 1) ? [] : [index + 1 === key ? keyLine(line, isGone) : line],
  );
  const result = kept.join('\n');
  const wanted = { ...before.rest, waivers: before.waivers.filter((_, index) => isGone[index] !== true) };
  const { rest, waivers } = contentOf(result);
  if (!isDeepStrictEqual({ ...rest, waivers }, wanted))
    throw new PassmusterError(
      'waiver-invalid',
      `${name}: The waivers do not stand on lines of their own, so that others would change. Take them out by hand.`,
    );
  const removed = [...gone].sort((a, b) => a - b).map((line) => ({ line, text: lines[line - 1] ?? '' }));
  return { text: result, removed };
}

/** Nothing below a key is not an empty list. */
const keyLine = (line: string, isGone: readonly boolean[]): string =>
  isGone.includes(false) ? line : line.replace(/^(\s*["']?waivers["']?\s*:)/, '$1 []');

const isComment = (line: string): boolean => /^\s*#/.test(line);
const isBlank = (line: string): boolean => /^\s*$/.test(line);

function* linesOf(
  lines: readonly string[],
  item: ItemLines,
  before: ItemLines | undefined,
): Generator<number> {
  const at = (line: number): string => lines[line - 1] ?? '';
  const indentOf = (line: number): number => at(line).search(/\S/);
  const floor = before?.last ?? 0;
  // What is indented below the waiver before belongs to that one.
  const isOwn = (line: number): boolean => floor === 0 || indentOf(line) < item.column;
  let { first } = item;
  while (first - 1 > floor && isComment(at(first - 1)) && isOwn(first - 1)) first -= 1;
  let { last } = item;
  while (isComment(at(last + 1)) && indentOf(last + 1) >= item.column) last += 1;
  for (let line = first; line <= last; line += 1) yield line;
}

/** Where a blank line would be left on both sides, one is enough. */
function dropDoubleBlanks(lines: readonly string[], gone: Set<number>, key: number): void {
  let isAfterBlank = true;
  let hasGone = false;
  for (const [index, line] of lines.entries()) {
    if (gone.has(index + 1)) hasGone = true;
    else {
      if (hasGone && isAfterBlank && isBlank(line) && index < lines.length - 1) gone.add(index + 1);
      else hasGone = false;
      isAfterBlank = isBlank(line) || index + 1 === key; // nor is one wanted below the key
    }
  }
}

function contentOf(text: string): { waivers: readonly unknown[]; rest: object } {
  const { waivers, ...rest } = mapOf(readYaml(text, 'waiver-invalid', limits.yamlCharacters).value);
  return { waivers: Array.isArray(waivers) ? waivers : [], rest };
}
