/** PM1411: keys that change or extend another one. Source: the texts of Apple's Restrictions payload. */
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { FindingPlace, Findings } from '../findings.ts';
import { below } from './walk.ts';

interface Dependency {
  /** The key, and the value with which it depends. */
  readonly key: string;
  readonly is?: boolean;
  /** One of these, with this value, gives it its effect. */
  readonly needs: readonly { readonly key: string; readonly is: boolean }[];
}

const restrictions: readonly Dependency[] = [
  {
    key: 'requireManagedPasteboard',
    is: true,
    needs: [
      { key: 'allowOpenFromManagedToUnmanaged', is: false },
      { key: 'allowOpenFromUnmanagedToManaged', is: false },
    ],
  },
  {
    key: 'allowManagedToWriteUnmanagedContacts',
    needs: [{ key: 'allowOpenFromManagedToUnmanaged', is: false }],
  },
  {
    key: 'allowUnmanagedToReadManagedContacts',
    needs: [{ key: 'allowOpenFromManagedToUnmanaged', is: false }],
  },
  { key: 'allowedCameraRestrictionBundleIDs', needs: [{ key: 'allowCamera', is: false }] },
  { key: 'enforcedSoftwareUpdateDelay', needs: [{ key: 'forceDelayedSoftwareUpdates', is: true }] },
];

const tables: Readonly<Record<string, readonly Dependency[]>> = {
  'com.apple.applicationaccess': restrictions,
};

export function dependencies(type: string, payload: MapNode, locator: string, findings: Findings): void {
  for (const { key, is, needs } of Object.hasOwn(tables, type) ? (tables[type] ?? []) : []) {
    const node = payload.entries.get(key);
    if (node === undefined || (is !== undefined && valueOf(node) !== is)) continue;
    if (needs.some((need) => valueOf(payload.entries.get(need.key)) === need.is)) continue;
    const wanted = needs.map((need) => `${need.key} ${need.is}`).join(' or ');
    const at: FindingPlace = { locator: below(locator, key), line: node.line };
    findings.add('PM1411', `${key} has no effect without ${wanted}, which this payload does not set.`, at);
  }
}

const valueOf = (node: TreeNode | undefined): boolean | undefined =>
  node?.type === 'boolean' ? node.value : undefined;
