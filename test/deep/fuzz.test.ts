/** A short run of every fuzzing target, and what longer runs have found. The long ones: npm run fuzz. */
import { describe, expect, it } from 'vitest';
import { mutate, Random } from '../../tools/fuzz/mutate.ts';
import { readers } from '../../tools/fuzz/readers.ts';
import { seedsOf } from '../../tools/fuzz/seeds.ts';
import { utf8 } from '../support/bytes.ts';

const inputs = Number(process.env['PASSMUSTER_RUNS'] ?? (process.env['MODE'] === 'deep' ? 5000 : 150));

/** Inputs that broke a reader once, with what went wrong. */
const found: readonly [reader: string, why: string, bytes: Uint8Array][] = [
  ['json-cut', 'a key longer than the limit was read', utf8(`{"${'a'.repeat(1025)}": 1}`)],
];

describe('no input breaks a reader', () => {
  it.each(found)('%s: %s', async (name, _why, bytes) => {
    await readers[name]?.fuzz(bytes);
  });

  it.each(Object.keys(readers))('%s', { timeout: 30_000 + inputs * 100 }, async (name) => {
    const reader = readers[name];
    const seeds = seedsOf(name);
    expect(seeds.length).toBeGreaterThan(0);
    const random = new Random(inputs);
    for (const seed of seeds) await reader?.fuzz(seed);
    for (let done = 0; done < inputs; done += 1) {
      const [base, other] = [random.pick(seeds) ?? utf8(''), random.pick(seeds) ?? utf8('')];
      const input = mutate(base, random, { tokens: reader?.tokens ?? [], other });
      try {
        await reader?.fuzz(input);
      } catch (error) {
        throw new Error(`on ${Buffer.from(input).toString('base64')}`, { cause: error });
      }
    }
  });
});
