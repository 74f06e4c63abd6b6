/**
 * What a policy says of all its apps, whether the catalogue knows them or not: lists of package names, and the settings that it
 * gives to apps (managed configurations, OEMConfig and its like among them) as lines that a rule can ask for.
 */
import { evidenceAt, isDoubtful } from '../../artifacts/google-rows.ts';
import { keyValueLines } from '../../artifacts/key-values.ts';
import type { MapSite } from '../../artifacts/observe-map.ts';
import type { MapNode } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
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
  return [...found, ...configurations(view)];
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
      const lines = isDoubtful(node, key) || entries.length > 1 ? undefined : keyValueLines(value);
      if (lines === undefined) return [undecided(setting, 'ambiguous', site.layer, place, site.extras)];
      const evidence = { ...place, value: `${name} {${lines.length} settings}` };
      const shown = lines.map((line) => `${name}: ${line}`);
      return [observe(setting, shown, site.layer, evidence, site.extras)];
    }),
  );
}
