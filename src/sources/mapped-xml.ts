/** Rows of an XML document by a mapping. Elements are members, attributes are members whose name begins with `@`. */
import { withoutSecrets } from '../artifacts/secrets.ts';
import { MapBuilder, type MapNode, type TreeNode } from '../formats/node.ts';
import { decodeText } from '../formats/text.ts';
import { isXmlBlank, plainText, type XmlElement } from '../formats/xml-element.ts';
import { completeness } from '../inventory/envelope.ts';
import { placesOf } from '../inventory/place.ts';
import type { Input } from '../io/input.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import { notice, type ReadContext, type ReadItem } from './define.ts';
import { MappedRows } from './mapped-rows.ts';

interface Placed {
  readonly node: TreeNode;
  readonly place: string;
}

/** @throws PassmusterError xml-malformed, xml-dtd-refused, encoding-invalid, input-too-large */
export async function* readMappedXml(
  input: Input,
  context: ReadContext,
  mapping: CompiledMapping,
): AsyncGenerator<ReadItem> {
  const { readXml } = await import('../formats/xml.ts');
  const rows = new MappedRows(mapping, context);
  const root = await readXml(decodeText(await input.bytes()).text);
  const builder = new MapBuilder();
  builder.add(root.name, withoutSecrets(nodeOf(root)));
  const document = builder.build(root.line);
  const walk = (mapping.file.rows ?? '$').split('.').slice(1);
  for (const { node, place } of expanded(
    { node: document, place: '' },
    walk.length === 0 ? [root.name] : walk,
  )) {
    if (node.type === 'map')
      yield* rows.read({ node, place, input: input.name, locate: (keys) => [place, ...keys].join('/') });
    else if (node.type !== 'null')
      yield notice('record-unreadable', 'A row has no elements.', { locator: place, line: node.line });
  }
  for (const one of completeness(document, rows.count, mapping.envelope))
    yield { kind: 'notice', notice: one };
  yield* rows.end();
}

function* expanded({ node, place }: Placed, [key, ...rest]: readonly string[]): Generator<Placed> {
  if (key === undefined) {
    yield { node, place };
    return;
  }
  const places = node.type === 'map' ? placesOf(node, key, true) : [];
  for (const [index, [name, below]] of places.entries())
    yield* expanded(
      { node: below, place: `${place}/${name}${places.length > 1 ? `[${index + 1}]` : ''}` },
      rest,
    );
}

/** Text where there is nothing else, else the members; an element without either says nothing. */
function nodeOf(element: XmlElement): TreeNode {
  const { line, children, attributes } = element;
  const elements = children.filter((child) => typeof child !== 'string');
  if (elements.length > 0 || attributes.size > 0) return mapOf(element, elements);
  const text = plainText(element);
  return isXmlBlank(text) ? { type: 'null', line } : { type: 'string', value: text, line };
}

function mapOf({ line, attributes }: XmlElement, elements: readonly XmlElement[]): MapNode {
  const builder = new MapBuilder();
  for (const [name, value] of attributes) builder.add(`@${name}`, { type: 'string', value, line });
  for (const child of elements) builder.add(child.name, nodeOf(child));
  return builder.build(line);
}
