/** The baselines that are made from tables stand in profiles/ as the tables have them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findSetting } from '../../src/settings/catalogue.ts';
import { baselines } from '../../tools/baselines.ts';
import { appleControls, topics } from '../../tools/baselines/topics.ts';

const folder = join(import.meta.dirname, '..', '..', 'profiles');
const stored = (id: string): unknown => parse(readFileSync(join(folder, `${id}.yaml`), 'utf8'));

describe('baselines from tables', () => {
  it.each(baselines.map((profile) => [profile.id, profile] as const))(
    '%s is written: npm run baselines',
    (id, profile) => {
      expect(stored(id)).toEqual(JSON.parse(JSON.stringify(profile)));
    },
  );

  it('has no profile that nobody makes any more', () => {
    const marked = readdirSync(folder).filter((name) =>
      readFileSync(join(folder, name), 'utf8').startsWith('# Made by tools/baselines.ts'),
    );
    expect(marked).toEqual(baselines.map(({ id }) => `${id}.yaml`).sort());
  });

  it('uses every topic', () => {
    const used = new Set(baselines.flatMap(({ rules = [] }) => rules.map(({ title }) => title)));
    expect([...topics].filter(([, { title }]) => !used.has(title)).map(([id]) => id)).toEqual([]);
  });

  it('names settings that exist', () => {
    const named = [...[...topics.values()].map(({ setting }) => setting), ...appleControls.keys()];
    expect(named.filter((id) => findSetting(id) === undefined)).toEqual([]);
  });
});

/** Every requirement of a benchmark is answered by a rule once. */
describe('numbers of DISA', () => {
  const numbersOf = (id: string): string[] =>
    (baselines.find((one) => one.id === id)?.rules ?? []).flatMap(
      ({ controls }) => controls?.['disa-stig'] ?? [],
    );

  it.each([
    ['disa-stig-google-android-15-cobo', 36],
    ['disa-stig-google-android-15-cope', 39],
    ['disa-stig-samsung-android-15-cobo', 37],
    ['disa-stig-samsung-android-15-cope', 40],
  ])('%s answers %i requirements', (id, count) => {
    const numbers = numbersOf(id);
    expect(new Set(numbers).size).toBe(count);
    expect(numbers).toHaveLength(count);
  });
});
