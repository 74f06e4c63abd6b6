/** How the entries of a zip lie in the file. Overlaps are how a small zip unfolds into a huge one; gaps hide entries. */
import type { ArchiveBytes } from './bytes.ts';
import { malformed } from './entry.ts';

/** Where an entry lies, from its local header to the end of its data. */
export interface ZipExtent {
  readonly start: number;
  readonly dataEnd: number;
  /** CRC-32, compressed and uncompressed size, where they are to stand once more behind the data. */
  readonly descriptor?: readonly [number, number, number];
}

/**
 * The entries lie one behind the other, from the first byte of the file to its central directory.
 * @throws PassmusterError archive-malformed
 */
export async function checkLayout(
  bytes: ArchiveBytes,
  extents: readonly ZipExtent[],
  directoryStart: number,
): Promise<void> {
  const sorted = extents.toSorted((a, b) => a.start - b.start);
  let at = 0;
  for (const [index, extent] of sorted.entries()) {
    checkJoint(at, extent.start);
    at = extent.dataEnd;
    if (extent.descriptor === undefined) continue;
    const next = sorted[index + 1]?.start ?? directoryStart;
    if (next > at && (await isDescriptor(bytes, at, next, extent.descriptor))) at = next;
    else if (next >= at) malformed('An entry is not followed by its sizes.', at);
  }
  checkJoint(at, directoryStart);
}

function checkJoint(end: number, start: number): void {
  if (start < end) malformed('Two entries of the zip overlap.', start);
  if (start > end) malformed('Bytes of the zip belong to no entry.', end);
}

/** APPNOTE 4.3.9: with or without a signature, sizes of four or of eight bytes. */
async function isDescriptor(
  bytes: ArchiveBytes,
  start: number,
  end: number,
  [crc, compressed, uncompressed]: readonly [number, number, number],
): Promise<boolean> {
  if (end - start > 24) return false;
  const found = Buffer.from(await bytes.read(start, end - start));
  const forms = [4, 8].map((width) => {
    const form = Buffer.alloc(8 + 2 * width);
    form.writeUInt32LE(0x08074b50, 0);
    form.writeUInt32LE(crc, 4);
    for (const [index, size] of [compressed, uncompressed].entries()) {
      if (width === 8) form.writeBigUInt64LE(BigInt(size), 8 + index * width);
      else form.writeUInt32LE(size % 2 ** 32, 8 + index * width);
    }
    return form;
  });
  return forms.some((form) => found.equals(form) || found.equals(form.subarray(4)));
}
