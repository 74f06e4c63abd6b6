/**
 * A section that is null on one row and filled on others was asked for and failed on that row (`exception-handling=LENIENT`):
 * it is not reported there. Where no row holds it, nobody asked for it. Which of the two it is shows at the end of the file. A row
 * with none of the sections comes of a request for none of them, whatever stands beside it.
 */
import type { TreeNode } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import type { Observation } from '../../model/observation.ts';
import type { ReadItem } from '../define.ts';

/** The inventory, which notes the sections that its rows hold. */
export function noting(inventory: Inventory, held: Set<string>): Inventory {
  return {
    ...inventory,
    extra: (row) => {
      for (const [key, node] of row.node.entries) if (isFilled(node)) held.add(key);
      return inventory.extra?.(row) ?? { observations: [], notices: [] };
    },
  };
}

const isFilled = ({ type }: TreeNode): boolean => type === 'map' || type === 'list';

/** Keeps the order. Rows wait that lack a section which no row before them has held. */
export async function* lenient(
  items: AsyncIterable<ReadItem>,
  held: ReadonlySet<string>,
): AsyncGenerator<ReadItem> {
  let waiting: ReadItem[] = [];
  try {
    for await (const item of items) {
      waiting.push(item);
      const open = waiting.findIndex((one) => !isSettled(one, held));
      const settled = open < 0 ? waiting : waiting.slice(0, open);
      if (settled.length === 0) continue;
      waiting = open < 0 ? [] : waiting.slice(open);
      for (const one of settled) yield settle(one, held);
    }
  } catch (error) {
    // What was read before the place where a damaged file ends.
    for (const one of waiting) yield settle(one, held);
    throw error;
  }
  for (const one of waiting) yield settle(one, held);
}

const isOpen = (one: Observation): boolean => 'unknown' in one && one.unknown === 'not-collected';
const sectionOf = ({ evidence: { locator } }: Observation): string =>
  locator.slice(locator.lastIndexOf('/') + 1);

/** The sections that the row lacks and others may hold. */
function lackedBy(item: ReadItem): readonly string[] {
  const lacked = item.kind === 'subject' ? item.observations.filter(isOpen).map(sectionOf) : [];
  return ['security', 'network', 'applications'].every((section) => lacked.includes(section)) ? [] : lacked;
}

const isSettled = (item: ReadItem, held: ReadonlySet<string>): boolean =>
  lackedBy(item).every((section) => held.has(section));

function settle(item: ReadItem, held: ReadonlySet<string>): ReadItem {
  const failed = lackedBy(item).filter((section) => held.has(section));
  if (item.kind !== 'subject' || failed.length === 0) return item;
  const observations = item.observations.map((one) =>
    isOpen(one) && failed.includes(sectionOf(one)) ? unreported(one) : one,
  );
  return { ...item, observations };
}

function unreported({ setting, layer, origin, evidence, collected }: Observation): Observation {
  const value = 'absent here; other rows hold this section';
  return {
    setting,
    layer,
    origin,
    evidence: { ...evidence, value },
    ...(collected === undefined ? {} : { collected }),
    unknown: 'not-reported',
  };
}
