/**
 * Settings that management gives to a messaging app, whichever system exported them: the same keys on Android (managed configuration)
 * and iOS (managed app configuration). Only keys of the tables below become settings; the others are a tree of whatever the app likes.
 */
import { appIdOf } from '../apps/catalogue.ts';
import type { TreeNode } from '../formats/node.ts';
import { appScope, type Observation } from '../model/observation.ts';
import type { SettingId } from '../settings/catalogue.ts';
import { observe, undecided } from '../settings/observe.ts';
import { evidenceAt } from './apple/evidence.ts';
import { fullyManaged } from './google/rows.ts';
import { type MapReading, type MapSite, observeMap } from './observe-map.ts';
import type { Reading, Row, RowTable } from './rows.ts';

interface Configuration {
  readonly table: RowTable;
  /** What the vendor says of a key that is not there. */
  readonly absent?: Readonly<Record<string, { readonly setting: SettingId; readonly value: boolean }>>;
  /** The app can get the same settings in another way. */
  readonly note?: string;
  /** Keys whose text is no secret and names nobody. */
  readonly shown: readonly string[];
}

/**
 * `th_keep_messages_days`: 0 is no limit (threema-ch/threema-android). Other numbers below 7 and above 3650 are brought into these
 * limits by the app on one system at least, so what they come to is not known.
 */
const keepMessages: Row = {
  setting: 'app.messageRetentionDays',
  read: (node) => {
    if (node.type !== 'integer' || typeof node.value === 'bigint') return { unknown: 'ambiguous' };
    const isKept = node.value === 0 || (node.value >= 7 && node.value <= 3650);
    return isKept ? { value: node.value } : { unknown: 'ambiguous' };
  },
};

/**
 * `messages_archival`: the package that archives; "empty, null or absent" is off, and it works on fully managed phones (Android
 * developers, RCS archival).
 */
const archival: Row = {
  setting: 'app.archive.enabled',
  read: (node): Reading => {
    if (node.type === 'null' || (node.type === 'string' && node.value === '')) return { value: false };
    const isPackage = node.type === 'string' && /^\w+(\.\w+)+$/.test(node.value);
    return isPackage ? { value: true, needs: fullyManaged } : { unknown: 'ambiguous' };
  },
};

/** By the id of the catalogue. */
const configurations: Readonly<Record<string, Configuration>> = {
  'threema-work': {
    table: { th_keep_messages_days: keepMessages },
    // Threema's own cockpit gives the same keys, and can be told to win (AppRestrictionService).
    note: 'app-side-configuration-possible',
    shown: ['th_safe_server_url', 'th_web_hosts'],
  },
  'google-messages': {
    table: { messages_archival: archival },
    absent: { messages_archival: { setting: 'app.archive.enabled', value: false } },
    shown: ['messages_archival'],
  },
  slack: { table: {}, shown: ['OrgDomain', 'ApprovedDevice', 'WhitelistedDomains'] },
  wire: { table: {}, shown: ['default_server_urls', 'keep_websocket_connection'] },
};

const idOf = (name: string): string | undefined => appIdOf('android', name) ?? appIdOf('ios', name);

/** May a text of this key be shown? Of messaging apps only what is known to be harmless; undefined: no messaging app. */
export function isShownText(name: string, key: string): boolean | undefined {
  const id = idOf(name);
  return id === undefined ? undefined : configurations[id]?.shown.includes(key) === true;
}

/**
 * What the settings of one app say.
 * @param name package name or bundle id, exactly as the vendor spells it
 * @param node the settings as a map; undefined: management gives the app none
 * @param site `locate` appends the key; its scope is set here
 */
export function managedConfigurationOf(name: string, node: TreeNode | undefined, site: MapSite): MapReading {
  const id = idOf(name);
  const configuration = id === undefined ? undefined : configurations[id];
  if (id === undefined || configuration === undefined) return { observations: [], notices: [] };
  const { table, absent = {}, note } = configuration;
  const notes = [...(site.extras?.notes ?? []), ...(note === undefined ? [] : [note])];
  const extras = { ...site.extras, scope: appScope(id), ...(notes.length === 0 ? {} : { notes }) };
  const own: MapSite = { ...site, extras };
  if (node !== undefined && node.type !== 'map') return unreadable(table, node, own);
  const reading = node === undefined ? { observations: [], notices: [] } : observeMap(node, table, own);
  const missing = Object.entries(absent).filter(([key]) => node?.entries.has(key) !== true);
  const isSaid = (setting: SettingId) => reading.observations.some((one) => one.setting === setting);
  const defaults = missing
    .filter(([, { setting }]) => !isSaid(setting))
    .map(([key, { setting, value }]) => {
      const evidence = { ...evidenceAt(own, key, undefined), value: 'absent (off)' };
      return observe(setting, value, own.layer, evidence, { ...extras, origin: 'default' });
    });
  return { observations: [...reading.observations, ...defaults], notices: reading.notices };
}

function unreadable(table: RowTable, node: TreeNode, site: MapSite): MapReading {
  const observations = Object.entries(table).flatMap(([key, rows]): Observation[] =>
    [rows].flat().map(({ setting }: Row) => {
      const { value: _value, ...evidence } = evidenceAt(site, key, node);
      return undecided(setting, 'ambiguous', site.layer, evidence, site.extras ?? {});
    }),
  );
  return { observations, notices: [] };
}
