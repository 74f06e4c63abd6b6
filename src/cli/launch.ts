/** Starts a command and turns how it ended into the exit code. The reasons for every line are in docs/exit-codes.md. */
import { ExitError } from '@oclif/core/errors';
import { run } from '@oclif/core/run';
import { PassmusterError, placeText } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';
import { warn } from './messages.ts';

/** First words of commands, for "did you mean". A test compares them with the commands that are there. */
export const commandNames = [
  'apps',
  'attest',
  'audit',
  'config',
  'explain',
  'help',
  'lint',
  'mapping',
  'plan',
  'profile',
  'read',
  'report',
  'settings',
  'sources',
];

/** How a run may end. Every command returns one; help and version return nothing. */
export type ExitCode = 0 | 1 | 2 | 3;

/** oclif's own `execute` and `flush` cut slow pipes; here the event loop drains by itself. */
export async function launch(argv: string[], options: Parameters<typeof run>[1]): Promise<void> {
  dropGlobWarning();
  try {
    const code: unknown = await run(argv, options);
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
    warn(`${error.message}${where === '' ? '' : ` (${where})`}`);
  } else if (isUsage(error)) warn(usageMessage(error.message));
  else {
    warn(
      'internal error: this is our defect; run again with -v and report what it prints, without your input files.',
    );
    if (verbose && error instanceof Error) warn(error.stack ?? error.message);
  }
  return 2;
}

/** Parse errors of oclif carry the exit code 2. */
function isUsage(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error;
}

/** oclif's own words, without its closing line and with the command as it was typed. */
function usageMessage(message: string): string {
  const [unknown] = /(?<=^command )\S+(?= not found)/.exec(message) ?? [];
  if (unknown === undefined)
    return message.replace(/\nSee more help with --help$/, '\nSee: passmuster --help');
  const [name = ''] = unknown.split(':');
  const near = nearest(name, commandNames);
  return `There is no command ${name}${near === undefined ? '' : `; did you mean ${near}?`}\nSee: passmuster --help`;
}

/** Node 22 prints a warning for path.matchesGlob; other warnings still come through. */
function dropGlobWarning(): void {
  const [print] = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const isGlob = warning.name === 'ExperimentalWarning' && warning.message.includes('glob');
    if (!isGlob) print?.(warning);
  });
}
