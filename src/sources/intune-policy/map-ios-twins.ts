/**
 * Properties of iosGeneralDeviceConfiguration that write a key of a profile. Intune exports what nobody configured as `false`
 * or null; only the other value reaches the phone, and then as the value of Apple's key.
 */
import { rowsLike } from '../../artifacts/apple/twins.ts';
import { notConfigured, type Reading, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { TreeNode } from '../../formats/node.ts';
import { iosPasscodeKeys } from './map-ios-passcode.ts';

export const restriction = 'com.apple.applicationaccess';
export const passcodePolicy = 'com.apple.mobiledevice.passwordpolicy';

type Silence = Exclude<Reading, { value: unknown }>;

/** `true` writes the value; `false` leaves the key out. */
const written =
  (value: boolean, otherwise: Silence) =>
  (node: TreeNode): TreeNode | Silence => {
    if (node.type === 'null') return otherwise;
    if (node.type !== 'boolean') return { unknown: 'ambiguous' };
    return node.value ? { ...node, value } : otherwise;
  };

/** `…Blocked: true` is `allow…: false`. */
export const restricts = (key: string) => rowsLike(restriction, key, written(false, notConfigured));
/** `force…` and `require…`: both have the same polarity. */
export const demands = (key: string) => rowsLike(restriction, key, written(true, notConfigured));
/** An `Allow…` property: `false` is both the default and the strict value, so it says nothing. */
export const permits = (key: string) => rowsLike(restriction, key, written(true, undefined));

/** A row reads the product's value; what it finds is the value of Apple's key, which is a boolean or a number. */
export const like = (payloadType: string, key: string, row: Row): readonly Row[] =>
  rowsLike(payloadType, key, (node) => {
    const reading = row.read(node);
    return reading !== undefined && 'value' in reading ? nativeOf(reading.value, node.line) : reading;
  });

function nativeOf(value: unknown, line: number): TreeNode | Silence {
  if (typeof value === 'boolean') return { type: 'boolean', value, line };
  if (typeof value !== 'number') return { unknown: 'ambiguous' };
  return { type: Number.isInteger(value) ? 'integer' : 'real', value, line };
}

/** The passcode rows with what a phone needs to follow them. */
export const likePasscode = (table: RowTable): RowTable =>
  Object.fromEntries(
    Object.entries(table).map(([name, row]) => {
      const key = iosPasscodeKeys[name];
      return [name, key === undefined || !('setting' in row) ? row : like(passcodePolicy, key, row)];
    }),
  );
