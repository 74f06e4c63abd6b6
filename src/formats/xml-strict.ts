/**
 * The strict pass over XML that is not a property list: well-formed or refused, before a lenient parser builds the tree.
 * It returns every opening tag with its line and what it holds, so that the two readings can be compared.
 */
import { PassmusterError, type ErrorCode, type Place } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { isXmlBlank } from './xml-element.ts';
import { newXmlParser } from './xml-parser.ts';

export interface XmlOptions {
  /** Android's settings files hold several roots; then the result is always their wrapper, `#document`. */
  readonly severalRoots?: boolean;
  /** Accepts a document type without internal subset. Nothing it names is ever fetched. */
  readonly allowDoctype?: boolean;
  /** Accepts `<?xml-stylesheet …?>` before the root, which is for browsers; nothing it names is ever fetched. */
  readonly allowStylesheet?: boolean;
  /**
   * Refuses values in pieces: a comment in an element without children or with text of its own, and CDATA next to other
   * text. One reader joins the pieces, another takes the first of them. On unless switched off.
   */
  readonly strictScalars?: boolean;
}

/** An opening tag, in the order of the document. */
export interface OpenTag {
  readonly name: string;
  readonly depth: number;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text that stands directly in the element, decoded and joined. */
  readonly text: string;
}

interface Tag extends OpenTag {
  attributes: Readonly<Record<string, string>>;
  text: string;
  hasElements: boolean;
  hasPlainText: boolean;
  /** Where the first comment or CDATA section stands. */
  comment?: Place;
  cdata?: Place;
}

/** Names of the document type and of what it points to; without brackets, hence without internal subset. */
const doctypeShape =
  /^[ \t\r\n]+[^ \t\r\n"'[\]<>]+(?:[ \t\r\n]+(?:SYSTEM|PUBLIC[ \t\r\n]+(?:"[^"[]*"|'[^'[]*'))[ \t\r\n]+(?:"[^"[]*"|'[^'[]*'))?[ \t\r\n]*$/;

/** Shared by all tags without attributes; saxes makes a table for each of them. */
const none: OpenTag['attributes'] = {};

/** saxes reports a second root with these words and reads on soundly; every other report ends the reading. */
const secondRoot = 'documents may contain only one root.';

/**
 * @param text the decoded document
 * @throws PassmusterError xml-malformed, xml-dtd-refused, nesting-too-deep, input-too-large; with line and column
 */
export function strictPass(text: string, options: XmlOptions): readonly OpenTag[] {
  return new StrictPass(options).read(text);
}

class StrictPass {
  readonly #options: XmlOptions;
  readonly #parser = newXmlParser();
  readonly #tags: Tag[] = [];
  readonly #open: Tag[] = [];
  #attributes = 0;

  constructor(options: XmlOptions) {
    this.#options = options;
  }

  read(text: string): readonly OpenTag[] {
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      if (this.#options.severalRoots !== true || !message.endsWith(secondRoot)) this.#notWellFormed();
    });
    parser.on('xmldecl', ({ version }) => {
      // XML 1.1 has other line ends and characters; `forceXMLVersion` alone would read it as 1.0 without a word.
      if (version !== '1.0') this.#fail('The document is not XML 1.0.');
    });
    parser.on('doctype', (doctype) => this.#doctype(doctype));
    parser.on('processinginstruction', ({ target }) => {
      const isStylesheet = target === 'xml-stylesheet' && this.#tags.length === 0;
      if (!isStylesheet || this.#options.allowStylesheet !== true)
        this.#fail('A processing instruction is not allowed.');
    });
    parser.on('opentagstart', ({ name }) => this.#opened(name));
    parser.on('attribute', ({ name }) => this.#attribute(name));
    parser.on('opentag', ({ attributes }) => {
      const tag = this.#open.at(-1);
      if (tag !== undefined && this.#attributes > 0) tag.attributes = attributes;
    });
    parser.on('closetag', () => this.#closed());
    parser.on('text', (value) => this.#text(value));
    parser.on('cdata', (value) => this.#cdata(value));
    parser.on('comment', () => {
      const tag = this.#open.at(-1);
      if (tag !== undefined) tag.comment ??= this.#place();
    });
    parser.write(text);
    parser.close();
    return this.#tags;
  }

  #doctype(doctype: string): void {
    if (this.#options.allowDoctype !== true) this.#fail('A document type is refused.', 'xml-dtd-refused');
    if (doctype.includes('['))
      this.#fail('The document type has an internal subset, which is refused.', 'xml-dtd-refused');
    if (!doctypeShape.test(doctype)) this.#fail('The document type is damaged.', 'xml-dtd-refused');
  }

  #opened(name: string): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.hasElements = true;
    const depth = this.#open.length + 1;
    if (depth > limits.documentDepth)
      this.#fail(`The document nests deeper than ${limits.documentDepth} levels.`, 'nesting-too-deep');
    if (this.#tags.length === limits.xmlElements)
      this.#fail(`The document has more than ${limits.xmlElements} elements.`, 'input-too-large');
    if (name.length > limits.keyLength) this.#fail('A name is longer than the limit.');
    // The character after the name is read already; where it is a line end, the name stands one line above.
    const line = this.#parser.column === 0 ? this.#parser.line - 1 : this.#parser.line;
    const tag: Tag = {
      name,
      depth,
      line,
      attributes: none,
      text: '',
      hasElements: false,
      hasPlainText: false,
    };
    this.#attributes = 0;
    this.#tags.push(tag);
    this.#open.push(tag);
  }

  #attribute(name: string): void {
    this.#attributes += 1;
    if (this.#attributes > limits.xmlAttributes)
      this.#fail(`An element has more than ${limits.xmlAttributes} attributes.`);
    if (name.length > limits.keyLength) this.#fail('A name is longer than the limit.');
  }

  #closed(): void {
    const tag = this.#open.pop();
    if (tag === undefined || this.#options.strictScalars === false) return;
    const isScalar = !tag.hasElements || tag.hasPlainText || tag.cdata !== undefined;
    if (tag.comment !== undefined && isScalar)
      this.#fail(
        'A comment stands inside a value; readers disagree on what it then means.',
        undefined,
        tag.comment,
      );
    if (tag.cdata !== undefined && tag.hasPlainText)
      this.#fail(
        'A CDATA section stands next to other text; readers disagree on the value.',
        undefined,
        tag.cdata,
      );
  }

  /** Text outside of the roots is blank, or saxes has reported it. */
  #text(value: string): void {
    const tag = this.#open.at(-1);
    if (tag === undefined) return;
    tag.text += value;
    tag.hasPlainText ||= !isXmlBlank(value);
  }

  #cdata(value: string): void {
    const tag = this.#open.at(-1);
    if (tag === undefined) return;
    tag.text += value;
    tag.cdata ??= this.#place();
  }

  #notWellFormed(): never {
    const open = this.#open.at(-1);
    const where = open === undefined ? '' : ` (inside the element of line ${open.line})`;
    return this.#fail(`The XML is not well-formed${where}.`);
  }

  #place(): Place {
    return { line: this.#parser.line, column: this.#parser.column };
  }

  #fail(message: string, code: ErrorCode = 'xml-malformed', place = this.#place()): never {
    throw new PassmusterError(code, message, place);
  }
}
