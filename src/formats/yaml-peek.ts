/**
 * A look at the start of a YAML text in block style that may be cut anywhere: enough to tell what it is, never evidence.
 * Written by hand, so that detection does not load a parser; what it does not understand it passes over.
 */
import type { JsonPeek } from './json-peek.ts';

type Keys = Map<string, string | undefined>;

const key = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#&*!|>%@`{}[\],?:-][^\s:#]*(?: +[^\s:#]+)*/.source;
/** Indentation, dashes of lists, a key, and its value where it stands on the same line. */
const entry = new RegExp(String.raw`^( *)((?:- +)*)(${key}) *:(?: +(.*))?$`);
/** An item of a list that is not a map. */
const item = /^-(?: |$)/;
const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')(?: +#.*)?$/;
const passedOver = /^\s*(?:#.*)?$|^---(?:\s|$)|^\.\.\.\s*$/;
const longestValue = 256;

/** The same as of JSON; undefined when a line at the margin is neither a key nor an item of a list. */
export function peekYaml(text: string): JsonPeek | undefined {
  const peek = new Peek();
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, ended] of lines.entries()) {
    const line = ended.replace(/\r$/, '');
    if (passedOver.test(line)) continue;
    const [, indent = '', dashes = '', name, value = ''] = entry.exec(line) ?? [];
    if (name !== undefined) peek.entry(indent.length, dashes, plain(name) ?? name, value);
    else if (/^\s/.test(line) || item.test(line)) peek.other();
    // The text may be cut in its last line.
    else if (index < lines.length - 1) return undefined;
  }
  return peek.found();
}

class Peek {
  readonly #keys: Keys = new Map();
  readonly #rows = new Map<string, Keys>();
  #root: JsonPeek['root'] | undefined;
  /** The member of the root whose value is being read; its value stands below and has not begun. */
  #member = '';
  #isOpen = true;
  /** The first map of a list, and the column of its keys. */
  #row: { readonly keys: Keys; readonly column: number } | undefined;

  entry(indent: number, dashes: string, name: string, value: string): void {
    this.#root ??= dashes === '' ? 'object' : 'array';
    const text = textOf(value);
    if (indent === 0 && dashes === '') {
      this.#member = name;
      this.#isOpen = value === '';
      this.#row = undefined;
      if (!this.#keys.has(name)) this.#keys.set(name, text);
      return;
    }
    if (this.#row !== undefined && indent < this.#row.column) this.#row = undefined;
    if (this.#isOpen && /^- +$/.test(dashes) && !this.#rows.has(this.#member)) {
      this.#row = { keys: new Map([[name, text]]), column: indent + dashes.length };
      this.#rows.set(this.#member, this.#row.keys);
    } else if (dashes === '' && this.#row?.column === indent) this.#row.keys.set(name, text);
    this.#isOpen = false;
  }

  /** A line below the margin, or an item, that is not a key with its value. */
  other(): void {
    this.#root ??= 'array';
    this.#isOpen = false;
  }

  found(): JsonPeek | undefined {
    if (this.#keys.size === 0 && this.#rows.size === 0) return undefined;
    return { root: this.#root ?? 'object', keys: this.#keys, rows: this.#rows, lines: false, closed: true };
  }
}

/** A short text; undefined for anything else. */
function textOf(value: string): string | undefined {
  const text = plain(value.trim());
  return text !== undefined && text.length <= longestValue ? text : undefined;
}

/** A scalar on one line; undefined for numbers, booleans, null, and for what begins like anything but a scalar. */
function plain(scalar: string): string | undefined {
  const [, double, single] = quoted.exec(scalar) ?? [];
  if (double !== undefined) return double;
  if (single !== undefined) return single.replaceAll("''", "'");
  const text = scalar.replace(/(?:^| )#.*$/, '').trim();
  if (/^$|^["'[{|>&*!%@`]/.test(text)) return undefined;
  return /^(?:~|null|true|false|[-+]?[\d.]+(?:e[-+]?\d+)?)$/i.test(text) ? undefined : text;
}
