/** Lists of apps: `InstalledApplicationList`, and `ManagedApplicationList` by bundle id. */
import { appIdOf } from '../../apps/catalogue.ts';
import { evidenceAt, type ListedApp, observeApps } from '../../artifacts/apple/apps.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

/** Keys of the command that narrow the answer; some servers store the two together. */
const narrowing = ['Identifiers', 'ManagedAppsOnly', 'ManagedOnly'];

/** `not-shown`: the document does not tell what was asked for, which is the rule. */
function requestIn(answer: MapNode): 'all' | 'narrowed' | 'not-shown' {
  const command = memberOf(answer, 'Command');
  if (command !== undefined && (command.type !== 'map' || answer.repeated.has('Command'))) return 'narrowed';
  const isNarrowed = [answer, command].some((map) =>
    narrowing.some((key) => {
      const node = memberOf(map, key);
      if (node === undefined) return false;
      return node.type !== 'boolean' || node.value || map?.repeated.has(key) === true;
    }),
  );
  if (isNarrowed) return 'narrowed';
  return command === undefined ? 'not-shown' : 'all';
}

/** An app that is on its way is neither there nor not. */
const underway = ['Installing', 'DownloadFailed', 'DownloadWaiting', 'DownloadPaused', 'DownloadCancelled'];

/**
 * The apps of the phone. An answer does not repeat what was asked for: without the command beside it, it is taken for one to
 * the plain command, and says so. Where the document shows that less than all apps were asked for, or an item cannot be read,
 * it is no inventory: what it lists is there, and what it does not list may be there too.
 */
export function observeInstalled(list: TreeNode, answer: MapNode, site: MapSite): MapReading {
  const path = 'InstalledApplicationList';
  const items = itemsOf(list).map((item, index) => listedApp(item, `${path}[${index}].Identifier`));
  const notices = items.flatMap((item, index): Notice[] => {
    const line = itemsOf(list)[index]?.line ?? 0;
    if ('bundle' in item) return [];
    const message = 'An app of the list has no identifier that can be read.';
    return [
      {
        code: 'record-unreadable',
        message,
        locator: site.locate(item.path),
        ...(line > 0 ? { line } : {}),
      },
    ];
  });
  const request = requestIn(answer);
  const listing = {
    apps: items.filter((item) => 'bundle' in item),
    node: list,
    path,
    isWhole: notices.length === 0 && request !== 'narrowed',
    ...(request === 'not-shown' ? { notes: ['request-not-shown'] } : {}),
  };
  return { observations: observeApps(listing, site), notices };
}

function listedApp(item: TreeNode, path: string): ListedApp | { readonly path: string } {
  const node = memberOf(item, 'Identifier');
  const bundle = item.type === 'map' && item.repeated.size === 0 ? stringOf(node) : undefined;
  if (node === undefined || bundle === undefined || bundle === '') return { path };
  const isThere = underway.every((key) => {
    const state = memberOf(item, key);
    return state === undefined || (state.type === 'boolean' && !state.value);
  });
  const isManaged = stringOf(memberOf(item, 'Source')) === 'Declarative Device Management';
  return { bundle, node, path, isThere, isManaged };
}

/** States in which the app is on the phone and managed, or managed and removed by the user. Others decide neither. */
const managedStates: Readonly<Record<string, boolean>> = { Managed: true, ManagedButUninstalled: false };

/** `ManagementFlags`: 1 removes the app with the management profile, 4 prevents the backup of its data. */
function backupOf(entry: TreeNode, path: string, app: string, site: MapSite): Observation[] {
  const node = memberOf(entry, 'ManagementFlags');
  if (node === undefined) return [];
  const scoped = { ...site.extras, scope: appScope(app) };
  const evidence = evidenceAt(site, `${path}.ManagementFlags`, node);
  const isTwice = entry.type === 'map' && entry.repeated.has('ManagementFlags');
  const flags = node.type === 'integer' && !isTwice ? Number(node.value) : -1;
  if (flags < 0 || flags > 0xff_ffff)
    return [undecided('app.backup.excluded', 'ambiguous', site.layer, evidence, scoped)];
  return [observe('app.backup.excluded', (flags & 4) !== 0, site.layer, evidence, scoped)];
}

/** Leaves out apps that declarations manage (Apple), so an app that is not named may still be managed. */
export function observeManaged(apps: TreeNode, site: MapSite): MapReading {
  const name = 'ManagedApplicationList';
  const reading: MapReading = { observations: [], notices: [] };
  if (apps.type !== 'map') {
    const message = 'The list of managed apps is not a dictionary.';
    reading.notices.push({ code: 'record-unreadable', message, locator: site.locate(name) });
    return reading;
  }
  for (const [bundle, entry] of apps.entries) {
    const app = appIdOf('ios', bundle);
    if (app === undefined) continue;
    const status = memberOf(entry, 'Status');
    const isTwice = apps.repeated.has(bundle) || (entry.type === 'map' && entry.repeated.has('Status'));
    const evidence = evidenceAt(site, `${name}.${bundle}.Status`, status ?? entry);
    const scoped = { ...site.extras, scope: appScope(app) };
    const word = stringOf(status);
    if (isTwice || word === undefined) {
      reading.observations.push(undecided('app.installed', 'ambiguous', site.layer, evidence, scoped));
      reading.observations.push(undecided('app.managed', 'ambiguous', site.layer, evidence, scoped));
    } else if (Object.hasOwn(managedStates, word)) {
      const isThere = managedStates[word] === true;
      reading.observations.push(observe('app.installed', isThere, site.layer, evidence, scoped));
      reading.observations.push(observe('app.managed', true, site.layer, evidence, scoped));
      if (isThere) reading.observations.push(...backupOf(entry, `${name}.${bundle}`, app, site));
    }
  }
  return reading;
}
