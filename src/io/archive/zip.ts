/**
 * Zip archives (APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). yauzl reads the central
 * directory and the local headers; what it lets pass is checked here, before the first entry is handed out: both headers
 * of an entry agree, and the entries lie one behind the other from the first byte to the directory. So there is one way
 * to read the archive, and no byte of it belongs to two entries or to none.
 */
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { ArchiveBudget } from './budget.ts';
import { type ArchiveBytes, slice, windowed } from './bytes.ts';
import { entryName, type IndexedEntry, malformed, type SkipReason } from './entry.ts';
import { inflated, inflatedSmall, smallBytes } from './inflate.ts';
import { readZipEnd } from './zip-end.ts';
import { checkLayout, type ZipExtent } from './zip-layout.ts';
import { hasDescriptor, type ListedEntry, listZip } from './zip-list.ts';

/** The entries, by name. @throws PassmusterError archive-malformed, archive-limit */
export async function indexZip(bytes: ArchiveBytes, budget: ArchiveBudget): Promise<IndexedEntry[]> {
  const near = windowed(bytes);
  const directory = await readZipEnd(bytes);
  budget.expectEntries(directory.entries);
  const extents: ZipExtent[] = [];
  const entries: IndexedEntry[] = [];
  let promised = 0;
  for await (const listed of listZip(bytes, directory)) {
    const { entry } = listed;
    const name = nameOf(entry);
    budget.addEntry(name);
    extents.push(extentOf(listed));
    if (isFolder(entry) && entry.uncompressedSize === 0) continue;
    if (name === '') malformed('An entry has no name.', entry.relativeOffsetOfLocalHeader);
    const skip = skipReason(entry, budget);
    if (skip !== 'encrypted') budget.checkRatio(entry.uncompressedSize, entry.compressedSize);
    if (skip === undefined) promised += entry.uncompressedSize;
    entries.push(indexed(name, skip, listed, near, budget));
  }
  await checkLayout(near, extents, directory.start);
  budget.expectBytes(promised);
  return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const unicodePathExtra = 0x7075;
const utf8Flag = 0x0800;

/**
 * Without a flag names are in code page 437, says APPNOTE; the archiver of macOS writes UTF-8 and no flag. What decodes as
 * UTF-8 is taken for it: a name is a label, and both headers have its bytes.
 */
function nameOf(entry: Entry): string {
  const isStated =
    (entry.generalPurposeBitFlag & utf8Flag) !== 0 ||
    entry.extraFields.some(({ id }) => id === unicodePathExtra);
  const text = isStated ? entry.fileName : (utf8(entry.fileNameRaw) ?? entry.fileName);
  return entryName(text, entry.relativeOffsetOfLocalHeader);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function extentOf({ entry, local }: ListedEntry): ZipExtent {
  const start = entry.relativeOffsetOfLocalHeader;
  const dataEnd = local.fileDataStart + entry.compressedSize;
  if (!hasDescriptor(entry)) return { start, dataEnd };
  return { start, dataEnd, descriptor: [entry.crc32, entry.compressedSize, entry.uncompressedSize] };
}

/** The type bits of a Unix mode, in the upper half of the external attributes; zero where the system has none. */
const modeType = ({ externalFileAttributes }: Entry) => (externalFileAttributes >>> 16) & 0xf000;
const unixFolder = 0x4000;
const unixFile = 0x8000;
const unixLink = 0xa000;

function isFolder(entry: Entry): boolean {
  return entry.fileName.endsWith('/') || modeType(entry) === unixFolder;
}

const stored = 0;
const deflated = 8;

function skipReason(entry: Entry, budget: ArchiveBudget): SkipReason | undefined {
  if (entry.isEncrypted()) return 'encrypted';
  if (isFolder(entry)) return 'folder with content';
  if (modeType(entry) === unixLink) return 'symbolic link';
  if (modeType(entry) !== unixFile && modeType(entry) !== 0) return 'special file';
  if (![stored, deflated].includes(entry.compressionMethod)) return 'unsupported compression';
  return entry.uncompressedSize > budget.entryBytes ? 'too large' : undefined;
}

function indexed(
  name: string,
  skip: SkipReason | undefined,
  { entry, local }: ListedEntry,
  bytes: ArchiveBytes,
  budget: ArchiveBudget,
): IndexedEntry {
  // Not the listed entry itself: an index may hold very many.
  const { uncompressedSize: size, compressedSize, crc32: crc } = entry;
  const start = local.fileDataStart;
  const isDeflated = entry.compressionMethod === deflated;
  const open = (): AsyncGenerator<Uint8Array> => {
    const data = slice(bytes, start, start + compressedSize);
    if (!isDeflated) return checked(counted(data, budget), size, crc);
    const isSmall = Math.max(size, compressedSize) <= smallBytes;
    const content = isSmall
      ? counted(unfolded(data, size), budget)
      : inflated(data, 'raw', compressedSize, budget);
    return checked(content, size, crc);
  };
  return { name, size, ...(skip === undefined ? {} : { skip }), open };
}

async function* unfolded(data: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of data) parts.push(chunk);
  yield inflatedSmall(Buffer.concat(parts), size);
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    budget.addBytes(chunk.length);
    yield chunk;
  }
}

/** Content that ends only when it has the size and the checksum of its headers. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  crc: number,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  let sum = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > size) malformed('An entry is longer than its header says.');
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (length < size) malformed('An entry is shorter than its header says.');
  if (sum !== crc) malformed('The content of an entry does not have its checksum.');
}
