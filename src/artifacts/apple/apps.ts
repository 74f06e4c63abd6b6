/** A list of the apps on a phone, wherever it lies: which apps of the catalogue are there, and whether the list shows the others’ absence. */
import { appIdOf } from '../../apps/catalogue.ts';
import type { TreeNode } from '../../formats/node.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { displayValue, type MapSite } from '../observe-map.ts';

export interface ListedApp {
  readonly bundle: string;
  readonly node: TreeNode;
  readonly path: string;
  /** False while the app is on its way: neither there nor not. */
  readonly isThere: boolean;
  readonly isManaged?: boolean;
}

export interface AppListing {
  readonly apps: readonly ListedApp[];
  readonly node: TreeNode;
  readonly path: string;
  /** False when not all apps were asked for, or something in the list cannot be read: then it shows no absence. */
  readonly isWhole: boolean;
  readonly notes?: readonly string[];
}

export function evidenceAt(site: MapSite, path: string, node: TreeNode): Evidence {
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator: site.locate(path),
    ...(node.line > 0 ? { line: node.line } : {}),
    value: displayValue(path, node),
  };
}

export function observeApps({ apps, node, path, isWhole, notes }: AppListing, site: MapSite): Observation[] {
  const { layer, extras = {} } = site;
  const all = [...(extras.notes ?? []), ...(notes ?? [])];
  const evidence = evidenceAt(site, path, node);
  const noted = { ...extras, ...(all.length > 0 ? { notes: all } : {}) };
  const bundles = apps.map(({ bundle }) => bundle);
  return [
    ...apps.flatMap((app) => observeApp(app, site)),
    isWhole
      ? observe('apps.installed', bundles, layer, evidence, noted)
      : undecided('apps.installed', 'incomplete', layer, evidence, noted),
  ];
}

function observeApp({ bundle, node, path, isThere, isManaged }: ListedApp, site: MapSite): Observation[] {
  const app = appIdOf('ios', bundle);
  if (app === undefined) return [];
  const scoped = { ...site.extras, scope: appScope(app) };
  const evidence = evidenceAt(site, path, node);
  const there = isThere
    ? observe('app.installed', true, site.layer, evidence, scoped)
    : undecided('app.installed', 'ambiguous', site.layer, evidence, scoped);
  return isManaged === true ? [there, observe('app.managed', true, site.layer, evidence, scoped)] : [there];
}
