/** An audit profile against its schema: every problem with file, line and column, and the nearest known name. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { YamlFile } from '../formats/yaml.ts';
import { nearest } from './nearest.ts';
import { profileSchema } from './schema.ts';

export interface Problem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  ownProperties: true,
  allowUnionTypes: true,
  strictRequired: false,
});
const validate = ajv.compile(profileSchema);

/** Problems in the order of the file; none means that the value has the shape of the schema. */
export function schemaProblems(file: YamlFile): Problem[] {
  if (validate(file.value)) return [];
  const problems = (validate.errors ?? []).filter(isSpecific).map((error) => problemOf(error, file));
  const unique = new Map(problems.map((problem) => [`${problem.line} ${problem.message}`, problem]));
  return [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Summaries of alternatives say nothing that their parts do not say better. */
function isSpecific(error: ErrorObject, _index: number, all: readonly ErrorObject[]): boolean {
  if (error.keyword === 'propertyNames') return false;
  return (
    error.keyword !== 'anyOf' ||
    !all.some((other) => other !== error && other.instancePath.startsWith(error.instancePath))
  );
}

function problemOf(error: ErrorObject, file: YamlFile): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const own = ownName(error);
  const keys = (own === undefined ? path : [...path, own]).map((key) =>
    /^\d+$/.test(key) ? Number(key) : key,
  );
  return { message: messageOf(error, path, file), ...file.placeOf(keys) };
}

/** The key that is wrong, where the error is about a key. */
function ownName(error: ErrorObject): string | undefined {
  const { additionalProperty } = error.params as { additionalProperty?: string };
  return additionalProperty ?? (error as { propertyName?: string }).propertyName;
}

function messageOf(error: ErrorObject, path: readonly string[], file: YamlFile): string {
  const where = path.length === 0 ? 'The profile' : `\`${path.join('.')}\``;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const known = Object.keys(
        (error.parentSchema as { properties?: object } | undefined)?.properties ?? knownKeys(error),
      );
      return `${where} has the unknown key \`${name}\`${suggestion(name, known)}.`;
    }
    case 'enum': {
      const name = (error as { propertyName?: string }).propertyName ?? String(valueAt(file.value, path));
      const known = (params['allowedValues'] as readonly unknown[]).map(String);
      const list = known.length <= 12 ? `; known are ${known.join(', ')}` : '';
      return `${where} names \`${name}\`, which is not known${suggestion(name, known) || list}.`;
    }
    case 'required':
      return `${where} lacks the key \`${String(params['missingProperty'])}\`.`;
    case 'type':
      return `${where} must be ${String(params['type']).replaceAll(',', ' or ')}${versionHint(path)}.`;
    default:
      return `${where} ${error.message ?? 'is not valid'}.`;
  }
}

function versionHint(path: readonly string[]): string {
  return path.at(-1) === 'version' || path.at(-1) === 'versionAtLeast'
    ? '; write it in quotes, as 17.10 without them is the number 17.1'
    : '';
}

/** ajv names the schema only by path; the keys of the objects that profiles are made of. */
function knownKeys(error: ErrorObject): object {
  let node: unknown = profileSchema;
  const parts = error.schemaPath.split('/').slice(1, -1);
  if (error.schemaPath.startsWith('#/$defs') || error.schemaPath.startsWith('#/')) {
    for (const part of parts) node = (node as Record<string, unknown> | undefined)?.[part];
  }
  return (node as { properties?: object } | undefined)?.properties ?? {};
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean \`${near}\``;
}
