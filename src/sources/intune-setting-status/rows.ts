/** The rows of the reports and of Graph's answers, told the same way. */
import {
  isEvaluated,
  observeState,
  observeStates,
  policiesIn,
  type Said,
} from '../../artifacts/intune/setting-states.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { checkNamed } from '../../artifacts/intune/setting-checks.ts';
import { readCsv } from '../../formats/csv.ts';
import type { JsonPeek } from '../../formats/json-peek.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Evidence } from '../../model/observation.ts';
import { notice, type ReadItem } from '../define.ts';
import type { CsvCell } from '../device-cells.ts';
import { reportCells } from '../intune-cells.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { deviceOfContext, isStatusHeader } from './shape.ts';

export interface StatusRow {
  readonly kind: 'row';
  readonly place: string;
  readonly line: number;
  readonly device: string | undefined;
  /** The operating system in the words of the report. */
  readonly system: string | undefined;
  readonly said: readonly Said[];
  /** The name of a check stands in the column of something else. */
  readonly isMoved?: boolean;
  /** Of the policies that the device has evaluated. */
  readonly policies: readonly string[];
}

export type StatusItem = StatusRow | ReadItem;

/** The name of Graph stands in one of three columns; the others are for people, and which is which differs between reports. */
const cellsOfRow = () =>
  reportCells({
    device: ['deviceid'],
    policy: ['policyid'],
    system: ['os'],
    status: ['settingstatus', 'settingstatusloc'],
    settingNm: ['settingnm'],
    settingName: ['settingname'],
    settingId: ['settingid'],
  });

/** @throws PassmusterError csv-malformed with the line */
export async function* csvRows(input: Input): AsyncGenerator<StatusItem> {
  const cellsOf = cellsOfRow();
  let rows = 0;
  for await (const item of readCsv(input.stream(), { isHeader: isStatusHeader })) {
    if (item.kind === 'broken')
      yield broken(`A row cannot be read: ${item.why}`, `row ${item.number}`, item.line);
    else if (item.kind === 'row') {
      const place = `row ${item.number}`;
      const locate = (column: string) => `${place}, column ${column}`;
      yield rowOf(cellsOf(item), { input: input.name, place, line: item.line, locate });
    } else if (item.kind === 'end') {
      rows = item.rows + item.broken;
      if (item.lastRowUnended)
        yield notice('last-row-unended', 'The last row has no line end: the file may have been cut there.');
    }
  }
  if (rows === 0) yield notice('count-mismatch', 'The report holds no row.');
}

/** @throws PassmusterError json-malformed with line and column */
export async function* jsonRows(input: Input, peek: JsonPeek): AsyncGenerator<StatusItem> {
  const cellsOf = cellsOfRow();
  const device = deviceOfContext(peek);
  const records = jsonRecords(input, peek, ['value', 'values']);
  const told = (record: JsonRecord): StatusItem => {
    const { node, pointer: place } = record;
    if (node.type !== 'map') return broken('A row is not an object.', place, node.line);
    if (member(node, 'settingStates') !== undefined) return statesOf(record, node, device, input.name);
    const locate = (key: string) => pointerTo(record, key);
    return rowOf(cellsOf(textsOf(node)), { input: input.name, place, line: node.line, locate });
  };
  let next = await records.next();
  for (; next.done !== true; next = await records.next()) yield told(next.value);
  if (next.value === undefined) return;
  for (const [key, node] of next.value.entries)
    if (/^values?$/i.test(key) && node.type !== 'null')
      yield told({ node: withoutSecrets(node), pointer: `/${key}` });
  const link = member(next.value, '@odata.nextLink');
  if (link !== undefined && link.type !== 'null')
    yield notice('pages-left', 'The answer is one page; @odata.nextLink says that there are more.', {
      locator: '/@odata.nextLink',
      line: link.line,
    });
}

interface Site {
  readonly input: string;
  readonly place: string;
  readonly line: number;
  readonly locate: (column: string) => string;
}

function rowOf(cells: readonly CsvCell[], { input, place, line, locate }: Site): StatusRow {
  const only = (member: string): CsvCell | undefined => {
    const [first, ...others] = cells.filter((cell) => cell.member === member);
    return others.length > 0 ? undefined : first;
  };
  const names = ['settingNm', 'settingName', 'settingId'].map((name) => only(name)?.value ?? '');
  const status = only('status');
  const isMoved = ['device', 'policy', 'system', 'status'].some(
    (name) => checkNamed(only(name)?.value ?? '') !== undefined,
  );
  const where = { input, locator: locate(status?.column ?? 'SettingStatus'), ...(line > 0 ? { line } : {}) };
  return {
    kind: 'row',
    place,
    line,
    device: only('device')?.value.trim(),
    system: only('system')?.value,
    said: saidOf(names, status?.value, where),
    ...(isMoved ? { isMoved } : {}),
    policies: isEvaluated(status?.value) ? [only('policy')?.value ?? ''] : [],
  };
}

function saidOf(
  names: readonly string[],
  status: string | undefined,
  where: Omit<Evidence, 'value'>,
): Said[] {
  const known = new Set(names.map(checkNamed).filter((check) => check !== undefined));
  return [...known].map((check) => {
    const one = observeState(check, known.size > 1 ? undefined : status, where);
    return { family: check.family, observations: one === undefined ? [] : [one] };
  });
}

function statesOf(record: JsonRecord, node: MapNode, device: string | undefined, input: string): StatusRow {
  const locate = (path: string) =>
    path
      .split('/')
      .slice(1)
      .reduce((pointer, key) => pointerTo({ ...record, pointer }, key), record.pointer);
  const list: TreeNode = { type: 'list', items: [node], line: node.line };
  const said = observeStates(list, { input, locate });
  const policies = policiesIn(list);
  return { kind: 'row', place: record.pointer, line: node.line, device, system: undefined, said, policies };
}

/** The row as a table would hold it. */
function textsOf(node: MapNode) {
  const cells = new Map<string, string>();
  const repeated = new Map<string, readonly string[]>();
  for (const [key, value] of node.entries) {
    const places = node.repeated.get(key);
    if (places === undefined) cells.set(key, textOf(value));
    else repeated.set(key, places.map(textOf));
  }
  return { number: 0, line: node.line, cells, repeated };
}

function textOf(node: TreeNode): string {
  switch (node.type) {
    case 'string':
      return node.value;
    case 'integer':
    case 'boolean':
      return String(node.value);
    default:
      return '';
  }
}

function member(node: MapNode, name: string): TreeNode | undefined {
  for (const [key, value] of node.entries) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

function broken(message: string, locator: string, line: number): StatusItem {
  return notice('record-unreadable', message, { locator, ...(line > 0 ? { line } : {}) });
}
