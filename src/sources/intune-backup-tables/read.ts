/** Goes through a side table to its end, so that a damaged one is told; what it says is not read yet. */
import type { Input } from '../../io/input.ts';
import { notice, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { jsonRecords } from '../json-records.ts';
import { yamlRecords } from '../yaml-records.ts';
import { tableOf } from './tables.ts';

const wrappers = ['value', 'Objects'];

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const { json, yaml } = detectionInput(input.name, input.head);
  const peek = json ?? yaml;
  const table = tableOf(peek);
  if (peek === undefined || table === undefined) return; // not one that detection chose
  const records = json === undefined ? yamlRecords(input, wrappers) : jsonRecords(input, peek, wrappers);
  while ((await records.next()).done !== true);
  yield notice(table.code, table.message);
}
