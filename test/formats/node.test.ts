/** Questions to a tree: what is not there, or is something else, is undefined and never a guess. */
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import {
  hasRepeatedKeys,
  itemsOf,
  MapBuilder,
  memberIgnoringCase,
  memberOf,
  plainValue,
  stringOf,
  type TreeNode,
} from '../../src/formats/node.ts';

const tree = (text: string): TreeNode => parseJson(text);
/** Everything that is no map, no list and no text, and nothing at all. */
const others = [undefined, ...['1', '1.5', 'true', 'null'].map(tree)];

describe('a member', () => {
  const map = tree('{"Name": 1, "name": 2, "OTHER": 3, "last": "x"}');

  it('is found by its exact name', () => {
    expect(memberOf(map, 'Name')).toMatchObject({ value: 1 });
    expect(memberOf(map, 'NAME')).toBeUndefined();
  });

  it('is found in any case where that is asked for; the exact one goes before', () => {
    expect(memberIgnoringCase(map, 'name')).toMatchObject({ value: 2 });
    expect(memberIgnoringCase(map, 'other')).toMatchObject({ value: 3 });
    expect(memberIgnoringCase(map, 'LAST')).toMatchObject({ value: 'x' });
    expect(memberIgnoringCase(map, 'missing')).toBeUndefined();
    expect(memberIgnoringCase(tree('{"\u0131d": 1}'), 'ID')).toBeUndefined();
  });

  it('is in nothing but a map', () => {
    for (const node of [...others, tree('["a"]'), tree('"a"')]) {
      expect(memberOf(node, 'a')).toBeUndefined();
      expect(memberIgnoringCase(node, 'a')).toBeUndefined();
    }
  });
});

describe('a text and a list', () => {
  it('are taken as they are', () => {
    expect(stringOf(tree('"a"'))).toBe('a');
    expect(itemsOf(tree('[1, "b"]'))).toMatchObject([{ value: 1 }, { value: 'b' }]);
  });

  it('are not made of anything else', () => {
    for (const node of [...others, tree('{}'), tree('{"a": "b"}')]) {
      expect(stringOf(node)).toBeUndefined();
      expect(itemsOf(node)).toEqual([]);
    }
    expect(stringOf(tree('["a"]'))).toBeUndefined();
    expect(itemsOf(tree('"a"'))).toEqual([]);
  });
});

describe('keys that stand twice', () => {
  it.each([
    ['{"a": 1, "a": 1}', true],
    ['[1, {"a": 1, "a": 2}]', true],
    ['[{"a": 1, "a": 2}, 1]', true],
    ['{"x": {"a": 1, "a": 2}, "y": {}}', true],
    ['{"x": {}, "y": [{"b": {"a": 1, "a": 2}}]}', true],
    ['{"a": 1, "b": 1}', false],
    ['[{"a": 1}, {"a": 1}]', false],
    ['{"a": {"a": {"a": "a"}}}', false],
    ['[]', false],
    ['"a"', false],
    ['null', false],
  ])('in %s: %s', (text, isSo) => {
    expect(hasRepeatedKeys(tree(text))).toBe(isSo);
  });

  it('keep all their values, in order', () => {
    const builder = new MapBuilder();
    const values = ['1', '2', '3'].map(tree);
    for (const value of values) builder.add('a', value);
    builder.add('b', tree('4'));
    const { entries, repeated, line } = builder.build(7);
    expect(line).toBe(7);
    expect([...entries.keys()]).toEqual(['a', 'b']);
    expect([...repeated]).toEqual([['a', values]]);
  });
});

it.each(['{"a": {"b": [1, 2.5, "x", true, null, {}]}, "c": []}', '[[], {}]', 'null', '"x"', '0', 'false'])(
  'the plain value of %s',
  (text) => expect(plainValue(tree(text))).toEqual(JSON.parse(text)),
);

it('a plain value keeps __proto__ as a key', () => {
  const plain = plainValue(tree('{"__proto__": {"a": 1}}'));
  expect(Object.keys(plain as object)).toEqual(['__proto__']);
  expect(plain).not.toHaveProperty('a');
});
