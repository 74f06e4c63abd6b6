/**
 * The end of a zip: where its central directory lies, how long it is, how many entries it has (APPNOTE.TXT 6.3.10,
 * 4.3.14 to 4.3.16, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). yauzl finds the directory by the same
 * records but does not look whether they fit together.
 */
import type { ArchiveBytes } from './bytes.ts';
import { malformed } from './entry.ts';

export interface ZipDirectory {
  /** From the first central header up to the record that follows the last one. */
  readonly start: number;
  readonly end: number;
  readonly entries: number;
}

const endLength = 22;
const locatorLength = 20;
const zip64Length = 56;

/** @throws PassmusterError archive-malformed */
export async function readZipEnd(bytes: ArchiveBytes): Promise<ZipDirectory> {
  const tailStart = Math.max(0, bytes.size - endLength - 0xffff);
  const tail = Buffer.from(await bytes.read(tailStart, bytes.size - tailStart));
  const at = tail.lastIndexOf('PK\u0005\u0006', tail.length - endLength, 'latin1');
  if (tail.length < endLength || at < 0)
    malformed('The end record of the zip is missing: the file is cut off, or something follows it.');
  const position = tailStart + at;
  const record = tail.subarray(at);
  if (record.readUInt16LE(20) !== record.length - endLength)
    malformed('Bytes follow the end of the zip.', position);
  const short = {
    disk: record.readUInt16LE(4),
    directoryDisk: record.readUInt16LE(6),
    diskEntries: record.readUInt16LE(8),
    entries: record.readUInt16LE(10),
    size: record.readUInt32LE(12),
    start: record.readUInt32LE(16),
  };
  const zip64 = await readZip64(bytes, position);
  const all = zip64?.values ?? short;
  for (const [name, limit] of shortFields)
    if (short[name] !== limit && short[name] !== all[name])
      malformed('The two end records of the zip differ.', position);
  if (all.disk !== 0 || all.directoryDisk !== 0 || all.diskEntries !== all.entries)
    malformed('The zip is one of several parts.', position);
  const end = zip64?.position ?? position;
  if (all.start + all.size !== end)
    malformed('The central directory does not lie where the end of the zip says.', position);
  return { start: all.start, end, entries: all.entries };
}

/** A field of the short record says nothing when it holds this value and a zip64 record is there. */
const shortFields = [
  ['disk', 0xffff],
  ['directoryDisk', 0xffff],
  ['diskEntries', 0xffff],
  ['entries', 0xffff],
  ['size', 0xffffffff],
  ['start', 0xffffffff],
] as const;

async function readZip64(
  bytes: ArchiveBytes,
  endPosition: number,
): Promise<{ position: number; values: Record<(typeof shortFields)[number][0], number> } | undefined> {
  const locatorPosition = endPosition - locatorLength;
  if (locatorPosition < 0) return undefined;
  const locator = Buffer.from(await bytes.read(locatorPosition, locatorLength));
  if (locator.readUInt32LE(0) !== 0x07064b50) return undefined;
  const position = exact(locator, 8, locatorPosition);
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1)
    malformed('The zip is one of several parts.', locatorPosition);
  if (position + zip64Length > locatorPosition)
    malformed('The zip64 end record lies outside of the zip.', locatorPosition);
  const record = Buffer.from(await bytes.read(position, zip64Length));
  if (record.readUInt32LE(0) !== 0x06064b50 || exact(record, 4, position) + 12 !== locatorPosition - position)
    malformed('The zip64 end record is damaged.', position);
  const values = {
    disk: record.readUInt32LE(16),
    directoryDisk: record.readUInt32LE(20),
    diskEntries: exact(record, 24, position),
    entries: exact(record, 32, position),
    size: exact(record, 40, position),
    start: exact(record, 48, position),
  };
  return { position, values };
}

/** Eight bytes, little-endian, as a number that is exact. */
export function exact(bytes: Buffer, at: number, position: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) malformed('A number of the zip is too large to be true.', position);
  return value;
}
