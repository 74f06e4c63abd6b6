/**
 * Strict JSON (RFC 8259) with lines, exact integers and repeated keys kept. `JSON.parse` hides all three, and takes any
 * depth; so the reader is our own, and the tests hold it against `JSON.parse`.
 */
import { PassmusterError, type Place } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { MapBuilder, type TreeNode } from './node.ts';

/**
 * @param text one document; white space around it is allowed, anything else after it is not
 * @param firstLine line number of the text's first character, for documents cut out of a larger one; likewise its column
 * @throws PassmusterError json-malformed or nesting-too-deep, with line and column
 */
export function parseJson(text: string, firstLine = 1, firstColumn = 1): TreeNode {
  const reader = new JsonReader(text, firstLine, firstColumn);
  return reader.document();
}

const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const plainPattern = /[^"\\\u0000-\u001f]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly #text: string;
  #at = 0;
  #line: number;
  /** Where the line starts; negative when it starts before the text. */
  #lineStart: number;
  #depth = 0;

  constructor(text: string, firstLine: number, firstColumn: number) {
    this.#text = text;
    this.#line = firstLine;
    this.#lineStart = 1 - firstColumn;
  }

  document(): TreeNode {
    this.#skipBlank();
    const node = this.#value();
    this.#skipBlank();
    if (this.#at < this.#text.length) this.#fail('Text follows the end of the document.');
    return node;
  }

  #value(): TreeNode {
    const line = this.#line;
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object(line));
      case '[':
        return this.#nested(() => this.#array(line));
      case '"':
        return { type: 'string', value: this.#string(limits.stringLength), line };
      case 't':
        return this.#word('true', { type: 'boolean', value: true, line });
      case 'f':
        return this.#word('false', { type: 'boolean', value: false, line });
      case 'n':
        return this.#word('null', { type: 'null', line });
      default:
        return this.#number(line);
    }
  }

  #nested(read: () => TreeNode): TreeNode {
    this.#depth += 1;
    if (this.#depth > limits.documentDepth) {
      throw new PassmusterError(
        'nesting-too-deep',
        `The document nests deeper than ${limits.documentDepth} levels.`,
        this.#place(),
      );
    }
    const node = read();
    this.#depth -= 1;
    return node;
  }

  #object(line: number): TreeNode {
    const map = new MapBuilder();
    this.#at += 1;
    this.#skipBlank();
    if (this.#take('}')) return map.build(line);
    for (;;) {
      if (this.#text[this.#at] !== '"') this.#fail('A key in double quotes is expected.');
      const key = this.#string(limits.keyLength);
      this.#skipBlank();
      if (!this.#take(':')) this.#fail('A colon is expected after the key.');
      this.#skipBlank();
      map.add(key, this.#value());
      this.#skipBlank();
      if (this.#take('}')) return map.build(line);
      if (!this.#take(',')) this.#fail('A comma or a closing brace is expected.');
      this.#skipBlank();
    }
  }

  #array(line: number): TreeNode {
    const items: TreeNode[] = [];
    this.#at += 1;
    this.#skipBlank();
    if (this.#take(']')) return { type: 'list', items, line };
    for (;;) {
      items.push(this.#value());
      this.#skipBlank();
      if (this.#take(']')) return { type: 'list', items, line };
      if (!this.#take(',')) this.#fail('A comma or a closing bracket is expected.');
      this.#skipBlank();
    }
  }

  #string(limit: number): string {
    const start = this.#at;
    this.#at += 1;
    let value = '';
    for (;;) {
      plainPattern.lastIndex = this.#at;
      const plain = plainPattern.exec(this.#text)?.[0] ?? '';
      this.#at += plain.length;
      value += plain;
      if (value.length > limit) this.#fail('A string is longer than the limit.', start);
      const next = this.#text[this.#at];
      if (next === '"') break;
      if (next !== '\\')
        this.#fail(
          next === undefined
            ? 'The document ends inside a string.'
            : 'A control character stands inside a string.',
        );
      value += this.#escape();
    }
    this.#at += 1;
    if (!value.isWellFormed()) this.#fail('A string holds half of a surrogate pair.', start);
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1];
    if (letter === 'u') {
      const hex = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail('An escape sequence is not valid.');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = letter === undefined || !Object.hasOwn(escapes, letter) ? undefined : escapes[letter];
    if (plain === undefined) this.#fail('An escape sequence is not valid.');
    this.#at += 2;
    return plain;
  }

  #number(line: number): TreeNode {
    numberPattern.lastIndex = this.#at;
    const match = numberPattern.exec(this.#text);
    if (match === null)
      this.#fail(this.#at >= this.#text.length ? 'The document ends too early.' : 'A value is expected.');
    const [literal, fraction, exponent] = match;
    if (literal.length > limits.numberLength) this.#fail('A number has too many digits.');
    this.#at += literal.length;
    if (fraction === undefined && exponent === undefined) {
      const value = Number(literal);
      return { type: 'integer', value: Number.isSafeInteger(value) ? value : BigInt(literal), line };
    }
    const value = Number(literal);
    if (!Number.isFinite(value)) this.#fail('A number is too large.');
    return { type: 'real', value, line };
  }

  #word(word: string, node: TreeNode): TreeNode {
    if (!this.#text.startsWith(word, this.#at)) this.#fail('A value is expected.');
    this.#at += word.length;
    return node;
  }

  #skipBlank(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x0a) {
        this.#line += 1;
        this.#lineStart = this.#at + 1;
      } else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return;
      this.#at += 1;
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #place(at = this.#at): Place {
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }

  #fail(message: string, at?: number): never {
    throw new PassmusterError('json-malformed', message, this.#place(at));
  }
}
