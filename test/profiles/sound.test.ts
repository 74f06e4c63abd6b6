/** The functions that the build makes of schemas say of every profile what the schemas say, right and wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { operators } from '../../src/evaluate/operators/registry.ts';
import { builtInIds } from '../../src/profiles/find.ts';
import { profileSchema } from '../../src/profiles/schema.ts';
import { ajv } from '../../src/profiles/shape.ts';
import * as fromSources from '../../src/profiles/sound.ts';
import { soundModule } from '../../tools/sound.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-sound-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'sound.mjs');
writeFileSync(file, soundModule().replace('import.meta.url', JSON.stringify(import.meta.url)));
const built = (await import(pathToFileURL(file).href)) as typeof fromSources;

const isRight = ajv.compile(profileSchema);
const profiles = [
  ...builtInIds().map((id) => `../../profiles/${id}.yaml`),
  '../../examples/phone-basics.yaml',
].map((path) => [path, parse(readFileSync(join(import.meta.dirname, path), 'utf8')) as unknown] as const);

type Change = (holder: Record<string, unknown>, key: string) => void;
const changes: readonly Change[] = [
  (holder, key) => Reflect.deleteProperty(holder, key),
  (holder, key) => (holder[`${key}x`] = holder[key]),
  (holder, key) => (holder[key] = 1),
  (holder, key) => (holder[key] = ''),
  (holder, key) => (holder[key] = []),
  (holder, key) => (holder[key] = {}),
  (holder, key) => (holder[key] = null),
];

/** Every map and list in a value with its keys. */
function* placesIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    yield [...path, key];
    yield* placesIn(below, [...path, key]);
  }
}

function changed(value: unknown, path: readonly string[], change: Change): unknown {
  const copy = structuredClone(value);
  const [key = '', ...above] = path.toReversed();
  let holder = copy as Record<string, unknown>;
  for (const one of above.toReversed()) holder = holder[one] as Record<string, unknown>;
  change(holder, key);
  return copy;
}

describe('a profile is sound', () => {
  it.each(profiles)('as the schema has it: %s', (_, profile) => {
    expect(built.isSoundProfile(profile)).toBe(true);
    const places = [...placesIn(profile)];
    const some = places.filter((_place, index) => index % Math.ceil(places.length / 20) === 0);
    const wrong = some.filter((path, index) => {
      const value = changed(profile, path, changes[index % changes.length] ?? changes[0]!);
      return built.isSoundProfile(value) !== isRight(value);
    });
    expect(wrong).toEqual([]);
  });

  it('from the sources only when the schema says so', () => {
    expect(fromSources.isSoundProfile({})).toBe(false);
    expect(fromSources.soundOptions).toEqual({});
  });
});

describe('options are sound', () => {
  const values = [
    true,
    0,
    3,
    -1,
    1.5,
    '',
    'a',
    '17.4',
    '2026-01-31',
    [],
    ['a'],
    ['a', 'a'],
    [1, 2],
    {},
    null,
  ];
  it.each(operators)('as the operator $id has them', ({ id, optionsSchema }) => {
    const takes = ajv.compile(optionsSchema);
    expect(values.map((value) => built.soundOptions[id]?.(value))).toEqual(
      values.map((value) => takes(value)),
    );
  });
});
