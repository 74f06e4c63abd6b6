import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { RenderOptions } from '../report/define.ts';
import type { ExitCode } from './launch.ts';
import { wantsColor, wantsUnicode } from './terminal.ts';

/** The compiler sees to it that no command forgets how it ended. */
export abstract class BaseCommand extends Command {
  abstract override run(): Promise<ExitCode>;
}

/** The clock of a run: now, or the end of the day that was given, UTC. */
export const asOfFlag = Flags.string({
  env: 'PASSMUSTER_AS_OF',
  helpValue: 'DATE',
  description: 'judge as of this day (end of day, UTC) or RFC 3339 time; default: now',
});

/** @throws PassmusterError usage */
export function asOfOf(given: string | undefined): string {
  if (given === undefined) return `${new Date().toISOString().slice(0, 19)}Z`;
  const text = /^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T23:59:59Z` : given;
  const time = new Date(text);
  const isReal =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) &&
    !Number.isNaN(time.getTime()) &&
    time.toISOString().startsWith(text.slice(0, 19));
  if (!isReal)
    throw new PassmusterError(
      'usage',
      `--as-of takes a calendar day (2026-11-20) or a time (2026-11-20T12:00:00Z), not ${given}.`,
    );
  return text;
}

/** How text looks on this standard output. */
export function terminalOptions(flags: { color?: boolean; verbose?: boolean }): RenderOptions {
  const { stdout, env } = process;
  return {
    width: Math.max(60, Math.min(stdout.columns ?? (Number(env['COLUMNS']) || 100), 160)),
    color: wantsColor({ isTerminal: stdout.isTTY, flag: flags.color, env }),
    unicode: wantsUnicode(env),
    verbose: flags.verbose ?? false,
  };
}

/** Limits of reading; --help names where they are explained. */
export const limitFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'name=value',
  description: 'set a limit of reading (docs/limits.md), for example documentBytes=200000000; repeatable',
});

export const profileFlag = Flags.string({
  char: 'p',
  multiple: true,
  multipleNonGreedy: true,
  default: fromEnv('PASSMUSTER_PROFILE'),
  helpValue: 'ID|FILE',
  description: 'audit profile, built-in or a YAML file; repeatable [env: PASSMUSTER_PROFILE]',
});

export const togetherFlag = Flags.boolean({
  env: 'PASSMUSTER_TOGETHER',
  description: 'judge the policies of a platform as one set, as a phone would have them',
});

export const outputFlags = {
  color: Flags.boolean({
    allowNo: true,
    description: 'colour the terminal output (also NO_COLOR, FORCE_COLOR)',
  }),
  quiet: Flags.boolean({
    char: 'q',
    description: 'print nothing but errors and the gate line',
    env: 'PASSMUSTER_QUIET',
  }),
  verbose: Flags.boolean({
    char: 'v',
    description: 'print notices of every input and all passes',
    env: 'PASSMUSTER_VERBOSE',
  }),
};

/** Values of a repeatable flag from its environment variable, split at commas; oclif itself would split them into letters. */
export function fromEnv(name: string): () => Promise<string[] | undefined> {
  return async () => {
    const values = (process.env[name] ?? '').split(',').filter((value) => value !== '');
    return values.length === 0 ? undefined : values;
  };
}

/** @throws PassmusterError usage when nothing was named */
export function pathsOf(argv: readonly unknown[]): string[] {
  if (argv.length === 0)
    throw new PassmusterError('usage', 'Name a file, a folder, a glob, or - for standard input.');
  return argv.map(String);
}

export const pathsHelp = 'file, folder, glob, or - for standard input';
