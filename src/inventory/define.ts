/**
 * The device list of one product: where its rows say what. Every source of device rows is such a table, and so is a mapping
 * file. A path names members from the row down, with `/` between them: `security/passcodePresent`.
 */
import type { RowTable } from '../artifacts/rows.ts';
import type { MapReading } from '../artifacts/observe-map.ts';
import type { MapNode } from '../formats/node.ts';
import type { Layer, UnknownReason } from '../model/observation.ts';
import type { EnrolmentType, Platform } from '../model/subject.ts';
import type { DeviceRow } from './place.ts';
import type { TimeForm } from './time.ts';

export interface Inventory {
  /** The word for this product in tokens and messages: `intune`. */
  readonly product: string;
  /** Keys compare without regard to case. */
  readonly ignoreCase?: true;
  /** Values outside their domain make the whole row unreadable: in CSV they may belong to the next column. */
  readonly strictRows?: true;
  /** `other` rows are counted and skipped; `unclear` ones are a fault of the row. */
  readonly platform: (row: MapNode) => Platform | 'other' | 'unclear';
  readonly subject: SubjectPlaces;
  readonly sections: readonly Section[];
  /**
   * Where given, rows can be told from a few of their members, which is how a fleet is read: src/fleet. What is observed of a row depends
   * on its platform only as far as that is of Apple or Android.
   */
  readonly plain?: {
    /** Members that `platform` looks at. */
    readonly platform: readonly string[];
    /** Members that other code looks at, but for `void`, which may look at the last contact. A row that has one is read whole. */
    readonly apart: readonly string[];
  };
  /** Observations that no table can make: lists of apps, per-setting states. */
  readonly extra?: (row: DeviceRow) => MapReading;
}

export interface SubjectPlaces {
  /** The management system's identifier of the device; never a serial number, a name or an address. */
  readonly id: readonly string[];
  readonly serial?: readonly string[];
  readonly udid?: readonly string[];
  readonly imei?: readonly string[];
  /** Identifiers of other systems that the list names, with their kinds: `apple-enrolment`. */
  readonly others?: Readonly<Record<string, readonly string[]>>;
  /** Address of the user, for what is said of the user elsewhere. */
  readonly user?: readonly string[];
  readonly model?: readonly string[];
  /** In the words of the product. */
  readonly enrolment?: readonly string[];
  readonly enrolmentType?: (native: string, row: DeviceRow) => EnrolmentType | undefined;
  readonly lastSeen: Moment;
  /** Names of groups and policies, never of people: label → path. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Identifiers of what the device belongs to, each with its kind: `jamf-group`. */
  readonly groups?: (row: MapNode) => readonly { readonly kind: string; readonly value: string }[];
}

export interface Moment {
  readonly paths: readonly string[];
  readonly form: TimeForm;
  /** Read where nothing stands at the paths. */
  readonly or?: Moment;
}

/** Members of the row that stand together, and when they were collected. */
export interface Section {
  /** Empty for the row itself. */
  readonly path: string;
  /** Another name of the section; where both stand there, which of them counts is not known. */
  readonly also?: string;
  readonly table: RowTable;
  /** Absent: what is observed of the device. */
  readonly layer?: Layer;
  /** Absent: when the device was last seen. */
  readonly collected?: Moment;
  /** Why nothing in the section may be used, if so: a device that never answered has reported nothing. */
  readonly void?: (row: DeviceRow) => UnknownReason | undefined;
  /** What to ask for when the section is not there; the settings of its table are then not collected. */
  readonly ask?: string;
}
