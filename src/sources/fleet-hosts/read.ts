/** Reads hosts one by one. Shapes: Fleet, REST API, "List hosts" and "Get host"; fleetctl puts each of them into `spec`. */
import { type DeviceRow, find } from '../../inventory/place.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { type DeviceList, type NoRow, readJsonDevices } from '../device-rows.ts';
import { hostPage, hosts } from './map.ts';

const list: DeviceList = { inventory: hosts, envelope: hostPage, unwrapped: specOf };

export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, list);
}

function specOf(row: DeviceRow): DeviceRow | NoRow {
  if (!row.node.entries.has('spec')) return row;
  const found = find({ ...row, ignoreCase: true }, 'spec');
  const kind = find(row, 'kind');
  const { place, node } = row;
  if (found === 'repeated' || found?.node.type !== 'map' || kind === 'repeated')
    return { place, line: node.line, why: 'A row does not hold one host in spec.' };
  if (kind?.node.type !== 'string' || kind.node.value !== 'host')
    return { place, line: node.line, why: 'A row is not of the kind host.' };
  return {
    ...row,
    node: found.node,
    place: row.locate('spec'),
    locate: (path) => row.locate(path === '' ? 'spec' : `spec/${path}`),
  };
}
