/**
 * What is told on standard error, for people (`passmuster: …`) or for machines (a JSON object a line), and in a log file.
 * Standard output is for results. The time is that of the machine: a log says when something happened, a report never does.
 */
import { appendFileSync } from 'node:fs';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import { harmless } from '../report/words.ts';

export const logFormats = ['text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];
export type Level = 'info' | 'warning' | 'error';
export type Fields = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | undefined>
>;

interface LogSettings {
  readonly format: LogFormat;
  /** In place of standard error for machines; people are told there all the same. */
  readonly file?: string | undefined;
  /** People are told nothing but warnings and errors; machines everything. */
  readonly quiet: boolean;
}

let settings: LogSettings = { format: 'text', quiet: false };
let isFileBroken = false;

export function logTo(wanted: LogSettings): void {
  settings = wanted;
  isFileBroken = false;
}

/** @throws PassmusterError output-failed: a run whose log cannot be kept is found out before it begins */
export function checkLogFile(): void {
  if (settings.file === undefined) return;
  try {
    appendFileSync(settings.file, '', { mode: 0o600 });
  } catch (error) {
    const reason = reasonOf(error, 'the folder does not exist');
    throw new PassmusterError('output-failed', `Cannot write the log ${settings.file}: ${reason}.`);
  }
}

/** For people and machines. Several lines may stand in a message. */
export function tell(level: Level, event: string, message: string, fields: Fields = {}): void {
  const isJsonOnScreen = settings.format === 'json' && settings.file === undefined;
  if (!isJsonOnScreen && (level !== 'info' || !settings.quiet))
    process.stderr.write(`passmuster: ${message.split('\n').map(harmless).join('\n')}\n`);
  logEvent(level, event, message, fields);
}

/** For machines alone: people see it in what is printed anyhow. */
export function logEvent(level: Level, event: string, message: string, fields: Fields = {}): void {
  const { format, file } = settings;
  const entry = { time: new Date().toISOString(), level, event, message, ...fields };
  if (file !== undefined) toFile(file, `${format === 'json' ? JSON.stringify(entry) : textOf(entry)}\n`);
  else if (format === 'json') process.stderr.write(`${JSON.stringify(entry)}\n`);
}

/** A log that can no longer be written does not end a run; that it is incomplete is said once. */
function toFile(file: string, line: string): void {
  if (isFileBroken) return;
  try {
    appendFileSync(file, line, { mode: 0o600 });
  } catch (error) {
    isFileBroken = true;
    process.stderr.write(`passmuster: the log ${harmless(file)} is incomplete: ${reasonOf(error)}\n`);
  }
}

interface Entry extends Fields {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly message: string;
}

function textOf({ time, level, event, message, ...fields }: Entry): string {
  const rest = Object.entries(fields).filter(([, value]) => value !== undefined);
  const told = rest.map(
    ([name, value]) => `${name}=${typeof value === 'string' ? harmless(value) : JSON.stringify(value)}`,
  );
  return [time, level, event, message.split('\n').map(harmless).join(' | '), ...told].join(' ');
}
