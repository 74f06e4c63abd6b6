/** Gzip (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952): one compressed stream, of a tar or of one file. */
import { crc32 } from 'node:zlib';
import { PassmusterError } from '../../errors.ts';
import type { ArchiveBudget } from './budget.ts';
import { type ArchiveBytes, slice } from './bytes.ts';
import type { ArchiveNote, IndexedEntry } from './entry.ts';
import { inflated } from './inflate.ts';

const trailerLength = 8;

/**
 * The content of all members, one behind the other, as the RFC has it. Readers that stop after the first see less; the
 * trailer at the end of the file belongs to the last member, so it fits the whole content only when there is one.
 * @param budget undefined where the same bytes were counted before
 */
export async function* gunzipped(
  bytes: ArchiveBytes,
  budget: ArchiveBudget | undefined,
  notes: Set<ArchiveNote>,
): AsyncGenerator<Uint8Array> {
  const trailer = Buffer.from(await bytes.read(Math.max(0, bytes.size - trailerLength), trailerLength));
  let sum = 0;
  let length = 0;
  for await (const chunk of inflated(slice(bytes, 0, bytes.size), 'gzip', bytes.size, budget)) {
    sum = crc32(chunk, sum);
    length += chunk.length;
    yield chunk;
  }
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32)
    notes.add('several gzip members');
}

/** The first bytes of the content. @throws PassmusterError archive-malformed */
export async function gzipHead(bytes: ArchiveBytes, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let found = 0;
  for await (const chunk of gunzipped(bytes, undefined, new Set())) {
    parts.push(chunk);
    found += chunk.length;
    if (found >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** A compressed file that is no tar. Its name is that of the archive; the one in its header may be anything. */
export function singleFile(
  archive: string,
  bytes: ArchiveBytes,
  budget: ArchiveBudget,
  notes: Set<ArchiveNote>,
): IndexedEntry {
  const base = archive.slice(archive.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  const name = base === '' || base === '-' ? 'content' : base;
  budget.addEntry(name);
  return { name, size: undefined, open: () => bounded(gunzipped(bytes, budget, notes), budget.entryBytes) };
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most)
      throw new PassmusterError('archive-limit', `A compressed file is longer than ${most} bytes.`);
    yield chunk;
  }
}
