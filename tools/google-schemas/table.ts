/** Discovery document → the table of fields: names, types, words, marks; no sentence of Google's. */
import type { FieldFacts, GoogleTable, MessageFacts } from '../../src/artifacts/google/schema.ts';
import { type Discovery, type DiscoveryField, reachable } from './discovery.ts';

/** Written by hand (schemas/google/successors.json): what Google says in prose only. */
export type Successors = Readonly<Record<string, Readonly<Record<string, Successor>>>>;
interface Successor {
  readonly replacedBy?: string;
  readonly noEffect?: true;
  readonly values?: Readonly<Record<string, string>>;
}

/** The messages of a policy and of a device report. */
export const roots = { policy: 'Policy', device: 'Device' } as const;

export function tableOf(document: Discovery, successors: Successors): GoogleTable {
  const names = new Set(Object.values(roots).flatMap((root) => reachable(document, root)));
  for (const [message, fields] of Object.entries(successors))
    for (const field of Object.keys(fields))
      if (document.schemas[message]?.properties?.[field] === undefined)
        throw new Error(`successors.json: ${message}.${field} is not there`);
  return {
    revision: document.revision,
    messages: Object.fromEntries(
      [...names].sort().map((name) => [name, messageOf(document, name, successors[name] ?? {})]),
    ),
  };
}

function messageOf({ schemas }: Discovery, name: string, later: Successors[string]): MessageFacts {
  const { properties = {}, deprecated } = schemas[name] ?? {};
  return {
    ...(deprecated === true ? { deprecated } : {}),
    fields: Object.fromEntries(
      Object.entries(properties)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, field]) => [key, fieldOf(`${name}.${key}`, field, later[key] ?? {})]),
    ),
  };
}

function fieldOf(path: string, field: DiscoveryField, { values = {}, ...later }: Successor): FieldFacts {
  const inner = field.items ?? field.additionalProperties ?? field;
  const old = (inner.enum ?? []).filter((_word, index) => inner.enumDeprecated?.[index] === true);
  return {
    ...typeOf(path, inner),
    ...(field.items ? { list: true as const } : {}),
    ...(field.additionalProperties ? { map: true as const } : {}),
    ...(inner.enum ? { oneOf: inner.enum } : {}),
    ...(old.length > 0
      ? { deprecatedValues: Object.fromEntries(old.map((word) => [word, values[word] ?? null])) }
      : {}),
    ...(field.readOnly === true ? { readOnly: true as const } : {}),
    ...(field.deprecated === true ? { deprecated: true as const } : {}),
    ...later,
  };
}

const types = ['string', 'integer', 'number', 'boolean', 'any'] as const;
const formats = ['int32', 'int64', 'float', 'byte', 'google-duration', 'google-datetime'] as const;

/** What the dialect may grow is refused here: a type that is not understood would be written down as none. */
function typeOf(path: string, { $ref, type, format }: DiscoveryField): FieldFacts {
  if ($ref !== undefined) return { type: 'message', message: $ref };
  const [known, form] = [types.find((one) => one === type), formats.find((one) => one === format)];
  if (known === undefined || (format !== undefined && form === undefined))
    throw new Error(`${path}: the type ${String(type)} (${String(format)}) is not known`);
  return { type: known, ...(form ? { format: form } : {}) };
}
