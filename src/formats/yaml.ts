/**
 * YAML for our own files (audit profiles, configuration): the plain subset. Anchors, aliases, tags, merge keys, directives
 * and second documents are refused: they make a file mean what a reviewer does not see.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
} from 'yaml';
import { PassmusterError, type ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';

export interface YamlFile {
  readonly value: unknown;
  /** Line and column of the value at a path of keys and indexes; of the nearest parent where the path does not exist. */
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
    lineCounter,
  } as const;
  const documents = parseAllDocuments(text, options);
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (document === undefined || document.contents === null) return fail('The file is empty.', 0);
  if (Array.isArray(documents) && documents.length > 1)
    fail('The file holds more than one document.', documents[1]?.range[0] ?? 0);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) fail(firstLine(problem.message), problem.pos[0]);
  refuse(document, text, fail);
  return { value: document.toJS(), placeOf: (path) => placeAt(offsetOf(document, path)) };
}

function firstLine(message: string): string {
  const [line = message] = message.split('\n');
  return `${line.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '')}.`;
}

function refuse(
  document: Document.Parsed,
  text: string,
  fail: (message: string, offset: number) => never,
): void {
  if (/^%/m.test(text.slice(0, document.contents?.range[0] ?? 0)))
    fail('A YAML directive is not allowed.', 0);
  visit(document, (_key, node) => {
    if (isPair(node)) return;
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) fail('An alias is not allowed; write the value out.', offset);
    if ('anchor' in node && node.anchor) fail('An anchor is not allowed; write the value out.', offset);
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
      fail('A tag is not allowed.', offset);
    if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value))
      fail('A number is not finite.', offset);
    if (isMap(node)) refuseRepeatedKeys(node.items, fail);
  });
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

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
