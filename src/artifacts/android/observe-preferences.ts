/**
 * What the preferences of one app of one user say. Values moved between files over the years, so every file is looked into; a key with
 * two values says neither. Apps write many keys only when somebody touches the setting: an absent key is `not-reported`.
 */
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { type Grade, gradeNotes } from '../grade.ts';
import type { KeyRow } from './app-keys.ts';
import { type PhoneSite, dated, witness } from './dump.ts';
import type { Preference } from './preferences.ts';

/** The app of one user or profile. */
export interface AppSite extends PhoneSite {
  readonly scope: string;
  /** What kind of profile it is in. */
  readonly notes: readonly string[];
}

export interface PreferenceFiles {
  /** Path of the folder. */
  readonly folder: string;
  readonly files: readonly { readonly entry: string; readonly preferences: readonly Preference[] }[];
  /** A file of the folder could not be read: any key could stand in it. */
  readonly damage: UnknownReason | undefined;
}

interface Found {
  readonly entry: string;
  readonly preference: Preference;
}

export function observePreferences(
  rows: readonly KeyRow[],
  app: PreferenceFiles,
  site: AppSite,
): Observation[] {
  // Nothing was copied of it, so nothing can be missed in it.
  if (app.files.length === 0 && app.damage === undefined) return [];
  const settings = [...new Set(rows.map(({ setting }) => setting))];
  return settings.flatMap((setting) => {
    const own = rows.filter((row) => row.setting === setting);
    const observations = own.flatMap((row) => ofKey(row, app, site));
    return observations.length > 0 ? observations : absent(own, app, site);
  });
}

/** All places of a key; undefined where they do not agree. */
export function agreedOn(key: string, { files }: PreferenceFiles): Preference | undefined {
  const [first, ...others] = placesOf(key, files);
  const isAgreed = others.every(({ preference }) => isSame(preference, first?.preference));
  return isAgreed && first?.preference.isDoubtful === false ? first.preference : undefined;
}

function ofKey(row: KeyRow, app: PreferenceFiles, site: AppSite): Observation[] {
  const places = placesOf(row.key, app.files);
  const last = places.at(-1);
  if (last === undefined) return [];
  const value = agreedOn(row.key, app);
  const reading = value === undefined ? ambiguous : row.read(value, (key) => agreedOn(key, app));
  if (reading === undefined) return [];
  const shown = value === undefined ? `${places.length} places that do not agree` : shownOf(value);
  const evidence = witness(site, last.entry, { locator: row.key, line: last.preference.line, value: shown });
  const notes = [...gradeNotes(row.grade), ...(reading.note === undefined ? [] : [reading.note])];
  const about = baseOf(row, site, notes);
  if (!('value' in reading)) return [{ ...about, evidence, unknown: reading.unknown }];
  if (app.damage !== undefined) return [{ ...about, evidence, unknown: app.damage }];
  return [{ ...about, evidence, value: reading.value }];
}

const ambiguous = { unknown: 'ambiguous', note: 'files-disagree' } as const;

/** One for a setting: none of its keys stands in any file. */
function absent([row]: readonly KeyRow[], app: PreferenceFiles, site: AppSite): Observation[] {
  if (row === undefined) return [];
  const { key, believed } = row;
  const value = believed === undefined ? 'absent' : `absent (believed default: ${believed})`;
  const evidence = witness(site, app.folder, { locator: key, value });
  const about = baseOf(row, site, [...gradeNotes(row.grade), 'key-absent']);
  return [{ ...about, evidence, unknown: app.damage ?? 'not-reported' }];
}

export function baseOf(
  { setting }: { readonly setting: string; readonly grade: Grade },
  site: AppSite,
  notes: readonly string[],
) {
  const all = [...notes, ...site.notes];
  return {
    setting,
    scope: site.scope,
    layer: 'observed' as const,
    origin: 'explicit' as const,
    ...dated(site),
    ...(all.length === 0 ? {} : { notes: all }),
  };
}

const placesOf = (key: string, files: PreferenceFiles['files']): Found[] =>
  files.flatMap(({ entry, preferences }) =>
    preferences.filter((one) => one.key === key).map((preference) => ({ entry, preference })),
  );

const isSame = (one: Preference, other: Preference | undefined): boolean =>
  other !== undefined && one.type === other.type && one.text === other.text && !one.isDoubtful;

/** Switches and short numbers are shown; a text could be anything. */
function shownOf({ type, text }: Preference): string {
  if (/^(true|false|set|-?\d{1,8})$/.test(text)) return `${type} ${text}`;
  return text === '' ? `${type}, empty` : `${type} of ${text.length} characters`;
}
