/** The flags that say how a report is to be treated. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { Handling, Report, Withheld } from '../model/report.ts';
import { holdsPseudonym, keyFingerprint } from '../read/pseudonyms.ts';
import { deviceIdentifiers, releasedAs, withHandling } from '../report/handling.ts';
import { publicFileFormats, publicFormats } from '../report/registry.ts';
import type { Identity } from './identity.ts';
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
  'profile-release': Flags.option({
    options: ['public', 'internal', 'full'] as const,
    env: 'PASSMUSTER_PROFILE_RELEASE',
    description:
      'for whom the report is: everybody (counts and rule texts), colleagues (findings, and not whose phone it is), or whoever may see all',
  })(),
  public: Flags.boolean({
    env: 'PASSMUSTER_PUBLIC',
    exclusive: ['profile-release'],
    description: 'the same as --profile-release public',
  }),
};

interface Given {
  readonly marking?: string | undefined;
  readonly 'retain-until'?: string | undefined;
  readonly retain?: number | undefined;
  readonly public?: boolean;
  readonly 'profile-release'?: 'public' | 'internal' | 'full' | undefined;
}

type Level = Handling['rendering'];

/** Undefined: as it is. */
const levelOf = ({ public: isPublic, 'profile-release': level }: Given): Level =>
  isPublic === true ? 'public' : level === 'full' ? undefined : level;

const day = 86_400_000;

/** The report is not shown as it was judged. */
export const isReduced = (flags: Given): boolean => levelOf(flags) !== undefined;

/** Checked before anything is read. @throws PassmusterError usage */
export function checkHandling(flags: Given, outputs: readonly Output[]): void {
  const until = flags['retain-until'];
  const time = new Date(`${until}T00:00:00Z`);
  const isDay = until === undefined || /^\d{4}-\d\d-\d\d$/.test(until);
  if (!isDay || (until !== undefined && (Number.isNaN(time.getTime()) || dayOf(time.getTime()) !== until)))
    throw new PassmusterError('usage', `--retain-until takes a calendar day (2027-03-31), not ${until}.`);
  const fitting = [...publicFormats, ...publicFileFormats];
  const single = outputs.find(({ format }) => !fitting.includes(format));
  if (levelOf(flags) === 'public' && single !== undefined)
    throw new PassmusterError(
      'usage',
      `${single.format} shows findings one by one; a public report goes with ${fitting.join(', ')}.`,
    );
}

/** What a saved report lacks cannot come back. @throws PassmusterError usage */
export function checkRelease({ handling }: Report, flags: Given): void {
  const has = handling?.rendering;
  const isLess = flags['profile-release'] === 'full' || (has === 'public' && levelOf(flags) === 'internal');
  if (has === undefined || !isLess) return;
  throw new PassmusterError(
    'usage',
    `The report is ${has === 'public' ? 'a public' : 'an internal'} one already: what was withheld is not in it.`,
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
export const shown = (report: Report, flags: Given): Report => releasedAs(report, levelOf(flags));

function pseudonyms(report: Report, { pseudonymise, identityKey }: Identity): Handling {
  if (pseudonymise !== true || identityKey === undefined) return {};
  const count = report.subjects.filter(({ kind }) => kind === 'device').length;
  return {
    pseudonymKey: keyFingerprint(identityKey),
    ...(count === 0 ? {} : { withheld: pseudonymsOf(report, count) }),
  };
}

function pseudonymsOf({ inputs }: Report, devices: number): Withheld[] {
  const names = inputs.filter(({ path }) => holdsPseudonym(path)).length;
  return [
    { what: deviceIdentifiers, count: devices, reason: 'personal-data' },
    ...(names === 0 ? [] : [{ what: 'names of files', count: names, reason: 'personal-data' } as const]),
  ];
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
