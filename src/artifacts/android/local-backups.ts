/**
 * What the names of WhatsApp's backups on the phone tell, and that a key for them lies there; neither is ever opened.
 * `msgstore-2026-11-20.1.db.crypt15`: the format that end-to-end encrypted backups use (KnugiHK/WhatsApp-Chat-Exporter, B16f00t/whapa).
 * A name alone does not prove that a secret of the user encrypts it: all of this goes into notes, and decides nothing.
 */
import { timeOf } from '../../model/time.ts';
import type { Observation } from '../../model/observation.ts';
import { witness } from './dump.ts';
import { type AppSite, baseOf } from './observe-preferences.ts';
import { gradeNotes } from '../grade.ts';

export interface LocalBackups {
  /** Where the names stand; undefined: no such folder. */
  readonly folder: string | undefined;
  readonly names: readonly string[];
  readonly hasKey: boolean;
}

const backupName = /^msgstore(?:-(\d{4}-\d\d-\d\d)\.\d{1,3})?\.db\.crypt(\d\d)$/;

export const isBackupName = (name: string): boolean => backupName.test(name);

const setting = 'app.backup.endToEndEncrypted';

/**
 * @param observations of the app; those on encrypted backups get the notes
 * @param lastBackup when a backup last reached the cloud, in milliseconds
 */
export function withLocalBackups(
  observations: readonly Observation[],
  backups: LocalBackups,
  lastBackup: number | undefined,
  site: AppSite,
): Observation[] {
  const found = backups.names.flatMap((name) => {
    const [, day, format] = backupName.exec(name) ?? [];
    return format === undefined ? [] : [{ day, format }];
  });
  const notes = [
    ...(backups.hasKey ? ['backup-key-on-phone'] : []),
    ...(found.some(({ day, format }) => format === '14' && isAfter(day, lastBackup))
      ? ['local-backup-not-e2ee']
      : []),
  ];
  const noted = observations.map((one) =>
    one.setting === setting && notes.length > 0 ? { ...one, notes: [...(one.notes ?? []), ...notes] } : one,
  );
  if (backups.folder === undefined || found.length === 0) return noted;
  const count = (wanted: string) => found.filter(({ format }) => format === wanted).length;
  const value = `.crypt14: ${count('14')}, .crypt15: ${count('15')}`;
  const about = baseOf({ setting, grade: 'C' }, site, [...gradeNotes('C'), 'names-only', ...notes]);
  const evidence = witness(site, backups.folder, { locator: '(names of files)', value });
  return [...noted, { ...about, evidence, unknown: 'not-reported' }];
}

/** A day that ended after the moment began: of a file without a day in its name nothing is known. */
function isAfter(day: string | undefined, moment: number | undefined): boolean {
  const start = day === undefined ? undefined : timeOf(`${day}T00:00:00Z`);
  return start !== undefined && moment !== undefined && start > moment;
}
