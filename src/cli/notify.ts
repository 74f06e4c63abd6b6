/** Who is told how a run ended. A notification is a courtesy: whatever goes wrong with it is a warning, and the run ends as it would. */
import * as Flags from '@oclif/core/flags';
import { shownAddress } from '../config/effective.ts';
import { PassmusterError } from '../errors.ts';
import { packageVersion } from '../io/package-files.ts';
import type { Report } from '../model/report.ts';
import { type NotifyFormat, notifyFormats } from '../notify/formats.ts';
import type { Sending } from '../notify/send.ts';
import { logEvent, tell } from './log.ts';

export const notifyMoments = ['always', 'not-met'] as const;

export const notifyFlags = {
  notify: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'URL',
    description:
      'post a summary to this webhook (docs/scheduled.md); better in PASSMUSTER_NOTIFY or the configuration file, for others see command lines; repeatable',
  }),
  'notify-format': Flags.option({
    options: notifyFormats,
    multiple: true,
    multipleNonGreedy: true,
    description:
      'what the webhook takes: one for all, or one for each --notify in their order; default: json; repeatable',
  })(),
  'notify-when': Flags.option({
    options: notifyMoments,
    default: 'always' as (typeof notifyMoments)[number],
    description: 'not-met: only when the run ends with another code than 0',
  })(),
  'notify-devices': Flags.boolean({
    description: 'name the worst devices by their identifiers; without it nothing of single phones is sent',
  }),
  'notify-timeout': Flags.integer({
    min: 1,
    max: 300,
    default: 10,
    helpValue: 'SECONDS',
    description: 'how long each of three attempts may take',
  }),
};

interface Target {
  readonly url: string;
  readonly format: NotifyFormat;
}

export interface Notifier {
  readonly targets: readonly Target[];
  readonly when: (typeof notifyMoments)[number];
  readonly namesDevices: boolean;
  readonly timeoutMs: number;
}

interface Given {
  readonly notify?: readonly string[] | undefined;
  readonly 'notify-format'?: readonly NotifyFormat[] | undefined;
  readonly 'notify-when': (typeof notifyMoments)[number];
  readonly 'notify-devices': boolean;
  readonly 'notify-timeout': number;
  readonly public: boolean;
}

/** Checked before anything is read. @throws PassmusterError usage, without the address: it is a secret */
export function notifierOf(flags: Given): Notifier {
  const { notify: urls = [], 'notify-format': formats = [] } = flags;
  if (flags.public && flags['notify-devices'])
    throw new PassmusterError('usage', '--notify-devices names devices; --public shows none.');
  if (formats.length > 1 && formats.length !== urls.length)
    throw new PassmusterError(
      'usage',
      `There are ${urls.length} --notify and ${formats.length} --notify-format; give one format for all, or one for each.`,
    );
  return {
    targets: urls.map((url, index) => ({
      url: checked(url, index),
      format: formats[index] ?? formats[0] ?? 'json',
    })),
    when: flags['notify-when'],
    namesDevices: flags['notify-devices'],
    timeoutMs: flags['notify-timeout'] * 1000,
  };
}

const ownMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function checked(text: string, index: number): string {
  const which = `Address ${index + 1} of --notify`;
  const url = URL.parse(text);
  if (url === null) throw new PassmusterError('usage', `${which} is no URL.`);
  if (url.username !== '' || url.password !== '')
    throw new PassmusterError(
      'usage',
      `${which} holds a user or a password; webhooks have their secret in the path.`,
    );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && ownMachine.test(url.hostname)))
    throw new PassmusterError('usage', `${which} is not https; plain http goes to this machine alone.`);
  return url.href;
}

/** @param wait between attempts */
export async function notify(
  report: Report,
  exitCode: number,
  { targets, when, namesDevices, timeoutMs }: Notifier,
  wait?: Sending['wait'],
): Promise<void> {
  if (targets.length === 0 || (when === 'not-met' && exitCode === 0)) return;
  const { bodyOf } = await import('../notify/formats.ts');
  const { messageOf } = await import('../notify/message.ts');
  const { send } = await import('../notify/send.ts');
  const message = messageOf(report, { exitCode, namesDevices });
  const agent = `passmuster/${packageVersion()}`;
  await Promise.all(
    targets.map(async ({ url, format }) => {
      const body = bodyOf(format, message);
      const server = shownAddress(url);
      const { isSent, attempts, reason } = await send({
        url,
        body,
        agent,
        timeoutMs,
        ...(wait ? { wait } : {}),
      });
      if (isSent) logEvent('info', 'notify-sent', `${server} was told.`, { server, format, attempts });
      else
        tell(
          'warning',
          'notify-failed',
          `${server} could not be told: ${reason}. The report is not affected.`,
          {
            server,
            format,
            attempts,
            reason,
          },
        );
    }),
  );
}
