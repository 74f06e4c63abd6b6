/** Apps of the catalogue under a policy: kept off by the policy, and what it says about their permissions. */
import type { MapSite } from '../../artifacts/observe-map.ts';
import { displayValue } from '../../artifacts/observe-map.ts';
import { notConfigured, type Row, word } from '../../artifacts/rows.ts';
import { type CatalogueApp, catalogueApps } from '../../apps/catalogue.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Evidence, type Observation, type Origin } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { type Level, permissionClasses, readClass } from '../../artifacts/google/permissions.ts';
import { defaultLevel, grantsLevel } from './map-permissions.ts';
import { defaultEvidence, evidenceAt, isDoubtful } from '../../artifacts/google/rows.ts';

interface Listed {
  readonly node: MapNode;
  readonly path: string;
}

/** `applications` and `playStoreMode`, read once for all apps. */
export interface AppView {
  readonly policy: MapNode;
  readonly site: MapSite;
  readonly isWhole: boolean;
  readonly listed: ReadonlyMap<string, readonly Listed[]>;
  /** The list, or an entry of it, cannot be read: any app may stand there. */
  readonly doubt: Evidence | undefined;
  readonly mode: 'WHITELIST' | 'BLACKLIST' | 'doubtful' | undefined;
  readonly notices: readonly Notice[];
}

/** @param isWhole the document is a whole policy, so that absent fields have their documented defaults */
export function viewApps(policy: MapNode, site: MapSite, isWhole: boolean): AppView {
  const key = 'applications';
  const node = policy.entries.get(key);
  const mode = modeOf(policy, isWhole);
  const view = { policy, site, isWhole, mode };
  const listed = new Map<string, Listed[]>();
  const notices: Notice[] = [];
  if (isDoubtful(policy, key) || (node !== undefined && node.type !== 'list')) {
    const place = evidenceAt(site, site.locate(key), node?.line);
    if (node?.type !== 'list')
      notices.push(unreadable('The member applications is not an array.', place.locator, place.line));
    return { ...view, listed, doubt: place, notices };
  }
  let doubt: Evidence | undefined;
  for (const [index, item] of (node?.items ?? []).entries()) {
    const path = `${site.locate(key)}/${index}`;
    const name = packageOf(item);
    if (name === undefined || item.type !== 'map') {
      doubt ??= evidenceAt(site, path, item.line);
      notices.push(
        unreadable('An entry of applications does not say which app it is about.', path, item.line),
      );
      continue;
    }
    const same = listed.get(name);
    if (same === undefined) listed.set(name, [{ node: item, path }]);
    else same.push({ node: item, path });
  }
  return { ...view, listed, doubt, notices };
}

const unreadable = (message: string, locator: string, line = 0): Notice => ({
  code: 'record-unreadable',
  message,
  locator,
  line,
});

function packageOf(item: TreeNode): string | undefined {
  if (item.type !== 'map' || isDoubtful(item, 'packageName')) return undefined;
  return stringOf(item.entries.get('packageName')) || undefined;
}

/** PlayStoreMode: "unspecified, defaults to WHITELIST". */
function modeOf(policy: MapNode, isWhole: boolean): AppView['mode'] {
  if (isDoubtful(policy, 'playStoreMode')) return 'doubtful';
  const node = policy.entries.get('playStoreMode');
  const value = stringOf(node);
  if (node === undefined || value === 'PLAY_STORE_MODE_UNSPECIFIED') return isWhole ? 'WHITELIST' : undefined;
  return value === 'WHITELIST' || value === 'BLACKLIST' ? value : 'doubtful';
}

/**
 * PlayStoreMode. Under BLACKLIST all apps are available but those marked BLOCKED: without one of these a whole policy is
 * open, and a fragment leaves it to the other fragments.
 */
export function storeRow({ listed, doubt, isWhole }: AppView): Row {
  const blocks = [...listed.values()].flat().some(({ node }) => installTypeOf(node) === 'BLOCKED');
  const denial = blocks ? 'denyList' : isWhole && doubt === undefined ? 'open' : null;
  const row = word('apps.installPolicy', { WHITELIST: 'allowList', BLACKLIST: denial });
  return {
    ...row,
    read: (node) => {
      if (node.type === 'string' && node.value === 'PLAY_STORE_MODE_UNSPECIFIED') return undefined;
      if (node.type === 'null') return notConfigured;
      return row.read(node);
    },
  };
}

const installTypes = new Set([
  'PREINSTALLED',
  'FORCE_INSTALLED',
  'BLOCKED',
  'AVAILABLE',
  'REQUIRED_FOR_SETUP',
  'KIOSK',
  'CUSTOM',
]);

/** InstallType: "unspecified, defaults to AVAILABLE"; undefined: it cannot be read. */
export function installTypeOf(entry: MapNode): string | undefined {
  if (isDoubtful(entry, 'installType')) return undefined;
  const node = entry.entries.get('installType');
  if (node === undefined) return 'AVAILABLE';
  const value = stringOf(node);
  if (value === 'INSTALL_TYPE_UNSPECIFIED') return 'AVAILABLE';
  return value !== undefined && installTypes.has(value) ? value : undefined;
}

interface PackageState {
  readonly state: 'kept-off' | 'listed' | 'open' | 'unsaid' | 'doubtful';
  readonly evidence: Evidence;
  readonly origin: Origin;
}

function stateOf(view: AppView, name: string): PackageState {
  const [entry, second] = view.listed.get(name) ?? [];
  if (entry === undefined) return unlistedState(view, name);
  const { site } = view;
  const node = entry.node.entries.get('installType');
  const type = second === undefined ? installTypeOf(entry.node) : undefined;
  const evidence = {
    ...evidenceAt(site, `${entry.path}/installType`, node?.line),
    value: `${name} ${node === undefined ? 'absent (default AVAILABLE)' : displayValue('installType', node)}`,
  };
  const origin = node === undefined ? 'default' : 'explicit';
  if (type === undefined) return { state: 'doubtful', evidence, origin };
  if (type === 'BLOCKED') return { state: 'kept-off', evidence, origin };
  return { state: isSwitchedOff(entry.node) ? 'unsaid' : 'listed', evidence, origin };
}

/** ApplicationPolicy `disabled`: the app is there and cannot be used, which is neither kept off nor let in. */
function isSwitchedOff(entry: MapNode): boolean {
  const node = entry.entries.get('disabled');
  return isDoubtful(entry, 'disabled') || (node !== undefined && (node.type !== 'boolean' || node.value));
}

/**
 * PlayStoreMode WHITELIST: "any app not in the policy will be automatically uninstalled". The maker's own messaging apps
 * are part of the system and cannot be uninstalled: nothing is read for them. BLACKLIST keeps off what is marked BLOCKED
 * and asks nothing about the others.
 */
function unlistedState(view: AppView, name: string): PackageState {
  const { policy, site, isWhole, mode, doubt } = view;
  const node = policy.entries.get('playStoreMode');
  const isDefault = node === undefined || stringOf(node) === 'PLAY_STORE_MODE_UNSPECIFIED';
  const evidence = isDefault
    ? defaultEvidence(policy, 'playStoreMode', 'WHITELIST', site)
    : {
        ...evidenceAt(site, site.locate('playStoreMode'), node.line),
        value: displayValue('playStoreMode', node),
      };
  const origin = isDefault ? 'default' : 'explicit';
  if (doubt) return { state: 'doubtful', evidence: doubt, origin: 'explicit' };
  if (mode === 'doubtful') return { state: 'doubtful', evidence, origin };
  const isComplete = isWhole || policy.entries.has('applications');
  if (mode === 'WHITELIST' && isComplete && !isSystemApp(name))
    return { state: 'kept-off', evidence, origin };
  const canInstall = policy.entries.get('installAppsDisabled') === undefined;
  if (mode === 'BLACKLIST' && isWhole && canInstall) return { state: 'open', evidence, origin };
  return { state: 'unsaid', evidence, origin };
}

const systemPackages = new Set(
  catalogueApps.filter(({ kind }) => kind === 'system-messaging').flatMap(({ android }) => android),
);
const isSystemApp = (name: string): boolean => systemPackages.has(name);

/** Observations for every app of the catalogue that the policy speaks about. */
export function observeApps(view: AppView): Observation[] {
  const policyGrants = grantsLevel(view.policy, view.site);
  const policyDefault = defaultLevel(view.policy, view.site);
  return catalogueApps.flatMap((app) => {
    if (app.android.length === 0) return [];
    const states = app.android.map((name) => ({ name, ...stateOf(view, name) }));
    return [
      ...observeBlocked(app, states, view),
      ...observePermissions(app, states, view, policyGrants, policyDefault),
    ];
  });
}

type NamedState = PackageState & { readonly name: string };

/** An app is kept off when all of its packages are. */
function observeBlocked(app: CatalogueApp, states: readonly NamedState[], { site }: AppView): Observation[] {
  const extras = { ...site.extras, scope: appScope(app.id) };
  const some = (wanted: PackageState['state']) => states.filter(({ state }) => state === wanted);
  const claim = (value: boolean, witnesses: readonly NamedState[]) =>
    distinct(witnesses).map(({ evidence, origin }) =>
      observe('app.blocked', value, site.layer, evidence, { ...extras, origin }),
    );
  const doubtful = distinct(some('doubtful'));
  if (doubtful.length > 0)
    return doubtful.map(({ evidence }) =>
      undecided('app.blocked', 'ambiguous', site.layer, evidence, extras),
    );
  const keptOff = some('kept-off');
  if (keptOff.length === states.length) return claim(true, keptOff);
  const listed = some('listed');
  if (listed.length > 0) return claim(false, listed);
  const code = keptOff.length > 0 ? 'app-partly-blocked' : 'not-configured';
  const notes = [...(site.extras?.notes ?? []), code];
  return distinct(keptOff.length > 0 ? keptOff : some('open')).map(({ evidence }) =>
    undecided('app.blocked', 'not-reported', site.layer, evidence, { ...extras, notes }),
  );
}

function distinct(states: readonly NamedState[]): NamedState[] {
  return [...new Map(states.map((state) => [state.evidence.locator, state])).values()];
}

/** Only for listed apps; every package that may be on the phone must come to the same result. */
function observePermissions(
  app: CatalogueApp,
  states: readonly NamedState[],
  view: AppView,
  policyGrants: Level,
  policyDefault: Level,
): Observation[] {
  const { site } = view;
  const extras = { ...site.extras, scope: appScope(app.id) };
  const present = states.filter(({ state }) => state !== 'kept-off');
  const isListed = present.some(({ name }) => view.listed.has(name));
  if (!isListed && view.doubt === undefined) return [];
  const doubtful = present.find(({ state }) => state === 'doubtful');
  if (doubtful)
    return permissionClasses.map(({ setting }) =>
      undecided(setting, 'ambiguous', site.layer, doubtful.evidence, extras),
    );
  const chains = present.map(({ name }) => levelsFor(name, view, policyGrants, policyDefault));
  return permissionClasses.flatMap((permissionClass) => {
    const readings = chains.map((levels) => readClass(permissionClass, levels));
    const { setting } = permissionClass;
    const unclear = readings.find((reading) => reading?.result === 'ambiguous');
    if (unclear)
      return unclear.evidence.map((evidence) =>
        undecided(setting, 'ambiguous', site.layer, evidence, extras),
      );
    const result = readings[0]?.result;
    if (result === undefined || readings.some((reading) => reading?.result !== result)) return [];
    const places = new Map(
      readings.flatMap((reading) => reading?.evidence ?? []).map((one) => [one.locator, one]),
    );
    return [...places.values()].map((evidence): Observation => ({
      setting,
      layer: site.layer,
      origin: 'explicit',
      evidence,
      ...extras,
      value: result,
    }));
  });
}

/** In a fragment without permissionGrants another fragment may bring them, and they come before both defaults. */
function levelsFor(name: string, view: AppView, policyGrants: Level, policyDefault: Level): Level[] {
  const { policy, site, isWhole } = view;
  const [entry] = view.listed.get(name) ?? [];
  const own: MapSite = { ...site, locate: (key) => `${entry?.path ?? ''}/${key}` };
  const first = entry ? [grantsLevel(entry.node, own)] : [];
  if (!isWhole && !policy.entries.has('permissionGrants') && !isDoubtful(policy, 'permissionGrants'))
    return first;
  return [...first, policyGrants, ...(entry ? [defaultLevel(entry.node, own)] : []), policyDefault];
}
