/**
 * Where the parts of a text lie, so that one of them can be taken out, repeated or replaced and every other character
 * stays as it was. For the sound documents of the fixtures; it judges nothing.
 */

/** A value with its place; `parts` of an object or dict have keys, those of an array have none. */
export interface Span {
  readonly kind: 'object' | 'array' | 'scalar';
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

/** A member with its key, or an item of an array. */
export interface Part {
  readonly key: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly value: Span;
}

/** All values of a document; several in files of one a line. Undefined: not a sound document. */
export function jsonSpans(text: string): Span[] | undefined {
  const scan = new JsonScan(text);
  try {
    return scan.documents();
  } catch {
    return undefined;
  }
}

export function plistSpans(text: string): Span[] | undefined {
  try {
    return [new PlistScan(text).document()];
  } catch {
    return undefined;
  }
}

const jsonToken = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

class JsonScan {
  readonly #text: string;
  #at = 0;
  /** Where the last token started. */
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  documents(): Span[] {
    const found: Span[] = [];
    while (this.#text.slice(this.#at).trim() !== '') found.push(this.#value(this.#next()));
    return found;
  }

  #next(): string {
    jsonToken.lastIndex = this.#at;
    const token = jsonToken.exec(this.#text)?.[1];
    if (token === undefined) throw new Error('no token');
    this.#at = jsonToken.lastIndex;
    this.#start = this.#at - token.length;
    return token;
  }

  #value(token: string): Span {
    const start = this.#start;
    if (token !== '{' && token !== '[') return { kind: 'scalar', start, end: this.#at, parts: [] };
    const parts: Part[] = [];
    let next = this.#next();
    while (next !== '}' && next !== ']') {
      parts.push(this.#part(next, token === '{'));
      next = this.#next();
      if (next === ',') next = this.#next();
    }
    return { kind: token === '{' ? 'object' : 'array', start, end: this.#at, parts };
  }

  #part(token: string, isMember: boolean): Part {
    const start = this.#start;
    const key = isMember ? String(JSON.parse(token)) : undefined;
    if (isMember && this.#next() !== ':') throw new Error('no colon');
    const value = this.#value(isMember ? this.#next() : token);
    return { key, start, end: value.end, value };
  }
}

/** A tag, or what may stand between tags. */
const plistToken = /<(\/?)([a-z]+)[^>]*?(\/?)>/y;

class PlistScan {
  readonly #text: string;
  #at: number;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.indexOf('<plist');
    if (this.#at < 0 || !text.includes('</plist>')) throw new Error('no sound document');
  }

  document(): Span {
    this.#tag();
    const { name, empty } = this.#tag();
    return this.#value(name, empty);
  }

  #tag(): { name: string; closing: boolean; empty: boolean } {
    let from = this.#text.indexOf('<', this.#at);
    while (this.#text.startsWith('<!--', from))
      from = this.#text.indexOf('<', this.#text.indexOf('-->', from));
    plistToken.lastIndex = from;
    const match = from < 0 ? null : plistToken.exec(this.#text);
    if (match === null) throw new Error('no tag');
    this.#at = plistToken.lastIndex;
    this.#start = from;
    return { name: match[2] ?? '', closing: match[1] === '/', empty: match[3] === '/' };
  }

  #value(name: string, empty: boolean): Span {
    const start = this.#start;
    if (name !== 'dict' && name !== 'array') {
      if (!empty) this.#tag();
      return { kind: 'scalar', start, end: this.#at, parts: [] };
    }
    const parts: Part[] = [];
    for (let tag = empty ? undefined : this.#tag(); tag && !tag.closing; tag = this.#tag())
      parts.push(this.#part(tag.name, tag.empty));
    return { kind: name === 'dict' ? 'object' : 'array', start, end: this.#at, parts };
  }

  #part(name: string, empty: boolean): Part {
    const start = this.#start;
    if (name !== 'key') {
      const value = this.#value(name, empty);
      return { key: undefined, start, end: value.end, value };
    }
    const from = this.#at;
    this.#tag();
    const key = this.#text.slice(from, this.#start);
    const next = this.#tag();
    const value = this.#value(next.name, next.empty);
    return { key, start, end: value.end, value };
  }
}

/** Every value of a document, the outermost first. */
export function* spansBelow(span: Span): Generator<Span> {
  yield span;
  for (const part of span.parts) yield* spansBelow(part.value);
}
