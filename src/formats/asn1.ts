/**
 * Reads BER and DER (X.690) into a tree of elements: definite and indefinite lengths, constructed strings. Only what CMS
 * needs; lengths, depth and the number of elements are bounded before anything is read.
 */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';

export interface Asn1 {
  /** 0 universal, 1 application, 2 context, 3 private. */
  readonly tagClass: number;
  readonly tag: number;
  readonly constructed: boolean;
  /** Content octets; for an indefinite length without the end marker. */
  readonly content: Uint8Array;
  /** Header and content as they stood in the file. */
  readonly raw: Uint8Array;
  readonly children: readonly Asn1[];
  readonly offset: number;
}

const maximumDepth = 64;

/** One element and where it ended. @throws PassmusterError asn1-malformed with the byte offset */
export function readAsn1(bytes: Uint8Array): { element: Asn1; end: number } {
  return readElement(bytes, 0, 0, { left: limits.asn1Elements });
}

/** Two bytes can make an element that takes a hundred times as much memory, so they are counted. */
interface Budget {
  left: number;
}

function readElement(
  bytes: Uint8Array,
  at: number,
  depth: number,
  budget: Budget,
): { element: Asn1; end: number } {
  if (depth > maximumDepth) fail('The structure nests too deep.', at);
  if (budget.left-- === 0) fail('The structure has too many elements.', at);
  const identifier = octet(bytes, at);
  const constructed = (identifier & 0x20) !== 0;
  const tag = identifier & 0x1f;
  if (tag === 0x1f) fail('A multi-byte tag does not occur in CMS.', at);
  const { length, start } = readLength(bytes, at + 1);
  const shape = { tagClass: identifier >> 6, tag, constructed, offset: at };
  if (length === undefined) {
    if (!constructed) fail('A simple value has an indefinite length.', at);
    return readIndefinite(bytes, start, depth, budget, shape);
  }
  const end = start + length;
  if (end > bytes.length) fail('A value reaches beyond the file.', at);
  const content = bytes.subarray(start, end);
  const children = constructed ? readAll(bytes, start, end, depth, budget) : [];
  return { element: { ...shape, content, raw: bytes.subarray(at, end), children }, end };
}

type Shape = Pick<Asn1, 'tagClass' | 'tag' | 'constructed' | 'offset'>;

function readIndefinite(
  bytes: Uint8Array,
  start: number,
  depth: number,
  budget: Budget,
  shape: Shape,
): { element: Asn1; end: number } {
  const children: Asn1[] = [];
  let at = start;
  while (octet(bytes, at) !== 0 || octet(bytes, at + 1) !== 0) {
    const child = readElement(bytes, at, depth + 1, budget);
    children.push(child.element);
    at = child.end;
  }
  const end = at + 2;
  return {
    element: {
      ...shape,
      content: bytes.subarray(start, at),
      raw: bytes.subarray(shape.offset, end),
      children,
    },
    end,
  };
}

function readAll(bytes: Uint8Array, start: number, end: number, depth: number, budget: Budget): Asn1[] {
  const children: Asn1[] = [];
  let at = start;
  while (at < end) {
    const child = readElement(bytes.subarray(0, end), at, depth + 1, budget);
    children.push(child.element);
    at = child.end;
  }
  return children;
}

/** Undefined length: indefinite. */
function readLength(bytes: Uint8Array, at: number): { length: number | undefined; start: number } {
  const first = octet(bytes, at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const width = first & 0x7f;
  if (width === 0) return { length: undefined, start: at + 1 };
  if (width > 4) fail('A length is too large.', at);
  let length = 0;
  for (let index = 1; index <= width; index += 1) length = length * 256 + octet(bytes, at + index);
  return { length, start: at + 1 + width };
}

function octet(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  return value ?? fail('The file ends inside the structure.', at);
}

function fail(message: string, offset: number): never {
  throw new PassmusterError('asn1-malformed', message, { offset });
}

/** Dotted text of an object identifier's content octets. */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/**
 * The bytes of an OCTET STRING, joined when it came in pieces.
 * @throws PassmusterError asn1-malformed when a piece is something else
 */
export function octetString(element: Asn1): Uint8Array {
  if (!element.constructed) return element.content;
  for (const child of element.children)
    if (!isOctetString(child)) fail('A piece of an octet string is not one itself.', child.offset);
  return new Uint8Array(Buffer.concat(element.children.map((child) => octetString(child))));
}

export function isOctetString(element: Asn1): boolean {
  return element.tagClass === 0 && element.tag === 4;
}
