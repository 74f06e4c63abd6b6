/**
 * The plain property lists of a backup → canonical settings. They stay readable when the backup is encrypted. Apple does not
 * document them; the keys are those that backups of all years hold (libimobiledevice, mvt-project/mvt).
 */
import { appleDocuments } from '../../artifacts/apple/documents.ts';
import { flag, type RowTable, textLike } from '../../artifacts/rows.ts';
import type { PhoneFile } from '../apple-files.ts';
import { paths } from './paths.ts';

const osVersion = textLike('os.version', /^\d+(\.\d+){0,3}$/);

/** `Manifest.plist`, written by the phone. A key bag says nothing: unencrypted backups hold one too. */
export const manifest: RowTable = {
  IsEncrypted: flag('backup.local.encrypted'),
  WasPasscodeSet: flag('passcode.present'),
};
/** `Manifest.plist`, `Lockdown`. Of its serial number a token is made; its device name is not read. */
export const lockdown: RowTable = { ProductVersion: osVersion };

/** `Info.plist`, written by the computer. Of its serial number and IMEI tokens are made; its names and accounts are not read. */
export const info: RowTable = { 'Product Version': osVersion };

/**
 * Files of the phone in the backup. The key names in them are unverified; apple-handset.ts says what is known. A backup holds a
 * database whole, with what its log held (public forensic readers rely on it): there is no log beside it to be missed.
 */
export const files: readonly PhoneFile[] = [
  { path: paths.effectiveSettings, document: appleDocuments.effectiveSettings },
  { path: paths.cloudConfiguration, document: appleDocuments.cloudConfiguration },
  { path: paths.appPermissions, document: appleDocuments.appPermissions },
  { path: paths.cloudBackup, document: appleDocuments.cloudBackup },
  { path: paths.globalPreferences, document: appleDocuments.globalPreferences },
  { path: paths.findMyState, document: appleDocuments.findMyState },
  { path: paths.locationServices, document: appleDocuments.locationServices },
  { path: paths.locationClients, document: appleDocuments.locationClients },
  { path: paths.notifications, document: appleDocuments.notifications },
  { path: paths.messages, document: appleDocuments.messages },
  { path: paths.otherMessages, document: appleDocuments.messages },
  { path: paths.telegramState, document: appleDocuments.telegramState },
];
/** The part of the effective settings that apps may read: used where the whole is not there. */
export const publicSettings: PhoneFile = {
  path: paths.publicSettings,
  document: appleDocuments.effectiveSettings,
};

/**
 * From iOS 27 on "backups don't include device management information such as the enrollment profile, management
 * configuration, and supervision status" (Apple, Platform Deployment, "Back up managed Apple devices"; read at second hand).
 */
export const withoutManagement = 27;

/** The list of clients of the location is another one from iOS 17 on (sample counts in abrignoni/iLEAPP, locServicesconfig.py). */
export const newLocationClients = 17;
