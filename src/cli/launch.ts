/** Starts a command and turns how it ended into the exit code. The reasons for every line are in docs/exit-codes.md. */
import type { Interfaces } from '@oclif/core';
import { ExitError } from '@oclif/core/errors';
import { run } from '@oclif/core/run';
import { PassmusterError, placeText } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';
import { calledCommand } from './called-command.ts';
import { logTo, tell } from './log.ts';

/** First words of commands, for "did you mean". A test compares them with the commands that are there. */
export const commandNames = [
  'apps',
  'attest',
  'audit',
  'config',
  'diff',
  'explain',
  'help',
  'history',
  'lint',
  'mapping',
  'plan',
  'profile',
  'read',
  'report',
  'settings',
  'sources',
  'verify',
  'waivers',
];

/** How a run may end. Every command returns one; help and version return nothing. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface LaunchOptions {
  /** Where the commands lie. */
  readonly root: string;
  readonly pjson: Interfaces.PJSON;
}

/** oclif's own `execute` and `flush` cut slow pipes; here the event loop drains by itself. */
export async function launch(argv: string[], { root, pjson }: LaunchOptions): Promise<void> {
  dropKnownWarnings();
  if (wantsJsonLog(argv)) logTo({ format: 'json', quiet: false });
  try {
    const code: unknown = await run(argv, { root, pjson, plugins: calledCommand(argv, root, pjson) });
    process.exitCode = code === undefined ? 0 : typeof code === 'number' ? code : 2;
  } catch (error) {
    process.exitCode = report(error, argv.includes('-v') || argv.includes('--verbose'));
  }
}

/** Everything that is not a returned code is 2; a closed pipe ends quietly. */
function report(error: unknown, verbose: boolean): number {
  if (error instanceof ExitError) return error.oclif.exit ?? 2; // help shown by a flag
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 2;
  if (error instanceof PassmusterError) {
    const where = placeText(error.place);
    say(`${error.message}${where === '' ? '' : ` (${where})`}`, error.code);
  } else if (isUsage(error)) say(usageMessage(error.message), 'usage');
  else {
    say(
      'internal error: this is our defect; run again with -v and report what it prints, without your input files.',
      'internal',
    );
    if (verbose && error instanceof Error) say(error.stack ?? error.message, 'internal');
  }
  return 2;
}

const say = (message: string, code: string): void =>
  tell('error', 'run-failed', message, { code, exitCode: 2 });

/** Known before flags are parsed, so that what is wrong with them is said in the form that was asked for. */
function wantsJsonLog(argv: readonly string[]): boolean {
  const at = argv.indexOf('--log-format');
  const given = at < 0 ? argv.find((word) => word.startsWith('--log-format='))?.slice(13) : argv[at + 1];
  return (given ?? process.env['PASSMUSTER_LOG_FORMAT']) === 'json';
}

/** Parse errors of oclif carry the exit code 2. */
function isUsage(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error;
}

/** oclif's own words, in whole lines, without its closing one and with the command as it was typed. */
function usageMessage(message: string): string {
  const [unknown] = /(?<=^command )\S+(?= not found)/.exec(message) ?? [];
  if (unknown === undefined)
    return message
      .replace(/ ?\n\t/g, ': ')
      .replace(/\nSee more help with --help$/, '\nSee: passmuster --help');
  const [name = ''] = unknown.split(':');
  const near = nearest(name, commandNames);
  return `There is no command ${name}${near === undefined ? '' : `; did you mean ${near}?`}\nSee: passmuster --help`;
}

/** Node 22 prints warnings for path.matchesGlob and its SQLite, Node 24 for the latter; other warnings still come through. */
function dropKnownWarnings(): void {
  const [print] = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const isKnown = warning.name === 'ExperimentalWarning' && /glob|SQLite/.test(warning.message);
    if (!isKnown) print?.(warning);
  });
}
