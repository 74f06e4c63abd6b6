/** One document a line: the last line tells whether it was ended. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from '../../src/formats/lines.ts';
import { limits } from '../../src/io/limits.ts';
import { all, inPieces, refusalOf, runs, utf16, utf8 } from '../support/bytes.ts';

const lines = (text: string, ...sizes: number[]) => all(readLines(inPieces(utf8(text), sizes)));

it.each([
  ['a\nb\n', ['a', 'b'], true],
  ['a\r\nb\r\n', ['a', 'b'], true],
  ['a\nb', ['a', 'b'], false],
  ['a\n\nb\n', ['a', '', 'b'], true],
  ['\n', [''], true],
  ['a', ['a'], false],
  ['a\rb\n', ['a\rb'], true],
])('%j has the lines %j, the last one ended: %s', async (text, texts, ended) => {
  const found = await lines(text);
  expect(found.map((line) => line.text)).toEqual(texts);
  expect(found.map((line) => line.number)).toEqual(texts.map((_, index) => index + 1));
  expect(found.map((line) => line.ended)).toEqual(texts.map((_, index) => index < texts.length - 1 || ended));
});

it('nothing has no lines', async () => expect(await lines('')).toEqual([]));

it('a cut line shows its carriage return, an ended one does not', async () => {
  expect(await lines('a\r\nb\r', 1)).toMatchObject([{ text: 'a' }, { text: 'b\r', ended: false }]);
});

it('pieces do not matter', async () => {
  const texts = fc.array(fc.constantFrom('a', 'ü', '📱', '\r\n', '\n', '\r', ' '), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
      async (parts, sizes) => {
        const text = parts.join('');
        expect(await lines(text, ...sizes)).toEqual(await lines(text));
      },
    ),
    { numRuns: runs },
  );
});

it('UTF-16 as PowerShell writes it has the same lines', async () => {
  expect(await all(readLines(inPieces(utf16('a\r\nb\r\n', 'le'), [3])))).toEqual(await lines('a\r\nb\r\n'));
});

it('an endless line is refused with its number', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield utf8('first\n');
    for (;;) yield new Uint8Array(1024 * 1024).fill(0x61);
  }
  const error = await refusalOf(() => all(readLines(endless())));
  expect(error).toMatchObject({ code: 'input-too-large', place: { line: 2 } });
  expect(limits.recordBytes).toBeLessThanOrEqual(16 * 1024 * 1024);
});
