/**
 * Holds what the lenient parser of XML built against the tags of the strict pass: the elements that both see, or a refusal.
 */
import { PassmusterError } from '../errors.ts';
import { noAttributes, type XmlElement } from './xml-element.ts';
import { decodeReferences } from './xml-references.ts';
import type { OpenTag } from './xml-strict.ts';

/** Marks in the parser's result. No name of an element can begin so, which keeps `__proto__` and the like plain data. */
export const marks = {
  tag: '<',
  attribute: '@_',
  textKey: '#text',
  cdataKey: '#cdata',
  attributesKey: ':@',
} as const;

/**
 * @param tags of the strict pass
 * @param nodes of the parser, with these marks and references as they stand
 * @throws PassmusterError xml-malformed where they differ in a name, an attribute, a text or an order
 */
export function agreedRoots(tags: readonly OpenTag[], nodes: unknown): readonly XmlElement[] {
  return new Agreement(tags).roots(nodes);
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
      if (key === marks.textKey && typeof value === 'string')
        text += decodeReferences(value) ?? disagree(this.#line());
      else if (key === marks.cdataKey) text += cdataText(value) ?? disagree(this.#line());
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
    if (tag === undefined || key !== marks.tag + tag.name || depth !== tag.depth)
      return disagree(this.#line());
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
      const name = key.slice(marks.attribute.length);
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
  const key = Object.keys(node).find((name) => name !== marks.attributesKey) ?? '';
  return [key, node[key], node[marks.attributesKey]];
}

/** CDATA comes as a list of one text, which holds no references. */
function cdataText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  const text = isRecord(first) ? first[marks.textKey] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function disagree(line = 1): never {
  throw new PassmusterError('xml-malformed', 'Two readers disagree on what the XML document says.', { line });
}
