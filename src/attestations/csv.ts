/** Attestations as CSV. */
import { readCsv } from '../formats/csv.ts';
import { problem, RecordTable, type TableRecords } from './table.ts';

/** @throws PassmusterError attestation-invalid with line and column; csv-malformed, encoding-invalid, input-too-large, input-empty */
export async function readCsvRecords(content: Uint8Array): Promise<TableRecords> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield content;
  }
  let table = new RecordTable([], 1);
  for await (const item of readCsv(chunks())) {
    if (item.kind === 'header') {
      if (item.repeated.length > 0) throw problem('A column stands twice.', item.line);
      table = new RecordTable(item.columns, item.line);
    } else if (item.kind === 'broken') throw problem(item.why, item.line);
    else if (item.kind === 'row') table.take(item.line, (name) => item.cells.get(name) ?? '');
  }
  return table.end();
}
