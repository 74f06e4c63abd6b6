/** What one key with one value means, asked of the row tables: for guides that name keys, as audit profiles name settings. */
import type { TreeNode } from '../../formats/node.ts';
import type { SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { declarationTables } from './declaration-keys.ts';
import { payloadTables } from './keys.ts';
import type { RowTree } from '../observe-tree.ts';
import type { Row } from '../rows.ts';
import { keyFacts } from './schema.ts';

export interface Meaning {
  readonly setting: SettingId;
  readonly value: SettingValue;
}

/**
 * The first setting that the key speaks of with this value.
 * @param path of a key, in a declaration joined by dots
 * @param native as YAML or JSON gives it
 * @returns undefined where no setting stands for the key, or the value decides nothing
 */
export function meaningOfKey(type: string, path: string, native: unknown): Meaning | undefined {
  const node = nodeOf(native);
  if (node === undefined) return undefined;
  for (const row of rowsAt(type, path)) {
    const reading = row.read(node);
    if (reading !== undefined && 'value' in reading) return { setting: row.setting, value: reading.value };
  }
  return undefined;
}

/** Whether any setting stands for the key, whatever its value. */
export const isMappedKey = (type: string, path: string): boolean => rowsAt(type, path).length > 0;

/** Whether a phone without the key does what the value says; false also where Apple names no default. */
export const isAppleDefault = (type: string, path: string, native: unknown): boolean =>
  keyFacts(type, path)?.default === native;

/** Whether Apple's schema wants supervision for the key; undefined: it does not know the key. */
export function needsSupervision(type: string, path: string): boolean | undefined {
  const facts = keyFacts(type, path);
  return facts && facts.supervised === true;
}

function rowsAt(type: string, path: string): readonly Row[] {
  const profile = Object.hasOwn(payloadTables, type) ? payloadTables[type] : undefined;
  if (profile !== undefined) return listOf(Object.hasOwn(profile, path) ? profile[path] : undefined);
  let at: RowTree[string] | undefined = Object.hasOwn(declarationTables, type)
    ? declarationTables[type]
    : undefined;
  for (const key of path.split('.')) {
    if (at === undefined || !isTree(at)) return [];
    at = Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at === undefined || isTree(at) ? [] : listOf(at);
}

const isTree = (entry: RowTree[string]): entry is RowTree => !Array.isArray(entry) && !('read' in entry);
const listOf = (entry: Row | readonly Row[] | undefined): readonly Row[] =>
  entry === undefined ? [] : 'read' in entry ? [entry] : entry;

function nodeOf(native: unknown): TreeNode | undefined {
  const line = 0;
  if (typeof native === 'boolean') return { type: 'boolean', value: native, line };
  if (typeof native === 'string') return { type: 'string', value: native, line };
  if (typeof native === 'number')
    return { type: Number.isSafeInteger(native) ? 'integer' : 'real', value: native, line };
  if (!Array.isArray(native)) return undefined;
  const items = native.map(nodeOf);
  return items.every((item) => item !== undefined) ? { type: 'list', items, line } : undefined;
}
