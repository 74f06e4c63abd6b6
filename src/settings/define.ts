/** The shape of a canonical setting: the meeting point of sources and rules. */
import type { Merge } from '../model/observation.ts';
import type { PlatformFamily } from '../model/subject.ts';

interface ValueByType {
  boolean: boolean;
  integer: number;
  number: number;
  /** Dotted numbers, e.g. `17.4.1`. */
  version: string;
  /** `YYYY-MM-DD` or RFC 3339. */
  date: string;
  /** One of `values`, ordered from open to strict where `ordered` is set. */
  choice: string;
  text: string;
  list: readonly string[];
}
export type SettingType = keyof ValueByType;
export type ValueOfType<T extends SettingType> = ValueByType[T];

/** What shows the setting on a platform, as advice to the reader; null: nothing but a person's statement does. */
export type Proof = Readonly<Partial<Record<PlatformFamily, string | null>>>;

export interface Setting<Id extends string = string, T extends SettingType = SettingType> {
  readonly id: Id;
  readonly type: T;
  /** A fact about a phone, worded positively. */
  readonly title: string;
  /** How several observations of one layer become one value. */
  readonly merge: Merge;
  /** `app`: judged for each app apart. */
  readonly scope: 'device' | 'app';
  readonly proof: Proof;
  readonly values?: readonly string[];
  /** Unit of a number: `minutes`, `days`, `seconds`, `characters`. */
  readonly unit?: string;
  /** A statement that may be made once for the whole organisation. */
  readonly organisationWide?: true;
  /** A justification: where statements were given and it is not among them, the answer is no. */
  readonly justification?: true;
}

interface SettingInput<Id extends string, T extends SettingType> {
  readonly id: Id;
  readonly type: T;
  readonly title: string;
  readonly merge: Merge;
  readonly scope?: 'device' | 'app';
  readonly proof: Proof;
  readonly values?: readonly string[];
  readonly unit?: string;
  readonly organisationWide?: true;
  readonly justification?: true;
}

/** Keeps the literal id and type, so that `SettingId` and `ValueOf<Id>` follow from the catalogue. */
export function defineSetting<const Id extends string, const T extends SettingType>(
  input: SettingInput<Id, T>,
): Setting<Id, T> {
  return { scope: 'device', ...input };
}
