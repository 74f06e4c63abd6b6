/** Devices by the release of their system and by the age of their patch level, as far as the report tells. */
import type { Finding } from '../model/finding.ts';
import { type Platform, platforms } from '../model/subject.ts';
import { timeOf } from '../model/time.ts';
import type { SubjectTally } from './worst.ts';

export interface DeviceRow {
  readonly words: string;
  devices: number;
  /** Of them, with a fail; by patch level, with a fail of a rule on it. */
  failing: number;
}

export interface PlatformReleases {
  readonly platform: Platform;
  /** The newest first, what is not known last. */
  readonly rows: readonly DeviceRow[];
}

/** Releases of one platform that have a row of their own. */
const shownReleases = 8;
const notKnown = 'not known';

const day = 86_400_000;
/** Days, and what a level that is no older is called. A display default: rules say what is too old. */
const ages = [
  [30, 'up to 30 days'],
  [90, '31 to 90 days'],
  [180, '91 to 180 days'],
  [365, '181 to 365 days'],
  [Infinity, 'more than a year'],
] as const;
const patchSetting = 'os.securityPatch';

const rowOf = (words: string): DeviceRow => ({ words, devices: 0, failing: 0 });

function countIn(row: DeviceRow, isFailing: boolean): void {
  row.devices += 1;
  if (isFailing) row.failing += 1;
}

type Asked = Pick<Finding, 'setting' | 'outcome' | 'actual'>;

/** The patch level is known from the rules that ask for it; a device that none asks is not counted. */
export const isAboutPatches = ({ setting, outcome }: Asked): boolean =>
  setting === patchSetting && outcome !== 'not-applicable';

/** Counts devices as they come. */
export class Releases {
  readonly #now: number;
  /** By the first number of the version; NaN where it is not known. */
  readonly #byPlatform = new Map<Platform, Map<number, DeviceRow>>();
  readonly #ages = [...ages.map(([, words]) => rowOf(words)), rowOf(notKnown)];

  constructor(asOf: string) {
    this.#now = timeOf(asOf) ?? Number.NaN;
  }

  /** @param asked of its findings those about patches */
  add({ subject, counts }: SubjectTally, asked: readonly Asked[]): void {
    if (subject.kind !== 'device') return;
    const { platform, osVersion = '' } = subject;
    const release = Number.parseInt(/^\d{1,4}/.exec(osVersion)?.[0] ?? '', 10);
    const rows = this.#byPlatform.get(platform) ?? new Map<number, DeviceRow>();
    this.#byPlatform.set(platform, rows);
    const row = rows.get(release) ?? rowOf(Number.isNaN(release) ? notKnown : String(release));
    rows.set(release, row);
    countIn(row, counts.fail > 0);
    this.#addPatch(asked);
  }

  #addPatch(asked: readonly Asked[]): void {
    if (asked.length === 0) return;
    const levels = asked.flatMap(({ outcome, actual }) =>
      outcome === 'pass' || outcome === 'fail' || outcome === 'waived' ? (timeOf(actual ?? '') ?? []) : [],
    );
    const age = (this.#now - Math.max(...levels)) / day;
    const at = ages.findIndex(([most]) => age <= most);
    const row = levels.length === 0 || at < 0 ? this.#ages.at(-1) : this.#ages[at];
    if (row)
      countIn(
        row,
        asked.some(({ outcome }) => outcome === 'fail'),
      );
  }

  releases(): PlatformReleases[] {
    return platforms.flatMap((platform) => {
      const rows = this.#byPlatform.get(platform);
      if (rows === undefined) return [];
      const known = [...rows].filter(([release]) => !Number.isNaN(release)).toSorted(([a], [b]) => b - a);
      const own = known.slice(0, shownReleases).map(([, row]) => row);
      const older = known.slice(shownReleases).map(([, row]) => row);
      const unknown = rows.get(Number.NaN);
      return [
        {
          platform,
          rows: [
            ...own,
            ...(older.length === 0 ? [] : [together('older', older)]),
            ...(unknown ? [unknown] : []),
          ],
        },
      ];
    });
  }

  /** Empty where no rule asks for the patch level. */
  patchAges(): readonly DeviceRow[] {
    return this.#ages.some(({ devices }) => devices > 0) ? this.#ages : [];
  }
}

function together(words: string, rows: readonly DeviceRow[]): DeviceRow {
  const sum = rowOf(words);
  for (const { devices, failing } of rows) {
    sum.devices += devices;
    sum.failing += failing;
  }
  return sum;
}
