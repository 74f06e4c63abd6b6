/** A small zip in memory, for what goes out as one: parts of a workbook, an evidence pack. APPNOTE 4.3 without any of its extensions. */
import { crc32, deflateRawSync } from 'node:zlib';
import { PassmusterError } from '../../errors.ts';

/** Readers, ours among them, take what unfolds much more than this for a bomb; it is stored. */
const mostRatio = 100;
/** What the fields of a zip without extensions hold. */
const mostBytes = 0xffff_ffff;
const mostParts = 0xffff;

/**
 * @param parts contents by their names, which are ASCII. Times are those of the first day of zip, so that equal parts make equal bytes.
 * @throws PassmusterError output-failed for more than a zip of this kind can hold
 */
export function zipOf(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, part] of Object.entries(parts)) {
    const content = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const deflated = deflateRawSync(content);
    const isStored = deflated.length * mostRatio < content.length;
    const packed = isStored ? content : deflated;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version 2.0 is needed to unpack
    common.writeUInt16LE(isStored ? 0 : 8, 4); // stored, or deflate
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(held(packed.length), 14);
    common.writeUInt32LE(held(content.length), 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(held(offset), 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), common, place, Buffer.from(name)]));
    body.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(held(directory.length, mostParts), 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(held(central.length), 8);
  end.writeUInt32LE(held(offset), 12);
  return Buffer.concat([...body, central, Buffer.from('PK\u0005\u0006'), end]);
}

function held(value: number, most = mostBytes): number {
  if (value <= most) return value;
  throw new PassmusterError('output-failed', 'A zip without extensions cannot hold so much.');
}
