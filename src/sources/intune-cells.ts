/**
 * The columns of Intune's reports. Export jobs write the code of a word in the column and the word itself, in the language of
 * the caller, in a second one (`OwnerType`, `OwnerType_loc`). Source: "Export Intune reports using Graph APIs".
 */
import { foldColumn } from '../formats/csv-peek.ts';
import type { CsvCell, CsvCells } from './device-cells.ts';

/** Member → the columns that may say it, folded (`foldColumn`), the best one first. */
export type ReportColumns = Readonly<Record<string, readonly string[]>>;

/**
 * @returns for one file: the members of a row. Of several columns the first one with a word or, where all hold numbers, the
 *   first; a column that stands twice gives the member twice.
 */
export function reportCells(members: ReportColumns): (row: CsvCells) => CsvCell[] {
  const folded = new Map<string, string>();
  const nameOf = (column: string): string => {
    const known = folded.get(column);
    if (known !== undefined) return known;
    const name = foldColumn(column);
    folded.set(column, name);
    return name;
  };
  return ({ cells, repeated }) => {
    const byName = new Map<string, Omit<CsvCell, 'member'>[]>();
    const add = (column: string, value: string): void => {
      const name = nameOf(column);
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [{ column, value }]);
      else known.push({ column, value });
    };
    for (const [column, value] of cells) add(column, value);
    for (const [column, values] of repeated) for (const value of values) add(column, value);
    return Object.entries(members).flatMap(([member, names]) => {
      const found = names.map((name) => byName.get(name) ?? []).filter((group) => group.length > 0);
      const best = found.find((group) => hasWord(member, group)) ?? found[0] ?? [];
      return best.map(({ column, value }) => ({ column, member, value }));
    });
  };
}

/** Of one column: the member that it may say. */
export function reportMembers(members: ReportColumns): (column: string) => string | undefined {
  const byName = new Map(
    Object.entries(members).flatMap(([member, names]) => names.map((name) => [name, member] as const)),
  );
  return (column) => byName.get(foldColumn(column));
}

/** A flag (`isEncrypted`) may be written as 0 or 1: no code. */
function hasWord(member: string, cells: readonly { readonly value: string }[]): boolean {
  const code = /^is[A-Z]/.test(member) ? /^\s*([2-9]|\d{2,})?\s*$/ : /^\s*\d*\s*$/;
  return cells.some(({ value }) => !code.test(value));
}
