/** The JSON Schema of configuration files, made from the options; tools/schemas.ts writes it for editors. */
import type { Option } from './option.ts';

const text = { type: 'string', minLength: 1 };

/** A value that is not in the file: secrets, and what differs from machine to machine. */
const fromEnvironment = {
  type: 'object',
  additionalProperties: false,
  required: ['env'],
  properties: {
    env: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
      description: 'Name of the environment variable that holds the value',
    },
  },
};

/** @param names of the pairs of an option, where they are known */
export function configSchema(options: readonly Option[], names: Readonly<Record<string, readonly string[]>>) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://passmuster.invalid/schemas/config.schema.json',
    title: 'Passmuster configuration',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      options.map((option) => [
        option.name,
        { description: option.description, ...valueSchema(option, names[option.name]) },
      ]),
    ),
  };
}

function valueSchema(option: Option, names: readonly string[] | undefined): object {
  const { kind, isList } = option;
  if (kind === 'pairs')
    return {
      type: 'object',
      ...(names === undefined ? {} : { propertyNames: { enum: names } }),
      additionalProperties: { type: ['string', 'number', 'boolean'] },
    };
  const one = oneSchema(option);
  if (!isList) return one;
  const alternatives = 'anyOf' in one ? (one.anyOf as object[]) : [one];
  return { anyOf: [...alternatives, { type: 'array', minItems: 1, items: one }] };
}

function oneSchema({ kind, choices, least, most }: Option): object {
  if (kind === 'boolean') return { type: 'boolean' };
  if (kind === 'integer')
    return {
      type: 'integer',
      ...(least === undefined ? {} : { minimum: least }),
      ...(most === undefined ? {} : { maximum: most }),
    };
  if (kind === 'choice') return { enum: choices ?? [] };
  return { anyOf: [text, fromEnvironment] };
}
