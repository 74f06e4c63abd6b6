/** Reads mobile devices of Jamf's Classic API: `JSSResource/mobiledevices`, one device or the list, in XML or JSON. */
import { elementsOf, placeOf, treeOf } from '../../artifacts/jamf/xml-tree.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import { readXml } from '../../formats/xml.ts';
import type { XmlElement } from '../../formats/xml-element.ts';
import { readDevice } from '../../inventory/device.ts';
import { completeness } from '../../inventory/envelope.ts';
import type { DeviceRow } from '../../inventory/place.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { itemsOfReading, readJsonDevices } from '../device-rows.ts';
import { classicDevices } from './inventory.ts';

const envelope = { rows: ['mobile_devices', 'mobile_device'], totals: ['size'] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  if (detectionInput(input.name, input.head).json !== undefined) {
    yield* readJsonDevices(input, context, { inventory: classicDevices, envelope, unwrapped });
    return;
  }
  const root = await readXml(decodeText(await input.bytes()).text);
  if (root.name === 'mobile_device') {
    yield* readElement(root, root.name, input, context);
    return;
  }
  const devices = elementsOf(root, 'mobile_device');
  for (const [index, device] of devices.entries())
    yield* readElement(device, `${root.name}/mobile_device[${index + 1}]`, input, context);
  for (const one of completeness(sizeOf(root), devices.length, envelope))
    yield { kind: 'notice', notice: one };
}

function* readElement(
  element: XmlElement,
  place: string,
  input: Input,
  context: ReadContext,
): Generator<ReadItem> {
  const node = withoutSecrets(treeOf(element));
  if (node.type !== 'map' || isAcknowledgement(node)) {
    const message = 'An acknowledgement with an identifier alone: it says nothing about settings.';
    yield notice('answer-without-evidence', message, { locator: place, line: element.line });
    return;
  }
  const row: DeviceRow = {
    node,
    place,
    locate: (path) => placeOf(place, path),
    input: input.name,
    ignoreCase: false,
  };
  yield* itemsOfReading(readDevice(row, classicDevices, context.identityKey));
}

/** Devices that a script has collected come each with the root that it had. */
function unwrapped(row: DeviceRow): DeviceRow {
  const name = 'mobile_device';
  const node = row.node.entries.size === 1 ? row.node.entries.get(name) : undefined;
  if (node?.type !== 'map' || row.node.repeated.size > 0) return row;
  const locate = (path: string): string => row.locate(`${name}/${path}`);
  return { ...row, node, place: row.locate(name), locate };
}

const isAcknowledgement = ({ entries }: MapNode): boolean => entries.size === 1 && entries.has('id');

/** The number of devices, in the shape of a member beside the rows. */
function sizeOf(root: XmlElement): MapNode {
  const sizes = elementsOf(root, 'size').map((element): readonly [string, TreeNode] => [
    'size',
    treeOf(element),
  ]);
  return { type: 'map', entries: new Map(sizes), repeated: new Map(), line: root.line };
}
