/** Reads what the compliance verdict of the tenant is worth. Shape: Graph, deviceManagementSettings. */
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { jsonRecords } from '../json-records.ts';

/** @throws PassmusterError json-malformed with line and column */
export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const { json } = detectionInput(input.name, input.head);
  if (json === undefined) return;
  for await (const { node } of jsonRecords(input, json, [])) {
    const inside = node.type === 'map' ? only(node, 'settings') : undefined;
    const settings = inside === undefined ? node : inside.node;
    yield* worthOf(settings, inside === undefined ? '' : `/${inside.key}`);
  }
}

function* worthOf(settings: TreeNode, place: string): Generator<ReadItem> {
  const secure = settings.type === 'map' ? only(settings, 'secureByDefault') : undefined;
  if (secure?.node.type !== 'boolean') {
    yield notice(
      'record-unreadable',
      'The settings do not say how devices without a compliance policy are counted.',
      { locator: `${place}/${secure?.key ?? 'secureByDefault'}`, line: settings.line },
    );
    return;
  }
  const days = settings.type === 'map' ? only(settings, 'deviceComplianceCheckinThresholdDays') : undefined;
  yield notice('verdict-void', `${secure.node.value ? strict : lenient} ${staleness(days?.node)}`, {
    locator: `${place}/${secure.key}`,
    line: secure.node.line,
  });
}

const lenient =
  'This tenant counts devices without a compliance policy as compliant: “compliant” in an inventory of it does not mean that anything was checked.';
const strict =
  'This tenant counts devices without a compliance policy as not compliant: “compliant” in an inventory of it means that some policy was met, not which settings it asks for.';

function staleness(days: TreeNode | undefined): string {
  return days?.type === 'integer'
    ? `It stands until a device has not checked in for ${days.value} days.`
    : 'For how long it stands without a check-in is not said.';
}

/** A member in any case that stands once. */
function only(map: MapNode, name: string): { readonly key: string; readonly node: TreeNode } | undefined {
  const found = [...map.entries].filter(([key]) => key.toLowerCase() === name.toLowerCase());
  const [first, ...others] = found;
  if (first === undefined || others.length > 0 || map.repeated.has(first[0])) return undefined;
  return { key: first[0], node: first[1] };
}
