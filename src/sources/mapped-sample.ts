/** The first rows of a file that a mapping is to be written for. */
import { withoutSecrets } from '../artifacts/secrets.ts';
import { PassmusterError } from '../errors.ts';
import { type CsvPeek, peekCsv } from '../formats/csv-peek.ts';
import { MapBuilder, type TreeNode } from '../formats/node.ts';
import type { Sheet, SheetRow } from '../formats/sheet.ts';
import { isWorkbook, zipParts } from '../io/archive/parts.ts';
import type { Input } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import { isOfPhone } from '../mapping/known-names.ts';
import { Columns, type Sample, sampleRows } from '../mapping/sample.ts';
import { detectionInput } from './detect.ts';
import { cellNode, hiddenCell } from './device-cells.ts';

/** @throws PassmusterError input-unrecognised for what is no table and no list; the codes of a damaged one */
export async function sampleOf(input: Input): Promise<Sample> {
  if (Buffer.from(input.head.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004')
    return sheetSample(input);
  const { json, text, csv } = detectionInput(input.name, input.head);
  if (json !== undefined) return jsonSample(input, json.lines);
  const header = text === undefined || csv.length === 0 ? undefined : headerOf(peekCsv(text));
  if (header === undefined)
    throw new PassmusterError(
      'input-unrecognised',
      'The file is no CSV with a header, no JSON and no workbook.',
    );
  return csvSample(input, header);
}

/** The first of the lines with the most names in it; above it stand titles. */
function headerOf(lines: readonly CsvPeek[]): CsvPeek | undefined {
  const named = ({ cells }: CsvPeek) => cells.filter((cell) => /\p{L}/u.test(cell)).length;
  const most = Math.max(0, ...lines.map(named));
  return lines.find((line) => named(line) === most);
}

async function csvSample(input: Input, { cells, separator }: CsvPeek): Promise<Sample> {
  const { readCsv } = await import('../formats/csv.ts');
  const columns = new Columns();
  const isHeader = (found: readonly string[]) => found.join('\0') === cells.join('\0');
  for await (const item of readCsv(input.stream(), { isHeader, separator })) {
    if (item.kind !== 'row') continue;
    columns.addRow(rowOf([...item.cells].map(([name, value]) => [name, cellNode(name, value, item.line)])));
    if (columns.count >= sampleRows) break;
  }
  const delimiter = separator === '\t' ? 'tab' : separator === ',' || separator === ';' ? separator : 'auto';
  return { match: { format: 'csv', delimiter }, columns: columns.all(), count: columns.count };
}

function rowOf(cells: readonly (readonly [string, TreeNode])[]): TreeNode {
  const builder = new MapBuilder();
  for (const [name, node] of cells) if (name.trim() !== '') builder.add(name, node);
  return builder.build(0);
}

async function jsonSample(input: Input, isLines: boolean): Promise<Sample> {
  const { parseJson } = await import('../formats/json.ts');
  const { decodeText } = await import('../formats/text.ts');
  const { text } = decodeText(await input.bytes(limits.documentBytes));
  const columns = new Columns();
  if (isLines) {
    for (const [index, line] of text.split('\n').slice(0, sampleRows).entries())
      if (line.trim() !== '') columns.addRow(withoutSecrets(parseJson(line, index + 1)));
    return { match: { format: 'ndjson' }, columns: columns.all(), count: columns.count };
  }
  const root = withoutSecrets(parseJson(text));
  const { names, items } = (isRow(root) ? undefined : listIn(root)) ?? { names: [], items: [root] };
  for (const item of items.slice(0, sampleRows)) columns.addRow(item);
  const rows = names.length === 0 ? {} : { rows: ['$', ...names].join('.') };
  return { match: { format: 'json' }, ...rows, columns: columns.all(), count: columns.count };
}

/** One phone alone; a list in it is of its apps or volumes. */
function isRow(root: TreeNode): boolean {
  if (root.type !== 'map') return false;
  return [...root.entries].some(
    ([key, node]) => isOfPhone(key) || (node.type === 'map' && [...node.entries.keys()].some(isOfPhone)),
  );
}

interface RowList {
  readonly names: readonly string[];
  readonly items: readonly TreeNode[];
}

/** The nearest list whose objects look like phones; without one, the list of objects that is nearest to the root. */
function listIn(root: TreeNode): RowList | undefined {
  const lists: RowList[] = [];
  let level: RowList[] = [{ names: [], items: [root] }];
  for (let depth = 0; depth < 4; depth += 1) {
    level = level.flatMap(({ names, items }) => items.slice(0, 1).flatMap((item) => below(names, item)));
    lists.push(...level.filter(({ items }) => items.some(({ type }) => type === 'map')));
  }
  return lists.find(({ items: [first] }) => first !== undefined && isRow(first)) ?? lists[0];
}

/** What lies right in a value, lists as their items, with the names that lead there. */
function below(names: readonly string[], node: TreeNode): RowList[] {
  if (node.type === 'list') return [{ names, items: node.items }];
  if (node.type !== 'map') return [];
  return [...node.entries].flatMap(([key, inner]) => {
    if (!/^[A-Za-z0-9_@-]+$/.test(key)) return [];
    if (inner.type === 'list') return [{ names: [...names, key], items: inner.items }];
    return inner.type === 'map' ? below([...names, key], inner) : [];
  });
}

async function sheetSample(input: Input): Promise<Sample> {
  const { readSheets } = await import('../formats/sheet.ts');
  const { names, part } = await zipParts(input);
  if (!isWorkbook(names)) throw new PassmusterError('input-unrecognised', 'The zip is no workbook.');
  let first: Sheet | undefined;
  for await (const sheet of readSheets(part)) {
    first = sheet;
    break;
  }
  const header = first?.rows.slice(0, 21).toSorted((a, b) => namesIn(b) - namesIn(a))[0];
  if (first === undefined || header === undefined)
    throw new PassmusterError('input-unrecognised', 'The first sheet of the workbook is empty.');
  const columns = new Columns();
  const named = [...header.cells].flatMap(([at, node]) =>
    node.type === 'string' ? [[at, node.value.trim()] as const] : [],
  );
  for (const { number, cells } of first.rows
    .filter((row) => row.number > header.number)
    .slice(0, sampleRows)) {
    const row = named.map(
      ([at, name]) => [name, hiddenCell(name, cells.get(at) ?? { type: 'null', line: number })] as const,
    );
    columns.addRow(rowOf(row));
  }
  return { match: { format: 'csv', sheet: first.name }, columns: columns.all(), count: columns.count };
}

const namesIn = ({ cells }: SheetRow): number =>
  [...cells.values()].filter((node) => node.type === 'string').length;
