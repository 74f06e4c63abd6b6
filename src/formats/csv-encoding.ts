/** Which encoding a CSV file is in, decided once on its first bytes. CSV is the one format that cannot declare it. */
import { TextDecoder } from 'node:util';
import { limits } from '../io/limits.ts';
import { decodeStream, sniffEncoding, type StreamEncoding } from './text.ts';

/** The file as text, with what was decided on its head. */
export interface CsvText {
  readonly encoding: StreamEncoding;
  /** The text of the head: the first `limits.headBytes` bytes whatever the chunks are. */
  readonly head: string;
  /** The head is the whole file. */
  readonly isWhole: boolean;
  /** What follows the head. */
  readonly rest: AsyncIterator<string>;
}

/**
 * @param stated the encoding that the operator names; a byte order mark and UTF-16 show themselves and come first
 * @throws PassmusterError encoding-invalid, with the byte offset
 */
export async function openCsvText(
  chunks: AsyncIterable<Uint8Array>,
  stated: 'utf-8' | 'windows-1252' | undefined,
): Promise<CsvText> {
  const source = chunks[Symbol.asyncIterator]();
  const { head, beyond } = await takeHead(source);
  const fallback = stated ?? encodingOf(head);
  const rest = decodeStream(joined(head, beyond, source), fallback);
  const first = await rest.next();
  return {
    encoding: sniffEncoding(head)?.encoding ?? fallback,
    head: first.done === true ? '' : first.value,
    isWhole: beyond.length === 0,
    rest,
  };
}

/** Exactly the first bytes, so that nothing depends on how the file arrives, and what came along with them. */
async function takeHead(
  source: AsyncIterator<Uint8Array>,
): Promise<{ head: Uint8Array; beyond: Uint8Array }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= limits.headBytes) {
    const next = await source.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const bytes = new Uint8Array(Buffer.concat(parts));
  return { head: bytes.subarray(0, limits.headBytes), beyond: bytes.subarray(limits.headBytes) };
}

async function* joined(
  head: Uint8Array,
  beyond: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    if (beyond.length === 0) return; // the source has ended
    yield beyond;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** A character of two to four bytes as UTF-8 writes it. */
const multibyte = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/;

/**
 * Windows-1252 only where nothing speaks for UTF-8: some byte cannot be UTF-8, and no group of bytes looks like it.
 * With both in one head the file is damaged or mixed, and reading it as UTF-8 refuses it at the byte. A character that
 * the end of the head cuts is no evidence: a cut UTF-8 file must not turn into another text.
 */
function encodingOf(head: Uint8Array): 'utf-8' | 'windows-1252' {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return multibyte.test(Buffer.from(head).toString('latin1')) ? 'utf-8' : 'windows-1252';
  }
}
