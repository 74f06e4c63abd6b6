/** Bytes, chunks and refusals: what the tests of every reader need. Hostile inputs are built here, never stored. */
import { PassmusterError } from '../../src/errors.ts';
import type { TreeNode } from '../../src/formats/node.ts';

/** How many cases a property tries; raised for long runs. */
export const runs = Number(process.env['PASSMUSTER_RUNS'] ?? 200);

/** An expected error, which says in a sentence what is wrong. */
function expected(error: unknown): PassmusterError {
  if (!(error instanceof PassmusterError)) throw error;
  if (!/^\S.* .*\.$/.test(error.message)) throw new Error(`"${error.message}" is no sentence`);
  return error;
}

/** The error that reading ends in. Fails when a value comes out instead, or an error that is not an expected one. */
export function refusal(read: () => unknown): PassmusterError {
  try {
    read();
  } catch (error) {
    return expected(error);
  }
  throw new Error('the reader accepted what it must refuse');
}

/** The same for readers that stream. */
export async function refusalOf(read: () => Promise<unknown>): Promise<PassmusterError> {
  try {
    await read();
  } catch (error) {
    return expected(error);
  }
  throw new Error('the reader accepted what it must refuse');
}

export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function utf16(text: string, order: 'le' | 'be', bom = true): Uint8Array {
  const bytes = Buffer.from((bom ? '\uFEFF' : '') + text, 'utf16le');
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

/** A big-endian unsigned integer of a given width. */
export function unsigned(value: number | bigint, width: number): Uint8Array {
  let rest = BigInt.asUintN(width * 8, BigInt(value));
  const bytes = new Uint8Array(width);
  for (let at = width - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** A stream of the bytes, cut into pieces of the sizes given in turn; the last size serves for the rest. */
export async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? bytes.length);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The bytes with one of them changed. */
export function flipped(bytes: Uint8Array, at: number, mask = 0x01): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** A DER element: identifier octet, shortest length, content. */
export function der(identifier: number, ...content: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = concat(...content);
  const short = body.length < 0x80;
  const width = short ? 0 : Math.ceil(Math.log2(body.length + 1) / 8);
  const length = short ? [body.length] : [0x80 | width, ...unsigned(body.length, width)];
  return concat([identifier], length, body);
}

/** The plain value of a tree, for comparison with other readers; exact integers stay bigint. */
export function plainOf(node: TreeNode): unknown {
  switch (node.type) {
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]));
    case 'list':
      return node.items.map((item) => plainOf(item));
    case 'null':
      return null;
    default:
      return node.value;
  }
}

/** How deep the tree is, counted without recursion. */
export function depthOf(root: TreeNode): number {
  let deepest = 0;
  const open: [TreeNode, number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    const children =
      node.type === 'list' ? node.items : node.type === 'map' ? [...node.entries.values()] : [];
    for (const child of children) open.push([child, depth + 1]);
  }
  return deepest;
}
