/** Workbooks by a mapping of a table: the header is looked for as in CSV, and rows are as the sheet counts them. */
import { hasColumns } from '../formats/csv-peek.ts';
import type { TreeNode } from '../formats/node.ts';
import { readSheets, type Sheet, type SheetRow } from '../formats/sheet.ts';
import { completeness } from '../inventory/envelope.ts';
import { isWorkbook, zipParts } from '../io/archive/parts.ts';
import type { Input } from '../io/input.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import { readyMade } from '../mapping/ready-made.ts';
import type { Chosen } from './choose.ts';
import { notice, type ReadContext, type ReadItem } from './define.ts';
import { hiddenCell } from './device-cells.ts';
import { MappedRows } from './mapped-rows.ts';
import { ownMappings } from './mapped.ts';
import { ColumnNames } from './mapped-table.ts';

interface SheetMatch {
  readonly mapping: CompiledMapping;
  readonly sheet: Sheet;
  /** Index of the header among the rows of the sheet. */
  readonly header: number;
}

/**
 * The first mapping that a sheet fits; undefined where none does, or the zip is no workbook.
 * @throws PassmusterError archive-malformed, archive-limit, sheet-malformed, xml-malformed, input-too-large
 */
export async function sheetSource(input: Input, context: ReadContext): Promise<Chosen | undefined> {
  const { names, part } = await zipParts(input);
  if (!isWorkbook(names)) return undefined;
  const tables = [...ownMappings(context), ...readyMade()].filter(({ file }) => file.match.format === 'csv');
  const sheets: Sheet[] = [];
  for await (const sheet of readSheets(part)) sheets.push(sheet);
  const found = tables.map((mapping) => matchOf(mapping, sheets)).find((match) => match !== undefined);
  if (found === undefined) return undefined;
  const { id } = found.mapping.file;
  return { id: `mapping:${id}`, read: (_input, own) => readSheet(input.name, found, own) };
}

/** The first sheet, or the one that the mapping names, has the columns in one of its first rows. */
function matchOf(mapping: CompiledMapping, sheets: readonly Sheet[]): SheetMatch | undefined {
  const { keys, sheet: name, headerSearchLines = 20 } = mapping.file.match;
  const sheet = name === undefined ? sheets[0] : sheets.find((one) => one.name === name);
  const header =
    sheet?.rows.slice(0, headerSearchLines + 1).findIndex((row) => hasColumns(textsOf(row), keys)) ?? -1;
  return sheet === undefined || header < 0 ? undefined : { mapping, sheet, header };
}

const textsOf = ({ cells }: SheetRow): string[] =>
  [...cells.values()].map((node) => (node.type === 'string' ? node.value : ''));

async function* readSheet(
  input: string,
  { mapping, sheet, header }: SheetMatch,
  context: ReadContext,
): AsyncGenerator<ReadItem> {
  const rows = new MappedRows(mapping, context);
  const names = new ColumnNames(mapping);
  const columns = [...(sheet.rows[header]?.cells ?? [])].flatMap(([at, node]) =>
    node.type === 'string' ? [[at, node.value.trim()] as const] : [],
  );
  if (sheet.formulas > 0)
    yield notice(
      'formula-not-used',
      `${sheet.formulas} cells of the sheet are formulas. What they show was computed when the file was last saved, by whatever saved it, and is not used; paste them as values.`,
      { locator: sheet.name },
    );
  for (const row of sheet.rows.slice(header + 1)) {
    if (row.cells.size === 0) continue;
    const cells = columns.map(([at, column]) => [column, hiddenCell(column, cellAt(row, at))] as const);
    const place = `sheet ${sheet.name}, row ${row.number}`;
    yield* rows.read(names.row(cells, { place, line: row.number, input }));
  }
  for (const one of completeness(undefined, rows.count, mapping.envelope))
    yield { kind: 'notice', notice: one };
  yield* rows.end();
}

const cellAt = ({ cells, number }: SheetRow, at: number): TreeNode =>
  cells.get(at) ?? { type: 'null', line: number };
