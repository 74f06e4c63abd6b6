/** Reads users one at a time. Shape: Google, Admin SDK Directory API, Users and User. */
import { type MapNode, stringOf } from '../../formats/node.ts';
import { completeness, type Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { jsonUser, userItems } from '../google-users.ts';

const unpeeked = { root: 'array', keys: new Map(), rows: new Map(), lines: false, closed: true } as const;

/** "Maximum number of results": 100 unless asked for, 500 at most. */
const usersPage: Envelope = { rows: ['users'], next: ['nextPageToken'], pageSizes: [100, 500] };

/** @throws PassmusterError json-malformed with line and column */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? unpeeked;
  const records = jsonRecords(input, peek, usersPage.rows);
  let rows = 0;
  let empty: MapNode | undefined;
  let next = await records.next();
  for (; next.done !== true; next = await records.next()) {
    const { node } = next.value;
    if (node.type === 'map' && stringOf(node.entries.get('kind')) === 'admin#directory#users') empty = node;
    else {
      rows += 1;
      yield* itemsOf(next.value, input.name, context);
    }
  }
  const members = empty ?? next.value;
  if (members === undefined && rows === 1) return;
  for (const one of completeness(members, rows, usersPage)) yield { kind: 'notice', notice: one };
}

function* itemsOf(record: JsonRecord, input: string, context: ReadContext): Generator<ReadItem> {
  const { node, pointer } = record;
  if (node.type === 'map') {
    const locate = (path: string) => pointerTo(record, path);
    yield* userItems({ node, place: pointer, locate, input }, jsonUser, context);
  } else yield notice('record-unreadable', 'A user is not an object.', { locator: pointer, line: node.line });
}
