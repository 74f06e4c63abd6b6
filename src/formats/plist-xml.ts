/**
 * Property lists in XML, strictly: one reading or none. A phone and an auditor must not read two different values, so
 * whatever two readers could take differently is refused (comments and CDATA inside scalars, odd numbers, unknown tags).
 * Grammar: Apple's PropertyList-1.0.dtd; scalars as CoreFoundation writes them.
 */
import { PassmusterError, type ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { MapBuilder, type TreeNode } from './node.ts';
import { readPlainPlist } from './plist-plain.ts';
import { isScalarTag, readScalar } from './plist-scalar.ts';
import { newXmlParser } from './xml-parser.ts';

/** Apple's document type, also in the older spelling still found in the field. The XML parser does not look inside. */
const appleDoctype =
  /^[ \t\r\n]+plist[ \t\r\n]+PUBLIC[ \t\r\n]+(["'])-\/\/Apple(?: Computer)?\/\/DTD PLIST 1\.0\/\/EN\1[ \t\r\n]+(?:"[^"]*"|'[^']*')[ \t\r\n]*$/;

interface OpenTag {
  readonly name: string;
  readonly line: number;
  readonly map?: MapBuilder;
  readonly items?: TreeNode[];
  /** A key or a simple value: what stands inside is text. */
  readonly isText: boolean;
  /** A key that waits for its value, with its line. */
  key?: { readonly name: string; readonly line: number } | undefined;
}

/**
 * @param text the decoded document, without byte order mark
 * @throws PassmusterError plist-malformed, xml-malformed, xml-dtd-refused, date-invalid, nesting-too-deep; with line and column
 */
export function readPlistXml(text: string): TreeNode {
  if (text.length > limits.plistXmlBytes) {
    throw new PassmusterError(
      'input-too-large',
      `The property list is longer than ${limits.plistXmlBytes} characters.`,
    );
  }
  return readPlainPlist(text) ?? readAnyPlist(text);
}

/** The same for every form that there is. */
export const readAnyPlist = (text: string): TreeNode => new PlistReader().read(text);

class PlistReader {
  readonly #parser = newXmlParser();
  readonly #open: OpenTag[] = [];
  #scalar = '';
  #root: TreeNode | undefined;
  #depth = 0;

  read(text: string): TreeNode {
    const parser = this.#parser;
    parser.on('error', () => this.#notWellFormed());
    parser.on('xmldecl', ({ version }) => {
      // XML 1.1 has other line ends and characters; `forceXMLVersion` alone would read it as 1.0 without a word.
      if (version !== '1.0') this.#fail('The document is not XML 1.0.');
    });
    parser.on('doctype', (doctype) => this.#doctype(doctype));
    parser.on('processinginstruction', () => this.#fail('A processing instruction is not allowed.'));
    parser.on('opentag', (tag) => this.#opened(tag.name, Object.entries(tag.attributes)));
    parser.on('closetag', (tag) => this.#closed(tag.name));
    parser.on('text', (value) => this.#text(value));
    parser.on('cdata', (value) => this.#cdata(value));
    parser.on('comment', () => {
      if (this.#inScalar())
        this.#fail('A comment stands inside a value; readers disagree on what it then means.');
    });
    parser.write(text);
    parser.close();
    if (this.#root === undefined) this.#fail('The property list holds no value.');
    return this.#root;
  }

  #doctype(doctype: string): void {
    if (doctype.includes('['))
      this.#fail('The document type has an internal subset, which is refused.', 'xml-dtd-refused');
    if (!appleDoctype.test(doctype))
      this.#fail('The document type is not Apple’s property list.', 'xml-dtd-refused');
  }

  #opened(name: string, attributes: readonly (readonly [string, string])[]): void {
    const parent = this.#open.at(-1);
    if (name !== 'plist' && attributes.length > 0) this.#fail('An attribute is not allowed here.');
    if (name === 'plist' && attributes.some(([key]) => key !== 'version'))
      this.#fail('The plist element has an unknown attribute.');
    if ((name === 'plist') !== (parent === undefined))
      this.#fail(
        parent === undefined ? 'The root element is not plist.' : 'A plist element stands inside another.',
      );
    if (parent !== undefined) this.#mayHold(parent, name);
    if (++this.#depth > limits.documentDepth)
      this.#fail(`The document nests deeper than ${limits.documentDepth} levels.`, 'nesting-too-deep');
    this.#scalar = '';
    const line = this.#parser.line;
    if (name === 'dict') this.#open.push({ name, line, isText: false, map: new MapBuilder() });
    else if (name === 'array') this.#open.push({ name, line, isText: false, items: [] });
    else this.#open.push({ name, line, isText: name !== 'plist' });
  }

  #mayHold(parent: OpenTag, name: string): void {
    if (parent.name === 'dict') {
      const wantsKey = parent.key === undefined;
      if (wantsKey && name !== 'key') this.#fail('A value stands in a dict without its key.');
      if (!wantsKey && name === 'key') this.#fail('A key has no value.');
    } else if (name === 'key') this.#fail('A key stands outside a dict.');
    else if (parent.name === 'plist' && this.#root !== undefined)
      this.#fail('The property list holds more than one value.');
    else if (parent.name !== 'plist' && parent.name !== 'array')
      this.#fail('An element stands inside a simple value.');
    if (name !== 'dict' && name !== 'array' && name !== 'key' && !isScalarTag(name))
      this.#fail('An unknown element stands in the property list.');
  }

  #closed(name: string): void {
    const tag = this.#open.pop();
    if (tag === undefined) return;
    this.#depth -= 1;
    if (name === 'plist') return;
    if (name === 'key') return this.#closedKey(tag.line);
    if (tag.key !== undefined) this.#fail('The last key of a dict has no value.');
    if (tag.map) this.#put(tag.map.build(tag.line));
    else if (tag.items) this.#put({ type: 'list', items: tag.items, line: tag.line });
    else if (isScalarTag(name)) {
      this.#put(readScalar(name, this.#scalar, tag.line, (message, code) => this.#fail(message, code)));
    }
    this.#scalar = '';
  }

  #closedKey(line: number): void {
    const dict = this.#open.at(-1);
    const name = this.#scalar;
    if (name.length > limits.keyLength) this.#fail('A key is longer than the limit.');
    if (name === '__proto__') this.#fail('The key __proto__ is refused.');
    if (dict !== undefined) dict.key = { name, line };
    this.#scalar = '';
  }

  #put(node: TreeNode): void {
    const parent = this.#open.at(-1);
    if (parent?.map && parent.key) {
      // The line of the key is where a person looks; a value may start lines below it.
      parent.map.add(parent.key.name, { ...node, line: parent.key.line });
      parent.key = undefined;
    } else if (parent?.items) parent.items.push(node);
    else this.#root = node;
  }

  #text(value: string): void {
    if (this.#inScalar()) {
      this.#scalar += value;
      if (this.#scalar.length > limits.stringLength) this.#fail('A value is longer than the limit.');
    } else if (/[^ \t\r\n]/.test(value)) this.#fail('Text stands outside of a value.');
  }

  #cdata(value: string): void {
    if (this.#open.at(-1)?.name !== 'string') this.#fail('A CDATA section stands outside of a string.');
    this.#scalar += value;
  }

  #inScalar(): boolean {
    return this.#open.at(-1)?.isText === true;
  }

  #notWellFormed(): never {
    const open = this.#open.at(-1);
    const where = open === undefined ? '' : ` (inside <${open.name}> of line ${open.line})`;
    return this.#fail(`The XML is not well-formed${where}.`, 'xml-malformed');
  }

  #fail(message: string, code: ErrorCode = 'plist-malformed'): never {
    throw new PassmusterError(code, message, { line: this.#parser.line, column: this.#parser.column });
  }
}
