/**
 * XML that is not a property list, as Jamf and Android write it: read twice. A strict pass decides whether the document
 * is well-formed and within the limits; fast-xml-parser, which takes almost anything for XML, builds the tree; where the
 * two do not agree on every name, attribute and text, the document has no one reading and is refused.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { agreedRoots, disagree, marks } from './xml-agreement.ts';
import { wrapRoots, type XmlElement } from './xml-element.ts';
import { strictPass, type XmlOptions } from './xml-strict.ts';

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
  const roots = agreedRoots(tags, await lenientPass(text, options));
  if (options.severalRoots === true) return wrapRoots(roots);
  return roots[0] ?? disagree(1);
}

/** The parser is loaded when the first document is read, and decodes nothing: its text still holds the references. */
async function lenientPass(text: string, { allowStylesheet = false }: XmlOptions): Promise<unknown> {
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: marks.attribute,
    textNodeName: marks.textKey,
    cdataPropName: marks.cdataKey,
    ignoreDeclaration: true,
    // The strict pass has let none through but that of a style sheet.
    ignorePiTags: allowStylesheet,
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    maxNestedTags: limits.documentDepth,
    // Called twice for `<a/>`.
    transformTagName: (name) => (name.startsWith(marks.tag) ? name : marks.tag + name),
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
