/**
 * `applications` → which apps are on the phone. "The list includes any Android applications that access Google Workspace
 * data", so an app that is not in it may be there all the same.
 */
import { appIdOf } from '../../apps/catalogue.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { type DeviceRow, find } from '../place.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

const key = 'applications';
interface Dated {
  readonly collected?: string;
}

export function observeApplications(row: DeviceRow, isAndroid: boolean, dated: Dated): Observation[] {
  const found = find(row, key);
  const inventory = (unknown: 'not-collected' | 'not-reported' | 'ambiguous', value: string, line: number) =>
    undecided('apps.installed', unknown, 'observed', evidenceAt(row, key, line, value), dated);
  if (!isAndroid) return [inventory('not-reported', 'not listed for iPhones', row.node.line)];
  if (found === undefined)
    return [inventory('not-collected', 'absent; ask for it: projection=FULL', row.node.line)];
  if (found === 'repeated') return [inventory('ambiguous', 'more than one list', row.node.line)];
  const { node } = found;
  if (node.type !== 'list' && node.type !== 'string' && node.type !== 'null')
    return [inventory('ambiguous', 'no list', node.line)];
  const named =
    node.type === 'list' ? listed(row, node.items) : node.type === 'string' ? written(row, node) : [];
  const extras = { ...dated, notes: ['workspace-apps-only'] };
  const place = evidenceAt(row, key, node.line, 'not all apps of the phone');
  return [
    ...named.map(({ app, evidence }) =>
      observe('app.installed', true, 'observed', evidence, { ...dated, scope: appScope(app) }),
    ),
    undecided('apps.installed', 'not-reported', 'observed', place, extras),
  ];
}

interface NamedApp {
  readonly app: string;
  readonly evidence: Evidence;
}

function listed(row: DeviceRow, items: readonly TreeNode[]): NamedApp[] {
  return items.flatMap((item, index) => {
    const name = item.type === 'map' ? packageOf(item) : undefined;
    const app = name === undefined ? undefined : appIdOf('android', name);
    return name === undefined || app === undefined
      ? []
      : [{ app, evidence: evidenceAt(row, `${key}/${index}/packageName`, item.line, name) }];
  });
}

const packageOf = (item: MapNode): string | undefined =>
  item.repeated.has('packageName') ? undefined : stringOf(item.entries.get('packageName'));

/**
 * GAM writes an app as `display name-package-version-code-permissions`, and display names hold hyphens and blanks too: the text
 * cannot be taken apart, only searched for the names of packages.
 */
function written(row: DeviceRow, { value, line }: Extract<TreeNode, { type: 'string' }>): NamedApp[] {
  return [...new Set(value.split('-'))].flatMap((name) => {
    const app = appIdOf('android', name);
    return app === undefined ? [] : [{ app, evidence: evidenceAt(row, key, line, name) }];
  });
}

function evidenceAt(row: DeviceRow, path: string, line: number, value: string): Evidence {
  return { input: row.input, locator: row.locate(path), ...(line > 0 ? { line } : {}), value };
}
