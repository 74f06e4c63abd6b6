/** Records of YAML exports: the same places as the JSON of the same document. */
import { describe, expect, it } from 'vitest';
import { peekJson } from '../../src/formats/json-peek.ts';
import { inputOf } from '../../src/io/input.ts';
import { type JsonRecord, jsonRecords } from '../../src/sources/json-records.ts';
import { yamlRecords } from '../../src/sources/yaml-records.ts';
import { plainOf, refusalOf, utf16, utf8 } from '../support/bytes.ts';
import { yamlBlock } from '../support/yaml.ts';

type Records = ReturnType<typeof jsonRecords>;

async function readAll(records: Records) {
  const found: JsonRecord[] = [];
  let next = await records.next();
  for (; next.done !== true; next = await records.next()) found.push(next.value);
  const around = next.value === undefined ? [] : Object.keys(plainOf(next.value) as object);
  return { places: found.map(({ node, pointer }) => [pointer, plainOf(node)]), around };
}
const ofYaml = async (text: string | Uint8Array) =>
  readAll(yamlRecords(await inputOf('x', typeof text === 'string' ? utf8(text) : text), ['value']));

describe('YAML has the records of JSON', () => {
  it.each<[name: string, value: unknown]>([
    ['one object', { a: 1 }],
    ['an array', [{ a: 1 }, 'x']],
    ['a page', { '@odata.nextLink': 'y', value: [{ a: 1 }, { b: 2 }] }],
    ['an empty page', { value: [] }],
    ['a page around one object', { Value: { a: 1 } }],
  ])('%s', async (_name, value) => {
    const json = JSON.stringify(value);
    const peek = peekJson(json);
    if (peek === undefined) throw new Error('no JSON');
    expect(await ofYaml(yamlBlock(value))).toEqual(
      await readAll(jsonRecords(await inputOf('x', utf8(json)), peek, ['value'])),
    );
  });

  it('in other encodings', async () => {
    expect((await ofYaml(utf16('a: 1\n', 'le'))).places).toEqual([['', { a: 1 }]]);
  });

  it('without its secrets', async () => {
    expect(JSON.stringify(await ofYaml('wifiPassword: CANARY\n'))).not.toContain('CANARY');
  });

  it.each(['value: []\nvalue: [{}]\n', 'value: []\nVALUE: [{}]\n'])('never two lists: %j', async (text) => {
    expect(await refusalOf(() => ofYaml(text))).toMatchObject({ code: 'yaml-malformed' });
  });
});
