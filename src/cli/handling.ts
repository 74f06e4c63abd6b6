/** The flags that say how a report is to be treated. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { Handling, Report } from '../model/report.ts';
import { publicReport, withHandling } from '../report/handling.ts';
import { publicFormats } from '../report/registry.ts';
import { type Identity, keyFingerprint } from './identity.ts';
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

/** @param identity of a run, which may call devices by pseudonyms in place of their identifiers */
export function handled(report: Report, flags: Given, identity: Identity = {}): Report {
  const given: Handling = {
    ...handlingOf(flags, report.asOf).handling,
    ...pseudonyms(report, identity),
  };
  return withHandling(report, given);
}

/** As it leaves the house. */
export const shown = (report: Report, flags: Given): Report =>
  flags.public === true ? publicReport(report) : report;

function pseudonyms({ subjects }: Report, { pseudonymise, identityKey }: Identity): Handling {
  if (pseudonymise !== true || identityKey === undefined) return {};
  const count = subjects.filter(({ kind }) => kind === 'device').length;
  return {
    pseudonymKey: keyFingerprint(identityKey),
    ...(count === 0 ? {} : { withheld: [{ what: 'device identifiers', count, reason: 'personal-data' }] }),
  };
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
