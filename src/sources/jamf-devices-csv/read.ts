/** Reads the CSV of Jamf Pro and of Jamf School; which of the two it is, its header says. */
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { textAt } from '../../inventory/place.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readCsvDevices } from '../device-rows.ts';
import { isSchoolHeader, isSearchHeader } from '../jamf-kinds.ts';
import { schoolInventory, searchInventory } from './map.ts';

/** Neither says how many rows there should be. */
const envelope: Envelope = { rows: [] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { csv } = detectionInput(input.name, input.head);
  const isSearch = csv.some(({ cells }) => isSearchHeader(cells));
  const inventory = isSearch ? searchInventory : schoolInventory;
  const isHeader = isSearch ? isSearchHeader : isSchoolHeader;
  let undated = 0;
  const counting: Inventory = {
    ...inventory,
    extra: (row) => {
      const { lastSeen } = inventory.subject;
      const seen = momentAt(row, lastSeen);
      // A word is the value of another column.
      if ('unknown' in seen && /\d/.test(textAt(row, lastSeen.paths) ?? '')) undated += 1;
      return { observations: [], notices: [] };
    },
  };
  yield* readCsvDevices(input, context, { inventory: counting, envelope }, { isHeader });
  if (undated > 0) yield notice('dates-unread', undatedRows(undated));
}

/** `11/2/2026` is a day in November or in February. */
const undatedRows = (count: number): string =>
  `${count === 1 ? 'One row is' : `${count} rows are`} dated in the form of the server's language, which is not guessed: when ${count === 1 ? 'its' : 'their'} facts were collected is not known.`;
