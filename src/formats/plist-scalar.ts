/** The simple values of an XML property list, each by its strict grammar. */
import type { ErrorCode } from '../errors.ts';
import { limits } from '../io/limits.ts';
import type { TreeNode } from './node.ts';

export type ScalarTag = 'string' | 'integer' | 'real' | 'true' | 'false' | 'date' | 'data';
const scalarTags: ReadonlySet<string> = new Set([
  'string',
  'integer',
  'real',
  'true',
  'false',
  'date',
  'data',
]);

export function isScalarTag(name: string): name is ScalarTag {
  return scalarTags.has(name);
}

type Fail = (message: string, code?: ErrorCode) => never;

/** White space around a number does not change it for any reader seen; inside it does, and around a date as well. */
function trimmed(text: string): string {
  // Not by a pattern: one for the end would try again from every blank in between.
  let start = 0;
  let end = text.length;
  while (start < end && ' \t\r\n'.includes(text.charAt(start))) start += 1;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export function readScalar(tag: ScalarTag, text: string, line: number, fail: Fail): TreeNode {
  switch (tag) {
    case 'string':
      return { type: 'string', value: text, line };
    case 'true':
    case 'false':
      if (text !== '') fail('A boolean element is not empty.');
      return { type: 'boolean', value: tag === 'true', line };
    case 'integer':
      return readInteger(trimmed(text), line, fail);
    case 'real':
      return readReal(trimmed(text), line, fail);
    case 'date':
      return readDate(text, line, fail);
    case 'data':
      return readData(text, line, fail);
  }
}

/** Decimal only: hexadecimal is read as 0, as its value or not at all, depending on the reader. */
function readInteger(text: string, line: number, fail: Fail): TreeNode {
  if (!/^[+-]?\d+$/.test(text) || text.length > limits.numberLength)
    fail('An integer is not a decimal number.');
  const exact = BigInt(text.replace(/^\+/, ''));
  if (exact < -(2n ** 63n) || exact >= 2n ** 64n) fail('An integer does not fit 64 bits.');
  const value = Number(exact);
  return { type: 'integer', value: Number.isSafeInteger(value) ? value : exact, line };
}

function readReal(text: string, line: number, fail: Fail): TreeNode {
  if (text.length > limits.numberLength || !/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text))
    fail('A real is not a finite decimal number.');
  const value = Number(text);
  if (!Number.isFinite(value)) fail('A real is too large.');
  return { type: 'real', value, line };
}

function readDate(text: string, line: number, fail: Fail): TreeNode {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text))
    fail('A date is not of the form YYYY-MM-DDThh:mm:ssZ.', 'date-invalid');
  const time = new Date(text);
  const isReal = !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.slice(0, 19);
  if (!isReal) fail('A date is no day of the calendar.', 'date-invalid');
  return { type: 'date', value: text, line };
}

function readData(text: string, line: number, fail: Fail): TreeNode {
  const packed = text.replace(/[ \t\r\n]+/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) fail('A data value is not Base64.');
  return { type: 'data', value: new Uint8Array(Buffer.from(packed, 'base64')), line };
}
