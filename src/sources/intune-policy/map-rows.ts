/**
 * Rows that only Intune policies need, and the shape of a policy type.
 * Microsoft Graph declares most properties non-nullable: what nobody configured is exported as `false`, as the first
 * member of its enumeration, or as null where the type allows it. None of these is ever "explicitly allowed".
 */
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { notConfigured, only, type Reading, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { PlatformFamily } from '../../model/subject.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import type { ReadContext } from '../define.ts';

/** Keys of one policy with what limits their reach, as notes that go with every finding. */
export interface Part {
  readonly table: RowTable;
  readonly notes?: readonly string[];
}

/** One type of Microsoft Graph. Its keys are looked up in lower case. */
export interface PolicyType {
  readonly platform: PlatformFamily;
  /** Property names besides those of the tables: they tell the type where `@odata.type` is missing. */
  readonly names: readonly string[];
  /** Property names of which at least one must be there to infer the type. */
  readonly marks: readonly string[];
  /** Rows may hang on other properties of the same policy. */
  readonly parts: (policy: MapNode) => readonly Part[];
  /** What rows cannot say. */
  readonly extra?: (policy: MapNode, site: MapSite, context: ReadContext) => MapReading;
}

const ambiguous: Reading = { unknown: 'ambiguous' };

/** Null is "not configured"; anything else is read by the row. */
export const optional = (row: Row): Row => ({
  ...row,
  read: (node) => (node.type === 'null' ? notConfigured : row.read(node)),
});

/** `true` asks for the value; `false` is how the type exports "not configured". */
export const asked = (setting: IdOfType<'boolean'>, value: boolean): Row =>
  optional(only(true, setting, value));

/** An `Allow…` property: `false` is both the default and the strict value, so it says nothing. */
export const permitted = (setting: IdOfType<'boolean'>): Row => ({
  setting,
  read: (node) => {
    if (node.type === 'null') return undefined;
    if (node.type !== 'boolean') return ambiguous;
    return node.value ? { value: true } : undefined;
  },
});

/** Whether another property of the policy puts a row into effect. */
export type Condition = 'met' | 'unmet' | 'unclear' | 'absent' | 'unsaid';

/** A value counts only where the condition is met. */
export const when = (condition: Condition, row: Row): Row => ({
  ...row,
  read: (node) => {
    const reading = row.read(node);
    if (reading === undefined || !('value' in reading) || condition === 'met') return reading;
    if (condition === 'unmet') return notConfigured;
    if (condition === 'unsaid') return undefined;
    return { unknown: condition === 'absent' ? 'not-collected' : 'ambiguous' };
  },
});

/** A property of the folded policy; `repeated` where it stands more than once. */
export function property(policy: MapNode, key: string): TreeNode | 'repeated' | undefined {
  const folded = key.toLowerCase();
  return policy.repeated.has(folded) ? 'repeated' : policy.entries.get(folded);
}

/** Is a boolean property of the policy `true`? */
export function isSet(policy: MapNode, key: string): Condition {
  const node = property(policy, key);
  if (node === undefined) return 'absent';
  if (node === 'repeated') return 'unclear';
  if (node.type === 'null') return 'unmet';
  if (node.type !== 'boolean') return 'unclear';
  return node.value ? 'met' : 'unmet';
}
