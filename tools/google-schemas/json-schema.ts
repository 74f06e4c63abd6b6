/**
 * The table of fields as JSON Schema (draft 2020-12). Fields that are not in it are let through, because the service may be
 * newer than the table; the lint names them.
 */
import type { FieldFacts, GoogleTable } from '../../src/artifacts/google/schema.ts';

type Schema = Record<string, unknown>;

/** One message and all that it can hold. */
export function messageSchema(table: GoogleTable, root: string, title: string): Schema {
  const names = closure(table, root);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    $ref: `#/$defs/${root}`,
    $defs: Object.fromEntries(names.map((name) => [name, objectOf(table, name)])),
  };
}

function closure({ messages }: GoogleTable, root: string): string[] {
  const found = new Set([root]);
  for (const name of found)
    for (const { message } of Object.values(messages[name]?.fields ?? {}))
      if (message !== undefined) found.add(message);
  return [...found].sort();
}

function objectOf({ messages }: GoogleTable, name: string): Schema {
  const { fields = {}, deprecated } = messages[name] ?? {};
  return {
    type: 'object',
    ...(deprecated ? { deprecated } : {}),
    properties: Object.fromEntries(Object.entries(fields).map(([key, facts]) => [key, fieldSchema(facts)])),
  };
}

function fieldSchema({ list, map, deprecated, readOnly, ...facts }: FieldFacts): Schema {
  const marks = { ...(deprecated ? { deprecated } : {}), ...(readOnly ? { readOnly } : {}) };
  const inner = valueSchema(facts);
  if (list) return { type: 'array', items: inner, ...marks };
  return map ? { type: 'object', additionalProperties: inner, ...marks } : { ...inner, ...marks };
}

/** int64 travels as a string, and is taken as an integer; a duration is a number of seconds with an `s`. */
function valueSchema({ type, message, format, oneOf }: FieldFacts): Schema {
  if (message !== undefined) return { $ref: `#/$defs/${message}` };
  if (type === 'any') return {};
  if (oneOf) return { type, enum: oneOf };
  switch (format) {
    case 'int64':
      return { anyOf: [{ type: 'string', pattern: '^-?\\d+$' }, { type: 'integer' }] };
    case 'int32':
      return { type, minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
    case 'google-duration':
      return { type, pattern: '^-?\\d+(\\.\\d{1,9})?s$' };
    default:
      return { type };
  }
}
