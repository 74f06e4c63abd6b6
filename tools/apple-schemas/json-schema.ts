/** The key table as JSON Schema (draft 2020-12): what a payload may hold, as other programs can check it too. */
import type { AppleTable, KeyFacts, PayloadFacts } from '../../src/artifacts/apple/schema.ts';

type Schema = Record<string, unknown>;

export function profileSchemas(table: AppleTable): Schema {
  return document('Payloads of Apple configuration profiles for iPhone and iPad', {
    common: {
      type: 'object',
      properties: propertiesOf(table.common, ''),
      required: requiredOf(table.common, ''),
    },
    ...Object.fromEntries(
      Object.entries(table.payloads).map(([type, facts]) => [
        type,
        { ...objectOf(facts, ''), ...withCommon(facts) },
      ]),
    ),
  });
}

export function declarationSchemas(table: AppleTable): Schema {
  return document(
    'The Payload of Apple declarations for iPhone and iPad',
    Object.fromEntries(
      Object.entries(table.declarations).map(([type, facts]) => [type, objectOf(facts, '')]),
    ),
  );
}

function document(title: string, definitions: Schema): Schema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, $defs: definitions };
}

function withCommon(facts: PayloadFacts): Schema {
  const isOpen = facts.partial === true || facts.keys['*'] !== undefined;
  return {
    allOf: [{ $ref: '#/$defs/common' }],
    additionalProperties: undefined,
    ...(isOpen ? {} : { unevaluatedProperties: false }),
  };
}

/** @param prefix '' for the payload itself, `A.` or `A[].` for what lies in it */
function objectOf(facts: PayloadFacts, prefix: string): Schema {
  const free = facts.keys[`${prefix}*`];
  const names = namesIn(facts, prefix);
  if (free === undefined && names.length === 0 && prefix !== '') return { type: 'object' };
  const required = requiredOf(facts, prefix);
  return {
    type: 'object',
    // Among free keys, one that is for other systems must not pass as any.
    properties: { ...propertiesOf(facts, prefix), ...(free ? refusedOf(facts, prefix) : {}) },
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: free ? schemaOf(facts, `${prefix}*`, free) : facts.partial === true,
  };
}

function namesIn({ keys }: PayloadFacts, prefix: string, isElsewhere = false): string[] {
  return Object.keys(keys)
    .filter((path) => path.startsWith(prefix) && !/[.[]/.test(path.slice(prefix.length)))
    .map((path) => path.slice(prefix.length))
    .filter((name) => name !== '*' && (keys[`${prefix}${name}`]?.notOnIos === true) === isElsewhere);
}

function refusedOf(facts: PayloadFacts, prefix: string): Schema {
  return Object.fromEntries(namesIn(facts, prefix, true).map((name) => [name, false]));
}

function propertiesOf(facts: PayloadFacts, prefix: string): Schema {
  return Object.fromEntries(
    namesIn(facts, prefix).map((name) => {
      const path = `${prefix}${name}`;
      return [name, schemaOf(facts, path, facts.keys[path] as KeyFacts)];
    }),
  );
}

function requiredOf(facts: PayloadFacts, prefix: string): string[] {
  return namesIn(facts, prefix).filter((name) => facts.keys[`${prefix}${name}`]?.required === true);
}

function schemaOf(facts: PayloadFacts, path: string, key: KeyFacts): Schema {
  switch (key.type) {
    case 'any':
      return {};
    case 'dictionary':
      return objectOf(facts, `${path}.`);
    case 'array':
      return arrayOf(facts, path);
    case 'date':
      return { type: 'string' };
    case 'data':
      return { type: 'string', contentEncoding: 'base64' };
    case 'real':
      return scalar('number', key);
    default:
      return scalar(key.type, key);
  }
}

function arrayOf(facts: PayloadFacts, path: string): Schema {
  const item = facts.keys[`${path}[]`];
  const [minItems, maxItems] = item?.repetition ?? [];
  return {
    type: 'array',
    ...(item && !item.notOnIos ? { items: schemaOf(facts, `${path}[]`, item) } : {}),
    ...(minItems === undefined ? {} : { minItems, maxItems }),
  };
}

function scalar(type: string, { oneOf, min, max, format }: KeyFacts): Schema {
  return {
    type,
    ...(oneOf ? { enum: oneOf } : {}),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(format === undefined || type !== 'string' ? {} : { pattern: format }),
  };
}
