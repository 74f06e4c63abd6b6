/** A look at the start of a YAML text: what JSON would show of the same document. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peekJson } from '../../src/formats/json-peek.ts';
import { peekYaml } from '../../src/formats/yaml-peek.ts';
import { runs } from '../support/bytes.ts';
import { yamlBlock } from '../support/yaml.ts';

const words = fc.stringMatching(/^[A-Za-z@#$][\w @.#'-]{0,12}\w$/);
const scalars = fc.oneof(words, fc.boolean(), fc.nat(), fc.constant(null));
const records = fc.dictionary(words, scalars, { minKeys: 1, maxKeys: 4 });
const exports = fc.oneof(
  records,
  fc.array(records, { minLength: 1, maxLength: 3 }),
  fc.dictionary(words, fc.oneof(scalars, fc.array(records, { minLength: 1 }), fc.array(words), records), {
    minKeys: 1,
  }),
);

describe('a document in block style', () => {
  it('shows what it shows in JSON', () => {
    fc.assert(
      fc.property(exports, (value) => {
        const { root, keys, rows } = peekJson(JSON.stringify(value)) ?? {};
        expect(peekYaml(yamlBlock(value))).toEqual({ root, keys, rows, lines: false, closed: true });
      }),
      { numRuns: runs },
    );
  });

  it('shows its first keys wherever it is cut', () => {
    const text = yamlBlock({ '@odata.type': '#x', list: [{ a: 'b', c: [{ d: 1 }] }], e: 'f' });
    for (let end = 1; end <= text.length; end += 1) {
      const cut = peekYaml(text.slice(0, end));
      for (const [key, shown] of cut?.keys ?? [])
        expect(['@odata.type', 'list', 'e', 'undefined'], `${key} ${shown}`).toContain(key);
    }
    expect(peekYaml(text)?.rows.get('list')).toEqual(
      new Map([
        ['a', 'b'],
        ['c', undefined],
      ]),
    );
  });
});

describe('the start of a text', () => {
  it.each<[text: string, keys: [string, string | undefined][]]>([
    ['# c\n---\na: x # y\n', [['a', 'x']]],
    [
      "a: \"x: y\"\nb: 'it''s'\n",
      [
        ['a', 'x: y'],
        ['b', "it's"],
      ],
    ],
    [
      'a: |\n  b: c\n\n  d\ne: f\n',
      [
        ['a', undefined],
        ['e', 'f'],
      ],
    ],
    [
      'a b: [x]\nc: {d: e}\n',
      [
        ['a b', undefined],
        ['c', undefined],
      ],
    ],
    [
      '\uFEFFa: x\r\nb: 1.5\r\n',
      [
        ['a', 'x'],
        ['b', undefined],
      ],
    ],
  ])('%j', (text, keys) => expect([...(peekYaml(text)?.keys ?? [])]).toEqual(keys));

  it.each([
    '',
    '# only\n',
    'Words, not keys.\nmore\n',
    'a: 1\nno key here\nb: 2\n',
    '[x]: [y]\n[z]: [a]\n',
    '- a\n- b\n',
  ])('%j is not one of a document with keys', (text) => expect(peekYaml(text)).toBeUndefined());
});
