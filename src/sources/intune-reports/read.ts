/** Counts the rows and says why they decide nothing. */
import { readCsv } from '../../formats/csv.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadItem, skipped } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { jsonRecords } from '../json-records.ts';
import { silentJson, silentReport, type SilentReport } from './reports.ts';

/** @throws PassmusterError csv-malformed, json-malformed with the line */
export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const { json, csv } = detectionInput(input.name, input.head);
  let report: SilentReport | undefined;
  if (json === undefined) {
    report = csv.map(({ cells }) => silentReport(cells)).find((one) => one !== undefined);
    const isHeader = (cells: readonly string[]): boolean => silentReport(cells) !== undefined;
    for await (const item of readCsv(input.stream(), { isHeader }))
      if (item.kind === 'row') yield skipped;
      else if (item.kind === 'broken')
        yield notice('record-unreadable', `A row cannot be read: ${item.why}`, {
          locator: `row ${item.number}`,
          line: item.line,
        });
      else if (item.kind === 'end' && item.lastRowUnended)
        yield notice('last-row-unended', 'The last row has no line end: the file may have been cut there.');
  } else {
    report = silentJson(json);
    const records = jsonRecords(input, json, ['value', 'values']);
    while ((await records.next()).done !== true) yield skipped;
  }
  if (report !== undefined) yield notice('report-without-evidence', report.message);
}
