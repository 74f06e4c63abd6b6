/** JSON in chunks, with every character that steers a terminal or breaks a line written as an escape. */
import { unsafe } from './words.ts';

/** Equal to `JSON.stringify` for every reader of JSON. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  if (/^[\n -~]*$/.test(text)) return text;
  return text.replace(unsafe, (character) => (character === '\n' ? character : escaped(character)));
}

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** A list whose items are made while it is written, one a line. */
export class Streamed {
  readonly items: Iterable<unknown>;
  constructor(items: Iterable<unknown>) {
    this.items = items;
  }
}

/** Objects with a key a line; lists within one line, but for those that are streamed. */
export function* jsonChunks(value: unknown, indent = ''): Generator<string> {
  if (value instanceof Streamed) yield* streamedList(value.items, indent);
  else if (Array.isArray(value) && value.some(holdsStreamed)) yield* streamedList(value, indent);
  else if (isObject(value)) yield* objectChunks(value, indent);
  else yield jsonText(value);
}

function* objectChunks(value: Readonly<Record<string, unknown>>, indent: string): Generator<string> {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (entries.length === 0) return yield '{}';
  let before = `{\n${indent}  `;
  for (const [key, one] of entries) {
    yield `${before}${jsonText(key)}: `;
    yield* jsonChunks(one, `${indent}  `);
    before = `,\n${indent}  `;
  }
  yield `\n${indent}}`;
}

function* streamedList(items: Iterable<unknown>, indent: string): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n${indent}  `;
    if (holdsStreamed(item)) yield* jsonChunks(item, `${indent}  `);
    else yield jsonText(item);
    before = ',';
  }
  yield before === '[' ? '[]' : `\n${indent}]`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function holdsStreamed(value: unknown): boolean {
  return value instanceof Streamed || (isObject(value) && Object.values(value).some(holdsStreamed));
}
