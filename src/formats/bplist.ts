/**
 * Binary property lists (bplist00), read as if crafted by an enemy: the offset table is validated first, every reference
 * is bounded, cycles are found by colouring, shared references are expanded under a budget of values and of depth, and
 * objects that overlap one another under one of bytes.
 * Layout: CoreFoundation, CFBinaryPList.c (header comment).
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { MapBuilder, type TreeNode } from './node.ts';

const trailerLength = 32;
const headerLength = 8;
/** Seconds between 1970 and 2001, where Apple's clock starts. */
const appleEpoch = 978_307_200;

export function isBplist(bytes: Uint8Array): boolean {
  return bytes.length >= headerLength && Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'bplist00';
}

export interface BplistOptions {
  /** References of a keyed archive are taken, as XML spells them: `{CF$UID: 7}`. Elsewhere they have no place. */
  readonly references?: true;
}

/** @throws PassmusterError bplist-malformed, bplist-too-large, date-invalid, nesting-too-deep; with the byte offset */
export function readBplist(bytes: Uint8Array, options: BplistOptions = {}): TreeNode {
  return new BplistReader(bytes, options).read();
}

interface Decoded {
  readonly node: TreeNode;
  /** Values in it and below it, as expanded. */
  readonly size: number;
  /** Levels below it. */
  readonly height: number;
}

const leaf = (node: TreeNode): Decoded => ({ node, size: 1, height: 0 });

class BplistReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #hasReferences: boolean;
  readonly #decoded = new Map<number, Decoded>();
  /** Objects that were begun. Met again before it is decoded, one holds itself. */
  readonly #begun = new Set<number>();
  #count = 0;
  #offsetSize = 0;
  #refSize = 0;
  #tableAt = 0;
  /** Bytes of strings and data taken so far. */
  #taken = 0;

  constructor(bytes: Uint8Array, { references = false }: { references?: boolean }) {
    this.#bytes = bytes;
    this.#hasReferences = references;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): TreeNode {
    if (!isBplist(this.#bytes)) fail('The file does not start as a binary property list.', 0);
    const top = this.#readTrailer();
    return this.#object(top, 0).node;
  }

  /** Reads trailer and offset table; returns the number of the top object. */
  #readTrailer(): number {
    const length = this.#bytes.length;
    if (length < headerLength + trailerLength) fail('The binary property list is too short.', length);
    const at = length - trailerLength;
    const offsetSize = this.#bytes[at + 6] ?? 0;
    this.#offsetSize = offsetSize;
    this.#refSize = this.#bytes[at + 7] ?? 0;
    if (offsetSize < 1 || offsetSize > 8 || this.#refSize < 1 || this.#refSize > 8)
      fail('The trailer has an impossible width.', at + 6);
    const count = this.#safe(at + 8, 8);
    const top = this.#safe(at + 16, 8);
    this.#tableAt = this.#safe(at + 24, 8);
    if (this.#tableAt < headerLength + 1 || this.#tableAt >= at)
      fail('The offset table lies outside the file.', at + 24);
    if (count !== (at - this.#tableAt) / offsetSize)
      fail('The number of objects does not match the offset table.', at + 8);
    if (top >= count) fail('The top object does not exist.', at + 16);
    this.#count = count;
    for (let index = 0; index < count; index += 1) {
      const offset = this.#offset(index);
      if (offset < headerLength || offset >= this.#tableAt)
        fail('An offset points outside the objects.', this.#tableAt + index * offsetSize);
    }
    return top;
  }

  /** Where an object starts. Read from the file each time: a copy of the table could be eight times as long. */
  #offset(index: number): number {
    return this.#safe(this.#tableAt + index * this.#offsetSize, this.#offsetSize);
  }

  #object(index: number, depth: number): Decoded {
    const known = this.#decoded.get(index);
    const at = this.#offset(index);
    // Decoded once, an object may still stand deeper the next time it is referred to.
    if (depth + (known?.height ?? 0) > limits.documentDepth)
      throw new PassmusterError(
        'nesting-too-deep',
        `The document nests deeper than ${limits.documentDepth} levels.`,
        { offset: at },
      );
    if (known !== undefined) return known;
    if (this.#begun.has(index)) fail('A collection contains itself.', at);
    this.#begun.add(index);
    const decoded = this.#decode(at, depth);
    if (decoded.size > limits.plistNodes)
      throw new PassmusterError(
        'bplist-too-large',
        `The property list expands to more than ${limits.plistNodes} values.`,
        { offset: at },
      );
    this.#decoded.set(index, decoded);
    return decoded;
  }

  #decode(at: number, depth: number): Decoded {
    const marker = this.#bytes[at] ?? 0;
    const kind = marker >> 4;
    const low = marker & 0x0f;
    switch (kind) {
      case 0x0:
        if (low === 8 || low === 9) return leaf({ type: 'boolean', value: low === 9, line: 0 });
        break;
      case 0x1:
        if (low <= 4) return leaf({ type: 'integer', value: this.#integer(at + 1, 1 << low), line: 0 });
        break;
      case 0x2:
        if (low === 2 || low === 3)
          return leaf({ type: 'real', value: this.#real(at + 1, 1 << low), line: 0 });
        break;
      case 0x3:
        if (low === 3) return leaf({ type: 'date', value: this.#date(at + 1), line: 0 });
        break;
      case 0x4:
      case 0x5:
      case 0x6:
        return leaf(this.#bytesOrText(kind, at));
      case 0x8:
        if (this.#hasReferences) return leaf(this.#reference(at + 1, low + 1));
        break;
      case 0xa:
        return this.#array(at, depth);
      case 0xd:
        return this.#dict(at, depth);
    }
    return fail('An object has an unknown type.', at);
  }

  #integer(at: number, width: number): number | bigint {
    this.#room(at, width);
    let value = 0n;
    for (let index = 0; index < width; index += 1)
      value = (value << 8n) | BigInt(this.#bytes[at + index] ?? 0);
    // One to four bytes are unsigned, eight are signed; sixteen bytes hold unsigned values beyond 2^63.
    if (width === 8) value = BigInt.asIntN(64, value);
    if (value >= 1n << 64n) fail('An integer does not fit 64 bits.', at);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #reference(at: number, width: number): TreeNode {
    this.#room(at, width);
    const map = new MapBuilder();
    map.add('CF$UID', { type: 'integer', value: this.#safe(at, width), line: 0 });
    return map.build(0);
  }

  #real(at: number, width: number): number {
    this.#room(at, width);
    const value = width === 4 ? this.#view.getFloat32(at) : this.#view.getFloat64(at);
    if (!Number.isFinite(value)) fail('A real is not a finite number.', at);
    return value;
  }

  #date(at: number): string {
    // Whole seconds first: in the sum a tiny part of a second would be lost, and the day before 2001 with it.
    const time = new Date((Math.floor(this.#real(at, 8)) + appleEpoch) * 1000);
    const text = Number.isNaN(time.getTime()) ? '' : time.toISOString();
    if (text.length !== 24)
      throw new PassmusterError('date-invalid', 'A date is no day of the calendar.', { offset: at });
    return `${text.slice(0, 19)}Z`;
  }

  #bytesOrText(kind: number, at: number): TreeNode {
    const { count, start } = this.#length(at);
    const length = kind === 0x6 ? count * 2 : count;
    this.#room(start, length);
    if (length > limits.stringLength) fail('A value is longer than the limit.', at);
    this.#taken += length;
    if (this.#taken > this.#tableAt) fail('Values overlap each other.', at);
    const raw = this.#bytes.slice(start, start + length);
    if (kind === 0x4) return { type: 'data', value: raw, line: 0 };
    if (kind === 0x5) {
      if (raw.some((byte) => byte >= 0x80)) fail('An ASCII string holds other bytes.', at);
      return { type: 'string', value: Buffer.from(raw).toString('latin1'), line: 0 };
    }
    const value = Buffer.from(raw).swap16().toString('utf16le');
    if (!value.isWellFormed()) fail('A string holds half of a surrogate pair.', at);
    return { type: 'string', value, line: 0 };
  }

  #array(at: number, depth: number): Decoded {
    const { count, start } = this.#length(at);
    this.#room(start, count * this.#refSize);
    const items: TreeNode[] = [];
    let size = 1;
    let height = 0;
    for (let index = 0; index < count; index += 1) {
      const item = this.#object(this.#ref(start + index * this.#refSize), depth + 1);
      items.push(item.node);
      size += item.size;
      height = Math.max(height, item.height + 1);
      if (size > limits.plistNodes) break;
    }
    return { node: { type: 'list', items, line: 0 }, size, height };
  }

  #dict(at: number, depth: number): Decoded {
    const { count, start } = this.#length(at);
    this.#room(start, count * 2 * this.#refSize);
    const map = new MapBuilder();
    let size = 1;
    let height = 0;
    for (let index = 0; index < count; index += 1) {
      const keyAt = start + index * this.#refSize;
      const key = this.#object(this.#ref(keyAt), depth + 1).node;
      if (key.type !== 'string') fail('A key is not a string.', keyAt);
      if (key.value.length > limits.keyLength) fail('A key is longer than the limit.', keyAt);
      if (key.value === '__proto__') fail('The key __proto__ is refused.', keyAt);
      const value = this.#object(this.#ref(keyAt + count * this.#refSize), depth + 1);
      map.add(key.value, value.node);
      size += 1 + value.size;
      height = Math.max(height, value.height + 1);
      if (size > limits.plistNodes) break;
    }
    return { node: map.build(0), size, height };
  }

  /** The length of an object: in the marker, or in an integer that follows it. */
  #length(at: number): { count: number; start: number } {
    const low = (this.#bytes[at] ?? 0) & 0x0f;
    if (low !== 0x0f) return { count: low, start: at + 1 };
    const marker = this.#bytes[at + 1] ?? 0;
    if (marker >> 4 !== 0x1 || (marker & 0x0f) > 3) fail('A length is not an integer.', at + 1);
    const width = 1 << (marker & 0x0f);
    return { count: this.#safe(at + 2, width), start: at + 2 + width };
  }

  #ref(at: number): number {
    const ref = this.#safe(at, this.#refSize);
    if (ref >= this.#count) fail('A reference points to no object.', at);
    return ref;
  }

  /** An unsigned integer that must be exact as a number. It ends within the file: the trailer follows all others. */
  #safe(at: number, width: number): number {
    let value = 0;
    for (let index = 0; index < width; index += 1) value = value * 256 + (this.#bytes[at + index] ?? 0);
    if (!Number.isSafeInteger(value)) fail('A number is too large.', at);
    return value;
  }

  /** Every object must end before the offset table. */
  #room(at: number, length: number): void {
    if (at + length > this.#tableAt) fail('An object reaches beyond the objects.', at);
  }
}

function fail(message: string, offset: number): never {
  throw new PassmusterError('bplist-malformed', message, { offset });
}
