/** An audit profile against its schema, and values against their setting. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { findOperator } from '../evaluate/operators/registry.ts';
import type { YamlFile } from '../formats/yaml.ts';
import type { Setting } from '../settings/define.ts';
import type { ProfileFile } from './file.ts';
import { profileSchema } from './schema.ts';
import { isSoundProfile, soundOptions } from './sound.ts';
import { ajv, checkShapeBy, listOf, mapOf, type Path, pathWords, type Problem, suggestion } from './shape.ts';

let isProfile: ValidateFunction<ProfileFile> | undefined;

/** The content of a file that has the shape of the schema, or its problems in the order of the file. */
export function checkShape(file: YamlFile): { content: ProfileFile } | { problems: Problem[] } {
  const { value } = file;
  if (isSoundProfile(value)) return { content: value };
  isProfile ??= ajv.compile<ProfileFile>(profileSchema);
  return checkShapeBy(isProfile, file, { nameOf: wordsOf, patterns: patternWords });
}

/** A path as a reader names it: by the rule's id where it has one, else by its place counted from 1. */
function wordsOf(path: Path, profile: unknown): string {
  const [first, index] = path;
  if (path.length === 0) return 'The profile';
  if (first !== 'rules' || typeof index !== 'number') return pathWords(path);
  const { id } = mapOf(listOf(mapOf(profile)['rules'])[index]);
  const rule = typeof id === 'string' ? `ule \`${id}\`` : `ule number ${index + 1}`;
  return path.length === 2 ? `R${rule}` : `${pathWords(path.slice(2))} of r${rule}`;
}

const patternWords: Readonly<Record<string, string>> = {
  id: 'lower-case words joined by hyphens, as `passcode-length`',
  maxAge: 'a number of days, as `P90D`',
  parameters: 'names in lower camel case, as `maximumDays`',
  setting:
    'a setting of "passmuster settings", or `statement.control.` and words of small letters joined by hyphens',
  url: 'an address that begins with `https://`',
  versionAtLeast: 'numbers joined by dots and in quotes, as "17.4.1"',
};

const optionChecks = new Map<string, (options: unknown) => boolean>();

/** Whether options that came from a parameter, which the profile's schema cannot see, are such as the operator takes. */
export function takesOptions(operatorId: string, options: unknown): boolean {
  const operator = findOperator(operatorId);
  if (!operator) return false;
  const check =
    optionChecks.get(operatorId) ?? soundOptions[operatorId] ?? ajv.compile(operator.optionsSchema);
  optionChecks.set(operatorId, check);
  return check(options);
}

type TypeCheck = readonly [words: string, test: (value: unknown) => boolean];
const isText = (value: unknown): value is string => typeof value === 'string';
const isVersion = (value: unknown) => isText(value) && /^\d+(\.\d+)*$/.test(value);
const isDate = (value: unknown) => isText(value) && !Number.isNaN(Date.parse(value));

const valueTypes: Readonly<Record<Setting['type'], TypeCheck>> = {
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  integer: ['a whole number', Number.isInteger],
  number: ['a number', (value) => typeof value === 'number'],
  version: ['a version in quotes, as "17.4"', isVersion],
  date: ['a date in quotes, as "2026-01-31"', isDate],
  choice: ['a text', isText],
  text: ['a text', isText],
  list: ['a list of texts', (value) => Array.isArray(value) && value.every(isText)],
};

/** Why a setting never has a value, or undefined: what a rule then expects, or an example shows, could not occur. */
export function valueProblem(setting: Setting, value: unknown, user: string): string | undefined {
  const [needs, test] = valueTypes[setting.type];
  if (!test(value)) return `${user} \`${setting.id}\` needs ${needs}.`;
  if (setting.values === undefined || setting.values.includes(String(value))) return undefined;
  return `\`${setting.id}\` is never \`${String(value)}\`${suggestion(String(value), setting.values)}; its values are ${setting.values.join(', ')}.`;
}
