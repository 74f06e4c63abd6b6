/**
 * `companion_devices.db` of WhatsApp: the computers and phones that are linked to the account, a row each (seen in published builds,
 * version 9 of its layout; later ones add columns). The names and places of the devices are never asked for.
 */
import type { ForeignDatabase, SqliteValue } from '../../formats/sqlite.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { gradeNotes } from '../grade.ts';
import { witness } from './dump.ts';
import { type AppSite, baseOf } from './observe-preferences.ts';

const setting = 'app.linkedDevices.count';
const day = 86_400_000;

/** @throws PassmusterError of the format, also for another layout */
export function linkedDevices(
  database: ForeignDatabase,
  { entry, asOf }: { readonly entry: string; readonly asOf: number | undefined },
  site: AppSite,
): Observation {
  const used: number[] = [];
  let [linked, doubtful] = [0, 0];
  for (const { cells } of database.table('devices', ['logout_time', 'last_active']).rows()) {
    const state = isLinked(cells.get('logout_time') ?? null);
    if (state === undefined) doubtful += 1;
    if (state !== true) continue;
    linked += 1;
    const active = cells.get('last_active');
    if (typeof active === 'number' && active > 0) used.push(active);
  }
  const evidence = witness(site, entry, {
    locator: 'devices',
    value: `${linked} linked${age(used, asOf)}${doubtful === 0 ? '' : `, ${doubtful} rows not understood`}`,
  });
  const about = baseOf({ setting, grade: 'B' }, site, gradeNotes('B'));
  return doubtful === 0
    ? { ...about, evidence, value: linked }
    : { ...about, evidence, unknown: 'ambiguous' };
}

/** Nothing of the database counts, or it is not there. */
export function linkedDevicesUnread(
  unknown: UnknownReason,
  { entry, note }: { readonly entry: string; readonly note?: string },
  site: AppSite,
): Observation {
  const notes = [...gradeNotes('B'), ...(note === undefined ? [] : [note])];
  const evidence = witness(site, entry, { locator: 'devices' });
  return { ...baseOf({ setting, grade: 'B' }, site, notes), evidence, unknown };
}

/** The moment of the log-out; 0 and NULL: none. */
function isLinked(logout: SqliteValue): boolean | undefined {
  if (logout === null || logout === 0) return true;
  return typeof logout === 'number' && logout > 0 ? false : undefined;
}

/** Of the device that was not used for longest, by the clock of the evaluation. */
function age(used: readonly number[], asOf: number | undefined): string {
  if (used.length === 0 || asOf === undefined) return '';
  const days = Math.floor((asOf - Math.min(...used)) / day);
  return days >= 0 ? `, one unused for ${days} days` : '';
}
