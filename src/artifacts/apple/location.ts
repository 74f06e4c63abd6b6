/**
 * Which app may use the location: `clients.plist` of locationd, one dictionary a client, whose own name differs by version, so that only
 * its `BundleId` tells whose it is (abrignoni/iLEAPP). The numbers look like those of CoreLocation, which is inferred: each value says so.
 */
import { catalogueApps } from '../../apps/catalogue.ts';
import { PassmusterError } from '../../errors.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { gradeNotes } from '../grade.ts';
import { foldKey } from '../masking.ts';
import type { MapReading, MapSite } from '../observe-map.ts';
import { flag, type RowTable } from '../rows.ts';
import { evidenceAt } from './evidence.ts';
import { readPropertyList } from './packaging.ts';

/** `com.apple.locationd.plist`: the switch for the whole phone. */
export const locationServices: RowTable = {
  'LocationServicesEnabledIn8.0': flag('location.services.enabled'),
};

export const locationSetting = 'app.permission.location';

/** CLAuthorizationStatus; 1, "restricted", and every other number is left open. */
const statuses: ReadonlyMap<number | bigint, string> = new Map([
  [0, 'notAsked'],
  [2, 'denied'],
  [3, 'granted'],
  [4, 'whileInUse'],
]);

/** Of apps that look alike too, to be in doubt about them. */
function appOf(named: string): { readonly id: string; readonly bundle: string } | undefined {
  const folded = foldKey(named);
  const found = catalogueApps.flatMap(({ id, ios }) => ios.map((bundle) => ({ id, bundle })));
  return (
    found.find(({ bundle }) => bundle === named) ?? found.find(({ bundle }) => foldKey(bundle) === folded)
  );
}

/** Apps without a client said nothing. @throws PassmusterError of the formats, or plist-malformed for what is no dictionary */
export function readLocationClients(bytes: Uint8Array, site: MapSite): MapReading {
  const tree = readPropertyList(bytes);
  if (tree.type !== 'map')
    throw new PassmusterError('plist-malformed', 'The property list is not a dictionary.');
  const clients = [...tree.entries].flatMap(([name, last]) => tree.repeated.get(name) ?? [last]);
  return { observations: clients.flatMap((client) => ofClient(client, site)), notices: [] };
}

function ofClient(client: TreeNode, site: MapSite): Observation[] {
  if (client.type !== 'map') return [];
  const named = stringOf(client.entries.get('BundleId')) ?? '';
  const app = appOf(named);
  if (app === undefined) return [];
  const notes = [...(site.extras?.notes ?? []), ...gradeNotes('C')];
  const extras = { ...site.extras, scope: appScope(app.id), notes };
  // Its own name can be a path on the phone: the place is told by the bundle id.
  const own: MapSite = { ...site, locate: (key) => site.locate(`${app.bundle}.${key}`) };
  const node = client.entries.get('Authorization');
  const evidence = evidenceAt(own, 'Authorization', node);
  const status = named === app.bundle ? statusOf(client, node) : undefined;
  return [
    status === undefined
      ? undecided(
          locationSetting,
          node === undefined ? 'not-reported' : 'ambiguous',
          site.layer,
          evidence,
          extras,
        )
      : observe(locationSetting, status, site.layer, evidence, extras),
  ];
}

function statusOf({ repeated }: MapNode, node: TreeNode | undefined): string | undefined {
  const isOne = !repeated.has('Authorization') && !repeated.has('BundleId');
  return isOne && node?.type === 'integer' ? statuses.get(node.value) : undefined;
}
