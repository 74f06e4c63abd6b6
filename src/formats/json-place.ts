/** Where a value stands in a JSON text that was read before: for messages, so it may look from the start each time. */
import { ValueScan } from './json-scan.ts';

interface Member {
  readonly name: string | number;
  /** Index of its value in the text. */
  readonly at: number;
}

/** Line and column, counted from 1, of the value at a path; of the nearest parent where the path does not exist. */
export function placeInJson(
  text: string,
  path: readonly (string | number)[],
): { line: number; column: number } {
  let at = skipBlank(text, 0);
  for (const step of path) {
    const member = find(membersFrom(text, at), step);
    if (member === undefined) break;
    at = member.at;
  }
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function find(members: Iterable<Member>, step: string | number): Member | undefined {
  for (const member of members) if (member.name === step) return member;
  return undefined;
}

/** Of the object or list that begins here. */
function* membersFrom(text: string, start: number): Generator<Member> {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return;
  let at = skipBlank(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let name: string | number = index;
    if (isObject) {
      const end = endOf(text, at);
      name = String(JSON.parse(text.slice(at, end)));
      at = skipBlank(text, skipBlank(text, end) + 1);
    }
    yield { name, at };
    at = skipBlank(text, endOf(text, at));
    if (text[at] === ',') at = skipBlank(text, at + 1);
  }
}

const endOf = (text: string, at: number): number => new ValueScan().run(text, at) ?? text.length;

const blank = /[ \t\r\n]*/y;

function skipBlank(text: string, at: number): number {
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}
