/** Reads the CSV of Jamf Pro and of Jamf School; which of the two it is, its header says. */
import type { Envelope } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import type { ReadContext, ReadItem } from '../define.ts';
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
  yield* readCsvDevices(input, context, { inventory, envelope }, { isHeader });
}
