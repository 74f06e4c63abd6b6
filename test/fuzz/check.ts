/** What must never happen, whatever the bytes: the checks that the targets of this folder share. */
import { PassmusterError } from '../../src/errors.ts';
import type { TreeNode } from '../../src/formats/node.ts';
import { limits } from '../../src/io/limits.ts';

/** A small input that takes longer, of the processor and not of the clock, is an attack on the reader. */
const slowMilliseconds = 2000;
const smallBytes = 64 * 1024;

/** Something that a reader must never do; anything else that escapes a target is a defect as well. */
export class Violation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Violation';
  }
}

/** Runs a reader: a value is handed to the check, an expected error is an answer, everything else escapes. */
export function attempt<T>(
  data: Uint8Array,
  read: () => T,
  check: (value: T) => void = () => undefined,
): void {
  const start = process.cpuUsage();
  try {
    check(read());
  } catch (error) {
    requireExpected(error);
  }
  requireFast(data, start);
  requireCleanPrototype();
}

/** The same for readers that stream. */
export async function attemptAsync<T>(
  data: Uint8Array,
  read: () => Promise<T>,
  check: (value: T) => void = () => undefined,
): Promise<void> {
  const start = process.cpuUsage();
  try {
    check(await read());
  } catch (error) {
    requireExpected(error);
  }
  requireFast(data, start);
  requireCleanPrototype();
}

function requireExpected(error: unknown): void {
  if (!(error instanceof PassmusterError)) throw error;
  if (!error.message.isWellFormed()) throw new Violation('a message holds half of a surrogate pair');
}

function requireFast(data: Uint8Array, start: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  if (data.length <= smallBytes && took > slowMilliseconds)
    throw new Violation(`${data.length} bytes took ${Math.round(took)} ms`);
}

function requireCleanPrototype(): void {
  for (const key in {}) throw new Violation(`Object.prototype has the property ${key}`);
}

/** Every promise of formats/node.ts, over the whole tree and without recursion. */
export function checkTree(root: TreeNode, isKey: (key: string) => boolean = () => true): void {
  const open: [TreeNode, number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next;
    // A scalar may stand one level below the deepest collection.
    if (depth > limits.documentDepth + 1) throw new Violation('a tree is deeper than the limit');
    checkScalar(node);
    if (node.type === 'list') for (const item of node.items) open.push([item, depth + 1]);
    if (node.type !== 'map') continue;
    for (const [key, value] of node.entries) {
      if (typeof key !== 'string' || !key.isWellFormed() || key.length > limits.keyLength || !isKey(key))
        throw new Violation('a key that had to be refused was accepted');
      open.push([value, depth + 1]);
    }
    for (const [key, values] of node.repeated)
      if (values.length < 2 || values.at(-1) !== node.entries.get(key))
        throw new Violation('repeated keys and entries disagree');
  }
}

function checkScalar(node: TreeNode): void {
  const sound = isSound(node);
  if (!sound) throw new Violation(`a ${node.type} that had to be refused was accepted`);
}

function isSound(node: TreeNode): boolean {
  switch (node.type) {
    case 'string':
      return typeof node.value === 'string' && node.value.isWellFormed();
    case 'integer':
      return typeof node.value === 'bigint'
        ? !Number.isSafeInteger(Number(node.value))
        : Number.isSafeInteger(node.value);
    case 'real':
      return typeof node.value === 'number' && Number.isFinite(node.value);
    case 'date':
      return new Date(node.value).toISOString().slice(0, 19) === node.value.slice(0, 19);
    case 'data':
      return node.value instanceof Uint8Array;
    case 'boolean':
      return typeof node.value === 'boolean';
    default:
      return Number.isSafeInteger(node.line) && node.line >= 0;
  }
}

/** Property lists refuse `__proto__` as a key. */
export const isPlistKey = (key: string): boolean => key !== '__proto__';

/** The bytes in chunks of odd sizes that depend on them, so that every cut falls somewhere in the long run. */
export async function* inChunks(data: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = 1 + ((data[0] ?? 0) ^ (data.at(-1) ?? 0));
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}
