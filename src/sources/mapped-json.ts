/** Rows of JSON by a mapping: streamed where the list is at the root or right below it, and found in its records otherwise. */
import type { JsonPeek } from '../formats/json-peek.ts';
import { PassmusterError } from '../errors.ts';
import type { MapNode, TreeNode } from '../formats/node.ts';
import { completeness } from '../inventory/envelope.ts';
import { placesOf } from '../inventory/place.ts';
import type { Input } from '../io/input.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import { notice, type ReadContext, type ReadItem } from './define.ts';
import { unpeeked } from './device-rows.ts';
import { jsonRecords, pointerTo } from './json-records.ts';
import { MappedRows } from './mapped-rows.ts';

interface Placed {
  readonly node: TreeNode;
  readonly pointer: string;
}

/** @throws PassmusterError json-malformed with line and column */
export async function* readMappedJson(
  input: Input,
  context: ReadContext,
  mapping: CompiledMapping,
  peek: JsonPeek = unpeeked,
): AsyncGenerator<ReadItem> {
  const rows = new MappedRows(mapping, context);
  const walk = (mapping.file.rows ?? '$').split('.').slice(1);
  const [first, ...rest] = walk;
  // Pages one a line or in an array: each is a whole answer.
  const isPaged = first !== undefined && (peek.lines || peek.root === 'array');
  const records = jsonRecords(input, peek, first === undefined || isPaged ? [] : [first]);
  let around: MapNode | undefined;
  let next = await records.next();
  for (; next.done !== true; next = await records.next()) {
    const record = next.value;
    const isWhole = isPaged || record.pointer === '';
    if (isWhole && walk.length > 0 && record.node.type === 'map') around = record.node;
    yield* rowsOf(record, isWhole ? walk : rest, input.name, rows);
  }
  around = next.value ?? around;
  if (!isPaged && first !== undefined && next.value !== undefined)
    for (const [key, node] of placesOf(next.value, first, true))
      yield* rowsOf({ node, pointer: pointerTo({ node, pointer: '' }, key) }, rest, input.name, rows);
  if (peek.lines || walk.length > 0 || peek.root === 'array')
    for (const one of completeness(around, rows.count, mapping.envelope))
      yield { kind: 'notice', notice: one };
  yield* rows.end();
}

function* rowsOf(
  record: Placed,
  walk: readonly string[],
  input: string,
  rows: MappedRows,
): Generator<ReadItem> {
  for (const { node, pointer } of expanded(record, walk)) {
    if (node.type === 'map')
      yield* rows.read({
        node,
        place: pointer,
        input,
        locate: (keys) => keys.reduce((place, key) => pointerTo({ node, pointer: place }, key), pointer),
      });
    else yield notice('record-unreadable', 'A row is not an object.', { locator: pointer, line: node.line });
  }
}

/** Lists on the way are gone through. */
function* expanded(record: Placed, walk: readonly string[]): Generator<Placed> {
  const { node, pointer } = record;
  if (node.type === 'list') {
    for (const [index, item] of node.items.entries()) {
      const place = { node: item, pointer: pointerTo(record, String(index)) };
      if (item.type === 'null') yield place;
      else yield* expanded(place, walk);
    }
    return;
  }
  const [key, ...rest] = walk;
  if (key === undefined) {
    if (node.type !== 'null') yield { node, pointer };
    return;
  }
  const places = node.type === 'map' ? placesOf(node, key, true) : [];
  if (places.length > 1)
    throw new PassmusterError('json-malformed', 'The list of records stands more than once.', {
      line: node.line,
    });
  for (const [name, below] of places)
    yield* expanded({ node: below, pointer: pointerTo(record, name) }, rest);
}
