/** What a mail or Exchange account says by the keys that it does not have. */
import type { MapNode } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import { evidenceAt } from './evidence.ts';
import { type AccountKey, accountTables } from './keys-accounts.ts';
import type { MapSite } from '../observe-map.ts';

/** One claim for each key that is absent; keys that are there are read by the rows of the table. */
export function readAccount(type: string, payload: MapNode, site: MapSite): Observation[] {
  const table = Object.hasOwn(accountTables, type) ? (accountTables[type] ?? {}) : {};
  return Object.entries(table).flatMap(([key, account]) =>
    isThere(payload, key, account) ? [] : ofAbsent(key, account, site),
  );
}

/** An earlier name stands for the key, unless phones ignore it. */
function isThere(payload: MapNode, key: string, { earlier, isEarlierIgnored }: AccountKey): boolean {
  if (payload.entries.has(key)) return true;
  return earlier !== undefined && isEarlierIgnored !== true && payload.entries.has(earlier);
}

function ofAbsent(key: string, { rows, absent }: AccountKey, site: MapSite): Observation[] {
  return rows.map(({ setting }) => {
    const base = {
      setting,
      layer: site.layer,
      origin: 'default',
      evidence: evidenceAt(site, key, undefined),
      ...site.extras,
    } as const;
    return absent === undefined ? { ...base, unknown: 'incomplete' } : { ...base, value: absent };
  });
}
