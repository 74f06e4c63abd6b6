/** The list of apps in a row, where a mapping names one: apps of the catalogue that are there, and whether others are not. */
import { appIdOf } from '../apps/catalogue.ts';
import { displayValue, type MapReading } from '../artifacts/observe-map.ts';
import { memberIgnoringCase, stringOf, type TreeNode } from '../formats/node.ts';
import { type DeviceRow, isBlank } from '../inventory/place.ts';
import { appScope, type Evidence, type Observation } from '../model/observation.ts';
import type { PlatformFamily } from '../model/subject.ts';
import { observe, undecided } from '../settings/observe.ts';
import type { AppsFile } from './file.ts';
import { flat } from './flat.ts';

const key = flat.apps;

interface Listed {
  readonly id: string;
  readonly node: TreeNode;
  /** As evidence shows it. */
  readonly shown: string;
}

export function observeListedApps(row: DeviceRow, file: AppsFile, family: PlatformFamily): MapReading {
  const node = row.node.entries.get(key);
  const place = { input: row.input, locator: row.locate(key) };
  const lined = (one: TreeNode) => ({ ...place, ...(one.line > 0 ? { line: one.line } : {}) });
  if (node === undefined) return { observations: [], notices: [] };
  if (row.node.repeated.has(key) || (node.type !== 'list' && !isBlank(node)))
    return {
      observations: [
        undecided('apps.installed', 'ambiguous', 'observed', {
          ...lined(node),
          value: displayValue(key, node),
        }),
      ],
      notices: [],
    };
  const items = node.type === 'list' ? node.items : [];
  const listed = items.map((item) => listedApp(item, file));
  const known = listed.flatMap((one) => one ?? []);
  const evidence = { ...lined(node), value: `[${items.length} items]` };
  const isReadable = known.length === items.length;
  const names = [...new Set(known.map(({ id }) => id))].sort();
  const whole =
    file.whole === true && isReadable && items.length > 0
      ? observe('apps.installed', names, 'observed', evidence)
      : undecided('apps.installed', isReadable ? 'not-reported' : 'ambiguous', 'observed', evidence);
  return {
    observations: [whole, ...known.flatMap((app) => there(app, family, lined(app.node)))],
    notices: [],
  };
}

/** One app, by its identifier. */
function listedApp(item: TreeNode, { id, name, version }: AppsFile): Listed | undefined {
  if (item.type !== 'map' || item.repeated.has(id)) return undefined;
  const text = (member: string | undefined) =>
    member === undefined ? undefined : stringOf(memberIgnoringCase(item, member))?.trim();
  const own = text(id);
  if (!own) return undefined;
  const shown = [text(name), text(version)].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    id: own,
    node: item,
    shown: displayValue(id, { type: 'string', value: shown === '' ? own : `${own} (${shown})`, line: 0 }),
  };
}

function there({ id, shown }: Listed, family: PlatformFamily, place: Omit<Evidence, 'value'>): Observation[] {
  const app = appIdOf(family, id);
  if (app === undefined) return [];
  return [observe('app.installed', true, 'observed', { ...place, value: shown }, { scope: appScope(app) })];
}
