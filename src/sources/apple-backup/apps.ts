/** Which apps were on the phone, from the lists in the plain property lists of a backup. */
import { catalogueApps } from '../../apps/catalogue.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { type PhoneSite, placeOf } from '../apple-files.ts';

const listed = 'Installed Applications';
const containers = 'Applications';

/**
 * `Info.plist`, `Installed Applications`: the computer asks the phone for the apps that its user installed and writes all of
 * them down, so an app that is not in it was not there (libimobiledevice, idevicebackup2.c; relied on for Finder too). The
 * list is empty when the phone could not be asked. Apps of the system are never in it.
 */
export function readInstalledApps(info: MapNode, site: PhoneSite): Observation[] {
  const node = info.entries.get(listed);
  if (node === undefined) return [];
  const at = placeOf('Info.plist', site);
  const ids = info.repeated.has(listed) ? undefined : textsOf(node);
  const evidence = evidenceAt('Info.plist', listed, node, site);
  if (ids === undefined) return [undecided('apps.installed', 'ambiguous', at.layer, evidence, at.extras)];
  if (ids.length === 0) return [undecided('apps.installed', 'incomplete', at.layer, evidence, at.extras)];
  const list = [...new Set(ids)].sort();
  const shown = { ...evidence, value: `${list.length} apps` };
  return [
    observe('apps.installed', list, at.layer, shown, at.extras ?? {}),
    ...foundApps(ids, (index) => evidenceAt('Info.plist', `${listed}[${index}]`, node, site), site),
    ...systemApps(evidence, site),
  ];
}

/**
 * `Manifest.plist`, `Applications`: apps whose data is in the backup. It shows that an app was there; that it is not in it
 * shows nothing.
 */
export function readContainers(manifest: MapNode, site: PhoneSite): Observation[] {
  const node = manifest.entries.get(containers);
  if (node?.type !== 'map' || manifest.repeated.has(containers)) return [];
  const ids = [...node.entries.keys()];
  return foundApps(
    ids,
    (index) => evidenceAt('Manifest.plist', `${containers}.${ids[index]}`, node, site),
    site,
  );
}

function foundApps(
  ids: readonly string[],
  evidence: (index: number) => Evidence,
  site: PhoneSite,
): Observation[] {
  const { layer, extras } = placeOf('', site);
  return catalogueApps.flatMap((app) =>
    app.ios
      .map((id) => ({ id, index: ids.indexOf(id) }))
      .filter(({ index }) => index >= 0)
      .map(({ id, index }) =>
        observe(
          'app.installed',
          true,
          layer,
          { ...evidence(index), value: id },
          {
            ...extras,
            scope: appScope(app.id),
          },
        ),
      ),
  );
}

function systemApps(evidence: Evidence, site: PhoneSite): Observation[] {
  const { layer, extras } = placeOf('', site);
  const apps = catalogueApps.filter(({ ios, kind }) => ios.length > 0 && kind === 'system-messaging');
  const { value: _value, ...place } = evidence;
  return apps.map((app) =>
    undecided('app.installed', 'not-reported', layer, place, { ...extras, scope: appScope(app.id) }),
  );
}

/** Undefined for what is no list of texts. */
function textsOf(node: TreeNode): readonly string[] | undefined {
  if (node.type !== 'list') return undefined;
  const texts = node.items.map(stringOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function evidenceAt(entry: string, locator: string, node: TreeNode, { input }: PhoneSite): Evidence {
  return { input, entry, locator, ...(node.line > 0 ? { line: node.line } : {}) };
}
