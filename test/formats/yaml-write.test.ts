/** YAML that we write has to read back as what it was written from, by our own strict reader. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/formats/yaml.ts';
import { writeYaml } from '../../src/formats/yaml-write.ts';

const readBack = (value: unknown, flow: readonly string[] = []): unknown =>
  readYaml(writeYaml(value, flow), 'profile-invalid').value;

const key = fc
  .stringMatching(/^[a-z][A-Za-z.-]{0,12}$/)
  .filter((text) => !['true', 'false', 'null'].includes(text));
const leaf = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(1.5, 0.25),
  fc.string({ unit: 'grapheme' }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
}));

describe('what is written', () => {
  it.each([
    ['a number in quotes', { version: '1.10' }],
    ['words of YAML', { list: ['yes', 'no', 'true', 'null', '~', '2026-01-01', '017', '1e3', '-', ''] }],
    ['what would begin a comment', { text: 'a #b' }],
    ['several lines', { text: 'one\ntwo\n' }],
    ['signs', { text: '{ "a": [\'b\'] } & *c !d %e | > @ `' }],
    ['the same part twice, without an anchor', { a: { b: 1 }, c: { b: 1 } }],
  ])('%s reads back', (_name, value) => {
    expect(readBack(value)).toEqual(value);
    expect(readBack(value, ['list', 'a', 'c'])).toEqual(value);
  });

  it('whatever it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, tree, { maxKeys: 4 }),
        fc.array(key, { maxLength: 2 }),
        (value, flow) => {
          expect(readBack(value, flow)).toEqual(value);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stands on one line where that is asked for', () => {
    expect(writeYaml({ is: { atLeast: 6 }, all: [{ is: true }] }, ['is'])).toBe(
      'is: { atLeast: 6 }\nall:\n  - is: true\n',
    );
  });
});
