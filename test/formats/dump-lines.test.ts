/** Lines of dumps: any bytes, any line ends, any length. */
import { describe, expect, it } from 'vitest';
import { dumpLines } from '../../src/formats/dump-lines.ts';

async function read(...chunks: readonly (string | Uint8Array)[]) {
  async function* source() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const all: [number, string][] = [];
  let cut = false;
  for await (const batch of dumpLines(source())) {
    for (const [index, line] of batch.lines.entries()) all.push([batch.first + index, line]);
    cut = batch.cut === true;
  }
  return { lines: all, cut };
}

describe('dump lines', () => {
  it('joins pieces, drops returns and numbers lines', async () => {
    expect(await read('a\r', '\nb\r\r\n', '', 'c', 'd\n')).toEqual({
      lines: [
        [1, 'a'],
        [2, 'b'],
        [3, 'cd'],
      ],
      cut: false,
    });
  });
  it('says that the last line has no end', async () => {
    expect(await read('a\nb')).toEqual({
      lines: [
        [1, 'a'],
        [2, 'b'],
      ],
      cut: true,
    });
    expect(await read()).toEqual({ lines: [], cut: false });
  });
  it('replaces bytes that are no UTF-8, also across pieces', async () => {
    const { lines } = await read(new Uint8Array([0x61, 0xff, 0xe2]), new Uint8Array([0x82, 0xac, 0x0a]));
    expect(lines).toEqual([[1, 'a\ufffd€']]);
  });
  it('reads what PowerShell redirects', async () => {
    const text = new Uint8Array(Buffer.from('\ufeffone\r\ntwo\r\n', 'utf16le'));
    expect((await read(text)).lines).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  });
  it('cuts a line that does not end, and goes on behind it', async () => {
    const long = 'x'.repeat(100_000);
    const { lines } = await read(...Array.from({ length: 50 }, () => long), '\nb\n');
    expect(lines.map(([number, text]) => [number, text.length])).toEqual([
      [1, 65_536],
      [2, 1],
    ]);
  });
});
