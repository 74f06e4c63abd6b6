/**
 * Cuts a large JSON document into the elements of its array, one at a time, so that memory does not depend on its size.
 * Every element is parsed strictly by json.ts; the text between the elements is checked here, and the end must be seen.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { parseJson } from './json.ts';
import { ValueScan } from './json-scan.ts';
import { MapBuilder, type MapNode, type TreeNode } from './node.ts';
import { decodeStream } from './text.ts';

/** One element of a streamed array; `key` is the member of the root object that holds the array. */
export interface JsonElement {
  readonly kind: 'element';
  readonly key: string | undefined;
  readonly index: number;
  readonly node: TreeNode;
}

/** A further document after the first one; it is parsed whole. */
export interface JsonFurther {
  readonly kind: 'further';
  readonly node: TreeNode;
}

/** The document ended as it should; `members` are those of the root object that were not streamed. */
export interface JsonEnd {
  readonly kind: 'end';
  readonly members: MapNode;
}

/**
 * @param isStreamed names the members of a root object whose arrays are cut; a root array always is
 * @param several objects may follow a root object, as in a file of all pages of an answer
 * @throws PassmusterError json-malformed with line and column; also when the document ends before its last bracket
 */
export async function* cutJson(
  chunks: AsyncIterable<Uint8Array>,
  isStreamed: (key: string) => boolean,
  several = false,
): AsyncGenerator<JsonElement | JsonFurther | JsonEnd> {
  const feed = new Feed(decodeStream(chunks));
  const members = new MapBuilder();
  const first = await feed.peek();
  if (first === '[') yield* cutArray(feed, undefined);
  else if (first === '{') yield* cutObject(feed, members, isStreamed);
  else feed.fail('An object or an array is expected.');
  if (several && first === '{')
    while ((await feed.peek()) === '{') yield { kind: 'further', node: await feed.value() };
  if ((await feed.peek()) !== undefined) feed.fail('Text follows the end of the document.');
  yield { kind: 'end', members: members.build(1) };
}

async function* cutArray(feed: Feed, key: string | undefined): AsyncGenerator<JsonElement> {
  feed.skip();
  if ((await feed.peek()) === ']') return feed.skip();
  for (let index = 0; ; index += 1) {
    yield { kind: 'element', key, index, node: await feed.value() };
    const next = await feed.peek();
    if (next !== ',' && next !== ']')
      feed.fail(
        next === undefined
          ? 'The document ends inside an array.'
          : 'A comma or a closing bracket is expected.',
      );
    feed.skip();
    if (next === ']') return;
  }
}

async function* cutObject(
  feed: Feed,
  members: MapBuilder,
  isStreamed: (key: string) => boolean,
): AsyncGenerator<JsonElement> {
  feed.skip();
  if ((await feed.peek()) === '}') return feed.skip();
  for (;;) {
    if ((await feed.peek()) !== '"') feed.fail('A key in double quotes is expected.');
    const keyNode = await feed.value();
    const key = keyNode.type === 'string' ? keyNode.value : '';
    if (key.length > limits.keyLength) feed.fail('A key is longer than the limit.');
    if ((await feed.peek()) !== ':') feed.fail('A colon is expected after the key.');
    feed.skip();
    if ((await feed.peek()) === '[' && isStreamed(key)) {
      const line = feed.line;
      yield* cutArray(feed, key);
      members.add(key, { type: 'null', line }); // a second array of that name shows as a repeated key
    } else members.add(key, await feed.value());
    const next = await feed.peek();
    if (next !== ',' && next !== '}')
      feed.fail(
        next === undefined
          ? 'The document ends inside an object.'
          : 'A comma or a closing brace is expected.',
      );
    feed.skip();
    if (next === '}') return;
  }
}

/** Text that arrives in chunks, with a position, a line and a column. */
class Feed {
  readonly #chunks: AsyncIterator<string>;
  #text = '';
  #at = 0;
  line = 1;
  /** Where the line starts; negative once that part of the text is gone. */
  #lineStart = 0;

  constructor(chunks: AsyncIterator<string>) {
    this.#chunks = chunks;
  }

  /** The next character that is not white space; undefined at the end. */
  async peek(): Promise<string | undefined> {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) {
        if (!(await this.#more())) return undefined;
        continue;
      }
      if (code === 0x0a) {
        this.line += 1;
        this.#lineStart = this.#at + 1;
      } else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return this.#text[this.#at];
      this.#at += 1;
    }
  }

  skip(): void {
    this.#at += 1;
  }

  /** The whole value that starts here, parsed. */
  async value(): Promise<TreeNode> {
    await this.peek();
    const scan = new ValueScan();
    let length = 0;
    for (;;) {
      const end = scan.run(this.#text, this.#at + length);
      if (end !== undefined) {
        length = end - this.#at;
        break;
      }
      length = this.#text.length - this.#at;
      if (length > limits.recordBytes) this.fail(`A record is longer than ${limits.recordBytes} characters.`);
      if (!(await this.#more())) break;
    }
    if (length > limits.recordBytes) this.fail(`A record is longer than ${limits.recordBytes} characters.`);
    const raw = this.#text.slice(this.#at, this.#at + length);
    const node = parseJson(raw, this.line, this.#column());
    for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) {
      this.line += 1;
      this.#lineStart = this.#at + at + 1;
    }
    this.#at += length;
    return node;
  }

  fail(message: string): never {
    throw new PassmusterError('json-malformed', message, { line: this.line, column: this.#column() });
  }

  #column(): number {
    return this.#at - this.#lineStart + 1;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#text = this.#text.slice(this.#at) + next.value;
    this.#lineStart -= this.#at;
    this.#at = 0;
    return true;
  }
}
