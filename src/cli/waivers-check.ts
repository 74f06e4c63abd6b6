/** What there is to say about waivers that are in order. */
import { validityOf } from '../evaluate/waivers.ts';
import type { Report } from '../model/report.ts';
import type { Waiver, WaiverRecord } from '../model/waiver.ts';
import { effectOf } from '../report/waivers.ts';
import { counted, harmless } from '../report/words.ts';
import type { LoadedWaivers } from '../waivers/load.ts';
import { GrantedWaivers, type GrantOptions } from '../waivers/match.ts';
import { replayed } from '../waivers/replay.ts';
import { table } from './table.ts';

/** Waivers of one list. */
const shownWaivers = 1000;
/** So many that end on one day come back as fails all at once. */
const cliff = 10;

/** Lines, and whether they tell of something that somebody has to mend. */
export interface CheckedWaivers {
  readonly text: string;
  /** Something does not hold that somebody counts on. */
  readonly isBad: boolean;
  /** Something ends soon, or serves nothing. */
  readonly isLoose: boolean;
}

/** The files, what has ended, what ends within so many days, and days on which many end. */
export function validityOfAll(
  { files, placed, superseded }: LoadedWaivers,
  { asOf, within, hasProfiles }: { asOf: string; within: number; hasProfiles: boolean },
): CheckedWaivers {
  const day = asOf.slice(0, 10);
  const last = new Date(Date.parse(`${day}T00:00:00Z`) + within * 86_400_000).toISOString().slice(0, 10);
  const waivers = placed
    .map(({ waiver }) => waiver)
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
  const of = (validity: string) => waivers.filter((waiver) => validityOf(waiver, day) === validity);
  const expired = of('expired');
  const ending = of('valid').filter(({ until }) => until <= last);
  const cliffs = [...Map.groupBy(of('valid'), ({ until }) => until)].filter(([, all]) => all.length >= cliff);
  const lines = [
    ...files.map(({ path, records }) => `${harmless(path)}: ${counted(records, 'waiver')}, no problem\n`),
    superseded.length > 0 ? `${counted(superseded.length, 'waiver')} replaced by a later one\n` : '',
    !hasProfiles && waivers.some(({ reason }) => reason !== 'other')
      ? 'What reasons ask for is checked with -p, against the audit profile that declares them.\n'
      : '',
    section(`Expired as of ${day}`, expired),
    section(`End within ${counted(within, 'day')} of ${day}`, ending),
    section('Not yet valid', of('not-yet-valid')),
    ...cliffs.map(
      ([until, all]) => `\n${all.length} waivers end on one day, ${until}: what they cover fails at once\n`,
    ),
  ];
  return { text: lines.join(''), isBad: expired.length > 0, isLoose: ending.length > 0 };
}

/** What the waivers do to a saved report. */
export function useOf(
  loaded: LoadedWaivers,
  report: Report,
  options: Omit<GrantOptions, 'profiles'>,
): CheckedWaivers {
  const granted = new GrantedWaivers(loaded, { ...options, profiles: report.profiles });
  const findings = replayed(report, granted);
  const records = granted.records();
  const notices = granted
    .inputRecords()
    .flatMap(({ path, notices: all }) => all.map((notice) => ({ path, ...notice })));
  const unused = records.filter(({ state }) => state === 'unused');
  const changed = records.filter(({ state, outcomes }) => state === 'unused' && outcomes.fail > 0);
  const unknown = notices.filter(({ code }) => code === 'waiver-rule-unknown');
  const overlaps = new Set(
    findings.flatMap(({ waiver, otherWaivers = [], outcome }) =>
      outcome === 'waived' && waiver !== undefined && otherWaivers.length > 0
        ? [[waiver, ...otherWaivers].sort().join(' and ')]
        : [],
    ),
  );
  const waived = findings.filter(({ outcome }) => outcome === 'waived').length;
  const lines = [
    `\nAgainst the report as of ${harmless(report.asOf)}: ${counted(waived, 'finding')} waived by ${counted(records.filter(({ outcomes }) => outcomes.waived > 0).length, 'waiver')}\n`,
    effects('Unused', unused),
    ...notices.map(
      ({ path, line, message }) => `${harmless(`${path}:${line ?? 1}`)}: ${harmless(message)}\n`,
    ),
    ...[...overlaps].sort().map((ids) => `${harmless(ids)} cover the same findings\n`),
  ];
  return { text: lines.join(''), isBad: changed.length + unknown.length > 0, isLoose: unused.length > 0 };
}

function section(title: string, waivers: readonly Waiver[]): string {
  if (waivers.length === 0) return '';
  const rows = waivers
    .slice(0, shownWaivers)
    .map(({ id, from, until, rules, place }) => [
      `  ${from} to ${until}`,
      id,
      rules.join(', '),
      `${place.input}:${place.line}`,
    ]);
  return `\n${title}\n${table(rows)}${moreThan(waivers.length)}`;
}

function effects(title: string, records: readonly WaiverRecord[]): string {
  if (records.length === 0) return '';
  const rows = records
    .slice(0, shownWaivers)
    .map((record) => [`  ${record.id}`, `${record.input}:${record.line}`, effectOf(record)]);
  return `${title}\n${table(rows)}${moreThan(records.length)}`;
}

const moreThan = (count: number): string =>
  count > shownWaivers ? `  and ${count - shownWaivers} more\n` : '';
