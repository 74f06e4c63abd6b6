/**
 * The patterns of `extract`: a part of JavaScript's regular expressions that a machine can follow in one pass. Allowed are
 * characters, `.`, `\d \w \s` and their opposites, classes, groups, `|`, `^`, `$`, and `? * + {n} {n,m}`, also lazy. What
 * needs going back is refused: references, look-around, and the repetition of what may be empty.
 */
import { PassmusterError } from '../errors.ts';

export type Test = (code: number) => boolean;

export type Part =
  | { readonly kind: 'character'; readonly test: Test }
  | { readonly kind: 'edge'; readonly at: 'start' | 'end' }
  | { readonly kind: 'group'; readonly inner: Part }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly branches: readonly Part[] }
  | {
      readonly kind: 'repeat';
      readonly inner: Part;
      readonly from: number;
      readonly to: number;
      readonly lazy: boolean;
    };

/** A pattern is a few words of a column, not a program. */
const longest = 200;
const mostRepeats = 32;

/** @throws PassmusterError mapping-invalid with a sentence, without a place */
export function parsePattern(pattern: string): Part {
  if (pattern.length > longest) refuse(`is longer than ${longest} characters`);
  const parser = new PatternParser(pattern);
  const part = parser.choice();
  if (!parser.isDone) refuse('closes a group that was not opened');
  if (parser.groups > 1) refuse('has more than one group; write the others as (?:…)');
  return part;
}

function refuse(why: string): never {
  throw new PassmusterError('mapping-invalid', `The pattern ${why}.`);
}

class PatternParser {
  groups = 0;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(): Part {
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    return branches.length === 1 && branches[0] ? branches[0] : { kind: 'choice', branches };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (!this.isDone && !'|)'.includes(this.#peek())) parts.push(this.#repeated(this.#atom()));
    return { kind: 'sequence', parts };
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #next(): string {
    const character = this.#peek();
    if (character === '') refuse('ends in the middle');
    this.#at += 1;
    return character;
  }

  #atom(): Part {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'character', test: this.#class() };
      case '.':
        return { kind: 'character', test: (code) => code !== 0x0a && code !== 0x0d };
      case '^':
        return { kind: 'edge', at: 'start' };
      case '$':
        return { kind: 'edge', at: 'end' };
      case '\\':
        return { kind: 'character', test: this.#escape() };
      default:
        if ('*+?{}]'.includes(character))
          refuse(`has a ${character} that repeats or closes nothing; write \\${character}`);
        return { kind: 'character', test: equal(character) };
    }
  }

  #group(): Part {
    const isPlain = this.#take('?:');
    if (!isPlain && this.#peek() === '?') refuse('looks around or names a group, which is not allowed');
    if (!isPlain) this.groups += 1;
    const inner = this.choice();
    if (!this.#take(')')) refuse('does not close a group');
    return isPlain ? inner : { kind: 'group', inner };
  }

  #escape(): Test {
    const character = this.#next();
    const known = classes[character];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) refuse(`uses \\${character}, which is not allowed`);
    return equal(character);
  }

  #class(): Test {
    const isNegated = this.#take('^');
    const tests: Test[] = [];
    while (!this.#take(']')) {
      const first = this.#member();
      if (this.#peek() !== '-' || this.#text[this.#at + 1] === ']') {
        tests.push(typeof first === 'string' ? equal(first) : first);
        continue;
      }
      this.#at += 1;
      const last = this.#member();
      if (typeof first !== 'string' || typeof last !== 'string' || first > last)
        return refuse('has a class whose range runs backwards');
      tests.push((code) => code >= first.charCodeAt(0) && code <= last.charCodeAt(0));
    }
    return (code) => tests.some((test) => test(code)) !== isNegated;
  }

  #member(): string | Test {
    const character = this.#next();
    if (character !== '\\') return character;
    const escaped = this.#peek();
    const test = this.#escape();
    return classes[escaped] === undefined ? escaped : test;
  }

  #repeated(inner: Part): Part {
    const [from, to] = this.#bounds() ?? [1, 1];
    if (from === 1 && to === 1) return inner;
    if (mayBeEmpty(inner)) refuse('repeats what may be empty');
    const lazy = this.#take('?');
    if ('*+?{'.includes(this.#peek() || ' ')) refuse('repeats a repetition');
    return { kind: 'repeat', inner, from, to, lazy };
  }

  #bounds(): [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    if (this.#peek() !== '{') return undefined;
    const [whole, low, comma, high] = /^\{(\d{1,3})(,?)(\d{0,3})\}/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === undefined) return refuse('has a { that is no {n} or {n,m}; write \\{');
    this.#at += whole.length;
    const from = Number(low);
    const to = high ? Number(high) : comma ? Number.POSITIVE_INFINITY : from;
    if (from > mostRepeats || (Number.isFinite(to) && to > mostRepeats) || to < from || to === 0)
      refuse(`counts beyond ${mostRepeats} or backwards`);
    return [from, to];
  }
}

const equal =
  (character: string): Test =>
  (code) =>
    code === character.charCodeAt(0);

const isDigit: Test = (code) => code >= 0x30 && code <= 0x39;
const isWord: Test = (code) =>
  isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
const isSpace: Test = (code) => /\s/.test(String.fromCharCode(code));
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

function mayBeEmpty(part: Part): boolean {
  switch (part.kind) {
    case 'character':
      return false;
    case 'edge':
      return true;
    case 'group':
      return mayBeEmpty(part.inner);
    case 'sequence':
      return part.parts.every(mayBeEmpty);
    case 'choice':
      return part.branches.some(mayBeEmpty);
    case 'repeat':
      return part.from === 0 || mayBeEmpty(part.inner);
  }
}
