/** Attestations as a workbook: its first sheet that has cells, by the same columns as CSV. */
import type { TreeNode } from '../formats/node.ts';
import { readSheets, type ReadPart } from '../formats/sheet.ts';
import { problem, RecordTable, type TableRecords } from './table.ts';

/** @throws PassmusterError attestation-invalid with row and column; sheet-malformed, xml-malformed, input-too-large */
export async function readSheetRecords(part: ReadPart): Promise<TableRecords> {
  for await (const { rows } of readSheets(part)) {
    const [header, ...records] = rows;
    if (header === undefined) continue;
    const width = Math.max(-1, ...header.cells.keys()) + 1;
    const names = Array.from({ length: width }, (_, column) =>
      textOf(header.cells.get(column), header.number, column + 1),
    );
    const table = new RecordTable(names, header.number);
    for (const { number, cells } of records)
      table.take(number, (_name, column) => textOf(cells.get(column - 1), number, column));
    return table.end();
  }
  throw problem('The workbook has no rows.', 1);
}

/** A date that has a time of day has no zone, and is refused where that matters. */
function textOf(cell: TreeNode | undefined, row: number, column: number): string {
  switch (cell?.type) {
    case undefined:
    case 'null':
      return '';
    case 'string':
    case 'date':
      return cell.value;
    case 'integer':
    case 'real':
    case 'boolean':
      return String(cell.value);
    default:
      throw problem(
        'The cell holds a formula or an error, which are no values; write the value itself.',
        row,
        column,
      );
  }
}
