/** Reads the documents of Android's services from an extraction: the same readers' results as from dumps, from other forms. */
import { readDump } from '../../artifacts/android/dump.ts';
import { packageDump, type UserPackages } from '../../artifacts/android/file-packages.ts';
import { buildPropReader } from '../../artifacts/android/getprop.ts';
import { wantedProperties } from '../../artifacts/android/observe-properties.ts';
import { wantedSettings } from '../../artifacts/android/observe-settings.ts';
import { wantedApps, wantedPermissions } from '../../artifacts/android/permissions.ts';
import { type AndroidDocuments, noDocuments } from '../../artifacts/android/phone.ts';
import {
  type AndroidXml,
  appOpsFile,
  type PackageList,
  packageList,
  packageStates,
  readAndroidXml,
  runtimeGrants,
  settingsFile,
  userFile,
  userIds,
} from '../../artifacts/android/xml.ts';
import { PassmusterError } from '../../errors.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { phoneItems } from '../android-files.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readAppData } from './app-data.ts';
import { buildFiles, listFile, opsFile, permissions, userFiles, userListFile } from './paths.ts';

export async function* read(bundle: Bundle, { asOf }: ReadContext): AsyncGenerator<ReadItem> {
  const files = new Files(bundle);
  const documents = noDocuments();
  await readBuild(files, documents);
  const users = await readUsers(files, documents);
  const list = await files.xml(listFile);
  await readSettings(files, users, documents);
  if (list !== undefined) await readPackages(files, packageList(list), users, documents);
  const ops = await files.xml(opsFile);
  if (ops !== undefined) documents.appOps.push({ entry: opsFile, document: appOpsFile(ops, wantedApps()) });
  const found = documents.users[0]?.document.users;
  const people = users.ids.map((id) => ({ id, kind: found?.get(id)?.kind }));
  const apps = await readAppData(bundle, people, { site: { input: bundle.name }, asOf });
  const notices = [...files.notices, ...apps.notices];
  yield* phoneItems(bundle, documents, notices, {}, apps.observations);
}

/** Opens files, and remembers what could not be read. */
class Files {
  readonly notices: Notice[] = [];
  readonly bundle: Bundle;

  constructor(bundle: Bundle) {
    this.bundle = bundle;
  }

  async xml(path: string): Promise<AndroidXml | undefined> {
    try {
      const bytes = await this.bundle.bytes(path);
      const xml = bytes === undefined ? undefined : await readAndroidXml(bytes);
      if (xml?.isWhole === false)
        this.#note('section-incomplete', 'A file ends before its document does.', path);
      return xml;
    } catch (error) {
      if (!(error instanceof PassmusterError)) throw error;
      this.#note('file-unreadable', `A file of the phone cannot be read: ${error.message}`, path);
      return undefined;
    }
  }

  #note(code: Notice['code'], message: string, locator: string): void {
    this.notices.push({ code, message, locator });
  }
}

async function readBuild({ bundle }: Files, { properties }: AndroidDocuments): Promise<void> {
  for (const entry of buildFiles) {
    const bytes = await bundle.bytes(entry);
    if (bytes === undefined) continue;
    const lines = Buffer.from(bytes).toString('latin1').split(/\r?\n/);
    properties.push({ entry, document: readDump(lines, buildPropReader(wantedProperties)) });
  }
}

interface Users {
  readonly ids: readonly number[];
  /** The list was there to its end, and so is each of them. */
  readonly areAll: boolean;
}

/** Without a list there is the owner. */
async function readUsers(files: Files, documents: AndroidDocuments): Promise<Users> {
  const list = await files.xml(userListFile);
  const ids = list === undefined ? [0] : userIds(list);
  const found = [];
  for (const id of ids.slice(0, 100)) {
    const xml = await files.xml(userFiles.user(id));
    const user = xml && userFile(xml);
    if (user?.id === id) found.push(user);
  }
  const isWhole = list?.isWhole === true && found.length === ids.length && ids.length > 0;
  documents.users.push({
    entry: userListFile,
    document: {
      users: new Map(found.map((user) => [user.id, user])),
      isWhole,
      deviceOwner: undefined,
      broken: found.length === 0,
      unknownLines: 0,
    },
  });
  return { ids: ids.slice(0, 100), areAll: isWhole };
}

async function readSettings(files: Files, { ids }: Users, { settings }: AndroidDocuments): Promise<void> {
  for (const user of ids.filter((id) => id === 0)) {
    for (const namespace of ['global', 'secure', 'system'] as const) {
      const entry = userFiles.settings(user, namespace);
      const xml = await files.xml(entry);
      if (xml !== undefined)
        settings.push({ entry, document: settingsFile(xml, namespace, user, wantedSettings) });
    }
  }
}

async function readPackages(
  files: Files,
  list: PackageList,
  { ids, areAll }: Users,
  { packages }: AndroidDocuments,
): Promise<void> {
  const parts: UserPackages[] = [];
  for (const user of ids) {
    const entry = userFiles.states(user);
    const xml = await files.xml(entry);
    const states = xml && { entry, document: packageStates(xml) };
    parts.push({ user, states, grants: await grantsOf(files, list, user) });
  }
  packages.push({ entry: listFile, document: packageDump(list, parts, areAll) });
}

/** From Android 15 (35) on the file is not what the phone goes by, and where the newer one lies beside it. */
async function grantsOf(files: Files, { sdk }: PackageList, user: number): Promise<UserPackages['grants']> {
  const beside = await files.bundle.list(permissions(user));
  if (sdk === undefined || sdk >= 35 || beside.includes(userFiles.access(user))) return undefined;
  const entry = sdk >= 30 ? userFiles.grants(user) : userFiles.oldGrants(user);
  const xml = await files.xml(entry);
  return xml && { entry, document: runtimeGrants(xml, wantedPermissions) };
}
