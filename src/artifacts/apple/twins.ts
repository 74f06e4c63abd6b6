/**
 * Rows for a property of some product that stands for a key of a configuration profile: the same settings, notes and needs,
 * whatever the product calls the key and however it writes its values.
 */
import type { TreeNode } from '../../formats/node.ts';
import type { Reading, Row } from '../rows.ts';
import { payloadTables } from './keys.ts';
import { needsAt } from './needs.ts';

/**
 * @param translate the product's value as the value that Apple's key would have, or what is known without one
 * @throws Error when the tables do not have the key: a mistake of the caller
 */
export function rowsLike(
  payloadType: string,
  key: string,
  translate: (node: TreeNode) => TreeNode | Exclude<Reading, { value: unknown }>,
): readonly Row[] {
  const entry = payloadTables[payloadType]?.[key];
  if (entry === undefined) throw new Error(`no table has ${payloadType} ${key}`);
  return ('setting' in entry ? [entry] : entry).map((row) => ({
    ...row,
    read: (node) => {
      const native = translate(node);
      if (native === undefined || !('type' in native)) return native;
      const reading = row.read(native);
      if (reading === undefined || !('value' in reading)) return reading;
      const needs = { ...needsAt(payloadType, key, native), ...reading.needs };
      return Object.keys(needs).length === 0 ? reading : { ...reading, needs };
    },
  }));
}
