/**
 * Where things lie in a backup by Finder, iTunes or idevicebackup2, and which of them may be opened. A backed-up file is
 * called by the SHA-1 of its domain and path and lies in a folder of the first two digits (verified on real backups). The
 * manifest also gives this name in a column; it is never believed, for it could lead to any other file of the backup.
 */
import { sha1Hex } from '../../formats/digest.ts';

export const manifestDatabase = 'Manifest.db';
const topFiles: ReadonlySet<string> = new Set([
  'Info.plist',
  'Manifest.plist',
  'Status.plist',
  manifestDatabase,
]);

const userProfiles = 'HomeDomain-Library/UserConfigurationProfiles';
const preferences = 'HomeDomain-Library/Preferences';
/** Domain and folder of the configuration that all users of the phone share. */
export const configuration = {
  domain: 'SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles',
  folder: 'Library/ConfigurationProfiles',
} as const;
const shared = `${configuration.domain}-${configuration.folder}`;
const findMy = 'SysSharedContainerDomain-systemgroup.com.apple.icloud.findmydevice.managed';

/**
 * The files that are read, by domain and path. Not `Truth.plist`, which mixes restrictions of profiles with those of Screen
 * Time, nor `MCProfileEvents.plist`, a history: what no setting needs stays closed.
 */
export const paths = {
  effectiveSettings: `${userProfiles}/EffectiveUserSettings.plist`,
  publicSettings: `${userProfiles}/PublicInfo/PublicEffectiveUserSettings.plist`,
  payloadManifest: `${shared}/PayloadManifest.plist`,
  cloudConfiguration: `${shared}/CloudConfigurationDetails.plist`,
  appPermissions: 'HomeDomain-Library/TCC/TCC.db',
  cloudBackup: `${preferences}/com.apple.mobile.ldbackup.plist`,
  globalPreferences: `${preferences}/.GlobalPreferences.plist`,
  findMyState: `${findMy}-Library/Preferences/FMIPStateInfo.plist`,
  locationServices: `${preferences}/com.apple.locationd.plist`,
  locationClients: 'RootDomain-Library/Caches/locationd/clients.plist',
  notifications: 'HomeDomain-Library/BulletinBoard/VersionedSectionInfo.plist',
  messages: `${preferences}/com.apple.MobileSMS.plist`,
  /** Spelled otherwise, it is another file. */
  otherMessages: `${preferences}/com.apple.mobileSMS.plist`,
  telegramState: 'AppDomainGroup-group.ph.telegra.Telegraph-telegram-data/accounts-metadata/atomic-state',
} as const;
const known: ReadonlySet<string> = new Set(Object.values(paths));

/** Of a profile on the phone; `<hash>` is said to be a hash of its identifier. */
const stubName = /^profile-[\w-]{1,128}\.stub$/;

export function isStub(path: string): boolean {
  return path.startsWith(`${shared}/`) && stubName.test(path.slice(shared.length + 1));
}

/** A closed list: messages, photos, contacts, calls and everything else of the backup are never opened. */
export function allows(path: string): boolean {
  return topFiles.has(path) || known.has(path) || isStub(path);
}

export function place(path: string): string {
  // A log of the database lies beside it; so does that of the manifest.
  if (topFiles.has(path) || path === `${manifestDatabase}-wal`) return path;
  const id = sha1Hex(path);
  return `${id.slice(0, 2)}/${id}`;
}
