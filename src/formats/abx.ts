/**
 * Android's binary XML (ABX): a stream of tokens, big-endian, with a pool of strings; read to its exact end or refused.
 * Layout: the Android platform's BinaryXmlSerializer and BinaryXmlPullParser (com.android.internal.util, since Android 12).
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { doubleText, floatText, modifiedUtf8 } from './abx-values.ts';
import { isXmlBlank, noAttributes, wrapRoots, type XmlElement } from './xml-element.ts';
import { referenceText } from './xml-references.ts';

export interface AbxOptions {
  /** Several roots occur in settings files; the result is then always their wrapper, `#document`. */
  readonly severalRoots?: boolean;
}

export interface AbxRoot extends XmlElement {
  /** The end of the document was seen. A file cut off right behind a root looks whole but for this. */
  readonly terminated: boolean;
  /** Bytes follow the end of the document; they are not read. */
  readonly tail: boolean;
}

/** `ABX` and version 0. */
const magic = [0x41, 0x42, 0x58, 0x00] as const;

/** The low half of a token. */
const events = {
  startDocument: 0,
  endDocument: 1,
  startTag: 2,
  endTag: 3,
  text: 4,
  cdata: 5,
  reference: 6,
  whitespace: 7,
  instruction: 8,
  comment: 9,
  doctype: 10,
  attribute: 15,
} as const;

/** The high half of a token. */
const types = {
  null: 1,
  string: 2,
  interned: 3,
  hexBytes: 4,
  base64Bytes: 5,
  int: 6,
  hexInt: 7,
  long: 8,
  hexLong: 9,
  float: 10,
  double: 11,
  true: 12,
  false: 13,
} as const;

/** Instead of a reference: the string itself follows. Also the most strings that the pool takes. */
const newString = 0xffff;

export function isAbx(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/**
 * @returns the root; with `severalRoots` the wrapper `#document` of all roots. Null attributes are left out: the platform
 * reads them as absent. Comments, processing instructions and ignorable blanks are dropped, as the platform does.
 * @throws PassmusterError abx-malformed, with the byte offset
 */
export function readAbx(bytes: Uint8Array, options: AbxOptions = {}): AbxRoot {
  return new AbxReader(bytes, options).read();
}

interface OpenElement {
  readonly name: string;
  readonly line: 0;
  attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

class AbxReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #options: AbxOptions;
  readonly #pool: string[] = [];
  readonly #open: OpenElement[] = [];
  readonly #roots: XmlElement[] = [];
  #at = 0;
  #elements = 0;
  /** Text since the last tag. */
  #text = '';
  /** Attributes of the tag that was opened last; undefined once something else followed it. */
  #attributes: Map<string, string | undefined> | undefined;

  constructor(bytes: Uint8Array, options: AbxOptions) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#options = options;
  }

  read(): AbxRoot {
    if (!isAbx(this.#bytes)) fail('The file does not start as Android binary XML.', 0);
    this.#at = magic.length;
    let terminated = false;
    while (!terminated && this.#at < this.#bytes.length) terminated = this.#token();
    if (this.#open.length > 0) fail('The file ends inside an element.', this.#at);
    const [first] = this.#roots;
    if (first === undefined) return fail('The file holds no element.', this.#at);
    const root = this.#options.severalRoots === true ? wrapRoots(this.#roots) : first;
    return { ...root, terminated, tail: this.#at < this.#bytes.length };
  }

  /** Reads one token; true at the end of the document. */
  #token(): boolean {
    const at = this.#at;
    const token = this.#number(1);
    const event = token & 0x0f;
    const type = token >> 4;
    if (event === events.attribute) this.#attribute(type, at);
    else {
      this.#closeAttributes();
      if (event === events.startTag || event === events.endTag) this.#tag(event, type, at);
      else if (event >= events.text && event <= events.doctype) this.#content(event, type, at);
      else return this.#document(event, type, at);
    }
    return false;
  }

  #document(event: number, type: number, at: number): boolean {
    if (event > events.endDocument || type !== types.null) fail('A token is unknown.', at);
    if (event === events.startDocument && at !== magic.length) fail('The document starts a second time.', at);
    if (event === events.endDocument && this.#open.length > 0)
      fail('The document ends inside an element.', at);
    return event === events.endDocument;
  }

  #tag(event: number, type: number, at: number): void {
    if (type !== types.interned) fail('A tag has no name.', at);
    const name = this.#interned();
    this.#flushText();
    if (event === events.startTag) return this.#startTag(name, at);
    const element = this.#open.pop();
    if (element === undefined || element.name !== name) return fail('An end tag does not match.', at);
    (this.#open.at(-1)?.children ?? this.#roots).push(element);
  }

  #startTag(name: string, at: number): void {
    this.#checkName(name, at);
    if (this.#open.length === limits.documentDepth)
      fail(`The document nests deeper than ${limits.documentDepth} levels.`, at);
    if (this.#elements++ === limits.xmlElements)
      fail(`The document has more than ${limits.xmlElements} elements.`, at);
    if (this.#open.length === 0 && this.#roots.length > 0 && this.#options.severalRoots !== true)
      fail('The document has more than one root.', at);
    this.#open.push({ name, line: 0, attributes: noAttributes, children: [] });
    this.#attributes = new Map();
  }

  #attribute(type: number, at: number): void {
    const attributes = this.#attributes ?? fail('An attribute does not follow a start tag.', at);
    const name = this.#interned();
    this.#checkName(name, at);
    if (attributes.has(name)) fail('An attribute stands twice.', at);
    if (attributes.size === limits.xmlAttributes)
      fail(`An element has more than ${limits.xmlAttributes} attributes.`, at);
    attributes.set(name, this.#value(type, at));
  }

  /** Puts the attributes read into their element; only strings are kept. */
  #closeAttributes(): void {
    const element = this.#open.at(-1);
    if (element !== undefined && this.#attributes !== undefined && this.#attributes.size > 0) {
      const present = new Map<string, string>();
      for (const [name, value] of this.#attributes) if (value !== undefined) present.set(name, value);
      element.attributes = present;
    }
    this.#attributes = undefined;
  }

  /** A value as text; undefined for null. Hexadecimal numbers are unsigned, without prefix. */
  #value(type: number, at: number): string | undefined {
    switch (type) {
      case types.null:
        return undefined;
      case types.string:
        return this.#string();
      case types.interned:
        return this.#interned();
      case types.hexBytes:
        return this.#raw().toString('hex');
      case types.base64Bytes:
        return this.#raw().toString('base64');
      case types.int:
        return String(this.#view.getInt32(this.#take(4)));
      case types.hexInt:
        return this.#view.getUint32(this.#take(4)).toString(16);
      case types.long:
        return String(this.#view.getBigInt64(this.#take(8)));
      case types.hexLong:
        return this.#view.getBigUint64(this.#take(8)).toString(16);
      case types.float:
        return floatText(this.#view.getFloat32(this.#take(4)));
      case types.double:
        return doubleText(this.#view.getFloat64(this.#take(8)));
      case types.true:
        return 'true';
      case types.false:
        return 'false';
      default:
        return fail('An attribute has an unknown type.', at);
    }
  }

  #content(event: number, type: number, at: number): void {
    if (type !== types.null && type !== types.string) fail('A token is unknown.', at);
    const value = type === types.string ? this.#string() : '';
    if (event === events.comment || event === events.instruction) return;
    if (event === events.doctype) return this.#doctype(value, at);
    if (event === events.whitespace && !isXmlBlank(value)) fail('A blank text is not blank.', at);
    if (event === events.whitespace) return;
    const text =
      event === events.reference
        ? (referenceText(value) ?? fail('A reference stands for nothing.', at))
        : value;
    if (this.#open.length > 0) this.#text += text;
    else if (!isXmlBlank(text)) fail('Text stands outside of the root.', at);
  }

  #doctype(value: string, at: number): void {
    if (value.includes('[')) fail('The document type has an internal subset, which is refused.', at);
    if (this.#elements > 0) fail('A document type stands behind the start of the root.', at);
  }

  #flushText(): void {
    if (this.#text !== '') this.#open.at(-1)?.children.push(this.#text);
    this.#text = '';
  }

  #checkName(name: string, at: number): void {
    if (name === '') fail('A name is empty.', at);
    if (name.length > limits.keyLength) fail('A name is longer than the limit.', at);
  }

  #interned(): string {
    const at = this.#at;
    const reference = this.#number(2);
    if (reference !== newString) return this.#pool[reference] ?? fail('A reference points to no string.', at);
    const value = this.#string();
    if (this.#pool.length < newString) this.#pool.push(value);
    return value;
  }

  #string(): string {
    const length = this.#number(2);
    const start = this.#take(length);
    return modifiedUtf8(this.#bytes, start, this.#at);
  }

  /** A copy would change nothing: it is turned into text at once. */
  #raw(): Buffer {
    const length = this.#number(2);
    const start = this.#take(length);
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + start, length);
  }

  #number(width: 1 | 2): number {
    const at = this.#take(width);
    return width === 1 ? this.#view.getUint8(at) : this.#view.getUint16(at);
  }

  /** Steps over the next bytes, which must exist; returns where they start. */
  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) fail('A value reaches beyond the file.', at);
    this.#at = at + length;
    return at;
  }
}

function fail(message: string, offset: number): never {
  throw new PassmusterError('abx-malformed', message, { offset });
}
