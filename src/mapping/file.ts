/** A mapping as it is written: what the schema has checked. It is plain JSON, for a reading child is sent it. */
import type { Layer } from '../model/observation.ts';

export const formats = ['csv', 'json', 'ndjson', 'xml'] as const;
export const times = ['iso8601', 'day', 'epoch-s', 'epoch-ms', 'pattern'] as const;
export const combinations = ['all', 'any', 'first', 'min', 'max'] as const;
export const units = ['milliseconds', 'seconds', 'minutes', 'hours', 'days'] as const;

type Time = (typeof times)[number];

/** Where a value stands: one key or column, the first of several that holds something, or a walk through members. */
export type PlaceFile =
  | string
  | {
      readonly from?: string;
      readonly firstOf?: readonly (string | readonly string[])[];
      readonly path?: readonly string[];
    };

/** How a moment is written. */
export interface TimeFile {
  readonly time?: Time | readonly Time[];
  readonly pattern?: string;
  /** `utc` or an offset, for times without one of their own. */
  readonly zone?: string;
}

export type Value = boolean | number | string;

type Placed<Terms> = Exclude<PlaceFile, string> & Terms;

export type FieldFile = Placed<
  TimeFile & {
    readonly combine?: (typeof combinations)[number];
    readonly values?: Readonly<Record<string, Value>>;
    readonly notReported?: readonly (Value | null)[];
    readonly layer?: Exclude<Layer, 'attested'>;
    readonly unit?: (typeof units)[number];
    readonly extract?: string;
  }
>;

export type PlatformFile =
  | { readonly always: string }
  | Placed<{
      readonly values: Readonly<Record<string, string>>;
      /** `unknown` where nothing is said. */
      readonly otherwise?: 'skip' | 'unknown' | 'error';
      readonly extract?: string;
    }>;

export interface SubjectFile {
  readonly kind: 'device' | 'policy';
  readonly id: PlaceFile;
  readonly serial?: PlaceFile;
  readonly udid?: PlaceFile;
  readonly imei?: PlaceFile;
  readonly user?: PlaceFile;
  readonly platform: PlatformFile;
  readonly osVersion?: FieldFile;
  readonly model?: PlaceFile;
  readonly ownership?: FieldFile;
  readonly lastSeen?: Placed<TimeFile>;
  readonly labels?: Readonly<Record<string, PlaceFile>>;
}

export interface MatchFile {
  readonly format: (typeof formats)[number];
  /** Keys of a row or columns of the header, in any case. */
  readonly keys: readonly string[];
  /** A word by which an answer without rows is known. */
  readonly empty?: string;
  readonly delimiter?: 'auto' | ',' | ';' | 'tab';
  readonly headerSearchLines?: number;
  readonly encoding?: 'utf-8' | 'windows-1252';
  readonly sheet?: string;
}

export interface AppsFile {
  readonly list: PlaceFile;
  readonly id: string;
  readonly name?: string;
  readonly version?: string;
  /** The list holds every app of the phone, so that what is not in it is not there. */
  readonly whole?: boolean;
}

export interface MappingFile {
  readonly schema: 'passmuster-mapping/1';
  readonly id: string;
  readonly title: string;
  /** Whose identifiers of devices these are, where it is not the mapping's own: files of one product are joined by them. */
  readonly product?: string;
  /** A source that comes with the program and gives way to this mapping. */
  readonly overrides?: string;
  readonly match: MatchFile;
  readonly rows?: string;
  readonly complete?: {
    readonly next?: string;
    readonly total?: string;
    readonly count?: string;
    readonly pageSizes?: readonly number[];
  };
  readonly subject: SubjectFile;
  readonly settings?: Readonly<Record<string, FieldFile>>;
  readonly apps?: AppsFile;
  readonly mask?: readonly string[];
}
