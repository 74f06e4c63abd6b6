/** Reads the CSV of Jamf Pro and of Jamf School; which of the two it is, its header says. */
import type { Inventory } from '../../inventory/define.ts';
import { momentAt } from '../../inventory/device.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { type DeviceRow, isBlank, placesOf, textAt } from '../../inventory/place.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem, skipped } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readCsvDevices } from '../device-cells.ts';
import { isSchoolHeader, isSearchHeader } from '../jamf-kinds.ts';
import { schoolInventory, searchFacts, searchIdentity, searchInventory } from './map.ts';

/** Neither says how many rows there should be. */
const envelope: Envelope = { rows: [] };

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { csv } = detectionInput(input.name, input.head);
  const isSearch = csv.some(({ cells }) => isSearchHeader(cells));
  const inventory = isSearch ? searchInventory : schoolInventory;
  const isHeader = isSearch ? isSearchHeader : isSchoolHeader;
  let undated = 0;
  let isZoneless = false;
  const counting: Inventory = {
    ...inventory,
    extra: (row) => {
      const { lastSeen } = inventory.subject;
      const seen = momentAt(row, lastSeen);
      const text = textAt(row, lastSeen.paths) ?? '';
      if ('at' in seen && /:\d\d(\.\d+)?$/.test(text)) isZoneless = true;
      // A word is the value of another column.
      if ('unknown' in seen && /\d/.test(text)) undated += 1;
      return { observations: [], notices: [] };
    },
  };
  const aside = (row: DeviceRow): readonly ReadItem[] | undefined =>
    isSearch && isContinuation(row) ? [skipped] : undefined;
  yield* readCsvDevices(input, context, { inventory: counting, envelope, aside }, { isHeader });
  if (isZoneless)
    yield notice('time-zone-assumed', 'The times of the export carry no zone; they are taken for UTC.');
  if (undated > 0) yield notice('dates-unread', undatedRows(undated));
}

/** `11/2/2026` is a day in November or in February. */
const undatedRows = (count: number): string =>
  `${count === 1 ? 'One row is' : `${count} rows are`} dated in the form of the server's language, which is not guessed: when ${count === 1 ? 'its' : 'their'} facts were collected is not known.`;

/** Fields of many values (apps, groups, profiles) take a row for each of them, in which nothing else stands. */
function isContinuation(row: DeviceRow): boolean {
  const columns = ['Display Name', ...Object.values(searchIdentity).flat(), ...Object.keys(searchFacts)];
  return columns.every((column) => placesOf(row.node, column, true).every(([, node]) => isBlank(node)));
}
