/** The table of fields: how the generator reads Google's discovery document, and what the committed files say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { fieldsOf, googleTable } from '../../src/artifacts/google/schema.ts';
import { policyFields } from '../../src/sources/android-management-policy/map-fields.ts';
import { type Successors, tableOf } from '../../tools/google-schemas/table.ts';
import { googleSchemaFiles, readDiscovery, readSuccessors } from '../../tools/generate-google-schemas.ts';

const synthetic = readDiscovery(
  join(import.meta.dirname, '..', 'fixtures', 'google-schema', 'discovery.json'),
);
const committed = join(import.meta.dirname, '..', '..', 'schemas', 'google');
const successors: Successors = {
  Policy: { old: { replacedBy: 'mode' }, mode: { values: { FIRST: 'SECOND' } } },
};
const compiled = (text: string) => new Ajv2020({ strict: true }).compile(JSON.parse(text) as object);

describe('the generator', () => {
  const table = tableOf(synthetic, successors);
  const files = googleSchemaFiles(synthetic, successors);

  it('takes what a policy and a device can hold, and nothing else', () => {
    expect(Object.keys(table.messages)).toEqual(['Device', 'Inner', 'Policy']);
    expect(table.revision).toBe('20000101');
  });

  it('keeps types, words and marks', () => {
    expect(table.messages['Policy']?.fields).toEqual({
      free: { type: 'any', map: true },
      inner: { type: 'message', message: 'Inner' },
      many: { type: 'message', message: 'Inner', list: true },
      mode: {
        type: 'string',
        oneOf: ['MODE_UNSPECIFIED', 'FIRST', 'SECOND'],
        deprecatedValues: { FIRST: 'SECOND' },
      },
      modes: { type: 'string', list: true, oneOf: ['A', 'B'] },
      old: { type: 'boolean', deprecated: true, replacedBy: 'mode' },
      size: { type: 'integer', format: 'int32' },
      version: { type: 'string', format: 'int64' },
      wait: { type: 'string', format: 'google-duration' },
    });
  });

  it('takes over no prose', () => {
    expect(Object.values(files).join('')).not.toContain('Prose');
  });

  it('refuses a type it does not know, and a successor of a field that is not there', () => {
    const odd = {
      ...synthetic,
      schemas: { ...synthetic.schemas, Device: { properties: { x: { type: 'set' } } } },
    };
    expect(() => tableOf(odd, {})).toThrow('Device.x');
    expect(() => tableOf(synthetic, { Policy: { gone: {} } })).toThrow('Policy.gone');
  });

  it.each<[string, object, boolean]>([
    ['int64 as a string', { version: '7' }, true],
    ['int64 as an integer', { version: 7 }, true],
    ['int64 as words', { version: 'seven' }, false],
    ['int32 as a string', { size: '7' }, false],
    ['int32 out of range', { size: 2_147_483_648 }, false],
    ['a duration', { wait: '1.5s' }, true],
    ['a duration without unit', { wait: '1.5' }, false],
    ['a word', { mode: 'FIRST', modes: ['A'] }, true],
    ['no such word', { mode: 'first' }, false],
    ['no such word in a list', { modes: ['C'] }, false],
    ['anything in a free object', { free: { a: [{}], b: null } }, true],
    ['a message in a message', { inner: { back: { at: '2000-01-01T00:00:00Z' } } }, true],
    ['a wrong type deep inside', { many: [{ back: { at: 1 } }] }, false],
    ['a field of a newer service', { later: true }, true],
  ])('gives a schema that says of %s: right', (_name, policy, isRight) => {
    expect(compiled(files['policy.schema.json'] ?? '')(policy)).toBe(isRight);
  });
});

describe('the committed files', () => {
  const documents = ['policy.schema.json', 'device.schema.json'].map((name) =>
    readFileSync(join(committed, name), 'utf8'),
  );

  it('have the counts of the revision', () => {
    const { revision, messages } = googleTable();
    expect({
      revision,
      messages: Object.keys(messages).length,
      policy: fieldsOf('Policy').size,
      device: fieldsOf('Device').size,
      definitions: documents.map((text) => Object.keys((JSON.parse(text) as { $defs: object }).$defs).length),
      deprecated: [...fieldsOf('Policy').values()].filter(({ deprecated }) => deprecated).length,
    }).toEqual({
      revision: '20260917',
      messages: 83,
      policy: 102,
      device: 37,
      definitions: [55, 31],
      deprecated: 17,
    });
  });

  it('compile strictly', () => {
    for (const text of documents) expect(() => compiled(text)).not.toThrow();
  });

  it('know every field by which a policy is recognised, and no other', () => {
    const common = ['name', 'version', 'applications'];
    expect([...policyFields].sort()).toEqual(
      [...fieldsOf('Policy').keys()].filter((key) => !common.includes(key)).sort(),
    );
  });

  it('name successors that exist', () => {
    const paths = Object.values(googleTable().messages).flatMap(({ fields }) =>
      Object.values(fields).flatMap(({ replacedBy }) => replacedBy ?? []),
    );
    expect(paths.filter((path) => !isPath('Policy', path) && !isPath('Device', path))).toEqual([]);
  });

  it('have no field of the name of an inherited member', () => {
    expect(fieldsOf('constructor').size).toBe(0);
    expect(fieldsOf('Policy').get('constructor')).toBeUndefined();
  });

  it('say where they come from and under which licence', () => {
    expect(readFileSync(join(committed, 'ORIGIN.md'), 'utf8')).toContain('Apache License, Version 2.0');
  });

  it.skipIf(process.env['PASSMUSTER_GOOGLE_SCHEMA'] === undefined)('come out of the document again', () => {
    const document = readDiscovery(process.env['PASSMUSTER_GOOGLE_SCHEMA'] ?? '');
    for (const [name, text] of Object.entries(googleSchemaFiles(document, readSuccessors())))
      expect(text === readFileSync(join(committed, name), 'utf8'), name).toBe(true);
  });
});

/** `applications[].roles`: field by field through the messages. */
function isPath(message: string, path: string): boolean {
  const [key = '', ...rest] = path.replaceAll('[]', '').split('.');
  const facts = fieldsOf(message).get(key);
  return facts !== undefined && (rest.length === 0 || isPath(facts.message ?? '', rest.join('.')));
}
