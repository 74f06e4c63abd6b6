/** Bytes to text. Nothing is replaced or guessed: what does not decode is refused with its offset. */
import { TextDecoder } from 'node:util';
import { PassmusterError } from '../errors.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1';
  readonly bom: boolean;
}

type Encoding = DecodedText['encoding'];

/** As many bytes as it takes to tell. */
const sniffLength = 4;

/** The encoding that the first bytes show: a byte order mark, or NUL in every second byte. Undefined: not shown. */
export function sniffEncoding(head: Uint8Array): { encoding: Encoding; bomLength: number } | undefined {
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
 * @param declared encoding named inside the document (XML declaration), lower case
 * @throws PassmusterError encoding-invalid, with the byte offset
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const shown = sniffEncoding(bytes);
  const encoding = shown?.encoding ?? declaredEncoding(declared);
  const bomLength = shown?.bomLength ?? 0;
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
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes a stream chunk by chunk, fatal as above.
 * @throws PassmusterError encoding-invalid, with the offset of the chunk's start
 */
export async function* decodeStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let offset = 0;
  /** The first bytes, until there are enough of them to show the encoding. */
  let start = new Uint8Array();
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder?.decode() : decoder?.decode(chunk, { stream: true });
    } catch {
      throw new PassmusterError('encoding-invalid', 'The text does not decode.', { offset });
    }
  };
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      start = new Uint8Array(Buffer.concat([start, chunk]));
      if (start.length < sniffLength) continue;
    }
    const bytes = decoder === undefined ? start : chunk;
    decoder ??= decoderFor(start);
    const text = decode(bytes);
    offset += bytes.length;
    if (text) yield text;
  }
  if (decoder === undefined) {
    decoder = decoderFor(start);
    const text = decode(start);
    if (text) yield text;
  }
  const rest = decode();
  if (rest) yield rest;
}

function decoderFor(start: Uint8Array): TextDecoder {
  return new TextDecoder(sniffEncoding(start)?.encoding ?? 'utf-8', { fatal: true });
}
