/** Dumps of an Android phone, one command a file: opened by name, read line by line, and a fault of one stays with that one. */
import type { Ending, Parsed } from '../artifacts/android/dump.ts';
import { type AndroidDocuments, observePhone, type PhoneReading } from '../artifacts/android/phone.ts';
import { openDocument, type OpenDocument } from '../artifacts/android/services.ts';
import { identified } from '../artifacts/identity.ts';
import { PassmusterError } from '../errors.ts';
import { dumpLines } from '../formats/dump-lines.ts';
import type { Bundle } from '../io/bundle.ts';
import type { Notice } from '../model/notice.ts';
import type { Observation } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { notice, type ReadItem, subject } from './define.ts';

/** The last line that tools/collect-android.sh writes into each file, with the exit status of the command. */
const endMark = /^# passmuster-end (\d{1,3})$/;

/**
 * One file into the documents.
 * @param isMarked whoever collected wrote the mark below everything: without it the file breaks off
 * @returns undefined when it is not there
 */
export async function readDumpFile(
  bundle: Bundle,
  path: string,
  service: string,
  documents: AndroidDocuments,
  isMarked = false,
): Promise<Notice[] | undefined> {
  const open = openDocument(service, documents, path);
  const stream = open && (await bundle.stream(path));
  if (open === undefined || stream === undefined) return undefined;
  try {
    const ending = await fed(stream, open);
    return noticesOf(path, open.end(isMarked && ending === 'open' ? 'cut' : ending));
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    open.end('cut');
    return [{ code: 'file-unreadable', message: `A dump cannot be read: ${error.message}`, locator: path }];
  }
}

async function fed(stream: AsyncIterable<Uint8Array>, open: OpenDocument): Promise<Ending> {
  let ending: Ending = 'open';
  for await (const { first, lines, cut } of dumpLines(stream)) {
    for (const [index, text] of lines.entries()) {
      const status = text.startsWith('# passmuster-end') ? endMark.exec(text)?.[1] : undefined;
      // Lines behind the mark: two runs went into one file.
      if (status === undefined && ending !== 'open') ending = 'cut';
      else if (status !== undefined) ending = status === '0' && ending === 'open' ? 'marked' : 'cut';
      else open.line(text, first + index);
    }
    if (cut === true && ending === 'open') ending = 'cut';
  }
  return ending;
}

export function noticesOf(place: string, { broken, unknownLines }: Parsed): Notice[] {
  const passed: Notice = {
    code: 'entry-passed-over',
    message: `${unknownLines} lines have a meaning that is not known; they were passed over.`,
    locator: place,
  };
  const incomplete: Notice = {
    code: 'section-incomplete',
    message: 'A dump breaks off, stands twice or holds nothing that is expected in it; it decides nothing.',
    locator: place,
  };
  return [...(broken ? [incomplete] : []), ...(unknownLines > 0 ? [passed] : [])];
}

export interface PhoneName {
  readonly id: string;
  readonly collected?: string;
}

/** The phone as one subject. Dumps hold serial numbers and names of people, so it is called by the name of what was collected. */
export function phoneItem(
  { observations, facts, serials }: PhoneReading,
  { id, collected }: PhoneName,
  identityKey?: string,
): ReadItem {
  const ownership = observations.find(({ setting }) => setting === 'device.ownership');
  const owner = ownership !== undefined && 'value' in ownership ? ownership.value : undefined;
  const found: Subject = {
    id,
    kind: 'device',
    platform: 'android',
    ...facts,
    ...(owner === 'corporate' || owner === 'personal' ? { ownership: owner } : {}),
    ...(collected === undefined ? {} : { lastSeen: collected }),
    labels: {},
  };
  const identity = serials.map((serial) => ['serial', serial] as const);
  return subject(found, observations, identified(identity, identityKey));
}

interface PhoneMoment {
  readonly identityKey?: string | undefined;
  readonly collected?: string | undefined;
}

/** Items of one phone: what was noticed, then the phone. `more`: what other readers have seen of it. */
export function* phoneItems(
  bundle: Pick<Bundle, 'name'>,
  documents: AndroidDocuments,
  notices: readonly Notice[],
  { identityKey, collected }: PhoneMoment,
  more: readonly Observation[] = [],
): Generator<ReadItem> {
  for (const one of notices) yield { kind: 'notice', notice: one };
  const date = collected === undefined ? {} : { collected };
  const own = observePhone(documents, { input: bundle.name, ...date });
  const reading = { ...own, observations: [...own.observations, ...more] };
  if (reading.observations.length === 0 && notices.length === 0)
    yield notice('section-incomplete', 'Nothing in it tells anything that is known here.');
  yield phoneItem(reading, { id: nameOf(bundle.name), ...date }, identityKey);
}

/** The last part of a path that is a name, without the ending of an archive. */
export function nameOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return (parts.at(-1) ?? path).replace(/\.(zip|tar|tgz|tar\.gz|txt|log)$/i, '');
}
