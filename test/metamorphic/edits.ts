/** Documents with one part removed, repeated or made ill-typed. */
import { type Part, type Span, spansBelow } from './spans.ts';

export type EditKind =
  | 'remove'
  | 'repeat'
  | 'repeat-otherwise-before'
  | 'repeat-otherwise-after'
  | 'ill-typed'
  | 'remove-line'
  | 'repeat-line';

export interface Edit {
  readonly kind: EditKind;
  /** The key that was touched, or `[]` for an item of an array. */
  readonly key: string;
  readonly text: string;
}

/** How a format writes what an edit adds. */
export interface Language {
  readonly spans: (text: string) => Span[] | undefined;
  /** Between the parts of an object or array. */
  readonly separator: string;
  readonly member: (key: string, value: string) => string;
  /** Values of every simple type, to repeat a key with. */
  readonly generic: readonly string[];
  /** An object, written instead of anything else, and a number, written instead of an object. */
  readonly illTyped: { readonly object: string; readonly number: string };
}

/** Values with which a key occurs in any fixture: what could be written there, and mean something. */
export type Pool = ReadonlyMap<string, readonly string[]>;

export function poolOf(texts: readonly string[], language: Language): Pool {
  const pool = new Map<string, string[]>();
  for (const text of texts)
    for (const root of language.spans(text) ?? [])
      for (const span of spansBelow(root))
        for (const part of span.parts) {
          const value = text.slice(part.value.start, part.value.end);
          const name = nameOf(part);
          const known = pool.get(name);
          if (known === undefined) pool.set(name, [value]);
          else if (!known.includes(value)) known.push(value);
        }
  // The longest say most; a few of each key are used.
  for (const values of pool.values()) values.sort((a, b) => b.length - a.length);
  return pool;
}

const nameOf = (part: Part): string => part.key?.toLowerCase() ?? '[]';

/** Whole documents are no values of a key. */
const longest = 2000;

/** Values other than the one there: those of the pool first, then generic ones. */
function others(part: Part, text: string, pool: Pool, language: Language, most: number): string[] {
  const own = text.slice(part.value.start, part.value.end);
  const known = (pool.get(nameOf(part)) ?? []).filter((value) => value !== own && value.length < longest);
  const generic = language.generic.filter((value) => value !== own && !known.includes(value));
  return [...known.slice(0, most), ...generic.slice(0, 2)];
}

/** All edits of a document, in a stable order. `most`: how many other values a key is repeated with. */
export function* editsOf(text: string, language: Language, pool: Pool, most: number): Generator<Edit> {
  for (const root of language.spans(text) ?? [])
    for (const span of spansBelow(root))
      for (const [index, part] of span.parts.entries()) {
        const key = part.key ?? '[]';
        yield { kind: 'remove', key, text: removed(text, span, index) };
        yield* repetitions(text, part, language, others(part, text, pool, language, most));
        const wrong = part.value.kind === 'object' ? language.illTyped.number : language.illTyped.object;
        yield { kind: 'ill-typed', key, text: replaced(text, part.value, wrong) };
      }
}

function* repetitions(
  text: string,
  part: Part,
  { separator, member }: Language,
  values: readonly string[],
): Generator<Edit> {
  const key = part.key ?? '[]';
  const own = text.slice(part.start, part.end);
  const after = (piece: string) => text.slice(0, part.end) + separator + piece + text.slice(part.end);
  const before = (piece: string) => text.slice(0, part.start) + piece + separator + text.slice(part.start);
  yield { kind: 'repeat', key, text: after(own) };
  for (const value of values) {
    const piece = part.key === undefined ? value : member(part.key, value);
    yield { kind: 'repeat-otherwise-after', key, text: after(piece) };
    yield { kind: 'repeat-otherwise-before', key, text: before(piece) };
  }
}

const replaced = (text: string, { start, end }: Span, value: string): string =>
  text.slice(0, start) + value + text.slice(end);

/** Without a part, and without the separator that it no longer needs. */
function removed(text: string, { parts }: Span, index: number): string {
  const part = parts[index];
  const next = parts[index + 1];
  const previous = parts[index - 1];
  if (part === undefined) return text;
  if (next) return text.slice(0, part.start) + text.slice(next.start);
  return text.slice(0, previous?.end ?? part.start) + text.slice(part.end);
}

/** Lines removed and repeated, for formats of one record a line. */
export function* lineEditsOf(text: string): Generator<Edit> {
  const lines = text.split(/(?<=\n)/);
  for (const [index, line] of lines.entries()) {
    const others = lines.filter((_line, other) => other !== index);
    yield { kind: 'remove-line', key: '', text: others.join('') };
    yield { kind: 'repeat-line', key: '', text: lines.toSpliced(index, 0, line).join('') };
  }
}
