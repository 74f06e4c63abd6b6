/** Lists of apps: `InstalledApplicationList`, and `ManagedApplicationList` by bundle id. */
import { catalogueApps } from '../../apps/catalogue.ts';
import { displayValue, type MapReading, type MapSite } from '../../artifacts/observe-map.ts';
import { MapBuilder, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Evidence } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

const appOf = new Map(catalogueApps.flatMap(({ id, ios }) => ios.map((bundle) => [bundle, id] as const)));

function evidenceAt(site: MapSite, path: string, node: TreeNode): Evidence {
  return {
    input: site.input,
    locator: site.locate(path),
    ...(node.line > 0 ? { line: node.line } : {}),
    value: displayValue(path, node),
  };
}

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
  const name = 'InstalledApplicationList';
  const reading: MapReading = { observations: [], notices: [] };
  const { layer, extras = {} } = site;
  const ids: string[] = [];
  const items = list.type === 'list' ? list.items : [new MapBuilder().build(list.line)];
  for (const [index, item] of items.entries()) {
    const path = `${name}[${index}].Identifier`;
    const node = memberOf(item, 'Identifier');
    const id = item.type === 'map' && item.repeated.size === 0 ? stringOf(node) : undefined;
    if (node === undefined || id === undefined || id === '') {
      const message = 'An app of the list has no identifier that can be read.';
      const where = item.line > 0 ? { line: item.line } : {};
      reading.notices.push({ code: 'record-unreadable', message, locator: site.locate(path), ...where });
      continue;
    }
    ids.push(id);
    const app = appOf.get(id);
    if (app === undefined) continue;
    const scoped = { ...extras, scope: appScope(app) };
    const evidence = evidenceAt(site, path, node);
    const isThere = underway.every((key) => {
      const state = memberOf(item, key);
      return state === undefined || (state.type === 'boolean' && !state.value);
    });
    reading.observations.push(
      isThere
        ? observe('app.installed', true, layer, evidence, scoped)
        : undecided('app.installed', 'ambiguous', layer, evidence, scoped),
    );
    if (stringOf(memberOf(item, 'Source')) === 'Declarative Device Management')
      reading.observations.push(observe('app.managed', true, layer, evidence, scoped));
  }
  const request = requestIn(answer);
  const isWhole = reading.notices.length === 0 && request !== 'narrowed';
  const evidence = evidenceAt(site, name, list);
  const notes = request === 'not-shown' ? { notes: ['request-not-shown'] } : {};
  reading.observations.push(
    isWhole
      ? observe('apps.installed', ids, layer, evidence, { ...extras, ...notes })
      : undecided('apps.installed', 'incomplete', layer, evidence, extras),
  );
  return reading;
}

/** States in which the app is on the phone and managed, or managed and removed by the user. Others decide neither. */
const managedStates: Readonly<Record<string, boolean>> = { Managed: true, ManagedButUninstalled: false };

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
    const app = appOf.get(bundle);
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
    }
  }
  return reading;
}
