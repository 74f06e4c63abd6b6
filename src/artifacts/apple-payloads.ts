/** Payloads whose keys need more than a row: lists of apps, Wi-Fi networks, accounts, and keys with an earlier name. */
import { type CatalogueApp, catalogueApps } from '../apps/catalogue.ts';
import { itemsOf, type MapNode, memberOf, type TreeNode } from '../formats/node.ts';
import { appScope, type Evidence, type Observation } from '../model/observation.ts';
import { observe, undecided } from '../settings/observe.ts';
import { readAccount } from './apple-accounts.ts';
import { aliasDoubts } from './apple-aliases.ts';
import { evidenceAt } from './apple-evidence.ts';
import { appListKeys, wifiEncryption } from './apple-keys.ts';
import type { MapSite } from './observe-map.ts';

type Extra = (payload: MapNode, site: MapSite) => Observation[];

/** Payload type → readers of what the row table cannot say. */
const payloadExtras: Readonly<Record<string, readonly Extra[]>> = {
  'com.apple.applicationaccess': [readAppLists, readUpdateDelay],
  'com.apple.wifi.managed': [readWifi],
};

/** What a payload says besides its rows. */
/** What the row table of a payload type cannot say. */
export function readExtras(type: string, payload: MapNode, site: MapSite): Observation[] {
  const extras = Object.hasOwn(payloadExtras, type) ? (payloadExtras[type] ?? []) : [];
  return [
    ...extras.flatMap((extra) => extra(payload, site)),
    ...readAccount(type, payload, site),
    ...aliasDoubts(type, payload, site),
  ];
}

interface AppList {
  readonly ids: ReadonlySet<string>;
  readonly evidence: Evidence;
}

/**
 * A deny-list blocks the apps it names, an allow-list every app it does not name (Apple schema, supervised devices). What
 * cannot be read one way is said by the rows in apple-keys.ts.
 */
export function readAppLists(payload: MapNode, site: MapSite): Observation[] {
  const lists = (keys: readonly string[]) => keys.flatMap((key) => appListOf(payload, key, site));
  return [
    ...statesOf(lists(appListKeys.deny), 'denyList', site),
    ...statesOf(lists(appListKeys.allow), 'allowList', site),
  ];
}

function appListOf(payload: MapNode, key: string, site: MapSite): AppList[] {
  const node = payload.repeated.has(key) ? undefined : memberOf(payload, key);
  const ids = node && bundleIds(node);
  return ids === undefined ? [] : [{ ids, evidence: evidenceAt(site, key, node) }];
}

/** The list under its new and its old name. Where the two disagree on an app, which one the phone follows is not documented. */
function statesOf(lists: readonly AppList[], policy: 'denyList' | 'allowList', site: MapSite): Observation[] {
  const extras = site.extras ?? {};
  const found: Observation[] = [];
  for (const list of lists) {
    const { ids, evidence } = list;
    if (policy === 'denyList' && ids.size === 0) continue; // names nothing, blocks nothing
    found.push(observe('apps.installPolicy', policy, site.layer, evidence, extras));
    for (const app of blockedApps(ids, policy)) {
      const scoped = { ...extras, scope: appScope(app.id) };
      const isAgreed = lists.every((other) => blockedApps(other.ids, policy).includes(app));
      found.push(
        isAgreed
          ? observe('app.blocked', true, site.layer, evidence, scoped)
          : undecided('app.blocked', 'ambiguous', site.layer, evidence, scoped),
      );
    }
  }
  return found;
}

function blockedApps(ids: ReadonlySet<string>, policy: 'denyList' | 'allowList'): CatalogueApp[] {
  const wanted = policy === 'denyList';
  // System apps are left out: which of them an allow-list hides is not documented for each.
  return catalogueApps.filter(
    (app) =>
      app.kind !== 'system-messaging' && app.ios.length > 0 && app.ios.every((id) => ids.has(id) === wanted),
  );
}

function bundleIds(node: TreeNode): ReadonlySet<string> | undefined {
  if (node.type !== 'list' || !node.items.every((item) => item.type === 'string')) return undefined;
  return new Set(itemsOf(node).map((item) => (item.type === 'string' ? item.value : '')));
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
