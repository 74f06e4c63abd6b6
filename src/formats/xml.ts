/**
 * XML that is not a property list, as Jamf and Android write it: read twice. A strict pass decides whether the document
 * is well-formed and within the limits; fast-xml-parser, which takes almost anything for XML, builds the tree; where the
 * two do not agree on every name, attribute and text, the document has no one reading and is refused.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { noAttributes, wrapRoots, type XmlElement } from './xml-element.ts';
import { decodeReferences } from './xml-references.ts';
import { type OpenTag, strictPass, type XmlOptions } from './xml-strict.ts';

/** Marks in the parser's result. No name of an element can begin so, which keeps `__proto__` and the like plain data. */
const tagMark = '<';
const attributeMark = '@_';
const textKey = '#text';
const cdataKey = '#cdata';
const attributesKey = ':@';

/**
 * @param text the decoded document, without byte order mark
 * @returns the root; with `severalRoots` the wrapper `#document` of all roots
 * @throws PassmusterError xml-malformed, xml-dtd-refused, nesting-too-deep, input-too-large; with the line
 */
export async function readXml(text: string, options: XmlOptions = {}): Promise<XmlElement> {
  if (text.length > limits.xmlCharacters)
    throw new PassmusterError(
      'input-too-large',
      `The XML document is longer than ${limits.xmlCharacters} characters.`,
    );
  // saxes takes whatever follows the first half of a pair for the second.
  if (!text.isWellFormed())
    throw new PassmusterError('xml-malformed', 'The text holds half of a surrogate pair.', { line: 1 });
  const tags = strictPass(text, options);
  const roots = new Agreement(tags).roots(await lenientPass(text));
  if (options.severalRoots === true) return wrapRoots(roots);
  return roots[0] ?? disagree(1);
}

/** The parser is loaded when the first document is read, and decodes nothing: its text still holds the references. */
async function lenientPass(text: string): Promise<unknown> {
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: attributeMark,
    textNodeName: textKey,
    cdataPropName: cdataKey,
    ignoreDeclaration: true,
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    maxNestedTags: limits.documentDepth,
    // Called twice for `<a/>`.
    transformTagName: (name) => (name.startsWith(tagMark) ? name : tagMark + name),
    jPath: false,
  });
  try {
    const nodes: unknown = parser.parse(text);
    return nodes;
  } catch {
    // Its messages quote the document.
    return disagree(1);
  }
}

/** Turns the parser's result into elements while following the tags of the strict pass. */
class Agreement {
  readonly #tags: readonly OpenTag[];
  #next = 0;

  constructor(tags: readonly OpenTag[]) {
    this.#tags = tags;
  }

  /** Outside of the roots there is nothing but blanks and comments: the strict pass has seen to it. */
  roots(nodes: unknown): readonly XmlElement[] {
    const roots = this.#children(nodes, 1).filter((child) => typeof child !== 'string');
    if (this.#next !== this.#tags.length) disagree(this.#tags[this.#next]?.line);
    return roots;
  }

  #children(nodes: unknown, depth: number): (XmlElement | string)[] {
    const children: (XmlElement | string)[] = [];
    let text = '';
    for (const node of Array.isArray(nodes) ? nodes : disagree(this.#line())) {
      const [key, value, attributes] = partsOf(node);
      if (key === textKey && typeof value === 'string')
        text += decodeReferences(value) ?? disagree(this.#line());
      else if (key === cdataKey) text += cdataText(value) ?? disagree(this.#line());
      else {
        if (text !== '') children.push(text);
        text = '';
        children.push(this.#element(key, value, attributes, depth));
      }
    }
    if (text !== '') children.push(text);
    return children;
  }

  #element(key: string, value: unknown, attributes: unknown, depth: number): XmlElement {
    const tag = this.#tags[this.#next];
    if (tag === undefined || key !== tagMark + tag.name || depth !== tag.depth) return disagree(this.#line());
    this.#next += 1;
    const children = this.#children(value, depth + 1);
    if (children.filter((child) => typeof child === 'string').join('') !== tag.text) disagree(tag.line);
    return { name: tag.name, attributes: this.#attributes(attributes, tag), children, line: tag.line };
  }

  #attributes(raw: unknown, tag: OpenTag): ReadonlyMap<string, string> {
    const names = Object.keys(tag.attributes);
    if (raw === undefined && names.length === 0) return noAttributes;
    const attributes = new Map<string, string>();
    for (const [key, value] of Object.entries(isRecord(raw) ? raw : disagree(tag.line))) {
      const name = key.slice(attributeMark.length);
      // Line ends and tabs are spaces in an attribute, unless written as references (XML 1.0, 3.3.3).
      const decoded =
        typeof value === 'string' ? decodeReferences(value.replace(/[\t\n\r]/g, ' ')) : undefined;
      if (decoded === undefined || decoded !== tag.attributes[name]) return disagree(tag.line);
      attributes.set(name, decoded);
    }
    return attributes.size === names.length ? attributes : disagree(tag.line);
  }

  #line(): number | undefined {
    return (this.#tags[this.#next] ?? this.#tags.at(-1))?.line;
  }
}

/** A node of the parser has one key beside its attributes. */
function partsOf(node: unknown): [key: string, value: unknown, attributes: unknown] {
  if (!isRecord(node)) return disagree(1);
  const key = Object.keys(node).find((name) => name !== attributesKey) ?? '';
  return [key, node[key], node[attributesKey]];
}

/** CDATA comes as a list of one text, which holds no references. */
function cdataText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  const text = isRecord(first) ? first[textKey] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function disagree(line = 1): never {
  throw new PassmusterError('xml-malformed', 'Two readers disagree on what the XML document says.', { line });
}
