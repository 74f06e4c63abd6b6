/** The flags of a command as options of a configuration file: a new flag is a new key, without a second list. */
import * as Flags from '@oclif/core/flags';
import type { Option, OptionKind } from '../config/option.ts';
import { limits } from '../io/limits.ts';

/** What is looked at of a flag; oclif's own type differs with the type of the value. */
export interface FlagLike {
  readonly type: 'boolean' | 'option';
  readonly parse?: unknown;
  readonly char?: string;
  readonly multiple?: boolean;
  readonly multipleNonGreedy?: boolean;
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly helpValue?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly allowNo?: boolean;
  readonly exclusive?: readonly unknown[];
}
export type FlagTable = Readonly<Record<string, FlagLike>>;

/** What the placeholder of a flag in --help says about its value. A test fails for one that is not listed. */
export const kindsByPlaceholder: Readonly<Record<string, OptionKind>> = {
  DATE: 'text',
  DAY: 'text',
  FILE: 'path',
  'FILE|FOLDER': 'path',
  'FILE|URL': 'path-or-address',
  'FMT[=FILE]': 'output',
  'ID|FILE': 'profile',
  'K/N': 'text',
  'name=value': 'pairs',
  NAME: 'text',
  REPORT: 'path',
  TEXT: 'text',
  URL: 'secret-address',
};

/** A file cannot name another one in its place. */
const onlyOnCommandLine = new Set(['config', 'help']);

const paths: Option = {
  name: 'paths',
  kind: 'path',
  isList: true,
  isPositional: true,
  description: 'files, folders and globs that are read where the command line names none',
  excludes: [],
};

export function optionsOf(flags: FlagTable): Option[] {
  const own = Object.entries(flags)
    .filter(([name]) => !onlyOnCommandLine.has(name))
    .map(([name, flag]) => optionOf(name, flag));
  return [paths, ...own];
}

/** Names that pairs may have, where they do not depend on the audit profiles. */
export const knownNames = (): Record<string, string[]> => ({ limit: Object.keys(limits) });

function optionOf(name: string, flag: FlagLike): Option {
  const { description = '', options, min, max, default: standard } = flag;
  const hasStandard = typeof standard === 'string' || typeof standard === 'number';
  return {
    name,
    kind: kindOf(flag),
    isList: flag.multiple === true,
    description: description.replace(/ \[env: \w+\]$/, '').replace(/[;,] repeatable\b/, ''),
    excludes: (flag.exclusive ?? []).filter((other) => typeof other === 'string'),
    ...(options === undefined ? {} : { choices: options }),
    ...(min === undefined ? {} : { least: min }),
    ...(max === undefined ? {} : { most: max }),
    ...(flag.allowNo === true ? { canBeNegated: true } : {}),
    ...(hasStandard ? { standard: String(standard) } : {}),
  };
}

const integerParse: unknown = Flags.integer().parse;

function kindOf({ type, options, parse, helpValue }: FlagLike): OptionKind {
  if (type === 'boolean') return 'boolean';
  if (options !== undefined) return 'choice';
  if (parse === integerParse) return 'integer';
  return kindsByPlaceholder[String(helpValue)] ?? 'text';
}
