/** Records of YAML exports: in a list, in a member, alone, or one a document. */
import { describe, expect, it } from 'vitest';
import { stringOf, memberOf } from '../../src/formats/node.ts';
import { inputOf } from '../../src/io/input.ts';
import { yamlRecords } from '../../src/sources/yaml-records.ts';
import { all, refusalOf } from '../support/bytes.ts';

async function read(text: string) {
  const input = await inputOf('input.yaml', new TextEncoder().encode(text));
  const records = await all(yamlRecords(input, ['hosts']));
  return records.map(({ node, pointer }) => [pointer, node.line, stringOf(memberOf(node, 'id'))]);
}

describe('records of YAML', () => {
  it.each<[string, string, unknown[]]>([
    [
      'a list',
      '- id: a\n- id: b\n',
      [
        ['/0', 1, 'a'],
        ['/1', 2, 'b'],
      ],
    ],
    ['a member', 'hosts:\n  - id: a\n', [['/hosts/0', 2, 'a']]],
    ['one map', 'id: a\n', [['', 1, 'a']]],
    [
      'documents',
      '---\nid: a\n---\n\nid: b\n',
      [
        ['/0', 2, 'a'],
        ['/1', 5, 'b'],
      ],
    ],
    [
      'documents with comments and CRLF',
      '# all\r\nid: a\r\n---\r\nid: b\r\n---\r\n',
      [
        ['/0', 2, 'a'],
        ['/1', 4, 'b'],
      ],
    ],
    ['one document between marks', '---\nid: a\n---\n', [['', 2, 'a']]],
  ])('lie in %s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it('of a document that is broken are refused with the line in the file', async () => {
    expect(await refusalOf(() => read('---\nid: a\n---\nid: b\nid c\n'))).toMatchObject({
      code: 'yaml-malformed',
      place: { line: 5 },
    });
  });

  it.each(['---\nid: a\n---', '---\nid: a\n---\nid: b'])(
    'are refused where the last line does not end',
    async (text) => {
      expect(await refusalOf(() => read(text))).toMatchObject({ code: 'yaml-malformed' });
    },
  );
});
