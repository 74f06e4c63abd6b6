/**
 * Property lists in XML as Apple's and most other programs write them, read in one pass. Whatever is not of that form, or is wrong in
 * any way, is left to the reader that takes every form and says what is wrong: what this one reads, the other reads alike.
 */
import { limits } from '../io/limits.ts';
import { MapBuilder, type TreeNode } from './node.ts';
import { readScalar } from './plist-scalar.ts';

/** Declaration, document type, and the root. */
const opening =
  /^(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"\?>[ \t\n]*)?(?:<!DOCTYPE plist PUBLIC "-\/\/Apple(?: Computer)?\/\/DTD PLIST 1\.0\/\/EN" "https?:\/\/www\.apple\.com\/DTDs\/PropertyList-1\.0\.dtd">[ \t\n]*)?<plist version="1\.0">/;
/** Characters that XML forbids or reads as others, and halves of pairs. */
const odd = /[\0-\x08\x0B-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/;
const reference = /&(amp|lt|gt|quot|apos);|&/g;
const referred: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const lineFeed = 10;

/** Ends the reading; nobody is told more. */
const notPlain = new Error('not of the plain form');
function giveUp(): never {
  throw notPlain;
}

/** @returns undefined for what is to be read by the other reader, which may refuse it */
export function readPlainPlist(text: string): TreeNode | undefined {
  const start = opening.exec(text)?.[0];
  if (start === undefined || odd.test(text)) return undefined;
  try {
    return new PlainReader(text, start.length).read();
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

/** Keys are few and the same in thousands of documents: as one text, which tables find at once. */
const knownKeys = new Map<string, string>();
const mostKeys = 5000;
const longestKey = 100;

function knownKey(key: string): string {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  if (knownKeys.size >= mostKeys || key.length > longestKey) return key;
  const copy = Buffer.from(key).toString(); // as it was cut out, it would hold its whole document
  knownKeys.set(copy, copy);
  return copy;
}

interface Container {
  readonly tag: 'dict' | 'array';
  readonly line: number;
  readonly map: MapBuilder;
  readonly items: TreeNode[];
  /** A key that waits for its value, with its line. */
  key: string | undefined;
  keyLine: number;
}

class PlainReader {
  readonly #text: string;
  #at: number;
  #line = 1;
  readonly #open: Container[] = [];
  #root: TreeNode | undefined;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
    this.#countLines(0, at);
  }

  read(): TreeNode {
    for (let tag = this.#tag(); tag !== '/plist'; tag = this.#tag()) this.#element(tag);
    this.#skipBlanks();
    if (this.#at < this.#text.length || this.#open.length > 0 || this.#root === undefined) giveUp();
    return this.#root;
  }

  /** The usual ones first. */
  #element(tag: string): void {
    switch (tag) {
      case 'key':
        return this.#key();
      case 'true/':
        return this.#put({ type: 'boolean', value: true, line: this.#lineOfValue() });
      case 'false/':
        return this.#put({ type: 'boolean', value: false, line: this.#lineOfValue() });
      case 'string':
      case 'integer':
      case 'real':
      case 'date':
      case 'data': {
        const line = this.#lineOfValue();
        return this.#put(readScalar(tag, this.#textUntil(tag), line, giveUp));
      }
      case 'dict':
      case 'array':
        return this.#begin(tag);
      case '/dict':
      case '/array':
        return this.#end(tag);
      default:
        giveUp();
    }
  }

  /** What stands between the brackets that come next; nothing but blanks stands before them. */
  #tag(): string {
    this.#skipBlanks();
    const text = this.#text;
    const end = text.indexOf('>', this.#at);
    if (end < 0 || text.charCodeAt(this.#at) !== 0x3c) giveUp();
    const tag = text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return tag;
  }

  #skipBlanks(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === lineFeed) this.#line += 1;
      else if (code !== 0x20 && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #countLines(from: number, to: number): void {
    const text = this.#text;
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
      this.#line += 1;
  }

  #textUntil(tag: string): string {
    const from = this.#at;
    const to = this.#text.indexOf('<', from);
    if (to < 0 || !this.#text.startsWith(`</${tag}>`, to)) giveUp();
    this.#at = to + tag.length + 3;
    const text = this.#text.slice(from, to);
    if (text.length > limits.stringLength || text.includes(']]>')) giveUp();
    if (text.includes('\n')) this.#countLines(from, to);
    if (!text.includes('&')) return text;
    return text.replace(reference, (_, name: string | undefined) => referred[name ?? ''] ?? giveUp());
  }

  #key(): void {
    const dict = this.#open.at(-1);
    const line = this.#line;
    const key = this.#textUntil('key');
    if (dict?.tag !== 'dict' || dict.key !== undefined) giveUp();
    if (key.length > limits.keyLength || key === '__proto__') giveUp();
    dict.key = knownKey(key);
    dict.keyLine = line;
  }

  /** The line of the key is where a person looks; a value may start lines below it. */
  #lineOfValue(): number {
    const parent = this.#open.at(-1);
    return parent?.key === undefined ? this.#line : parent.keyLine;
  }

  #begin(tag: 'dict' | 'array'): void {
    // With the root, and the simple value that may stand in it.
    if (this.#open.length + 3 > limits.documentDepth) giveUp();
    const line = this.#lineOfValue();
    this.#open.push({ tag, line, map: new MapBuilder(), items: [], key: undefined, keyLine: 0 });
  }

  #end(tag: '/dict' | '/array'): void {
    const ended = this.#open.pop();
    if (ended === undefined || tag !== `/${ended.tag}` || ended.key !== undefined) giveUp();
    const { line, items } = ended;
    this.#put(ended.tag === 'dict' ? ended.map.build(line) : { type: 'list', items, line });
  }

  #put(node: TreeNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (this.#root !== undefined) giveUp();
      this.#root = node;
    } else if (parent.tag === 'array') parent.items.push(node);
    else if (parent.key === undefined) giveUp();
    else {
      parent.map.add(parent.key, node);
      parent.key = undefined;
    }
  }
}
