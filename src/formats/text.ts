/** Bytes to text. Nothing is replaced or guessed: what does not decode is refused with its offset. */
import { TextDecoder } from 'node:util';
import { PassmusterError } from '../errors.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1';
  readonly bom: boolean;
}

type Encoding = DecodedText['encoding'];
/** What the first bytes can show. */
type ShownEncoding = Exclude<Encoding, 'iso-8859-1'>;
export type StreamEncoding = ShownEncoding | 'windows-1252';

/** Bytes that an XML declaration may take. */
const longestDeclaration = 1024;

/** As many bytes as it takes to tell. */
const sniffLength = 4;

/** The encoding that the first bytes show: a byte order mark, or NUL in every second byte. Undefined: not shown. */
export function sniffEncoding(head: Uint8Array): { encoding: ShownEncoding; bomLength: number } | undefined {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bomLength: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bomLength: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bomLength: 2 };
  if (head.length >= sniffLength && a !== 0 && b === 0 && c !== 0 && head[3] === 0)
    return { encoding: 'utf-16le', bomLength: 0 };
  if (head.length >= sniffLength && a === 0 && b !== 0 && c === 0 && head[3] !== 0)
    return { encoding: 'utf-16be', bomLength: 0 };
  return undefined;
}

/**
 * Decodes a whole document: byte order mark, then the declared encoding, then UTF-8; always fatal.
 * @param declared encoding named for the document, lower case; an XML declaration at its start needs no naming
 * @throws PassmusterError encoding-invalid, with the byte offset
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const shown = sniffEncoding(bytes);
  const bomLength = shown?.bomLength ?? 0;
  const stated = declared ?? declarationOf(bytes.subarray(bomLength));
  const encoding = shown?.encoding ?? declaredEncoding(stated);
  if (encoding === 'utf-8') refuseContradiction(bytes, bomLength, stated);
  if (encoding === 'iso-8859-1') return { text: latin1(bytes), encoding, bom: false };
  const body = bytes.subarray(bomLength);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
    return { text, encoding, bom: bomLength > 0 };
  } catch {
    const offset = bomLength + firstInvalid(body, encoding);
    throw new PassmusterError('encoding-invalid', `The text is not valid ${encoding.toUpperCase()}.`, {
      offset,
    });
  }
}

/**
 * Readers differ on whom they believe, the byte order mark or the declaration, and on what US-ASCII is beyond ASCII, so
 * they read other characters. UTF-16 is left alone: nobody could take it for one of the other encodings.
 */
function refuseContradiction(bytes: Uint8Array, bomLength: number, stated: string | undefined): void {
  if (declaredEncoding(stated) !== 'utf-8')
    throw new PassmusterError(
      'encoding-invalid',
      'The document declares another encoding than its byte order mark shows.',
      { offset: 0 },
    );
  const offset = stated === 'us-ascii' ? bytes.findIndex((byte, at) => byte >= 0x80 && at >= bomLength) : -1;
  if (offset >= 0)
    throw new PassmusterError('encoding-invalid', 'The text is not valid US-ASCII.', { offset });
}

/** The encoding that an XML declaration at the start names, lower case. No other text begins like one. */
function declarationOf(bytes: Uint8Array): string | undefined {
  const head = latin1(bytes.subarray(0, longestDeclaration));
  if (!/^<\?xml\s/.test(head)) return undefined;
  const end = head.indexOf('?>');
  if (end < 0 && bytes.length > longestDeclaration)
    throw new PassmusterError('encoding-invalid', 'The XML declaration is longer than any that is needed.', {
      offset: longestDeclaration,
    });
  return /\sencoding\s*=\s*["']([^"']*)["']/.exec(end < 0 ? head : head.slice(0, end))?.[1]?.toLowerCase();
}

function declaredEncoding(declared: string | undefined): Encoding {
  if (declared === undefined || declared === 'utf-8' || declared === 'utf8' || declared === 'us-ascii')
    return 'utf-8';
  if (declared === 'iso-8859-1' || declared === 'latin1') return 'iso-8859-1';
  throw new PassmusterError(
    'encoding-invalid',
    'The document declares an encoding that is not supported (UTF-8, UTF-16, ISO-8859-1).',
    { offset: 0 },
  );
}

/** TextDecoder's "iso-8859-1" is windows-1252; the declared one maps each byte to itself. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The offset of the first byte that does not decode, by bisection over prefixes. */
function firstInvalid(bytes: Uint8Array, encoding: string): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function isValidPrefix(bytes: Uint8Array, encoding: string): boolean {
  try {
    if (encoding === 'windows-1252') windows1252(bytes);
    else new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes a stream chunk by chunk, fatal as above; what stands before the byte that does not decode is given out first.
 * @param fallback the encoding where the first bytes show none
 * @throws PassmusterError encoding-invalid, with the byte offset
 */
export async function* decodeStream(
  chunks: AsyncIterable<Uint8Array>,
  fallback: 'utf-8' | 'windows-1252' = 'utf-8',
): AsyncGenerator<string> {
  let decoder: StreamDecoder | undefined;
  /** The first bytes, until there are enough of them to show the encoding. */
  let start = new Uint8Array();
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      start = new Uint8Array(Buffer.concat([start, chunk]));
      if (start.length < sniffLength) continue;
    }
    const bytes = decoder === undefined ? start : chunk;
    decoder ??= new StreamDecoder(sniffEncoding(start)?.encoding ?? fallback);
    yield* decoder.decode(bytes);
  }
  if (decoder === undefined) {
    decoder = new StreamDecoder(sniffEncoding(start)?.encoding ?? fallback);
    yield* decoder.decode(start);
  }
  decoder.end();
}

/** A decoder that knows how far it is, so that a refusal names the byte and not the chunk. */
class StreamDecoder {
  readonly #encoding: StreamEncoding;
  readonly #decoder: { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };
  /** Where the next chunk begins. */
  #offset = 0;
  /** The last bytes before it: a character may begin there. */
  #tail = new Uint8Array();

  constructor(encoding: StreamEncoding) {
    this.#encoding = encoding;
    this.#decoder =
      encoding === 'windows-1252' ? { decode: windows1252 } : new TextDecoder(encoding, { fatal: true });
  }

  /** @throws PassmusterError encoding-invalid, behind the text that stands before */
  *decode(chunk: Uint8Array): Generator<string> {
    let text: string;
    try {
      text = this.#decoder.decode(chunk, { stream: true });
    } catch {
      const open = openCharacter(this.#tail, this.#offset, this.#encoding);
      const good = firstInvalid(Buffer.concat([open, chunk]), this.#encoding) - open.length;
      const before = this.#before(open, chunk.subarray(0, good));
      if (before) yield before;
      this.#refuse(this.#offset + good);
    }
    this.#offset += chunk.length;
    this.#tail = new Uint8Array(Buffer.concat([this.#tail, chunk.subarray(-4)]).subarray(-4));
    if (text) yield text;
  }

  /** The good bytes of a chunk, anew: a decoder that has refused has lost what it held. */
  #before(open: Uint8Array, good: Uint8Array): string {
    if (this.#encoding === 'windows-1252') return windows1252(good);
    const decoder = new TextDecoder(this.#encoding, { ignoreBOM: this.#offset > 0 });
    decoder.decode(open, { stream: true }); // what is whole of it was given out
    return decoder.decode(good, { stream: true });
  }

  /** @throws PassmusterError encoding-invalid when the last character is not whole */
  end(): void {
    try {
      this.#decoder.decode();
    } catch {
      this.#refuse(this.#offset);
    }
  }

  #refuse(offset: number): never {
    const message = `The text is not valid ${this.#encoding.toUpperCase()}.`;
    throw new PassmusterError('encoding-invalid', message, { offset });
  }
}

/** The last bytes of the text so far, from the start of a character. */
function openCharacter(tail: Uint8Array, offset: number, encoding: StreamEncoding): Uint8Array {
  if (encoding === 'windows-1252') return new Uint8Array();
  if (encoding === 'utf-8') {
    const start = tail.findIndex((byte) => (byte & 0xc0) !== 0x80);
    return start < 0 ? new Uint8Array() : tail.subarray(start);
  }
  const units = tail.subarray(-2 - (offset % 2));
  const high = units[encoding === 'utf-16le' ? 1 : 0] ?? 0;
  return high >= 0xdc && high <= 0xdf ? units.subarray(2) : units; // the second half of a pair
}

/** The bytes 0x80 to 0x9F; a space where windows-1252 has no character. */
const windows1252High = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** By hand: TextDecoder of Node 22.18 reads these bytes as Latin-1 (https://github.com/nodejs/node/issues/56542). */
function windows1252(bytes: Uint8Array = new Uint8Array()): string {
  return latin1(bytes).replace(/[\u0080-\u009f]/g, (character) => {
    const shown = windows1252High.charAt(character.charCodeAt(0) - 0x80);
    if (shown === ' ') throw new RangeError('no character of windows-1252');
    return shown;
  });
}
