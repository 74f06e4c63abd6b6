/** Reads Intune's device lists row by row. */
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readCsvDevices } from '../device-rows.ts';
import { reportCells } from '../intune-cells.ts';
import { deviceTable, portalColumns, requestedColumns } from './map.ts';
import { reportOf } from './reports.ts';

/** @throws PassmusterError csv-malformed with the line */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { csv } = detectionInput(input.name, input.head);
  const report = csv.map(({ cells }) => reportOf(cells)).find((one) => one !== undefined);
  const cells = reportCells(report === 'portal' ? portalColumns : requestedColumns);
  const list = { inventory: deviceTable, envelope: { rows: [] }, cells };
  const options = { isHeader: (header: readonly string[]) => reportOf(header) !== undefined };
  let devices = 0;
  for await (const item of readCsvDevices(input, context, list, options)) {
    if (item.kind === 'subject') devices += 1;
    yield item;
  }
  if (report === 'without-policy' && devices > 0)
    yield notice(
      'verdict-void',
      `No compliance policy reaches the ${devices === 1 ? 'phone' : `${devices} phones`} of this report: where Intune calls one of them compliant, nothing was checked.`,
    );
}
