/** The configuration file of a run: `-c FILE` or PASSMUSTER_CONFIG. Flags come before the environment, that before the file. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as Flags from '@oclif/core/flags';
import type { FlagInput } from '@oclif/core/interfaces';
import { parse } from '@oclif/core/parser';
import { type Effective, effectiveOf, flagsOf, shownValues } from '../config/effective.ts';
import type { FileValue, LoadedConfig } from '../config/load.ts';
import { variableOf } from '../config/option.ts';
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import { formatIds } from '../report/registry.ts';
import { type FlagTable, knownNames, optionsOf } from './config-options.ts';
import { type Level, type LogFormat, logTo, tell } from './log.ts';

export const usualConfigFile = 'passmuster.config.yaml';

export const configFlags = {
  config: Flags.string({
    char: 'c',
    env: 'PASSMUSTER_CONFIG',
    helpValue: 'FILE',
    description:
      'configuration file (docs/configuration.md): every flag is a key; flags and PASSMUSTER_* come before it',
  }),
};

export interface Configured {
  /** The command line with what environment and file say put before it. */
  readonly argv: string[];
  readonly effective: readonly Effective[];
  /** The configuration file in use. */
  readonly file: string | undefined;
  /** What is to be told before anything is done. */
  readonly remarks: readonly { readonly level: Level; readonly event: string; readonly message: string }[];
}

/** @throws PassmusterError path-unreadable, config-invalid with every problem as `file:line:column: message` */
export async function configured(argv: readonly string[], flags: FlagTable): Promise<Configured> {
  const options = optionsOf(flags);
  const said = await saidOn(argv, flags);
  const file = said.flags.get('config')?.[0] ?? (process.env['PASSMUSTER_CONFIG'] || undefined);
  const values = file === undefined ? new Map<string, FileValue>() : await valuesIn(file, flags);
  const effective = effectiveOf(options, { flags: said.flags, environment: process.env, file: values });
  const valueOf = (name: string): string | undefined =>
    effective.find(({ option }) => option.name === name)?.values[0];
  const quiet = valueOf('quiet') === 'true';
  const format: LogFormat = valueOf('log-format') === 'json' ? 'json' : 'text';
  logTo({ format, file: valueOf('log-file'), quiet });
  const remarks = [
    ...(file === undefined && existsSync(usualConfigFile) && !quiet ? [notUsed] : []),
    ...(valueOf('verbose') === 'true' ? tellingLines(effective, file) : []),
  ];
  const paths = effective.find(({ option }) => option.isPositional === true);
  const named = paths === undefined || paths.origin === 'flag' ? [] : paths.values;
  return { argv: [...flagsOf(effective), ...argv, ...behindDash(argv, named)], effective, file, remarks };
}

const behindDash = (argv: readonly string[], paths: readonly string[]): readonly string[] =>
  paths.length === 0 || argv.includes('--') ? paths : ['--', ...paths];

/** What the command line itself says: read as oclif reads it, but with no variable, no default and no demand. */
async function saidOn(argv: readonly string[], flags: FlagTable) {
  const bare = Object.fromEntries(
    Object.entries(flags).map(([name, { type, char, multiple, multipleNonGreedy, allowNo }]) => {
      const asIs = async (value: unknown): Promise<unknown> => value;
      return [name, { name, type, char, multiple, multipleNonGreedy, allowNo, parse: asIs, input: [] }];
    }),
  ) as unknown as FlagInput;
  const { raw } = await parse([...argv], { flags: bare, args: {}, strict: false });
  const given = new Map<string, string[]>();
  for (const token of raw) {
    const name = token.type === 'flag' ? token.flag : 'paths';
    const isSwitch = token.type === 'flag' && flags[token.flag]?.type === 'boolean';
    const value = isSwitch ? String(!token.input.startsWith('--no-')) : token.input;
    given.set(name, [...(isSwitch ? [] : (given.get(name) ?? [])), value]);
  }
  return { flags: given };
}

/** @throws PassmusterError path-unreadable, config-invalid */
async function valuesIn(file: string, flags: FlagTable): Promise<ReadonlyMap<string, FileValue>> {
  const { values, problems } = await loadedFrom(file, flags, process.env);
  if (problems.length === 0) return values;
  const { problemLines } = await import('../config/load.ts');
  throw new PassmusterError('config-invalid', problemLines(file, problems).join('\n'));
}

/**
 * @param environment undefined: variables that the file names are not looked up
 * @throws PassmusterError path-unreadable
 */
export async function loadedFrom(
  file: string,
  flags: FlagTable,
  environment: NodeJS.ProcessEnv | undefined,
): Promise<LoadedConfig> {
  const input = await openPath({ kind: 'file', path: file, name: file }).catch(() => {
    throw new PassmusterError(
      'path-unreadable',
      `The configuration ${file} cannot be opened; "passmuster config init ${file}" writes a first one.`,
    );
  });
  const { loadConfig } = await import('../config/load.ts'); // brings YAML and ajv, which not every run needs
  return loadConfig(await input.bytes(limits.profileBytes), {
    options: optionsOf(flags),
    names: knownNames(),
    formats: formatIds,
    folder: dirname(file),
    environment,
  });
}

/** Where a value comes from, as a reader looks it up. */
export function originText({ option, origin, line }: Effective, file: string | undefined): string {
  switch (origin) {
    case 'flag':
      return option.isPositional === true ? 'command line' : `--${option.name}`;
    case 'environment':
      return variableOf(option);
    case 'file':
      return `${file}:${line}`;
    case 'default':
      return 'default';
  }
}

const notUsed = {
  level: 'warning' as const,
  event: 'config-not-used',
  message: `${usualConfigFile} is in this folder and not used; pass -c ${usualConfigFile} to use it.`,
};

/** For -v: what file and variables say; the command line is known. */
function tellingLines(effective: readonly Effective[], file: string | undefined): Configured['remarks'] {
  return effective
    .filter(({ origin }) => origin === 'file' || origin === 'environment')
    .map((one) => ({
      level: 'info' as const,
      event: 'config-value',
      message: `${one.option.name} = ${shownValues(one).join(', ')}  (${originText(one, file)})`,
    }));
}

export function tellRemarks(remarks: Configured['remarks']): void {
  for (const { level, event, message } of remarks) tell(level, event, message);
}
