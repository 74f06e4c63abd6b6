/**
 * The records of a YAML export, in the shapes of json-records.ts, or one a document. YAML is read whole: it has no end that
 * could be missed.
 */
import { withoutSecrets } from '../artifacts/secrets.ts';
import { PassmusterError } from '../errors.ts';
import { itemsOf, type MapNode, type TreeNode } from '../formats/node.ts';
import { decodeText } from '../formats/text.ts';
import { parseYaml } from '../formats/yaml-tree.ts';
import type { Input } from '../io/input.ts';
import { type JsonRecord, pointerTo } from './json-records.ts';

/**
 * Yields the records and returns the members around them.
 * @param wrappers members of a root map that hold the records
 * @throws PassmusterError yaml-malformed with line
 */
export async function* yamlRecords(
  input: Input,
  wrappers: readonly string[],
): AsyncGenerator<JsonRecord, MapNode | undefined> {
  const { text } = decodeText(await input.bytes());
  const documents = documentsIn(text);
  if (documents.length > 1) {
    for (const [index, one] of documents.entries())
      yield { node: withoutSecrets(parseDocument(one)), pointer: `/${index}` };
    return undefined;
  }
  const [only = { text, above: 0 }] = documents;
  const root = { node: withoutSecrets(parseDocument(only)), pointer: '' };
  const { node } = root;
  if (node.type !== 'map') {
    for (const [index, item] of itemsOf(node).entries()) yield { node: item, pointer: `/${index}` };
    return undefined;
  }
  const wanted = wrappers.map((wrapper) => wrapper.toLowerCase());
  const wrapping = [...node.entries].filter(([key]) => wanted.includes(key.toLowerCase()));
  const [wrapper] = wrapping;
  if (wrapper === undefined) {
    yield root;
    return undefined;
  }
  const [key, list] = wrapper;
  if (wrapping.length > 1 || node.repeated.has(key))
    throw new PassmusterError('yaml-malformed', 'The list of records stands more than once.', {
      line: list.line,
    });
  for (const [index, item] of itemsOf(list).entries())
    yield { node: item, pointer: `${pointerTo(root, key)}/${index}` };
  if (list.type !== 'list') return node;
  return { ...node, entries: new Map(node.entries).set(key, { type: 'null', line: list.line }) };
}

interface Part {
  readonly text: string;
  /** Lines above it. */
  readonly above: number;
}

/** `---` at the margin divides documents, whatever stands above it; those without content are none. */
function documentsIn(text: string): Part[] {
  let above = 0;
  return text.split(/^(?=---[ \t]*\r?$)/m).flatMap((part) => {
    const own = { text: part, above };
    above += part.split('\n').length - 1;
    return /^(---[ \t]*\r?\n)?\s*$/.test(part) ? [] : [own];
  });
}

/** @throws PassmusterError yaml-malformed with the line in the file */
function parseDocument({ text, above }: Part): TreeNode {
  try {
    return moved(parseYaml(text), above);
  } catch (error) {
    if (!(error instanceof PassmusterError) || error.place.line === undefined) throw error;
    throw new PassmusterError(error.code, error.message, { ...error.place, line: error.place.line + above });
  }
}

/** The tree with lines that count from the start of the file. */
function moved(node: TreeNode, above: number): TreeNode {
  const line = node.line + above;
  if (node.type === 'list') return { ...node, line, items: node.items.map((item) => moved(item, above)) };
  if (node.type !== 'map') return { ...node, line };
  const entries = new Map([...node.entries].map(([key, value]) => [key, moved(value, above)]));
  const repeated = new Map(
    [...node.repeated].map(([key, values]) => [key, values.map((value) => moved(value, above))]),
  );
  return { ...node, line, entries, repeated };
}
