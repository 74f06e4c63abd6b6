/** The shape of a source: a light descriptor that tells by content whether it reads an input, and a reader loaded on demand. */
import type { RecipientKey } from '../formats/cms-enveloped.ts';
import type { CsvOptions } from '../formats/csv.ts';
import type { Bundle, BundleNames } from '../io/bundle.ts';
import type { Input } from '../io/input.ts';
import type { MappingFile } from '../mapping/file.ts';
import type { Links, Token } from '../model/links.ts';
import type { Notice } from '../model/notice.ts';
import type { RowPlace } from '../model/sink.ts';
import type { Observation } from '../model/observation.ts';
import type { PlatformFamily, Subject } from '../model/subject.ts';
import type { DeviceList } from './device-rows.ts';

/** `maybe`: not by content, but the name says so; taken when no source says `yes`. */
export type Detection = 'no' | 'maybe' | 'yes';

/** What a reader yields, one at a time. */
export type ReadItem =
  | {
      readonly kind: 'subject';
      readonly subject: Subject;
      readonly observations: readonly Observation[];
      /** How it is joined with what other records and files say. Without them it stands alone. */
      readonly links?: Links;
      /** Of a row: where it stands. */
      readonly place?: RowPlace;
    }
  /** What is known of phones that other files list: `links.to` says of which. */
  | { readonly kind: 'facts'; readonly links: Links; readonly observations: readonly Observation[] }
  /** Whom a policy of another file reaches; `none`: nobody. */
  | {
      readonly kind: 'assignment';
      readonly policy: Token;
      readonly links: Pick<Links, 'to' | 'except'>;
      readonly none?: true;
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** A record of another platform or without use here. */
  | { readonly kind: 'skipped' };

/** Facts that a reader may ask for besides the bytes; plain JSON, for a reading child is sent it. Never a clock of its own. */
export interface ReadContext {
  /** The clock of the evaluation, RFC 3339 UTC: signatures are judged by it. */
  readonly asOf: string;
  /** Certificates in PEM that signers must lead to; without any, no signer is trusted. */
  readonly trust?: { readonly roots: readonly string[] };
  /** Private keys in PEM that may open encrypted payloads. They appear in no output. */
  readonly keys?: readonly RecipientKey[];
  /** Of the tokens by which records are joined; without one nothing is. */
  readonly identityKey?: string;
  /** The operator's mappings of tables and lists, in the order in which they are tried. */
  readonly mappings?: readonly MappingFile[];
}

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly platforms: readonly PlatformFamily[];
  /** By what it is recognised, for `passmuster sources`. */
  readonly recognised: string;
  detect(input: DetectionInput): Detection;
  /** @throws PassmusterError with an input code; the input is set aside and the others go on */
  read(input: Input, context: ReadContext): AsyncGenerator<ReadItem>;
  /** Where its rows can be read one by one, in any order: how. Undefined: this input is read as a whole. */
  rows?(input: DetectionInput): Promise<RowList | undefined>;
}

export interface RowList {
  readonly list: DeviceList;
  /** Of a file of CSV. */
  readonly csv?: CsvOptions;
}

export interface DetectionInput {
  readonly name: string;
  readonly head: Uint8Array;
  /** The head as text, as JSON, as a property list and as YAML, worked out once for all sources; undefined where it is not. */
  readonly text: string | undefined;
  readonly json: import('../formats/json-peek.ts').JsonPeek | undefined;
  readonly plist: import('../formats/plist-peek.ts').PlistPeek | undefined;
  /** Lines that may be the header of a table; empty for what is JSON, XML, a property list or binary. */
  readonly csv: readonly import('../formats/csv-peek.ts').CsvPeek[];
  /** Only where the text is none of the others. */
  readonly yaml: import('../formats/json-peek.ts').JsonPeek | undefined;
}

export function defineSource(source: Source): Source {
  return source;
}

/** A source whose input is a whole folder or archive, named after its export as the others are. */
export interface BundleSource extends Pick<Source, 'id' | 'title' | 'platforms' | 'recognised'> {
  /** By the names in it. The reader then finds out whether it is what its names say. */
  detect(names: BundleNames): boolean;
  /** The only paths that may be opened: whatever else lies in the bundle is private and stays closed. */
  allows(path: string): boolean;
  /** Names that may be seen in a folder though nothing under them is opened: that a file is there can tell something. */
  names?(path: string): boolean;
  /** Where a path lies in the folder or archive, if under another name. */
  place?(path: string): string;
  /** @throws PassmusterError with an input code */
  read(bundle: Bundle, context: ReadContext): AsyncGenerator<ReadItem>;
}

export function defineBundleSource(source: BundleSource): BundleSource {
  return source;
}

export const subject = (subject: Subject, observations: readonly Observation[], links?: Links): ReadItem => ({
  kind: 'subject',
  subject,
  observations,
  ...(links === undefined ? {} : { links }),
});
export const notice = (
  code: Notice['code'],
  message: string,
  where: Pick<Notice, 'locator' | 'line'> = {},
): ReadItem => ({
  kind: 'notice',
  notice: { code, message, ...where },
});
export const skipped: ReadItem = { kind: 'skipped' };
