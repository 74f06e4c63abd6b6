/**
 * The list of apps that an iOS policy shows or hides. Source: Microsoft Graph, iosGeneralDeviceConfiguration
 * (appsVisibilityListType, appsVisibilityList), appListType, appListItem. The list of "compliant" apps is not read: it
 * reports, it does not keep an app off the phone.
 */
import { observePayload } from '../../artifacts/apple/payloads.ts';
import { displayValue, type MapSite } from '../../artifacts/observe-map.ts';
import { itemsOf, MapBuilder, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Evidence, Observation } from '../../model/observation.ts';
import { undecided } from '../../settings/observe.ts';
import { restriction } from './map-ios-twins.ts';
import { property } from './map-rows.ts';

const kindKey = 'appsVisibilityListType';
const listKey = 'appsVisibilityList';

/** appsInListCompliant: only the listed apps are shown; appsNotInListCompliant: the listed apps are hidden. */
export function readVisibleApps(policy: MapNode, site: MapSite): Observation[] {
  const kind = property(policy, kindKey);
  const list = property(policy, listKey);
  if (kind === undefined) return [];
  const extras = site.extras ?? {};
  const unclear = () => [
    undecided('apps.installPolicy', 'ambiguous', site.layer, evidenceAt(site, kindKey, kind), extras),
  ];
  if (kind === 'repeated' || list === 'repeated' || kind.type !== 'string') return unclear();
  const word = kind.value.toLowerCase();
  // Graph writes an empty list as []: where the property is missing, somebody left it out of the export.
  if (list === undefined && word !== 'none')
    return [
      undecided('apps.installPolicy', 'not-collected', site.layer, evidenceAt(site, kindKey, kind), extras),
    ];
  const items = list === undefined || list.type === 'null' ? [] : bundleIds(list);
  if (items === undefined) return unclear();
  switch (word) {
    case 'none':
      return nothing(site, kind);
    case 'appsinlistcompliant':
      return listed('allowList', items, site, list ?? kind);
    case 'appsnotinlistcompliant':
      return items.length === 0 ? nothing(site, kind) : listed('denyList', items, site, list ?? kind);
    default:
      return unclear();
  }
}

function nothing(site: MapSite, kind: TreeNode): Observation[] {
  const notes = [...(site.extras?.notes ?? []), 'not-configured'];
  const evidence = evidenceAt(site, kindKey, kind);
  return [undecided('apps.installPolicy', 'not-reported', site.layer, evidence, { ...site.extras, notes })];
}

/**
 * The list as Apple's key holds it, read by the code of profiles. An app may be named by its store address alone: then the
 * list is not known whole, and an allow-list blocks nothing for certain.
 */
function listed(
  policy: 'allowList' | 'denyList',
  items: readonly (string | undefined)[],
  site: MapSite,
  node: TreeNode,
): Observation[] {
  const { line } = node;
  const key = appleKeys[policy];
  const ids = items.filter((id) => id !== undefined);
  const builder = new MapBuilder();
  builder.add(key, { type: 'list', items: ids.map((value) => ({ type: 'string', value, line })), line });
  const place = { ...site, locate: () => site.locate(listKey) };
  const { observations } = observePayload(restriction, builder.build(line), place, () => key);
  if (ids.length === items.length) return observations;
  const evidence = evidenceAt(site, listKey, node);
  return observations.flatMap((one) => {
    if (one.setting === 'apps.installPolicy') return [{ ...one, evidence }];
    if (one.setting === 'app.blocked') return policy === 'denyList' ? [{ ...one, evidence }] : [];
    return [undecided(`apps.${policy}`, 'incomplete', site.layer, evidence, site.extras)];
  });
}

const appleKeys = { allowList: 'allowListedAppBundleIDs', denyList: 'blockedAppBundleIDs' } as const;

/** Undefined when the list is not one of apps; an item without identifier is undefined. */
function bundleIds(list: TreeNode): readonly (string | undefined)[] | undefined {
  if (list.type !== 'list' || !list.items.every((item) => item.type === 'map')) return undefined;
  return itemsOf(list).map((item) => {
    const ids = valuesOf(item, 'appid').map(stringOf);
    return ids.length === 1 ? ids[0] || undefined : undefined;
  });
}

/** All values of a key in any spelling. */
function valuesOf(node: TreeNode, folded: string): readonly TreeNode[] {
  if (node.type !== 'map') return [];
  return [...node.entries]
    .filter(([key]) => key.toLowerCase() === folded)
    .flatMap(([key, value]) => node.repeated.get(key) ?? [value]);
}

function evidenceAt(site: MapSite, key: string, node: TreeNode | 'repeated'): Evidence {
  const shown = node === 'repeated' ? undefined : node;
  return {
    input: site.input,
    locator: site.locate(key),
    ...(shown && shown.line > 0 ? { line: shown.line } : {}),
    ...(shown ? { value: displayValue(key, shown) } : {}),
  };
}
