/** Reads what messaging apps keep about their own settings, for each user and profile. A fault of one file stays with that app. */
import { numberOf } from '../../artifacts/android/app-keys.ts';
import type { PhoneSite } from '../../artifacts/android/dump.ts';
import { linkedDevices, linkedDevicesUnread } from '../../artifacts/android/linked-devices.ts';
import { withLocalBackups } from '../../artifacts/android/local-backups.ts';
import { closedSettings, type MessagingApp, messagingApps } from '../../artifacts/android/messaging-apps.ts';
import {
  agreedOn,
  type AppSite,
  observePreferences,
  type PreferenceFiles,
} from '../../artifacts/android/observe-preferences.ts';
import { kindNotes } from '../../artifacts/android/permissions.ts';
import { preferencesOf } from '../../artifacts/android/preferences.ts';
import type { UserKind } from '../../artifacts/android/users.ts';
import { lastBackupKey } from '../../artifacts/android/whatsapp.ts';
import { readAndroidXml } from '../../artifacts/android/xml.ts';
import { PassmusterError } from '../../errors.ts';
import { openForeignDatabase } from '../../formats/sqlite.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Observation, type UnknownReason } from '../../model/observation.ts';
import { timeOf } from '../../model/time.ts';
import { lacksLog } from '../databases.ts';
import {
  allowsOfApp,
  appFolders,
  backupFolders,
  dataFolders,
  devicesDatabase,
  keyFile,
  namesOfApp,
  preferencesFolder,
} from './app-paths.ts';

export interface AppUser {
  readonly id: number;
  readonly kind: UserKind | undefined;
}

export interface AppReading {
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
}

/** @param asOf the clock of the evaluation, for the age of a linked device */
export async function readAppData(
  bundle: Bundle,
  users: readonly AppUser[],
  { site, asOf }: { readonly site: PhoneSite; readonly asOf: string },
): Promise<AppReading> {
  const observations: Observation[] = [];
  const notices: Notice[] = [];
  for (const { id, kind } of users) {
    const there = await apps(bundle, id);
    for (const app of messagingApps) {
      const folders = appFolders(app, id).filter((folder) => there.has(`${folder}/`));
      const [folder] = folders;
      if (folder === undefined) continue;
      const own: AppSite = { ...site, scope: appScope(app.id, String(id)), notes: kindNotes(kind) };
      observations.push(...closedSettings(app, folder, own));
      const files = await readFiles(bundle, folders, app, notices);
      const told = observePreferences(app.rows, files, own);
      if (app.isWhatsApp !== true) observations.push(...told);
      else {
        const backups = await localBackups(bundle, folders, backupFolders(app, id));
        observations.push(...withLocalBackups(told, backups, lastBackup(files), own));
        observations.push(
          ...(await readDevices(bundle, folders, { site: own, asOf: timeOf(asOf) }, notices)),
        );
      }
    }
  }
  return { observations, notices };
}

/** Folders of the apps that a user has; asked for at once, since to look into a folder of an archive takes a while. */
async function apps(bundle: Bundle, user: number): Promise<ReadonlySet<string>> {
  const found: string[] = [];
  for (const folder of dataFolders(user)) found.push(...(await bundle.list(folder)));
  return new Set(found);
}

/** Folders with something in them that may be seen. */
async function present(bundle: Bundle, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) if ((await bundle.list(folder)).length > 0) found.push(folder);
  return found;
}

async function readFiles(
  bundle: Bundle,
  folders: readonly string[],
  app: MessagingApp,
  notices: Notice[],
): Promise<PreferenceFiles> {
  const files: { entry: string; preferences: ReturnType<typeof preferencesOf> }[] = [];
  let damage: UnknownReason | undefined;
  for (const folder of folders) {
    for (const entry of (await bundle.list(preferencesFolder(folder))).filter(allowsOfApp)) {
      try {
        const bytes = await bundle.bytes(entry);
        if (bytes === undefined) continue;
        const xml = await readAndroidXml(bytes);
        files.push({ entry, preferences: preferencesOf(xml, app.keys) });
        if (xml.isWhole) continue;
        damage ??= 'incomplete';
        notices.push({
          code: 'section-incomplete',
          message: 'A file ends before its document does.',
          locator: entry,
        });
      } catch (error) {
        damage = 'unreadable';
        notices.push(fault(entry, error));
      }
    }
  }
  return { folder: preferencesFolder(folders[0] ?? ''), files, damage };
}

function lastBackup(files: PreferenceFiles): number | undefined {
  const found = agreedOn(lastBackupKey, files);
  return found === undefined ? undefined : numberOf(found);
}

async function localBackups(bundle: Bundle, folders: readonly string[], places: readonly string[]) {
  const [folder] = await present(bundle, places);
  const names = folder === undefined ? [] : (await bundle.list(folder)).filter(namesOfApp);
  let hasKey = false;
  for (const one of folders) {
    const path = keyFile(one);
    hasKey ||= (await bundle.list(path.slice(0, path.lastIndexOf('/')))).includes(path);
  }
  return { folder, names: names.map((name) => name.slice(name.lastIndexOf('/') + 1)), hasKey };
}

async function readDevices(
  bundle: Bundle,
  folders: readonly string[],
  { site, asOf }: { readonly site: AppSite; readonly asOf: number | undefined },
  notices: Notice[],
): Promise<Observation[]> {
  for (const entry of folders.map(devicesDatabase)) {
    try {
      const copied = await bundle.copy(entry);
      if (copied === undefined) continue;
      if (await lacksLog(bundle, entry)) {
        const message = 'The log of a database is not there (-wal); its last changes are not known.';
        notices.push({ code: 'file-missing', message, locator: `${entry}-wal` });
        return [linkedDevicesUnread('ambiguous', { entry, note: 'wal-missing' }, site)];
      }
      const database = openForeignDatabase(copied);
      try {
        return [linkedDevices(database, { entry, asOf }, site)];
      } finally {
        database.close();
      }
    } catch (error) {
      notices.push(fault(entry, error));
      return [linkedDevicesUnread('unreadable', { entry }, site)];
    }
  }
  return [];
}

/** An expected fault belongs to its file; anything else is a defect and ends the run. */
function fault(locator: string, error: unknown): Notice {
  if (!(error instanceof PassmusterError)) throw error;
  const { line } = error.place;
  const message = `A file of an app cannot be read: ${error.message}`;
  return { code: 'file-unreadable', message, locator, ...(line === undefined ? {} : { line }) };
}
