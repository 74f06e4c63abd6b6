/**
 * Reads an archive as a folder: every entry is an input of its own, parsed in the reading child. Nothing is unpacked to disk.
 */
import { PassmusterError } from '../errors.ts';
import { ArchiveBudget } from '../io/archive/budget.ts';
import { type ArchiveBytes, FileBytes, gatherBytes } from '../io/archive/bytes.ts';
import type { ArchiveEntry } from '../io/archive/entry.ts';
import { archiveKind, type ArchiveKind, indexArchive } from '../io/archive/index.ts';
import type { InputDigest, OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import type { Observation } from '../model/observation.ts';
import type { ReadContext } from '../sources/define.ts';
import { bundleAround, bundlesIn, HeldFiles } from './archive-bundle.ts';
import { fault, type InputState, newState, type ReadEvent, recordOf } from './events.ts';
import type { IsolatedReader } from './isolated.ts';

interface ArchivePlace {
  /** As reports show it. */
  readonly name: string;
  readonly kind: ArchiveKind;
  /** Archives around this one. */
  readonly depth: number;
}

interface Reading {
  readonly isolated: IsolatedReader;
  readonly context: ReadContext;
}

/** An archive that is a file of its own. */
export async function* readArchiveFile(
  path: string,
  place: Omit<ArchivePlace, 'depth'>,
  reading: Reading,
): AsyncGenerator<ReadEvent> {
  const state = newState();
  let digest: InputDigest = { sha256: '', bytes: 0 };
  let bytes: FileBytes | undefined;
  try {
    bytes = await FileBytes.open(path);
    if (bytes === undefined) throw new PassmusterError('input-unreadable', 'The path is not a file.');
    reading.isolated.warm();
    digest = await bytes.digest();
    yield* readEntries(bytes, { ...place, depth: 1 }, new ArchiveBudget(bytes.size), state, reading);
  } catch (error) {
    fault(error, state);
  }
  await bytes?.close().catch((error: unknown) => fault(error, state));
  yield { kind: 'input', record: recordOf(place.name, digest, state) };
}

/** An archive that comes through a pipe, or lies in another one: it is held in memory, so its size is limited. */
export async function* readArchiveStream(
  input: OpenInput,
  place: ArchivePlace,
  reading: Reading,
  budget?: ArchiveBudget,
): AsyncGenerator<ReadEvent> {
  const state = newState();
  let digest: InputDigest = { sha256: '', bytes: 0 };
  try {
    if (place.depth > limits.archiveNesting) {
      throw new PassmusterError(
        'archive-limit',
        `Archives lie more than ${limits.archiveNesting} deep in one another.`,
      );
    }
    const bytes = await gatherBytes(input);
    digest = await input.finish();
    yield* readEntries(bytes, place, budget ?? new ArchiveBudget(bytes.size), state, reading);
  } catch (error) {
    fault(error, state);
  }
  yield { kind: 'input', record: recordOf(place.name, digest, state) };
}

/**
 * In one pass, in the order of the archive: what is an input of its own is read, what the reader of a bundle will ask for
 * is held, and the rest of a bundle stays closed.
 */
async function* readEntries(
  bytes: ArchiveBytes,
  place: ArchivePlace,
  budget: ArchiveBudget,
  state: InputState,
  reading: Reading,
): AsyncGenerator<ReadEvent> {
  state.source = place.kind;
  const source = { name: place.name, kind: place.kind, bytes };
  const archive = await indexArchive(source, budget);
  const bundles = bundlesIn(source, archive.entries);
  const held = new HeldFiles();
  try {
    const isOpened = (name: string) => bundleAround(name, bundles)?.wants(name) ?? true;
    for await (const entry of archive.files(isOpened)) {
      if (entry.kind === 'note' || entry.kind === 'skipped') note(entry, state);
      else if (entry.kind === 'damaged') yield damaged(`${place.name}/${entry.name}`, entry.error);
      else if (bundleAround(entry.name, bundles)) await held.take(entry.name, entry.input);
      else yield* readEntry(entry, place, budget, reading);
    }
  } finally {
    await archive.close();
  }
  for (const bundle of bundles) yield* bundle.read(held.files, reading);
}

async function* readEntry(
  { name, input }: Extract<ArchiveEntry, { kind: 'file' }>,
  place: ArchivePlace,
  budget: ArchiveBudget,
  reading: Reading,
): AsyncGenerator<ReadEvent> {
  const kind = archiveKind(input.head);
  if (kind !== undefined) {
    const inner = { name: input.name, kind, depth: place.depth + 1 };
    yield* readArchiveStream(input, inner, reading, budget);
    return;
  }
  for await (const event of reading.isolated.read(input, reading.context)) {
    yield event.kind === 'input'
      ? event
      : { ...event, observations: event.observations.map((one) => witnessed(one, place.name, name)) };
  }
}

/** The witness names the archive and the entry apart. */
function witnessed(observation: Observation, input: string, entry: string): Observation {
  const { input: _path, ...place } = observation.evidence;
  return { ...observation, evidence: { input, entry, ...place } };
}

function damaged(path: string, error: PassmusterError): ReadEvent {
  const state = newState();
  fault(error, state);
  return { kind: 'input', record: recordOf(path, { sha256: '', bytes: 0 }, state) };
}

function note(entry: Exclude<ArchiveEntry, { kind: 'file' | 'damaged' }>, state: InputState): void {
  if (entry.kind === 'note')
    state.notices.push({ code: 'archive-note', message: `The archive has ${entry.why}.` });
  else {
    const message = `An entry was not read (${entry.why}).`;
    state.notices.push({
      code: entry.lost ? 'entry-not-read' : 'entry-passed-over',
      message,
      locator: entry.name,
    });
  }
}
