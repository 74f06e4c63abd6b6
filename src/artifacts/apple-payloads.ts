/** Payloads whose keys need more than a row: lists of apps, and Wi-Fi networks. */
import { catalogueApps } from '../apps/catalogue.ts';
import { itemsOf, type MapNode, memberOf, type TreeNode } from '../formats/node.ts';
import { appScope, type Evidence, type Observation } from '../model/observation.ts';
import { observe, undecided } from '../settings/observe.ts';
import { appListKeys } from './apple-keys.ts';
import { displayValue, type MapSite } from './observe-map.ts';

type Extra = (payload: MapNode, site: MapSite) => Observation[];

/** Payload type → reader of what the row table cannot say. */
export const payloadExtras: Readonly<Record<string, Extra>> = {
  'com.apple.applicationaccess': readAppLists,
  'com.apple.wifi.managed': readWifi,
};

function evidenceAt(site: MapSite, key: string, node: TreeNode | undefined): Evidence {
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator: site.locate(key),
    ...(node && node.line > 0 ? { line: node.line } : {}),
    ...(node ? { value: displayValue(key, node) } : {}),
  };
}

/** A deny-list blocks the apps it names, an allow-list every app it does not name (Apple schema, supervised devices). */
function readAppLists(payload: MapNode, site: MapSite): Observation[] {
  const extras = site.extras ?? {};
  const found: Observation[] = [];
  for (const [policy, keys] of [
    ['denyList', appListKeys.deny],
    ['allowList', appListKeys.allow],
  ] as const) {
    for (const key of keys) {
      const node = memberOf(payload, key);
      if (node === undefined) continue;
      const evidence = evidenceAt(site, key, node);
      const ids = bundleIds(node);
      if (ids === undefined || payload.repeated.has(key)) {
        found.push(undecided('apps.installPolicy', 'ambiguous', site.layer, evidence, extras));
        continue;
      }
      if (policy === 'denyList' && ids.size === 0) continue;
      found.push(observe('apps.installPolicy', policy, site.layer, evidence, extras));
      found.push(...blockedApps(ids, policy, site, evidence));
    }
  }
  return found;
}

function blockedApps(
  ids: ReadonlySet<string>,
  policy: 'denyList' | 'allowList',
  site: MapSite,
  evidence: Evidence,
): Observation[] {
  const wanted = policy === 'denyList';
  // System apps are left out: which of them an allow-list hides is not documented for each.
  return catalogueApps
    .filter((app) => app.kind !== 'system-messaging')
    .filter((app) => app.ios.length > 0 && app.ios.every((id) => ids.has(id) === wanted))
    .map((app) =>
      observe('app.blocked', true, site.layer, evidence, { ...site.extras, scope: appScope(app.id) }),
    );
}

function bundleIds(node: TreeNode): ReadonlySet<string> | undefined {
  if (node.type !== 'list' || !node.items.every((item) => item.type === 'string')) return undefined;
  return new Set(itemsOf(node).map((item) => (item.type === 'string' ? item.value : '')));
}

/** `EncryptionType`: WPA2 and WPA3 are fit; `Any` is the documented default and accepts open networks. */
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
  const evidence = evidenceAt(site, key, node);
  const known = ['WPA2', 'WPA3', 'WPA', 'WEP', 'Any', 'None'];
  if (node.type !== 'string' || !known.includes(node.value) || payload.repeated.has(key)) {
    return [undecided('network.wifiEncrypted', 'ambiguous', site.layer, evidence, extras)];
  }
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
