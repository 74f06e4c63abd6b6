/**
 * YAML for our own files (audit profiles, configuration): the plain subset. Anchors, aliases, tags, merge keys, directives
 * and second documents are refused: they make a file mean what a reviewer does not see.
 */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { PassmusterError, type ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';

export interface YamlFile {
  readonly value: unknown;
  /** Line and column of the value at a path of keys and indexes (of its key, where it begins below that); of the nearest parent where the path does not exist. */
  placeOf(path: readonly (string | number)[]): { line: number; column: number };
}

/**
 * @param code what an error is called, for the kind of file this is
 * @throws PassmusterError with that code, line and column
 */
export function readYaml(text: string, code: ErrorCode): YamlFile {
  if (text.length > limits.profileBytes)
    throw new PassmusterError(code, `The file is longer than ${limits.profileBytes} characters.`);
  const lineCounter = new LineCounter();
  const placeAt = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const fail = (message: string, offset: number): never => {
    throw new PassmusterError(code, message, placeAt(offset));
  };
  const options = {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    stringKeys: true,
    merge: false,
    strict: true,
  } as const;
  const tokens = tokensOf(text, lineCounter, fail);
  const [document, second] = [...new Composer(options).compose(tokens, false, text.length)];
  if (document === undefined || document.contents === null) return fail('The file is empty.', 0);
  if (second !== undefined) fail('The file holds more than one document.', second.range[0]);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) fail(sentence(problem.message), problem.pos[0]);
  refuse(document, text, fail);
  const lineOf = (offset: number) => placeAt(offset).line;
  return { value: document.toJS(), placeOf: (path) => placeAt(offsetOf(document, path, lineOf)) };
}

/** The file as syntax only; stops at the first fault, and before the composer would recurse into what nests too deep. */
function tokensOf(
  text: string,
  lineCounter: LineCounter,
  fail: (message: string, offset: number) => never,
): CST.Token[] {
  const tokens: CST.Token[] = [];
  const take = (found: Iterable<CST.Token>): void => {
    for (const token of found) {
      if (token.type === 'error') fail(sentence(token.message), token.offset);
      tokens.push(token);
    }
  };
  const parser = new Parser(lineCounter.addNewLine);
  lineCounter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    take(parser.next(lexeme));
    // Before all of it is built: a megabyte of brackets takes a gigabyte. The document and a scalar are on the stack, too.
    if (parser.stack.length > limits.documentDepth + 2)
      fail(`The file nests deeper than ${limits.documentDepth} levels.`, parser.offset);
  }
  take(parser.end());
  return tokens;
}

/** The parser's words as a sentence. */
function sentence(message: string): string {
  const [line = message] = message.split('\n');
  return `${line.replace(/[.:]$/, '')}.`;
}

function refuse(
  document: Document.Parsed,
  text: string,
  fail: (message: string, offset: number) => never,
): void {
  if (/^%/m.test(text.slice(0, document.contents?.range[0] ?? 0)))
    fail('A YAML directive is not allowed.', 0);
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) fail('An alias is not allowed; write the value out.', offset);
    if ('anchor' in node && node.anchor) fail('An anchor is not allowed; write the value out.', offset);
    if (node.tag !== undefined) fail('A tag is not allowed.', offset);
    if (isScalar(node)) refuseScalar(node.value, offset, fail);
    if (isMap(node)) refuseRepeatedKeys(node.items, fail);
  });
}

function refuseScalar(
  value: unknown,
  offset: number,
  fail: (message: string, offset: number) => never,
): void {
  if (typeof value === 'number' && !Number.isFinite(value)) fail('A number is not finite.', offset);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    fail('An integer is too large to be exact.', offset);
  if (typeof value === 'string' && !value.isWellFormed())
    fail('A text holds half of a surrogate pair.', offset);
}

function refuseRepeatedKeys(
  items: readonly { key: unknown }[],
  fail: (message: string, offset: number) => never,
): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    const name = isScalar(key) ? key.value : key;
    const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    if (seen.has(name)) fail('A key stands twice in one map.', offset);
    if (name === '<<' || name === '__proto__') fail('This key is not allowed.', offset);
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
