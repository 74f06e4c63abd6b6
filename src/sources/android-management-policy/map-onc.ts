/**
 * `openNetworkConfiguration`: the Wi-Fi networks that a policy sets up, in a part of Chromium's Open Network Configuration
 * (Google, Android Management API, "Configure networks"). Only how each network is secured is read; its name and its
 * secrets are not.
 */
import { memberOfType } from '../../artifacts/google/rows.ts';
import { displayValue, type MapSite } from '../../artifacts/observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

const setting = 'network.wifiEncrypted';

/** The values that are supported. `WPA-…` does not say which version, and whether a phone still joins the first is not documented. */
const securities = new Map<string, boolean | undefined>([
  ['None', false],
  ['WEP-PSK', false],
  ['WEP-8021X', false],
  ['WPA-PSK', undefined],
  ['WPA-EAP', undefined],
  ['WPA3-Enterprise_192', true],
]);

/** One claim for each network; what is not of the documented shape is a doubt about all of them. */
export function observeNetworks(policy: MapNode, site: MapSite): Observation[] {
  const configuration = memberOfType(policy, 'openNetworkConfiguration', 'map');
  if (configuration === undefined) return []; // absent, or said by the guard of the field
  const path = `${site.locate('openNetworkConfiguration')}/NetworkConfigurations`;
  const networks = configuration.entries.get('NetworkConfigurations');
  if (networks === undefined) return [];
  if (memberOfType(configuration, 'NetworkConfigurations', 'list') === undefined || networks.type !== 'list')
    return [doubt('ambiguous', path, networks, site)];
  return networks.items.map((network, index) => ofNetwork(network, `${path}/${index}`, site));
}

function ofNetwork(network: TreeNode, path: string, site: MapSite): Observation {
  const wifi = network.type === 'map' ? memberOfType(network, 'WiFi', 'map') : undefined;
  const node = wifi && memberOfType(wifi, 'Security', 'string');
  const place = `${path}/WiFi/Security`;
  if (node === undefined || !securities.has(node.value))
    return doubt('ambiguous', place, node ?? network, site);
  const isFit = securities.get(node.value);
  if (isFit === undefined) return doubt('ambiguous', place, node, site, ['wpa-version-not-named']);
  return observe(setting, isFit, site.layer, evidenceOf(place, node, site), site.extras);
}

function doubt(
  reason: UnknownReason,
  locator: string,
  node: TreeNode,
  site: MapSite,
  notes: readonly string[] = [],
): Observation {
  const all = [...(site.extras?.notes ?? []), ...notes];
  const extras = { ...site.extras, ...(all.length === 0 ? {} : { notes: all }) };
  return undecided(setting, reason, site.layer, evidenceOf(locator, node, site), extras);
}

const evidenceOf = (locator: string, node: TreeNode, site: MapSite) => ({
  input: site.input,
  ...(site.entry === undefined ? {} : { entry: site.entry }),
  locator,
  ...(node.line > 0 ? { line: node.line } : {}),
  ...(node.type === 'string' ? { value: displayValue('Security', node) } : {}),
});
