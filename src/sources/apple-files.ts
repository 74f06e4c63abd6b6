/** Files of a phone, in a backup or a diagnostic archive: opened one by one, and a fault of one stays with that one. */
import { type AppleDocument, unread } from '../artifacts/apple/documents.ts';
import type { MapReading, MapSite } from '../artifacts/observe-map.ts';
import { PassmusterError } from '../errors.ts';
import type { RecipientKey } from '../formats/cms-enveloped.ts';
import { openForeignDatabase } from '../formats/sqlite.ts';
import type { Bundle } from '../io/bundle.ts';
import type { Notice } from '../model/notice.ts';
import type { Observation, UnknownReason } from '../model/observation.ts';
import { lacksLog } from './databases.ts';

/** A document and where it lies. */
export interface PhoneFile {
  readonly path: string;
  readonly document: AppleDocument;
  /** A database that was copied while the phone used it: without its log its last changes are missing. */
  readonly needsLog?: true;
}

/** What goes with every observation of one bundle. */
export interface PhoneSite {
  readonly input: string;
  /** When the phone wrote the bundle, RFC 3339. */
  readonly collected?: string;
  readonly keys?: readonly RecipientKey[];
}

/** Undefined when the file is not there: then it says nothing. */
export async function readPhoneFile(
  bundle: Bundle,
  file: PhoneFile,
  site: PhoneSite,
): Promise<MapReading | undefined> {
  const { path, document } = file;
  const where = placeOf(path, site);
  try {
    if ('query' in document) {
      if (file.needsLog === true && (await lacksLog(bundle, path))) {
        const message = 'The log of a database is not there (-wal); its last changes are not known.';
        const notice: Notice = { code: 'file-missing', message, locator: `${path}-wal` };
        const { observations } = withoutFile(file, 'ambiguous', site);
        return { observations: observations.map(withoutLog), notices: [notice] };
      }
      const copied = await bundle.copy(path);
      return copied === undefined
        ? undefined
        : { observations: queried(copied, document, where), notices: [] };
    }
    const bytes = await bundle.bytes(path);
    if (bytes === undefined) return undefined;
    const { observations, notices } = document.read(bytes, where);
    return { observations, notices: notices.map((notice) => inFile(path, notice)) };
  } catch (error) {
    return { ...withoutFile(file, reasonOf(error), site), notices: [faultOf(path, error)] };
  }
}

/** The last changes of the database are not known, so neither is which way each of its rows went. */
const withoutLog = (one: Observation): Observation => ({
  ...one,
  notes: [...(one.notes ?? []), 'wal-missing'],
});

function queried(path: string, document: Extract<AppleDocument, { query: unknown }>, site: MapSite) {
  const database = openForeignDatabase(path);
  try {
    return document.query(database, site);
  } finally {
    database.close();
  }
}

/** A file that the bundle names and does not hold, or that may not be read. */
export function withoutFile(
  { path, document }: PhoneFile,
  unknown: UnknownReason,
  site: PhoneSite,
): MapReading {
  const { extras, ...where } = placeOf(path, site);
  const scope = document.scope === undefined ? {} : { scope: document.scope };
  const place = { ...where, extras: { ...extras, ...scope } };
  return { observations: unread(document.settings, unknown, place), notices: [] };
}

export function joined(readings: readonly (MapReading | undefined)[]): MapReading {
  return {
    observations: readings.flatMap((reading) => reading?.observations ?? []),
    notices: readings.flatMap((reading) => reading?.notices ?? []),
  };
}

export function placeOf(path: string, { input, collected }: PhoneSite): MapSite {
  return {
    input,
    entry: path,
    layer: 'observed',
    locate: (key) => key,
    extras: collected === undefined ? {} : { collected },
  };
}

export const reasonOf = (error: unknown): UnknownReason =>
  error instanceof PassmusterError && error.code === 'input-empty' ? 'incomplete' : 'unreadable';

/** An expected fault belongs to its file; anything else is a defect and ends the run. */
export function faultOf(path: string, error: unknown): Notice {
  if (!(error instanceof PassmusterError)) throw error;
  const { line } = error.place;
  const message = `A file of the phone cannot be read: ${error.message}`;
  return { code: 'file-unreadable', message, locator: path, ...(line === undefined ? {} : { line }) };
}

/** A notice names the place within its document; in a bundle the document itself has to be named too. */
export function inFile(path: string, notice: Notice): Notice {
  const locator = notice.locator === undefined ? path : `${path}: ${notice.locator}`;
  return { ...notice, locator };
}
