/**
 * Keys that Apple renamed: the old and the new name are one setting. Where both stand with different values, which one a
 * phone follows is not documented. Source: Apple, "Device Management" schema, deprecation notes (9.3.1 to 15.0).
 */
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { undecided } from '../../settings/observe.ts';
import { evidenceAt } from './evidence.ts';
import { accountTables } from './keys-accounts.ts';
import type { MapSite } from '../observe-map.ts';

interface Alias {
  readonly key: string;
  readonly earlier: string;
  readonly setting: SettingId;
}

/** Of accounts, the tables hold the earlier names. */
const ofAccounts = Object.fromEntries(
  Object.entries(accountTables).map(([type, table]): [string, Alias[]] => [
    type,
    Object.entries(table).flatMap(([key, { rows, earlier }]) =>
      earlier === undefined ? [] : rows.map(({ setting }) => ({ key, earlier, setting })),
    ),
  ]),
);

export const aliases: Readonly<Record<string, readonly Alias[]>> = {
  ...ofAccounts,
  'com.apple.applicationaccess': [
    { key: 'blockedAppBundleIDs', earlier: 'blacklistedAppBundleIDs', setting: 'apps.denyList' },
    { key: 'allowListedAppBundleIDs', earlier: 'whitelistedAppBundleIDs', setting: 'apps.allowList' },
    {
      key: 'forceWiFiToAllowedNetworksOnly',
      earlier: 'forceWiFiWhitelisting',
      setting: 'network.managedWifiOnly',
    },
    {
      key: 'forceClassroomUnpromptedScreenObservation',
      earlier: 'forceUnpromptedManagedClassroomScreenObservation',
      setting: 'classroom.unpromptedObservation',
    },
  ],
};

/** A doubt for each setting whose two names say different things. */
export function aliasDoubts(type: string, payload: MapNode, site: MapSite): Observation[] {
  const own = Object.hasOwn(aliases, type) ? (aliases[type] ?? []) : []; // a file may name its type `constructor`
  return own.flatMap(({ key, earlier, setting }) => {
    const [now, before] = [payload.entries.get(key), payload.entries.get(earlier)];
    if (now === undefined || before === undefined || meaningOf(now) === meaningOf(before)) return [];
    return [undecided(setting, 'ambiguous', site.layer, evidenceAt(site, key, now), site.extras)];
  });
}

/** Lists compare as sets. What is neither a list of texts nor a boolean is ambiguous anyway. */
function meaningOf(node: TreeNode): string {
  if (node.type === 'boolean') return String(node.value);
  const texts = itemsOf(node).map((item) => stringOf(item) ?? '');
  return `${node.type} ${JSON.stringify([...new Set(texts)].sort())}`;
}
