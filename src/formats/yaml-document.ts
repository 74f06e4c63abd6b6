/**
 * YAML 1.2 (core schema) as far as it means what a reader sees: composed with places; its faults and whatever hides meaning
 * are refused (anchors, aliases, tags, merge keys, directives, second documents).
 */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  type Pair,
  Parser,
  visit,
} from 'yaml';
import { PassmusterError, type ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';

export type Fail = (message: string, offset: number, code?: keyof YamlOptions['codes']) => never;

export interface YamlDocument {
  readonly document: Document.Parsed;
  readonly placeAt: (offset: number) => { line: number; column: number };
  readonly fail: Fail;
}

export interface YamlOptions {
  /** What an error is called, for the kind of file this is. */
  readonly codes: { readonly fault: ErrorCode; readonly tooLarge: ErrorCode; readonly tooDeep: ErrorCode };
  /** Characters that are read at most. */
  readonly longest: number;
  /** Integers as bigint, so that large ones stay exact. */
  readonly intAsBigInt?: true;
}

/** @throws PassmusterError with a code of the options; all but the length have line and column */
export function composeYaml(text: string, { codes, longest, intAsBigInt }: YamlOptions): YamlDocument {
  if (text.length > longest)
    throw new PassmusterError(codes.tooLarge, `The file is longer than ${longest} characters.`);
  const lineCounter = new LineCounter();
  const placeAt = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const fail: Fail = (message, offset, code = 'fault') => {
    throw new PassmusterError(codes[code], message, placeAt(offset));
  };
  const options = {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    stringKeys: true,
    merge: false,
    strict: true,
    intAsBigInt: intAsBigInt ?? false,
  } as const;
  const tokens = tokensOf(text, lineCounter, fail);
  const [document, second] = [...new Composer(options).compose(tokens, false, text.length)];
  if (document === undefined || document.contents === null) return fail('The file is empty.', 0);
  if (second !== undefined) fail('The file holds more than one document.', second.range[0]);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) fail(sentence(problem.message), problem.pos[0]);
  refuse(document, text, fail);
  return { document, placeAt, fail };
}

/** The file as syntax only; stops at the first fault, and before the composer would recurse into what nests too deep. */
function tokensOf(text: string, lineCounter: LineCounter, fail: Fail): CST.Token[] {
  const tokens: CST.Token[] = [];
  const take = (found: Iterable<CST.Token>): void => {
    for (const token of found) {
      if (token.type === 'error') fail(sentence(token.message), token.offset);
      tokens.push(token);
    }
  };
  const parser = new Parser(lineCounter.addNewLine);
  lineCounter.addNewLine(0);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    take(parser.next(lexeme));
    lexemes += 1;
    if (lexemes > limits.yamlTokens)
      fail(`The file has more than ${limits.yamlTokens} words and signs.`, parser.offset, 'tooLarge');
    // Before all of it is built: a megabyte of brackets takes a gigabyte. The document and a scalar are on the stack, too.
    if (parser.stack.length > limits.documentDepth + 2)
      fail(`The file nests deeper than ${limits.documentDepth} levels.`, parser.offset, 'tooDeep');
  }
  take(parser.end());
  return tokens;
}

/** The parser's words as a sentence. */
function sentence(message: string): string {
  const [line = message] = message.split('\n');
  return `${line.replace(/[.:]$/, '')}.`;
}

function refuse(document: Document.Parsed, text: string, fail: Fail): void {
  if (/^%/m.test(text.slice(0, document.contents?.range[0] ?? 0)))
    fail('A YAML directive is not allowed.', 0);
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) fail('An alias is not allowed; write the value out.', offset);
    if ('anchor' in node && node.anchor) fail('An anchor is not allowed; write the value out.', offset);
    if (node.tag !== undefined) fail('A tag is not allowed.', offset);
    if (isScalar(node)) refuseScalar(node.value, offset, fail);
    if (isMap(node))
      for (const { key } of node.items)
        if (nameOf(key) === '<<') fail('This key is not allowed.', keyOffset(key));
  });
}

function refuseScalar(value: unknown, offset: number, fail: Fail): void {
  if (typeof value === 'number' && !Number.isFinite(value)) fail('A number is not finite.', offset);
  if (typeof value === 'string' && !value.isWellFormed())
    fail('A text holds half of a surrogate pair.', offset);
}

/** The key as it stands in the map. */
export const nameOf = (key: Pair['key']): unknown => (isScalar(key) ? key.value : key);
export const keyOffset = (key: Pair['key']): number => (isNode(key) ? (key.range?.[0] ?? 0) : 0);
