/** One of our own files against its schema: every problem with file, line and column, and the nearest known name. */
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { YamlFile } from '../formats/yaml.ts';
import { nearest } from './nearest.ts';

export interface Problem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** How a schema of ours is understood; the build says yes or no by the same. */
export const schemaOptions = {
  strict: true,
  ownProperties: true,
  allowUnionTypes: true,
  strictRequired: false,
  // The schema is ours, and a test holds it to the meta-schema: checking it at every start took longer than the audit.
  validateSchema: false,
  meta: false,
} as const;

/** One for all schemas of ours. */
export const ajv = { compile: <T>(schema: object): ValidateFunction<T> => loaded().compile<T>(schema) };

let instance: Ajv2020 | undefined;

/** Loaded when there is a schema to compile: a file without mistakes may need none. */
function loaded(): Ajv2020 {
  if (instance !== undefined) return instance;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as its types say
  const package2020 = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  instance = new package2020.Ajv2020({
    ...schemaOptions,
    allErrors: true,
    verbose: true,
    code: { optimize: false },
  });
  return instance;
}

export type Path = readonly (string | number)[];

/** How a kind of file is spoken of. */
export interface ShapeWords {
  /** A path as a reader names it. */
  readonly nameOf: (path: Path, content: unknown) => string;
  /** Forms that a pattern cannot explain, by the key they belong to. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** The content of a file that has the shape of the schema, or its problems in the order of the file. */
export function checkShapeBy<T>(
  isRight: ValidateFunction<T>,
  file: YamlFile,
  words: ShapeWords,
): { content: T } | { problems: Problem[] } {
  const { value } = file;
  if (isRight(value)) return { content: value };
  const errors = withoutAlternatives(isRight.errors ?? []).filter(isSpecific);
  const problems = errors.map((error) => problemOf(error, file, words));
  const unique = new Map(problems.map((problem) => [`${problem.line} ${problem.message}`, problem]));
  return { problems: [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column) };
}

/**
 * `anyOf` reports the errors of every alternative. Those of the one alternative that the value's type fits say what is
 * wrong; where none or several fit, the summary speaks alone.
 */
function withoutAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  for (const summary of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const branches = listOf(summary.schema).map((_, index) =>
      errors.filter((error) => isWithin(error, summary, `${summary.schemaPath}/${index}/`)),
    );
    const fitting = branches.filter((branch) => !branch.some((error) => isOtherType(error, summary)));
    const [only] = fitting;
    const dropped = new Set(fitting.length === 1 ? [summary, ...branches.flat()] : branches.flat());
    if (fitting.length === 1) for (const error of only ?? []) dropped.delete(error);
    kept = kept.filter((error) => !dropped.has(error));
  }
  return kept;
}

const isWithin = (error: ErrorObject, summary: ErrorObject, schemaPath: string) =>
  `${error.schemaPath}/`.startsWith(schemaPath) &&
  `${error.instancePath}/`.startsWith(`${summary.instancePath}/`);

/** The value is not of the alternative's type at all: a list where a word is expected, or the reverse. */
function isOtherType(error: ErrorObject, { instancePath }: ErrorObject): boolean {
  if (error.instancePath !== instancePath) return false;
  return error.keyword === 'type' || (error.keyword === 'enum' && typeof error.data === 'object');
}

/** A misspelt key is one problem, not two: the key that it stands for is not reported as missing as well. */
function isSpecific(error: ErrorObject, _index: number, all: readonly ErrorObject[]): boolean {
  // Their parts say what is wrong.
  if (error.keyword === 'propertyNames' || error.keyword === 'if') return false;
  const missing = paramOf(error, 'missingProperty');
  return !(
    error.keyword === 'required' &&
    all.some((other) => other.instancePath === error.instancePath && suggested(other) === missing)
  );
}

function suggested(error: ErrorObject): string | undefined {
  if (error.keyword !== 'additionalProperties') return undefined;
  return likely(paramOf(error, 'additionalProperty'), knownKeys(error));
}

type Json = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const mapOf = (value: unknown): Json => (isMap(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const paramOf = ({ params }: ErrorObject, name: string) => String(mapOf(params)[name]);
const knownKeys = ({ parentSchema }: ErrorObject) => Object.keys(mapOf(parentSchema?.['properties']));

function problemOf(error: ErrorObject, file: YamlFile, { nameOf, patterns }: ShapeWords): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const own = ownName(error);
  const place = file.placeOf(own === undefined ? path : [...path, own]);
  return { message: messageOf(error, path, nameOf(path, file.value), patterns), ...place };
}

/** The key that is wrong, where the error is about a key. */
function ownName(error: ErrorObject): string | undefined {
  return error.keyword === 'additionalProperties' ? paramOf(error, 'additionalProperty') : error.propertyName;
}

/** `rules[0].title`. */
export const pathWords = (keys: Path): string =>
  `\`${keys.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')}\``;

/** What is misspelt is quoted; what is no word of a file of ours may be a text about somebody that came into the wrong place. */
const isWord = (text: string): boolean => /^[\w.$-]{1,60}$/.test(text);

function messageOf(error: ErrorObject, path: Path, where: string, patterns: ShapeWords['patterns']): string {
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = paramOf(error, 'additionalProperty');
      return isWord(name)
        ? `${where} has the unknown key \`${name}\`${suggestion(name, knownKeys(error))}.`
        : `${where} has an unknown key.`;
    }
    case 'enum': {
      const name = error.propertyName ?? String(error.data);
      const known = listOf(error.schema).map(String);
      const list = known.length <= 12 ? `; known are ${known.join(', ')}` : '';
      return isWord(name)
        ? `${where} names \`${name}\`, which is not known${suggestion(name, known)}${list}.`
        : `${where} names what is not known${list}.`;
    }
    case 'required':
      return `${where} lacks the key \`${paramOf(error, 'missingProperty')}\`.`;
    case 'anyOf':
      return `${where} must be ${wordList(listOf(error.schema).flatMap(branchWords))}${versionHint(error, path)}.`;
    case 'type':
      return `${where} must be ${wordList(typeWords(error.schema))}${versionHint(error, path)}.`;
    case 'pattern':
      return `${where} must be ${patterns[lastKey(path)] ?? `of the form ${paramOf(error, 'pattern')}`}.`;
    case 'maxLength':
      return `${where} must have at most ${String(error.schema)} characters.`;
    case 'minimum':
      return `${where} must be at least ${String(error.schema)}.`;
    case 'minLength':
      return `${where} must have ${Number(error.schema) === 1 ? 'something in it' : `at least ${String(error.schema)} characters`}.`;
    case 'maximum':
      return `${where} must be at most ${String(error.schema)}.`;
    case 'uniqueItems':
      return `${where} holds an entry twice.`;
    case 'minItems':
    case 'minProperties':
      return `${where} must have ${Number(error.schema) === 1 ? 'something in it' : `at least ${String(error.schema)} entries`}.`;
    default:
      return `${where} ${error.message ?? 'is not valid'}.`;
  }
}

/** Entries of a list are spoken of by its name. */
const lastKey = (path: Path): string => String(path.findLast((key) => typeof key === 'string'));

const words: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'a map',
  string: 'a text',
};

const typeWords = (types: unknown) => listOf(types).map((type) => words[String(type)] ?? String(type));
/** A branch without a type lists its words, so it takes a text. */
function branchWords(branch: unknown): string[] {
  const { type = 'string', properties } = mapOf(branch);
  return 'parameter' in mapOf(properties) ? ['`{ parameter: name }`'] : typeWords(type);
}
const wordList = (list: readonly string[]) => [...new Set(list)].join(', ').replace(/, ([^,]*)$/, ' or $1');

function versionHint({ data }: ErrorObject, path: Path): string {
  const isVersion = ['version', 'versionAtLeast', 'osVersion'].includes(String(path.at(-1)));
  return isVersion && typeof data === 'number'
    ? '; write it in quotes, as 17.10 without them is the number 17.1'
    : '';
}

export function suggestion(name: string, known: readonly string[]): string {
  const near = likely(name, known);
  return near === undefined ? '' : `; did you mean \`${near}\``;
}

/** Two edits turn a very short name into anything; only its case may differ. */
const likely = (name: string, known: readonly string[]) =>
  name.length < 4 ? known.find((other) => other.toLowerCase() === name.toLowerCase()) : nearest(name, known);

/** @param name of the file, as the operator gave it */
export function problemLines(name: string, problems: readonly Problem[]): string[] {
  return problems.map(({ message, line, column }) => `${name}:${line}:${column}: ${message}`);
}
