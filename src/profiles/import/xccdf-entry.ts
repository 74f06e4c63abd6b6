/** One line of the tables from numbers of a guide to settings. */
import type { Demand } from './directions.ts';

export interface Entry {
  /** Has to stand in the check: another text under the same number is another requirement. Absent: the number alone decides. */
  readonly phrase?: RegExp;
  readonly demands: readonly Demand[];
  /**
   * What only a person can add. `and`: the settings show a part of the requirement. `or`: the guide takes a decision of the
   * organisation in their place.
   */
  readonly statement?: 'and' | 'or';
  /** The settings together, as one number. */
  readonly sum?: { readonly between: readonly [number, number] };
  /** Devices alone show it: no policy says how a device was enrolled. */
  readonly isOfDevices?: true;
  /** A slip in the text of the guide that is not taken over. */
  readonly slip?: string;
}

export const no = (setting: string): Demand => ({ setting, value: false });
export const yes = (setting: string): Demand => ({ setting, value: true });
export const is = (setting: string, value: Demand['value']): Demand => ({ setting, value });
/** A number that the organisation may make stricter. */
export const kept = (setting: string, value: number, parameter: string): Demand => ({
  setting,
  value,
  parameter,
});
