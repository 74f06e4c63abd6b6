/** An input hands out its bytes once, and its digest covers all of them. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputOf, OpenInput } from '../../src/io/input.ts';
import { limits } from '../../src/io/limits.ts';
import { all, concat, refusalOf, runs, utf8 } from '../support/bytes.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const large = new Uint8Array(limits.headBytes + 1000).fill(0x61);

describe('an input', () => {
  it('gives the same bytes and digest however they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 }), async (chunks) => {
        const bytes = concat(...chunks);
        const input = await inputOf('a', ...chunks);
        expect(input.head).toEqual(bytes);
        expect(concat(...(await all(input.stream())))).toEqual(bytes);
        expect(await input.finish()).toEqual({ sha256: sha256(bytes), bytes: bytes.length });
      }),
      { numRuns: runs },
    );
  });

  it('shows no more than the head, and streams the rest', async () => {
    const input = await inputOf('a', large.subarray(0, 10), large.subarray(10), utf8('end'));
    expect(input.head.length).toBe(limits.headBytes);
    expect(concat(...(await all(input.stream())))).toEqual(concat(large, utf8('end')));
  });

  it('is hashed to its end when the reader stops early', async () => {
    const input = await inputOf('a', large, utf8('b'), utf8('c'));
    for await (const chunk of input.stream()) {
      expect(chunk.length).toBe(large.length);
      break;
    }
    const bytes = concat(large, utf8('bc'));
    expect(await input.finish()).toEqual({ sha256: sha256(bytes), bytes: bytes.length });
  });

  it('is hashed to its end when nobody reads it', async () => {
    const input = await inputOf('a', utf8('abc'));
    expect(await input.finish()).toEqual({ sha256: sha256(utf8('abc')), bytes: 3 });
  });

  it('can be empty', async () => {
    const input = await inputOf('a');
    expect(await input.bytes()).toEqual(new Uint8Array());
    expect(await input.finish()).toEqual({ sha256: sha256(new Uint8Array()), bytes: 0 });
  });

  it('is read once', async () => {
    const input = await inputOf('a', utf8('abc'));
    await input.bytes();
    await expect(input.bytes()).rejects.toThrow('read twice');
  });

  it('longer than the limit is refused, and still hashed', async () => {
    const input = await inputOf('a', utf8('abc'), utf8('def'));
    expect((await refusalOf(() => input.bytes(5))).code).toBe('input-too-large');
    expect((await input.finish()).bytes).toBe(6);
  });

  it('of exactly the limit is read', async () => {
    expect(await (await inputOf('a', utf8('abc'), utf8('def'))).bytes(6)).toEqual(utf8('abcdef'));
  });

  it('whose source fails, fails with it', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield large;
      throw new Error('gone');
    }
    const input = await OpenInput.open('a', failing());
    await expect(input.bytes()).rejects.toThrow('gone');
  });
});
