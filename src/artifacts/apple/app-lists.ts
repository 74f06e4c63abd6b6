/** Lists of apps that may or may not be used, in profiles and in declarations. */
import { type CatalogueApp, catalogueApps } from '../../apps/catalogue.ts';
import { itemsOf, type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { evidenceAt } from './evidence.ts';
import type { MapSite } from '../observe-map.ts';
import { apart, type RowTable, texts } from '../rows.ts';

/** The names of the two lists; more than one where a key was renamed. */
export interface AppListKeys {
  readonly deny: readonly string[];
  readonly allow: readonly string[];
}

/** A list that cannot be read one way is a doubt about every app. */
const isAppList = (node: TreeNode) =>
  node.type === 'list' && node.items.every(({ type }) => type === 'string');
const states = [apart('apps.installPolicy', isAppList), apart('app.blocked', isAppList)];

export function appListRows({ deny, allow }: AppListKeys): RowTable {
  return Object.fromEntries([
    ...deny.map((key) => [key, [...states, texts('apps.denyList')]] as const),
    ...allow.map((key) => [key, [...states, texts('apps.allowList')]] as const),
  ]);
}

interface AppList {
  readonly ids: ReadonlySet<string>;
  readonly evidence: Evidence;
}

/**
 * A deny-list blocks the apps it names, an allow-list every app it does not name (Apple schema, supervised devices). What
 * cannot be read one way is said by the rows.
 */
export function readAppLists(payload: MapNode, keys: AppListKeys, site: MapSite): Observation[] {
  const lists = (names: readonly string[]) => names.flatMap((key) => appListOf(payload, key, site));
  return [...statesOf(lists(keys.deny), 'denyList', site), ...statesOf(lists(keys.allow), 'allowList', site)];
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
