/** Hashes that came before are all told; of others hardly any, also when the table is full. */
import { describe, expect, it } from 'vitest';
import { SeenHashes } from '../../src/fleet/seen-hashes.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const hashesOf = (random: Random, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 31) * 2 + 1);

describe('hashes that came before', () => {
  it.each([
    ['a table with room', 200_000, 2 ** 26],
    ['a table that is full', 200_000, 2 ** 22],
    ['a table that is much too small', 200_000, 0],
  ])('%s', (_, count, bytes) => {
    const all = hashesOf(new Random(5), count);
    const again = all.filter((_hash, index) => index % 97 === 0);
    const seen = new SeenHashes(bytes);
    seen.addAll(all);
    const before = seen.repeated.size;
    seen.addAll(again);
    for (const hash of again) expect(seen.repeated.has(hash)).toBe(true);
    expect(before).toBeLessThan(count / 10_000);
  });
});
