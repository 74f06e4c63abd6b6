/** Payloads whose keys need more than a row: lists of apps, Wi-Fi networks, accounts, and keys with an earlier name. */
import { type MapNode, memberOf } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import { observe } from '../../settings/observe.ts';
import { readAccount } from './accounts.ts';
import { aliasDoubts } from './aliases.ts';
import { readAppLists } from './app-lists.ts';
import { evidenceAt } from './evidence.ts';
import { appListKeys, payloadTables, wifiEncryption } from './keys.ts';
import { needing } from './needs.ts';
import { readNotificationPayload } from './notification-payload.ts';
import { type MapReading, type MapSite, observeMap } from '../observe-map.ts';

type Extra = (payload: MapNode, site: MapSite) => Observation[];

/** Payload type → readers of what the row table cannot say. */
const payloadExtras: Readonly<Record<string, readonly Extra[]>> = {
  'com.apple.applicationaccess': [readLists, readUpdateDelay],
  'com.apple.wifi.managed': [readWifi],
  'com.apple.notificationsettings': [readNotificationPayload],
};

/**
 * The keys of one payload, in whatever document they stand.
 * @param keyOf the key of an observation from its locator, as `locate` of the site made it
 */
export function observePayload(
  type: string,
  payload: MapNode,
  site: MapSite,
  keyOf: (locator: string) => string,
): MapReading {
  const table = Object.hasOwn(payloadTables, type) ? payloadTables[type] : undefined;
  const { observations, notices } = observeMap(payload, table ?? {}, site);
  const all = [...observations, ...readExtras(type, payload, site)];
  return { observations: needing(all, type, payload, keyOf), notices };
}

/** What the row table of a payload type cannot say. */
function readExtras(type: string, payload: MapNode, site: MapSite): Observation[] {
  const extras = Object.hasOwn(payloadExtras, type) ? (payloadExtras[type] ?? []) : [];
  return [
    ...extras.flatMap((extra) => extra(payload, site)),
    ...readAccount(type, payload, site),
    ...aliasDoubts(type, payload, site),
  ];
}

function readLists(payload: MapNode, site: MapSite): Observation[] {
  return readAppLists(payload, appListKeys, site);
}

/** `EncryptionType`: WPA2 and WPA3 are fit; `Any` is the documented default and accepts open networks. Else: the row decides. */
function readWifi(payload: MapNode, site: MapSite): Observation[] {
  const key = 'EncryptionType';
  const node = memberOf(payload, key);
  const extras = site.extras ?? {};
  if (node === undefined) {
    return [
      observe('network.wifiEncrypted', false, site.layer, evidenceAt(site, key, undefined), {
        ...extras,
        origin: 'default',
      }),
    ];
  }
  if (node.type !== 'string' || !wifiEncryption.includes(node.value) || payload.repeated.has(key)) return [];
  const evidence = evidenceAt(site, key, node);
  return [
    observe(
      'network.wifiEncrypted',
      node.value === 'WPA2' || node.value === 'WPA3',
      site.layer,
      evidence,
      extras,
    ),
  ];
}

/** "The delay is 30 days unless you set enforcedSoftwareUpdateDelay to another value." */
function readUpdateDelay(payload: MapNode, site: MapSite): Observation[] {
  const key = 'forceDelayedSoftwareUpdates';
  const node = payload.repeated.has(key) ? undefined : memberOf(payload, key);
  if (node?.type !== 'boolean' || !node.value || payload.entries.has('enforcedSoftwareUpdateDelay'))
    return [];
  const extras = { ...site.extras, origin: 'default' } as const;
  return [observe('updates.delayDays', 30, site.layer, evidenceAt(site, key, node), extras)];
}
