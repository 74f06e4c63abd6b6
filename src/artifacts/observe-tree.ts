/** Applies rows to a map whose keys hold maps of their own (`Apps.Mail.AllowSummary`): observe-map.ts, one level after another. */
import { type MapNode, memberOf } from '../formats/node.ts';
import { type MapReading, type MapSite, observeMap } from './observe-map.ts';
import { apart, type Row, type RowTable } from './rows.ts';

/** Native key → rows, or the keys below it. */
export interface RowTree {
  readonly [key: string]: Row | readonly Row[] | RowTree;
}

/** A key above others that repeats, looks alike or is no map is a doubt about every setting below it. */
export function observeTree(map: MapNode, tree: RowTree, site: MapSite): MapReading {
  const table: RowTable = Object.fromEntries(
    Object.entries(tree).map(([key, entry]) => [key, isTree(entry) ? doubtsBelow(entry) : entry]),
  );
  const reading = observeMap(map, table, site);
  for (const [key, entry] of Object.entries(tree)) {
    const below = map.repeated.has(key) ? undefined : memberOf(map, key);
    if (!isTree(entry) || below?.type !== 'map') continue;
    const deeper = observeTree(below, entry, { ...site, locate: (name) => site.locate(`${key}/${name}`) });
    reading.observations.push(...deeper.observations);
    reading.notices.push(...deeper.notices);
  }
  return reading;
}

const isTree = (entry: RowTree[string]): entry is RowTree => !Array.isArray(entry) && !('read' in entry);

function doubtsBelow(tree: RowTree): readonly Row[] {
  return rowsBelow(tree).map(({ setting }) => apart(setting, (node) => node.type === 'map'));
}

export function rowsBelow(tree: RowTree): Row[] {
  return Object.values(tree).flatMap((entry) =>
    isTree(entry) ? rowsBelow(entry) : 'read' in entry ? [entry] : [...entry],
  );
}
