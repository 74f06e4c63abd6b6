/** The flags that say how a report is to be treated. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { Handling, Report, Withheld } from '../model/report.ts';
import { holdsPseudonym } from '../read/pseudonyms.ts';
import { publicReport, withHandling } from '../report/handling.ts';
import { publicFormats } from '../report/registry.ts';
import type { Output } from './output.ts';

export const handlingFlags = {
  marking: Flags.string({
    env: 'PASSMUSTER_MARKING',
    helpValue: 'TEXT',
    description: 'a classification or another marking, shown on every page of every format',
  }),
  'retain-until': Flags.string({
    env: 'PASSMUSTER_RETAIN_UNTIL',
    helpValue: 'DAY',
    exclusive: ['retain'],
    description: 'the day on which the report is to be deleted (2027-03-31)',
  }),
  retain: Flags.integer({
    min: 1,
    max: 36_500,
    env: 'PASSMUSTER_RETAIN',
    helpValue: 'DAYS',
    description: 'delete so many days after the time of the evaluation',
  }),
  public: Flags.boolean({
    env: 'PASSMUSTER_PUBLIC',
    description: 'counts and rule texts only: nothing of single phones, files or groups',
  }),
};

interface Given {
  readonly marking?: string | undefined;
  readonly 'retain-until'?: string | undefined;
  readonly retain?: number | undefined;
  readonly public?: boolean;
}

const day = 86_400_000;

/** Checked before anything is read. @throws PassmusterError usage */
export function checkHandling(flags: Given, outputs: readonly Output[]): void {
  const until = flags['retain-until'];
  const time = new Date(`${until}T00:00:00Z`);
  const isDay = until === undefined || /^\d{4}-\d\d-\d\d$/.test(until);
  if (!isDay || (until !== undefined && (Number.isNaN(time.getTime()) || dayOf(time.getTime()) !== until)))
    throw new PassmusterError('usage', `--retain-until takes a calendar day (2027-03-31), not ${until}.`);
  const single = outputs.find(({ format }) => !publicFormats.includes(format));
  if (flags.public === true && single !== undefined)
    throw new PassmusterError(
      'usage',
      `${single.format} shows findings one by one; --public goes with ${publicFormats.join(', ')}.`,
    );
}

/** What is known before anything is read. */
export function handlingOf(flags: Given, asOf: string): { handling?: Handling } {
  const { marking, 'retain-until': until, retain } = flags;
  const retainUntil = retain === undefined ? until : dayOf(Date.parse(asOf) + retain * day);
  if (marking === undefined && retainUntil === undefined) return {};
  const handling = {
    ...(marking === undefined ? {} : { marking }),
    ...(retainUntil === undefined ? {} : { retainUntil }),
  };
  return { handling };
}

/** @param pseudonyms how many devices are called by one in place of their identifier */
export function handled(report: Report, flags: Given, pseudonyms = 0): Report {
  const given: Handling = {
    ...handlingOf(flags, report.asOf).handling,
    ...(pseudonyms === 0 ? {} : { withheld: pseudonymsOf(report, pseudonyms) }),
  };
  const marked = withHandling(report, given);
  return flags.public === true ? publicReport(marked) : marked;
}

function pseudonymsOf({ inputs }: Report, devices: number): Withheld[] {
  const names = inputs.filter(({ path }) => holdsPseudonym(path)).length;
  return [
    { what: 'device identifiers', count: devices, reason: 'personal-data' },
    ...(names === 0 ? [] : [{ what: 'names of files', count: names, reason: 'personal-data' } as const]),
  ];
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
