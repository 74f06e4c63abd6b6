/** Hashes that came before are all told; of others hardly any, also when the table is full. */
import { describe, expect, it } from 'vitest';
import { identifiersIn } from '../../src/fleet/expected.ts';
import type { Frame } from '../../src/fleet/rows.ts';
import { SeenHashes } from '../../src/fleet/seen-hashes.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const hashesOf = (random: Random, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 31) * 2 + 1);

describe('hashes that came before', () => {
  it.each([
    ['a table with room', 200_000, 200_000],
    ['a table that is full', 200_000, 40_000],
    ['a table that is much too small', 200_000, 0],
  ])('%s', (_, count, expected) => {
    const all = hashesOf(new Random(5), count);
    const again = all.filter((_hash, index) => index % 97 === 0);
    const seen = new SeenHashes(expected);
    seen.addAll(all);
    const before = seen.repeated.size;
    seen.addAll(again);
    for (const hash of again) expect(seen.repeated.has(hash)).toBe(true);
    expect(before).toBeLessThan(count / 10_000);
  });
});

describe('identifiers of a file', () => {
  const list = '{"id":1,"serialNumber":2,"apps":[{"id":3}]},';
  const listed: Frame = { form: 'list', start: 1, line: 1, keys: ['id', 'serialNumber'] };
  it.each<[string, string, Frame, number, number]>([
    ['lines', '{"id":1}\n{"id":2}\n', { form: 'lines', start: 0, line: 1 }, 9 * 200, 200 * 6],
    ['a list', `[${list}`, listed, list.length * 48, 48 * 6],
    ['a head without a whole row', '{"id":1', { form: 'lines', start: 0, line: 1 }, 7 * 300, 300 * 6],
  ])('of %s', (_, text, frame, size, identifiers) => {
    expect(identifiersIn({ head: Buffer.from(text), frame, size })).toBe(identifiers);
  });
});
