/** Reads Intune's device lists row by row. */
import type { Input } from '../../io/input.ts';
import { type DetectionInput, notice, type ReadContext, type ReadItem, type RowList } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readCsvDevices } from '../device-cells.ts';
import { reportCells, reportMembers } from '../intune-cells.ts';
import { deviceTable, portalColumns, requestedColumns } from './map.ts';
import { type DeviceReport, reportOf } from './reports.ts';

/** How the columns are read: by the report that the header is of. */
export function rowsOf({
  csv,
}: Pick<DetectionInput, 'csv'>): RowList & { readonly report: DeviceReport | undefined } {
  const report = csv.map(({ cells }) => reportOf(cells)).find((one) => one !== undefined);
  const columns = report === 'portal' ? portalColumns : requestedColumns;
  return {
    report,
    list: {
      inventory: deviceTable,
      envelope: { rows: [] },
      cells: reportCells(columns),
      memberOf: reportMembers(columns),
    },
    csv: { isHeader: (header) => reportOf(header) !== undefined },
  };
}

/** @throws PassmusterError csv-malformed with the line */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { report, list, csv = {} } = rowsOf(detectionInput(input.name, input.head));
  let devices = 0;
  for await (const item of readCsvDevices(input, context, list, csv)) {
    if (item.kind === 'subject') devices += 1;
    yield item;
  }
  if (report === 'without-policy' && devices > 0)
    yield notice(
      'verdict-void',
      `No compliance policy reaches the ${devices === 1 ? 'phone' : `${devices} phones`} of this report: where Intune calls one of them compliant, nothing was checked.`,
    );
}
