/**
 * The documents that a phone keeps about itself, each with the settings it can show: so that what an encrypted, damaged or
 * missing one leaves open is named setting by setting. Where they lie is known to the sources.
 */
import { PassmusterError } from '../../errors.ts';
import type { ForeignDatabase } from '../../formats/sqlite.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { undecided } from '../../settings/observe.ts';
import { permissionSettings, readAppPermissions } from './app-permissions.ts';
import { isEffective, observeEffective } from './effective.ts';
import {
  cloudBackup,
  cloudConfiguration,
  findMyState,
  globalPreferences,
  readCloudConfiguration,
  readHandsetPlist,
  settingsOf,
  unverified,
} from './handset.ts';
import { payloadTables } from './keys.ts';
import { locationServices, locationSetting, readLocationClients } from './location.ts';
import { messagesScope, messagesTable, readMessagesPlist } from './messages.ts';
import { notificationSettings, readNotificationSettings } from './notifications.ts';
import { readPropertyList } from './packaging.ts';
import { readTelegramState, telegramScope } from './telegram.ts';
import { type MapReading, type MapSite, wholeFile } from '../observe-map.ts';
import type { RowTable } from '../rows.ts';

interface Shown {
  readonly settings: readonly SettingId[];
  /** Of the one app that it is about: what it leaves open is open for that app alone. */
  readonly scope?: string;
}
/** A document that is read from its bytes. */
export interface PlistDocument extends Shown {
  /** @throws PassmusterError of the formats */
  readonly read: (bytes: Uint8Array, site: MapSite) => MapReading;
}
/** A document that is a database. */
export interface DatabaseDocument extends Shown {
  /** @throws PassmusterError of the format */
  readonly query: (database: ForeignDatabase, site: MapSite) => Observation[];
}
export type AppleDocument = PlistDocument | DatabaseDocument;

const plist = (table: RowTable, read?: PlistDocument['read']): PlistDocument => ({
  settings: settingsOf(table),
  read: read ?? ((bytes, site) => readHandsetPlist(bytes, table, site)),
});

const restrictions = ['com.apple.applicationaccess', 'com.apple.mobiledevice.passwordpolicy'].flatMap(
  (type) => settingsOf(payloadTables[type] ?? {}),
);

export const appleDocuments = {
  effectiveSettings: { settings: [...new Set(restrictions)], read: readEffective },
  cloudConfiguration: plist(cloudConfiguration, readCloudConfiguration),
  cloudBackup: plist(cloudBackup),
  globalPreferences: plist(globalPreferences),
  findMyState: plist(findMyState),
  locationServices: plist(locationServices),
  locationClients: { settings: [locationSetting], read: readLocationClients },
  notifications: { settings: notificationSettings, read: readNotificationSettings },
  messages: { settings: settingsOf(messagesTable), scope: messagesScope, read: readMessagesPlist },
  telegramState: { settings: ['app.lock'], scope: telegramScope, read: readTelegramState },
  appPermissions: { settings: permissionSettings, query: readAppPermissions },
} as const satisfies Record<string, AppleDocument>;

/** `EffectiveUserSettings.plist` and its public subset: what all profiles and the choices of the user add up to. */
function readEffective(bytes: Uint8Array, site: MapSite): MapReading {
  const tree = readPropertyList(bytes);
  if (tree.type !== 'map' || (tree.entries.size > 0 && !isEffective(tree)))
    throw new PassmusterError(
      'plist-malformed',
      'The property list holds none of the four kinds of restrictions.',
    );
  const { notes = [], ...extras } = site.extras ?? {};
  const { observations, notices } = observeEffective(tree, {
    ...site,
    extras: { ...extras, notes: [...notes, unverified] },
  });
  return { observations: observations.flatMap((one) => narrowed(one, restrictions)), notices };
}

/** A doubt about everything in a document is one about what that document shows, and about no other. */
function narrowed(observation: Observation, settings: readonly SettingId[]): Observation[] {
  if (observation.setting !== '*') return [observation];
  return [...new Set(settings)].map((setting) => ({ ...observation, setting }));
}

/** One doubt for each setting that a document would have shown. */
export function unread(settings: readonly SettingId[], unknown: UnknownReason, site: MapSite): Observation[] {
  const { input, entry, layer, extras } = site;
  const evidence = { input, ...(entry === undefined ? {} : { entry }), locator: wholeFile };
  return settings.map((setting) => undecided(setting, unknown, layer, evidence, extras));
}
