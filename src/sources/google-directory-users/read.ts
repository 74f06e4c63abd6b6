/** Reads users one at a time. Shape: Google, Admin SDK Directory API, Users and User. */
import { stringOf } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { readJsonDevices } from '../device-rows.ts';
import { jsonUser, userItems } from '../google-users.ts';

/** `users` is left out where there is none. "Maximum number of results": 100 unless asked for, 500 at most. */
const usersPage: Envelope = {
  rows: ['users'],
  next: ['nextPageToken'],
  pageSizes: [100, 500],
  isEmptyPage: (root) => stringOf(root.entries.get('kind')) === 'admin#directory#users',
};

/** No row of the list is a device. */
const noDevices: Inventory = {
  product: 'google-directory',
  platform: () => 'other',
  subject: { id: [], lastSeen: { paths: [], form: 'iso' } },
  sections: [],
};

/** @throws PassmusterError json-malformed with line and column */
export function read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  return readJsonDevices(input, context, {
    inventory: noDevices,
    envelope: usersPage,
    aside: (row) => userItems(row, jsonUser, context),
  });
}
