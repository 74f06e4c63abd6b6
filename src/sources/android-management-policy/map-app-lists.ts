/**
 * What a policy says of all its apps, whether the catalogue knows them or not: lists of package names, and the settings that it
 * gives to apps (managed configurations, OEMConfig and its like among them) as lines that a rule can ask for.
 */
import { evidenceAt, isDoubtful } from '../../artifacts/google/rows.ts';
import { fieldsOf } from '../../artifacts/google/schema.ts';
import { keyValueLines } from '../../artifacts/key-values.ts';
import { isShownText } from '../../artifacts/managed-configurations.ts';
import type { MapSite } from '../../artifacts/observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Evidence, Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { type AppView, installTypeOf } from './map-apps.ts';

/** Nothing without `applications`: a fragment may leave them to another one. */
export function observeLists(view: AppView): Observation[] {
  const { policy, site, listed, doubt } = view;
  const node = policy.entries.get('applications');
  if (node === undefined && doubt === undefined) return [];
  const place = doubt ?? evidenceAt(site, site.locate('applications'), node?.line);
  const apps = [...listed].map(([name, entries]) => ({ name, entries, entry: entries[0]?.node }));
  const isClear =
    doubt === undefined &&
    apps.every(({ entries, entry }) => entries.length === 1 && entry && installTypeOf(entry) !== undefined);
  const lists = {
    'apps.available': (entry: MapNode) => installTypeOf(entry) !== 'BLOCKED',
    'apps.blocked': (entry: MapNode) => installTypeOf(entry) === 'BLOCKED',
    'apps.disabled': (entry: MapNode) => {
      const disabled = entry.entries.get('disabled');
      return disabled?.type === 'boolean' && disabled.value;
    },
  } as const;
  const ids = ['apps.available', 'apps.blocked', 'apps.disabled'] as const;
  const found = ids.map((setting) => {
    const isReadable = isClear && (setting !== 'apps.disabled' || apps.every(({ entry }) => hasFlag(entry)));
    if (!isReadable) return undecided(setting, 'ambiguous', site.layer, place, site.extras);
    const names = apps.flatMap(({ name, entry }) => (entry && lists[setting](entry) ? [name] : [])).sort();
    const evidence = { ...place, value: `[${names.length} apps]` };
    return observe(setting, names, site.layer, evidence, site.extras);
  });
  return [
    ...found,
    ...marked.map((mark) =>
      isClear
        ? markedApps(mark, apps, place, site)
        : undecided(mark.setting, 'ambiguous', site.layer, place, site.extras),
    ),
    ...configurations(view),
  ];
}

/** A field of an app, and what each of its words adds to a list; null: nothing. */
interface Mark {
  readonly setting: 'apps.delegations' | 'apps.connectedAcrossProfiles' | 'apps.vpnExempt';
  readonly key: string;
  readonly lineOf: (name: string, word: string) => string | null;
}

const marked: readonly Mark[] = [
  {
    setting: 'apps.delegations',
    key: 'delegatedScopes',
    lineOf: (name, word) => (word === 'DELEGATED_SCOPE_UNSPECIFIED' ? null : `${name}: ${word}`),
  },
  // ConnectedWorkAndPersonalApp: "subject to user consent"; forbidden by default.
  {
    setting: 'apps.connectedAcrossProfiles',
    key: 'connectedWorkAndPersonalApp',
    lineOf: (name, word) => (word === 'CONNECTED_WORK_AND_PERSONAL_APP_ALLOWED' ? name : null),
  },
  {
    setting: 'apps.vpnExempt',
    key: 'alwaysOnVpnLockdownExemption',
    lineOf: (name, word) => (word === 'VPN_LOCKDOWN_EXEMPTION' ? name : null),
  },
];

/** Words that Google does not have are refused by the service, so that they make the list ambiguous. */
function markedApps(
  { setting, key, lineOf }: Mark,
  apps: readonly { readonly name: string; readonly entry: MapNode | undefined }[],
  place: Evidence,
  { layer, extras }: MapSite,
): Observation {
  const known = fieldsOf('ApplicationPolicy').get(key)?.oneOf ?? [];
  const lines: string[] = [];
  for (const { name, entry } of apps) {
    const words = entry === undefined || isDoubtful(entry, key) ? undefined : wordsOf(entry.entries.get(key));
    if (words === undefined || words.some((word) => !known.includes(word)))
      return undecided(setting, 'ambiguous', layer, place, extras);
    for (const word of words) {
      const line = lineOf(name, word);
      if (line !== null) lines.push(line);
    }
  }
  const evidence = { ...place, value: `[${lines.length} entries]` };
  return observe(setting, lines.sort(), layer, evidence, extras);
}

/** One word, or a list of them; undefined: neither. */
function wordsOf(node: TreeNode | undefined): string[] | undefined {
  if (node === undefined) return [];
  const items = node.type === 'list' ? node.items : [node];
  return items.every((item) => item.type === 'string') ? items.map(({ value }) => value) : undefined;
}

/** `disabled`, where it is there, can be read. */
function hasFlag(entry: MapNode | undefined): boolean {
  if (entry === undefined || isDoubtful(entry, 'disabled')) return false;
  const node = entry.entries.get('disabled');
  return node === undefined || node.type === 'boolean';
}

/** One observation for each app that is given settings. */
function configurations({ site, listed }: AppView): Observation[] {
  return [...listed].flatMap(([name, entries]) =>
    entries.flatMap(({ node, path }): Observation[] => {
      const own: MapSite = { ...site, locate: (key) => `${path}/${key}` };
      const template = node.entries.get('managedConfigurationTemplate');
      const setting = 'apps.managedConfiguration';
      const key = 'managedConfiguration';
      const value = node.entries.get(key);
      // ManagedConfigurationTemplate: "this field is ignored if managed_configuration is set"; its values are not in the policy.
      if (value === undefined && !isDoubtful(node, key)) {
        if (template === undefined) return [];
        const place = evidenceAt(site, own.locate('managedConfigurationTemplate'), template.line);
        const notes = [...(site.extras?.notes ?? []), 'configuration-template'];
        return [undecided(setting, 'not-reported', site.layer, place, { ...site.extras, notes })];
      }
      const place = evidenceAt(site, own.locate(key), value?.line);
      const lines =
        isDoubtful(node, key) || entries.length > 1
          ? undefined
          : keyValueLines(value, (field) => isShownText(name, field));
      if (lines === undefined) return [undecided(setting, 'ambiguous', site.layer, place, site.extras)];
      const evidence = { ...place, value: `${name} {${lines.length} settings}` };
      const shown = lines.map((line) => `${name}: ${line}`);
      return [observe(setting, shown, site.layer, evidence, site.extras)];
    }),
  );
}
