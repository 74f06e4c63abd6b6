/** Which rows of the lists are devices, and what the others say. */
import { type MapNode, stringOf } from '../formats/node.ts';
import type { Envelope } from '../inventory/envelope.ts';
import type { DeviceRow } from '../inventory/place.ts';
import { type ReadContext, type ReadItem, skipped } from './define.ts';
import type { DeviceList } from './device-rows.ts';
import { cloudDevices } from '../inventory/google/cloud-devices.ts';
import { usageOf, usageTokens } from '../inventory/google/cloud-users.ts';

/** "Empty if there are no more results", yet a token is also given where the next page is empty. */
const cloudPage: Envelope = {
  rows: ['devices', 'deviceUsers', 'clientStates'],
  next: ['nextPageToken'],
  nextMayBeEmpty: true,
  pageSizes: [100],
};

export const cloudIdentity: DeviceList = { inventory: cloudDevices, envelope: cloudPage, aside };

/** A device user is known by its device; a client state is what another product says of it: its own verdict, no fact. */
function aside(row: DeviceRow, { identityKey }: ReadContext): readonly ReadItem[] | undefined {
  const name = nameOf(row.node);
  if (/^devices\/[^/]+\/deviceUsers\/[^/]+\/clientStates?\//.test(name)) return [skipped];
  if (!/^devices\/[^/]+\/deviceUsers\/[^/]+$/.test(name)) return undefined;
  const { observations, notices } = usageOf(row, row.node, '');
  return [
    ...notices.map((notice): ReadItem => ({ kind: 'notice', notice })),
    { kind: 'facts', links: usageTokens(row.node, identityKey), observations },
  ];
}

const nameOf = (row: MapNode): string =>
  row.repeated.has('name') ? '' : (stringOf(row.entries.get('name')) ?? '');
