/** Decompression as a stream that watches what comes out (RFC 1951, RFC 1952). */
import { pipeline } from 'node:stream';
import { createGunzip, createInflateRaw, inflateRawSync } from 'node:zlib';
import { malformed } from './entry.ts';
import type { ArchiveBudget } from './budget.ts';

/**
 * @param length of the compressed bytes; the compressed stream has to end with them
 * @param budget undefined where the same bytes were counted before
 * @throws PassmusterError archive-malformed, archive-limit
 */
export async function* inflated(
  compressed: AsyncIterable<Uint8Array>,
  form: 'raw' | 'gzip',
  length: number,
  budget: ArchiveBudget | undefined,
): AsyncGenerator<Uint8Array> {
  const settings = { chunkSize: 128 * 1024 };
  const engine = form === 'gzip' ? createGunzip(settings) : createInflateRaw(settings);
  pipeline(compressed, engine, () => undefined); // a failure of either side ends the loop below
  let produced = 0;
  try {
    for await (const chunk of engine as AsyncIterable<Uint8Array>) {
      produced += chunk.length;
      budget?.checkRatio(produced, engine.bytesWritten);
      budget?.addBytes(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      malformed('Compressed data is damaged or cut off.');
    throw error;
  } finally {
    engine.destroy();
  }
  // zlib ignores what follows the end of a stream; another reader need not.
  if (engine.bytesWritten !== length) malformed('Bytes follow the end of compressed data.');
}

/** Up to here a file is inflated at once: setting up a stream takes twenty times as long as the work. */
export const smallBytes = 64 * 1024;

/**
 * A small deflated file.
 * @param size that it is to have; no more is unfolded
 * @throws PassmusterError archive-malformed
 */
export function inflatedSmall(compressed: Uint8Array, size: number): Uint8Array {
  const { buffer, engine } = attempt(compressed, size);
  if (engine.bytesWritten !== compressed.length) malformed('Bytes follow the end of compressed data.');
  return buffer;
}

function attempt(compressed: Uint8Array, size: number): Inflated {
  try {
    // With `info` the result is not a buffer; the types of Node do not say so.
    const options = { info: true, maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) };
    return inflateRawSync(compressed, options) as unknown as Inflated;
  } catch (error) {
    if (error instanceof RangeError) malformed('An entry is longer than its header says.');
    return malformed('Compressed data is damaged or cut off.');
  }
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}
