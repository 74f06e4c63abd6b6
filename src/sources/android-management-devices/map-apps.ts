/**
 * ApplicationReport → which apps are on the phone. Relied on, from "Reports for apps installed on the device": under
 * DEVICE_OWNER the list holds every installed app, so that an app that is not in it is not on the phone. Under a work profile
 * management sees that profile only, and what is not in the list may be on the personal side.
 */
import { catalogueApps } from '../../apps/catalogue.ts';
import { evidenceAt, isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

interface Report {
  readonly name: string;
  readonly state: 'INSTALLED' | 'REMOVED' | 'doubtful';
  readonly path: string;
  readonly line: number;
}

const key = 'applicationReports';

export function observeReports(device: MapNode, site: MapSite, isFullyManaged: boolean): MapReading {
  if (isDoubtful(device, key)) return { observations: [], notices: [] }; // the guard has said so
  const node = device.entries.get(key);
  const list = memberOfType(device, key, 'list');
  if (node !== undefined && list === undefined) return { observations: [], notices: [] };
  const path = site.locate(key);
  const items = list?.items ?? [];
  if (items.length === 0) {
    const notes = [...(site.extras?.notes ?? []), 'absent-in-report'];
    const evidence = evidenceAt(site, path, node?.line);
    return {
      observations: [
        undecided('apps.installed', 'not-reported', site.layer, evidence, { ...site.extras, notes }),
      ],
      notices: [],
    };
  }
  const reports = items.map((item, index) => reportOf(item, `${path}/${index}`));
  const isReadable = reports.every((report) => report !== undefined && report.state !== 'doubtful');
  const known = reports.flatMap((report) => report ?? []);
  const states = new Map<string, Set<Report['state']>>();
  for (const { name, state } of known) states.set(name, (states.get(name) ?? new Set()).add(state));
  const isClear = isReadable && [...states.values()].every(({ size }) => size === 1);
  const inventory = inventoryOf(known, { isClear, isFullyManaged }, site, node?.line);
  return {
    observations: [inventory, ...catalogued(known, isClear && isFullyManaged, site)],
    notices: isReadable
      ? []
      : [
          {
            code: 'record-unreadable',
            message:
              'An entry of applicationReports does not say which app it is about, or whether it is installed.',
            locator: path,
            line: node?.line ?? 0,
          },
        ],
  };
}

/** ApplicationState: INSTALLED or REMOVED; an app whose state is not given may be either. */
function reportOf(item: TreeNode, path: string): Report | undefined {
  if (item.type !== 'map' || isDoubtful(item, 'packageName')) return undefined;
  const name = stringOf(item.entries.get('packageName'));
  if (!name) return undefined;
  const state = isDoubtful(item, 'state') ? undefined : stringOf(item.entries.get('state'));
  const isKnown = state === 'INSTALLED' || state === 'REMOVED';
  const line = item.entries.get('state')?.line ?? item.line;
  return { name, state: isKnown ? state : 'doubtful', path, line };
}

function inventoryOf(
  reports: readonly Report[],
  { isClear, isFullyManaged }: { readonly isClear: boolean; readonly isFullyManaged: boolean },
  site: MapSite,
  line: number | undefined,
): Observation {
  const installed = [
    ...new Set(reports.filter(({ state }) => state === 'INSTALLED').map(({ name }) => name)),
  ].sort();
  const place = evidenceAt(site, site.locate(key), line);
  const evidence = { ...place, value: `[${installed.length} apps]` };
  if (!isClear) return undecided('apps.installed', 'ambiguous', site.layer, evidence, site.extras);
  if (isFullyManaged) return observe('apps.installed', installed, site.layer, evidence, site.extras);
  const notes = [...(site.extras?.notes ?? []), 'work-profile-only'];
  return undecided('apps.installed', 'not-reported', site.layer, evidence, { ...site.extras, notes });
}

/** An app is on the phone with any of its packages. What a whole inventory lacks, the evaluator takes for absent. */
function catalogued(reports: readonly Report[], isWhole: boolean, site: MapSite): Observation[] {
  const byName = Map.groupBy(reports, ({ name }) => name);
  return catalogueApps.flatMap(({ id, android }) => {
    const own = android.flatMap((name) => byName.get(name) ?? []);
    const installed = own.filter(({ state }) => state === 'INSTALLED');
    const extras = { ...site.extras, scope: appScope(id) };
    const evidenceOf = ({ name, state, path, line }: Report) => ({
      ...evidenceAt(site, `${path}/state`, line),
      value: `${name} ${state}`,
    });
    const doubtful = own.find(({ state }) => state === 'doubtful');
    if (installed.length > 0)
      return installed.map((report) =>
        observe('app.installed', true, site.layer, evidenceOf(report), extras),
      );
    if (doubtful) return [undecided('app.installed', 'ambiguous', site.layer, evidenceOf(doubtful), extras)];
    return own.map((report) =>
      isWhole
        ? observe('app.installed', false, site.layer, evidenceOf(report), extras)
        : undecided('app.installed', 'not-reported', site.layer, evidenceOf(report), {
            ...extras,
            notes: [...(site.extras?.notes ?? []), 'work-profile-only'],
          }),
    );
  });
}
