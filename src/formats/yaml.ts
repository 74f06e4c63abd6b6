/** YAML for our own files (audit profiles, configuration): a plain value with the places of its parts. */
import { type Document, isMap, isNode, isScalar, isSeq, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { composeYaml, type Fail, keyOffset, nameOf } from './yaml-document.ts';

export interface YamlFile {
  readonly value: unknown;
  /** Line and column of the value at a path of keys and indexes (of its key, where it begins below that); of the nearest parent where the path does not exist. */
  placeOf(path: readonly (string | number)[]): { line: number; column: number };
}

/**
 * @param code what an error is called, for the kind of file this is
 * @param longest characters that are read at most
 * @throws PassmusterError with that code, line and column
 */
export function readYaml(text: string, code: ErrorCode, longest = limits.profileBytes): YamlFile {
  const { document, placeAt, fail } = composeYaml(text, {
    codes: { fault: code, tooLarge: code, tooDeep: code },
    longest,
  });
  refuseForUs(document, fail);
  const lineOf = (offset: number) => placeAt(offset).line;
  return { value: document.toJS(), placeOf: (path) => placeAt(offsetOf(document, path, lineOf)) };
}

/** In a file of ours a repeated key is a mistake, and an integer has to be exact as a number. */
function refuseForUs(document: Document.Parsed, fail: Fail): void {
  visit(document, (_key, node) => {
    if (isScalar(node) && Number.isInteger(node.value) && !Number.isSafeInteger(node.value))
      fail('An integer is too large to be exact.', node.range?.[0] ?? 0);
    if (isMap(node)) refuseRepeatedKeys(node.items, fail);
  });
}

function refuseRepeatedKeys(items: readonly { key: unknown }[], fail: Fail): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    const name = nameOf(key);
    if (seen.has(name)) fail('A key stands twice in one map.', keyOffset(key));
    if (name === '__proto__') fail('This key is not allowed.', keyOffset(key));
    seen.add(name);
  }
}

type LineOf = (offset: number) => number;

/** A value that begins on a line below its key is looked for at the key: there a reader sees what it is called. */
function offsetOf(document: Document.Parsed, path: readonly (string | number)[], lineOf: LineOf): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const step of path) {
    const member = isMap(node)
      ? offsetInMap(node, step, lineOf)
      : isSeq(node)
        ? offsetInList(node, step)
        : undefined;
    if (member === undefined) break;
    ({ node, offset } = member);
  }
  return offset;
}

interface Member {
  readonly node: unknown;
  readonly offset: number;
}

function offsetInMap(map: YAMLMap, step: string | number, lineOf: LineOf): Member | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  if (pair === undefined || start === undefined) return undefined;
  const value = isNode(pair.value) ? pair.value.range?.[0] : undefined;
  const isBeside = value !== undefined && lineOf(value) === lineOf(start);
  return { node: pair.value, offset: isBeside ? value : start };
}

function offsetInList(list: YAMLSeq, step: string | number): Member | undefined {
  const node = list.items[Number(step)];
  return isNode(node) && node.range ? { node, offset: node.range[0] } : undefined;
}
