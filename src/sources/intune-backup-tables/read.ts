/** Reads the files beside the policies: whom a policy of another file reaches, and who is in which group. Of the rest it finds the end. */
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { yamlRecords } from '../yaml-records.ts';
import { assignmentIn } from './assignment.ts';
import { membersIn } from './groups.ts';
import { tableOf } from './tables.ts';

const wrappers = ['value', 'Objects'];

/** @throws PassmusterError json-malformed or yaml-malformed: of a file that breaks off nothing is used */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { json, yaml } = detectionInput(input.name, input.head);
  const peek = json ?? yaml;
  const table = tableOf(peek);
  if (peek === undefined || table === undefined) return; // not one that detection chose
  const source = json === undefined ? yamlRecords(input, wrappers) : jsonRecords(input, peek, wrappers);
  const records: JsonRecord[] = [];
  let next = await source.next();
  for (; next.done !== true; next = await source.next()) if ('holds' in table) records.push(next.value);
  const around = next.value;
  const link = [...(around?.entries ?? [])].find(([key]) => key.toLowerCase() === '@odata.nextlink');
  const isPage = link !== undefined && link[1].type !== 'null';
  if (isPage)
    yield notice('pages-left', 'The file is one page; @odata.nextLink says that there are more.', {
      locator: `/${link[0]}`,
      line: link[1].line,
    });
  if (!('holds' in table)) yield { kind: 'notice', notice: { code: table.code, message: table.message } };
  else if (table.holds === 'groups') yield* membersIn(records, context.identityKey);
  else yield* assignmentIn(isPage ? [...records, cut] : records, input.name, context.identityKey);
}

/** Stands for the assignments that are not in the page: they may leave somebody out. */
const cut: JsonRecord = { node: { type: 'null', line: 0 }, pointer: '' };
