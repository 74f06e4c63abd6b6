/** `installed_app` rows → that an app is on a device. A list of installs is of one app, so it shows the absence of none. */
import { appIdOf } from '../../apps/catalogue.ts';
import { tokenOf } from '../../artifacts/identity.ts';
import { memberOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { momentAt } from '../../inventory/device.ts';
import { type DeviceRow, textAt } from '../../inventory/place.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import { observe } from '../../settings/observe.ts';
import type { ReadItem } from '../define.ts';

export const isInstalledApp = (row: MapNode): boolean => stringOf(memberOf(row, 'type')) === 'installed_app';

/** Undefined where the row does not say on which device; empty for apps that nobody asks for. */
export function installedApp(row: DeviceRow, key: string | undefined): readonly ReadItem[] | undefined {
  const device = textAt(row, ['relationships/device/data/id']);
  if (device === undefined) return undefined;
  const token = tokenOf('simplemdm-device', device, key);
  const observations = said(row);
  if (observations.length === 0) return [];
  return [{ kind: 'facts', links: { to: token === undefined ? [] : [token] }, observations }];
}

function said(row: DeviceRow): Observation[] {
  const bundle = textAt(row, ['attributes/identifier']);
  const app = bundle === undefined ? undefined : appIdOf('ios', bundle);
  if (bundle === undefined || app === undefined) return [];
  const seen = momentAt(row, { paths: ['attributes/last_seen_at'], form: 'iso' });
  const extras = { scope: appScope(app), ...('at' in seen ? { collected: seen.at } : {}) };
  const attributes = memberOf(row.node, 'attributes');
  const managed = memberOf(attributes, 'managed');
  const at = (name: string, node: TreeNode | undefined) => ({
    input: row.input,
    locator: row.locate(`attributes/${name}`),
    ...(node === undefined || node.line === 0 ? {} : { line: node.line }),
  });
  const place = { ...at('identifier', memberOf(attributes, 'identifier')), value: bundle };
  const isManaged = managed?.type === 'boolean' && managed.value;
  return [
    observe('app.installed', true, 'observed', place, extras),
    ...(isManaged
      ? [observe('app.managed', true, 'observed', { ...at('managed', managed), value: 'true' }, extras)]
      : []),
  ];
}
