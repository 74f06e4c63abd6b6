/**
 * Where the messaging apps keep what is read of them: preference files and the list of linked devices. Their messages, contacts, keys
 * and pictures stay closed; of some only the name is looked at, as of the backups.
 */
import { isBackupName } from '../../artifacts/android/local-backups.ts';
import { type MessagingApp, messagingApps } from '../../artifacts/android/messaging-apps.ts';

/** Where the apps of a user keep their data. That of the first has two names; one is a link on the phone, and may be a folder in a copy. */
export const dataFolders = (user: number): string[] =>
  user === 0 ? ['data/data', 'data/user/0'] : [`data/user/${user}`];

export const appFolders = ({ package: name }: MessagingApp, user: number): string[] =>
  dataFolders(user).map((folder) => `${folder}/${name}`);

export const preferencesFolder = (folder: string): string => `${folder}/shared_prefs`;
export const devicesDatabase = (folder: string): string => `${folder}/databases/companion_devices.db`;
export const keyFile = (folder: string): string => `${folder}/files/encrypted_backup.key`;

/** On shared storage, in the places of all years. */
export function backupFolders({ package: name, id }: MessagingApp, user: number): string[] {
  const title = id === 'whatsapp' ? 'WhatsApp' : 'WhatsApp Business';
  const storage = `data/media/${user}`;
  return [`${storage}/Android/media/${name}/${title}/Databases`, `${storage}/${title}/Databases`];
}

const appFolder = /^data\/(?:data|user\/\d{1,5})\/([\w.]{1,100})\/(.*)$/;
const backupFolder =
  /^data\/media\/\d{1,5}\/(?:Android\/media\/com\.whatsapp(?:\.w4b)?\/)?WhatsApp(?: Business)?\/Databases\/([^/]+)$/;

function partsOf(path: string): { app: MessagingApp; below: string } | undefined {
  const [, name, below] = appFolder.exec(path) ?? [];
  const app = messagingApps.find((one) => one.package === name);
  return app === undefined || below === undefined ? undefined : { app, below };
}

/** May be opened. */
export function allowsOfApp(path: string): boolean {
  const { app, below } = partsOf(path) ?? {};
  if (app === undefined || below === undefined) return false;
  if (below === 'databases/companion_devices.db') return app.isWhatsApp === true;
  const [folder, file, ...more] = below.split('/');
  return (
    folder === 'shared_prefs' && file !== undefined && more.length === 0 && app.files?.test(file) === true
  );
}

/** Only that it is there may be seen. */
export function namesOfApp(path: string): boolean {
  const backup = backupFolder.exec(path)?.[1];
  if (backup !== undefined) return isBackupName(backup);
  const { app, below } = partsOf(path) ?? {};
  if (app === undefined || below === undefined) return false;
  if (below === '') return true;
  const isBeside = below === 'databases/companion_devices.db-wal' || below === 'files/encrypted_backup.key';
  return app.isWhatsApp === true && isBeside;
}
