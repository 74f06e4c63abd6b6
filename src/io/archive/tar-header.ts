/**
 * Headers of tar: ustar and pax (POSIX.1-2024, pax, "ustar Interchange Format" and "pax Extended Header",
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html), GNU long names and sizes in base 256
 * (https://www.gnu.org/software/tar/manual/html_node/Standard.html). Where two readers of tar are known to differ, the
 * archive is refused.
 */
import { malformed } from './entry.ts';

export const blockLength = 512;

export interface TarHeader {
  /** One character; NUL is written as `0`. */
  readonly type: string;
  readonly name: Uint8Array;
  readonly link: Uint8Array;
  readonly size: number;
}

const magicAt = 257;
const checksumAt = 148;

/** Does a tar begin here? By its mark, or, where there is none, by a checksum that fits. */
export function isTarHead(head: Uint8Array): boolean {
  const block = Buffer.from(head.subarray(0, blockLength));
  if (block.length < blockLength) return false;
  const magic = block.toString('latin1', magicAt, magicAt + 6);
  if (magic === 'ustar\u0000' || magic === 'ustar ') return true;
  const stated = octal(block.toString('latin1', checksumAt, checksumAt + 8));
  return block[0] !== 0 && stated !== undefined && stated === checksum(block);
}

/** @throws PassmusterError archive-malformed */
export function readTarHeader(bytes: Uint8Array, offset: number): TarHeader {
  const block = Buffer.from(bytes);
  if (octal(block.toString('latin1', checksumAt, checksumAt + 8)) !== checksum(block))
    malformed('A header of the tar does not have its checksum.', offset);
  const type = block.toString('latin1', 156, 157);
  const name = untilNul(block.subarray(0, 100));
  // GNU's own mark ends in a space, and then other things stand where the prefix would.
  const isUstar = block.toString('latin1', magicAt, magicAt + 6) === 'ustar\u0000';
  const prefix = isUstar ? untilNul(block.subarray(345, 500)) : new Uint8Array();
  return {
    type: type === '\u0000' ? '0' : type,
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    link: untilNul(block.subarray(157, magicAt)),
    size: sizeOf(block.subarray(124, 136), offset),
  };
}

/** The sum of all bytes, with the checksum itself as spaces. */
function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < blockLength; at += 1)
    if (at < checksumAt || at >= checksumAt + 8) sum += block[at] ?? 0;
  return sum;
}

function octal(field: string): number | undefined {
  const digits = /^ *([0-7]+)[ \u0000]*$/.exec(field)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function sizeOf(field: Buffer, offset: number): number {
  const isBase256 = ((field[0] ?? 0) & 0x80) !== 0;
  // A first byte of FF would be a negative number.
  const wide = field[0] === 0x80 ? Number(BigInt(`0x${field.toString('hex', 1)}`)) : undefined;
  const size = isBase256 ? wide : octal(field.toString('latin1'));
  if (size === undefined || !Number.isSafeInteger(size))
    malformed('A header of the tar holds no valid size.', offset);
  return size;
}

function untilNul(field: Uint8Array): Uint8Array {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** @throws PassmusterError archive-malformed */
export function tarText(bytes: Uint8Array, offset: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return malformed('A name is not valid UTF-8.', offset);
  }
}

/** What a pax header says about the entry after it; times, owners and attributes are left out. */
export interface PaxValues {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
}

/** @throws PassmusterError archive-malformed */
export function readPax(bytes: Uint8Array, offset: number): PaxValues {
  const values = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const { key, value, end } = paxRecord(bytes, at, offset);
    if (key.startsWith('GNU.sparse.')) malformed('A file of the tar is sparse.', offset);
    if (['path', 'linkpath', 'size'].includes(key)) {
      if (values.has(key)) malformed('An extended header holds a key twice.', offset);
      values.set(key, tarText(value, offset));
    }
    at = end;
  }
  const path = values.get('path');
  const linkpath = values.get('linkpath');
  const size = values.get('size');
  if (path === '' || (size !== undefined && !/^[0-9]{1,15}$/.test(size)))
    malformed('An extended header holds a name or size that is none.', offset);
  return {
    ...(path === undefined ? {} : { path }),
    ...(linkpath === undefined ? {} : { linkpath }),
    ...(size === undefined ? {} : { size: Number(size) }),
  };
}

/** `25 path=some/file\n`: the length counts all of the record. */
function paxRecord(
  bytes: Uint8Array,
  at: number,
  offset: number,
): { key: string; value: Uint8Array; end: number } {
  const start = Buffer.from(bytes.subarray(at, at + 10)).toString('latin1');
  const digits = /^([1-9][0-9]{0,7}) /.exec(start)?.[1] ?? '';
  const end = at + Number(digits);
  const equals = bytes.indexOf(0x3d, at);
  const keyStart = at + digits.length + 1;
  const isWhole =
    digits !== '' && end <= bytes.length && bytes[end - 1] === 0x0a && equals > keyStart && equals < end;
  if (!isWhole) malformed('An extended header of the tar is damaged.', offset);
  const key = Buffer.from(bytes.subarray(keyStart, equals)).toString('latin1');
  return { key, value: bytes.subarray(equals + 1, end - 1), end };
}
