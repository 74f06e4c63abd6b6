/** A run that nobody watches: one at a time, and what happened in a log. */
import * as Flags from '@oclif/core/flags';
import type { Report } from '../model/report.ts';
import { noticeLevel } from '../model/notice.ts';
import { packageVersion } from '../io/package-files.ts';
import { type Configured, tellRemarks } from './config.ts';
import type { ExitCode } from './launch.ts';
import { takeLock } from './lock.ts';
import { checkLogFile, logEvent, logFormats, type LogFormat } from './log.ts';
import { ProgressLine } from './progress.ts';
import { ProgressLog } from './progress-log.ts';

export const unattendedFlags = {
  lock: Flags.string({
    env: 'PASSMUSTER_LOCK',
    helpValue: 'FILE',
    description: 'end with 2 while another run on this machine holds this lock (docs/scheduled.md)',
  }),
  'log-format': Flags.option({
    options: logFormats,
    default: 'text' as LogFormat,
    env: 'PASSMUSTER_LOG_FORMAT',
    description: 'what standard error holds: text for people, json for machines (an object a line)',
  })(),
  'log-file': Flags.string({
    env: 'PASSMUSTER_LOG_FILE',
    helpValue: 'FILE',
    description: 'append the log to a file; standard error then holds text',
  }),
};

export interface Run {
  readonly progress: Pick<ProgressLine, 'update' | 'done'>;
  /** The last thing of a run that reached its end. @param report where somebody needed it whole */
  end(code: ExitCode, gates: Report['gates'], report?: Report): ExitCode;
}

interface Given {
  readonly lock?: string | undefined;
  readonly 'log-format': LogFormat;
  readonly 'log-file'?: string | undefined;
  readonly quiet: boolean;
}

/** @throws PassmusterError run-locked, output-failed */
export async function beginRun(flags: Given, { file, remarks }: Configured): Promise<Run> {
  const started = Date.now();
  checkLogFile();
  tellRemarks(remarks);
  const lock = flags.lock === undefined ? undefined : await takeLock(flags.lock);
  logEvent('info', 'run-started', 'The run starts.', {
    version: packageVersion(),
    pid: process.pid,
    config: file,
    lock: flags.lock,
  });
  const isForMachines = flags['log-format'] === 'json' && flags['log-file'] === undefined;
  const isOnTerminal = process.stderr.isTTY && !isForMachines;
  return {
    progress: isOnTerminal ? new ProgressLine(!flags.quiet) : new ProgressLog(),
    end(code, gates, report) {
      if (report !== undefined) logInputs(report);
      logEvent('info', 'run-finished', `The run ends with ${code}.`, {
        ...(report === undefined ? {} : outcomeOf(report)),
        gatesNotMet: gates.filter(({ met }) => !met).map(({ gate }) => gate),
        exitCode: code,
        seconds: (Date.now() - started) / 1000,
      });
      lock?.release();
      return code;
    },
  };
}

/** What was not read whole, and why. */
function logInputs({ inputs }: Report): void {
  for (const { path, status, notices } of inputs) {
    if (status === 'read' || status === 'ignored') continue;
    const telling = notices.filter(({ code }) => ['partial', 'error'].includes(noticeLevel(code)));
    logEvent('warning', 'input-incomplete', `${path} is ${status}.`, {
      input: path,
      status,
      codes: [...new Set(telling.map(({ code }) => code))],
    });
  }
}

function outcomeOf({ asOf, inputs, subjects, left, summary }: Report) {
  const { outcomes, score, coverage, complete } = summary;
  return {
    asOf,
    inputs: inputs.length,
    subjects: subjects.length + (left?.subjects ?? 0),
    pass: outcomes.pass,
    fail: outcomes.fail,
    unknown: outcomes.unknown,
    waived: outcomes.waived,
    error: outcomes.error,
    score,
    coverage,
    complete,
  };
}
