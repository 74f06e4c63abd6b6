/** The records of a YAML export, in the shapes of json-records.ts. YAML is read whole: it has no end that could be missed. */
import { withoutSecrets } from '../artifacts/secrets.ts';
import { PassmusterError } from '../errors.ts';
import { itemsOf, type MapNode } from '../formats/node.ts';
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
  const root = { node: withoutSecrets(parseYaml(decodeText(await input.bytes()).text)), pointer: '' };
  const { node } = root;
  if (node.type !== 'map') {
    for (const [index, item] of itemsOf(node).entries()) yield { node: item, pointer: `/${index}` };
    return undefined;
  }
  const wanted = wrappers.map((wrapper) => wrapper.toLowerCase());
  const wrapping = [...node.entries].filter(([key]) => wanted.includes(key.toLowerCase()));
  const [only] = wrapping;
  if (only === undefined) {
    yield root;
    return undefined;
  }
  const [key, list] = only;
  if (wrapping.length > 1 || node.repeated.has(key))
    throw new PassmusterError('yaml-malformed', 'The list of records stands more than once.', {
      line: list.line,
    });
  for (const [index, item] of itemsOf(list).entries())
    yield { node: item, pointer: `${pointerTo(root, key)}/${index}` };
  if (list.type !== 'list') return node;
  return { ...node, entries: new Map(node.entries).set(key, { type: 'null', line: list.line }) };
}
