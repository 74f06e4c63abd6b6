/** The JSON Schema of mapping files; tools/schemas.ts writes it for editors. */
import { ownerships, platforms, subjectKinds } from '../model/subject.ts';
import { settings } from '../settings/catalogue.ts';
import { combinations, formats, times, units } from './file.ts';

const text = { type: 'string', minLength: 1 };
const kebab = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const texts = { type: 'array', minItems: 1, items: text };
const rowsPath = { type: 'string', pattern: '^\\$(\\.[A-Za-z0-9_@-]+)*$' };

const placeKeys = {
  from: {
    ...text,
    description: 'One key or column, dots and blanks included; ext:NAME is a Jamf extension attribute',
  },
  firstOf: {
    type: 'array',
    minItems: 1,
    items: { anyOf: [text, texts] },
    description: 'Keys, columns or paths: the first that holds something',
  },
  path: { ...texts, description: "Members from the row down; '*' is every element" },
};
const place = { anyOf: [text, closed(placeKeys)] };

const time = { enum: times };
const timeKeys = {
  time: { anyOf: [time, { type: 'array', minItems: 1, uniqueItems: true, items: time }] },
  pattern: {
    ...text,
    maxLength: 40,
    description: 'YYYY MM DD hh mm ss, D M h of one or two digits, A for AM and PM',
  },
  zone: { type: 'string', pattern: '^(utc|[+-]\\d\\d:\\d\\d)$' },
};

const value = { type: ['boolean', 'number', 'string'] };
const words = { type: 'object', minProperties: 1, additionalProperties: value };
const fieldKeys = {
  ...placeKeys,
  ...timeKeys,
  combine: { enum: combinations },
  values: words,
  notReported: { type: 'array', items: { type: ['boolean', 'number', 'string', 'null'] } },
  layer: { enum: ['observed', 'installed', 'required'] },
  unit: { enum: units },
  extract: text,
};
const extractKeys = { ...placeKeys, extract: text, notReported: fieldKeys.notReported };

const platform = {
  ...closed({
    always: { enum: [...platforms] },
    ...placeKeys,
    values: { type: 'object', minProperties: 1, additionalProperties: { enum: [...platforms, 'skip'] } },
    otherwise: { enum: ['skip', 'unknown', 'error'] },
    extract: text,
  }),
  description: 'always: one platform for every row; or a place with values',
};

const subject = closed(
  {
    kind: { enum: subjectKinds },
    id: place,
    serial: place,
    udid: place,
    imei: place,
    user: place,
    platform,
    osVersion: closed(extractKeys),
    model: place,
    ownership: closed({
      ...placeKeys,
      values: { type: 'object', minProperties: 1, additionalProperties: { enum: ownerships } },
      notReported: fieldKeys.notReported,
    }),
    lastSeen: closed({ ...placeKeys, ...timeKeys }),
    labels: { type: 'object', additionalProperties: place },
  },
  ['kind', 'id', 'platform'],
);

export const mappingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/mapping.schema.json',
  title: 'Passmuster mapping of a table or list',
  ...closed(
    {
      schema: { const: 'passmuster-mapping/1' },
      id: kebab,
      title: text,
      product: kebab,
      overrides: text,
      match: closed(
        {
          format: { enum: formats },
          keys: { ...texts, uniqueItems: true },
          empty: text,
          delimiter: { enum: ['auto', ',', ';', 'tab'] },
          headerSearchLines: { type: 'integer', minimum: 1, maximum: 20 },
          encoding: { enum: ['utf-8', 'windows-1252'] },
          sheet: text,
        },
        ['format', 'keys'],
      ),
      rows: rowsPath,
      complete: closed({
        next: rowsPath,
        total: rowsPath,
        count: rowsPath,
        pageSizes: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1 } },
      }),
      subject,
      settings: {
        type: 'object',
        propertyNames: { enum: settings.filter(({ scope }) => scope === 'device').map(({ id }) => id) },
        additionalProperties: closed(fieldKeys),
      },
      apps: closed({ list: place, id: text, name: text, version: text, whole: { type: 'boolean' } }, [
        'list',
        'id',
      ]),
      mask: texts,
    },
    ['schema', 'id', 'title', 'match', 'subject'],
  ),
};
