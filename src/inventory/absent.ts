/** Members that a row lacks, where the product tells what that means. */
import type { RowTable } from '../artifacts/rows.ts';
import type { Observation, UnknownReason } from '../model/observation.ts';
import type { SettingId } from '../settings/catalogue.ts';
import { undecided } from '../settings/observe.ts';
import { type DeviceRow, find } from './place.ts';

export interface Absence {
  readonly unknown: UnknownReason;
  /** In place of the value: what to ask for, or why nothing stands there. */
  readonly value: string;
  /** When the row was collected. */
  readonly collected?: string;
}

/** One observation for each setting of the members of the table that the row does not have. */
export function observeAbsent(
  row: DeviceRow,
  table: RowTable,
  { unknown, value, collected }: Absence,
): Observation[] {
  const lacking = Object.keys(table).filter((key) => find(row, key) === undefined);
  return lacking.flatMap((key) => {
    const { line } = row.node;
    const evidence = { input: row.input, locator: row.locate(key), ...(line > 0 ? { line } : {}), value };
    const extras = collected === undefined ? {} : { collected };
    return settingsAt(table, key).map((setting) => undecided(setting, unknown, 'observed', evidence, extras));
  });
}

/** Does the row have any member of the table? */
export const hasAny = (row: DeviceRow, table: RowTable): boolean =>
  Object.keys(table).some((key) => find(row, key) !== undefined);

function settingsAt(table: RowTable, key: string): SettingId[] {
  const rows = table[key];
  if (rows === undefined) return [];
  return 'setting' in rows ? [rows.setting] : rows.map(({ setting }) => setting);
}
