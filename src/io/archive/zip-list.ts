/** The entries of a zip as yauzl lists them, each with its local header; nothing is judged but whether the two agree. */
import type { Entry, ExtraField, LocalFileHeader, RandomAccessReader } from 'yauzl';
import { PassmusterError } from '../../errors.ts';
import { limits } from '../limits.ts';
import { type ArchiveBytes, windowed } from './bytes.ts';
import { malformed } from './entry.ts';
import { exact, type ZipDirectory } from './zip-end.ts';

export interface ListedEntry {
  readonly entry: Entry;
  readonly local: LocalFileHeader;
}

/** @throws PassmusterError archive-malformed, archive-limit */
export async function* listZip(bytes: ArchiveBytes, directory: ZipDirectory): AsyncGenerator<ListedEntry> {
  const yauzl = await import('yauzl');
  const reader = await readerOver(bytes, directory.start, yauzl.RandomAccessReader);
  const zip = await byYauzl(() =>
    yauzl.fromRandomAccessReaderPromise(reader, bytes.size, {
      autoClose: false,
      decodeStrings: true,
      lazyEntries: true,
      strictFileNames: true,
      validateEntrySizes: true,
    }),
  );
  const listed = zip.eachEntry();
  let at = directory.start;
  for (;;) {
    const next = await byYauzl(() => listed.next());
    if (next.done === true) break;
    const entry = next.value;
    at += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    const local = await byYauzl(() => zip.readLocalFileHeaderPromise(entry));
    const localExtra = await byYauzl(async () => yauzl.parseExtraFields(local.extraField));
    checkAgreement(entry, local, localExtra);
    yield { entry, local };
  }
  if (at !== directory.end) malformed('The central directory is longer or shorter than its entries.', at);
}

type ReaderClass = typeof RandomAccessReader;

/** The directory lies in memory, so that listing costs no call of the system for each entry. */
async function readerOver(
  bytes: ArchiveBytes,
  directoryStart: number,
  Base: ReaderClass,
): Promise<RandomAccessReader> {
  const length = bytes.size - directoryStart;
  if (length > limits.documentBytes)
    throw new PassmusterError(
      'archive-limit',
      `The central directory is longer than ${limits.documentBytes} bytes.`,
    );
  const directory = await bytes.read(directoryStart, length);
  const near = windowed(bytes);
  class Reader extends Base {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null) => void,
    ): void {
      const give = (found: Uint8Array): void => {
        if (found.length < length) throw new Error('unexpected EOF');
        buffer.set(found, offset);
        callback(null);
      };
      if (position >= directoryStart)
        give(directory.subarray(position - directoryStart, position - directoryStart + length));
      else
        near
          .read(position, length)
          .then(give)
          .catch((error: Error) => callback(error));
    }
  }
  return new Reader();
}

/** What yauzl refuses, in words of ours: its own repeat what stands in the file. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^invalid characters/, 'A name holds a backslash.'],
  [/^absolute path/, 'A name is an absolute path.'],
  [/^invalid relative path/, 'A name leads out of the archive.'],
  [/^strong encryption/, 'The zip is encrypted in a form that hides its entries.'],
  [/size mismatch/, 'A stored entry has two sizes.'],
  [/^(unexpected EOF|file data overflows)/, 'An entry does not lie in the zip.'],
];

async function byYauzl<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof PassmusterError || !(error instanceof Error)) throw error;
    const known = refusals.find(([pattern]) => pattern.test(error.message));
    return malformed(known?.[1] ?? 'A header of the zip is damaged.');
  }
}

/** Flags that say how the data is to be read: encrypted, sizes behind it, strong encryption, headers masked. */
const readingFlags = 0x2049;
const descriptorFlag = 0x0008;
const zip64Extra = 0x0001;

/** Does the entry have its sizes behind its data? */
export function hasDescriptor({ generalPurposeBitFlag }: Entry): boolean {
  return (generalPurposeBitFlag & descriptorFlag) !== 0;
}

/** A reader that goes through the file and one that trusts the directory must find the same. */
function checkAgreement(entry: Entry, local: LocalFileHeader, localExtra: readonly ExtraField[]): void {
  const position = entry.relativeOffsetOfLocalHeader;
  const isSame =
    entry.fileNameRaw.equals(local.fileName) &&
    entry.compressionMethod === local.compressionMethod &&
    (entry.generalPurposeBitFlag & readingFlags) === (local.generalPurposeBitFlag & readingFlags);
  if (!isSame) malformed('The two headers of an entry differ.', position);
  if (zip64Of(entry.extraFields).length > 1 || zip64Of(localExtra).length > 1)
    malformed('An entry has its zip64 sizes twice.', position);
  const stated = localSizes(local, localExtra);
  const expected = [entry.crc32, entry.compressedSize, entry.uncompressedSize];
  const isOpen = (value: number) => hasDescriptor(entry) && value === 0;
  if (!stated.every((value, index) => isOpen(value) || value === expected[index]))
    malformed('The two headers of an entry differ in its size or checksum.', position);
}

const zip64Of = (fields: readonly ExtraField[]) => fields.filter(({ id }) => id === zip64Extra);

/** APPNOTE 4.5.3: a size of all ones stands in the extra field, the uncompressed one first. */
function localSizes(local: LocalFileHeader, extra: readonly ExtraField[]): [number, number, number] {
  let { compressedSize, uncompressedSize } = local;
  const wide = zip64Of(extra)[0]?.data;
  let at = 0;
  const next = (short: number): number => {
    if (short !== 0xffffffff || wide === undefined || wide.length < at + 8) return short;
    at += 8;
    return exact(wide, at - 8, local.fileDataStart);
  };
  uncompressedSize = next(uncompressedSize);
  compressedSize = next(compressedSize);
  return [local.crc32, compressedSize, uncompressedSize];
}
