/**
 * The way back from a canonical setting to a key of an Apple configuration profile. Nothing is written twice: the row
 * tables are probed with native values, and what a row reads from one is what the key would say.
 */
import type { TreeNode } from '../../formats/node.ts';
import type { SettingValue } from '../../model/observation.ts';
import { aliases } from './aliases.ts';
import { accountTables } from './keys-accounts.ts';
import { payloadTables } from './keys.ts';
import type { Row } from '../rows.ts';

/** A native value of a key; the numbers are integers or reals as Apple's keys take them. */
export type AppleValue = boolean | number;

/** A key that speaks about a setting. `read` gives what a native value means for it, undefined where it decides nothing. */
export interface AppleKey {
  readonly payloadType: string;
  readonly key: string;
  readonly read: (value: AppleValue) => SettingValue | undefined;
}

/** The keys that speak about a setting, in the order of the tables. A key alone makes no account, and an old name no good one. */
export function appleKeysFor(setting: string): AppleKey[] {
  const tables = Object.entries(payloadTables).filter(([type]) => !Object.hasOwn(accountTables, type));
  return tables.flatMap(([payloadType, table]) =>
    Object.entries(table).flatMap(([key, entry]) =>
      ('setting' in entry ? [entry] : entry)
        .filter(() => aliases[payloadType]?.some(({ earlier }) => earlier === key) !== true)
        .filter((row) => row.setting === setting && row.apart !== true)
        .map((row) => ({ payloadType, key, read: (value: AppleValue) => meaningOf(row, value) })),
    ),
  );
}

function meaningOf(row: Row, value: AppleValue): SettingValue | undefined {
  const reading = row.read(nodeOf(value));
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

function nodeOf(value: AppleValue): TreeNode {
  if (typeof value === 'boolean') return { type: 'boolean', value, line: 0 };
  return { type: Number.isSafeInteger(value) ? 'integer' : 'real', value, line: 0 };
}
