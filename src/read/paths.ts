/** Reads every path, one input after the other in the order of their names. */
import { findPaths, type FoundPath, openPath } from '../io/files.ts';
import { archiveKind } from '../io/archive/index.ts';
import type { OpenInput } from '../io/input.ts';
import type { Notice } from '../model/notice.ts';
import type { Subject } from '../model/subject.ts';
import type { ReadContext } from '../sources/define.ts';
import { readArchiveFile, readArchiveStream } from './archive.ts';
import { bundleOf, readBundleFolder } from './bundle.ts';
import { fault, newState, type RawEvent, type ReadEvent, type ReadOptions, recordOf } from './events.ts';
import { join } from './join.ts';
import { IsolatedReader, needsIsolation } from './isolated.ts';
import { readOpened } from './opened.ts';
import { pseudonymised } from './pseudonyms.ts';
import { together } from './together.ts';

/** @throws PassmusterError path-unreadable before anything is read, when a named path cannot be opened */
export function readPaths(paths: readonly string[], options: ReadOptions): AsyncGenerator<ReadEvent> {
  const events = named(hidden(join(readEach(paths, options), options), options));
  return options.together === true ? together(events) : events;
}

/**
 * The same before records of one phone are joined: what each input says by itself, under the names that it has there.
 * @throws PassmusterError path-unreadable
 */
export function readApart(paths: readonly string[], options: ReadOptions): AsyncGenerator<RawEvent> {
  return hidden(readEach(paths, options), options);
}

function hidden<Event extends RawEvent>(
  events: AsyncGenerator<Event>,
  { pseudonymise, identityKey }: ReadOptions,
): AsyncGenerator<Event> {
  return pseudonymise === true && identityKey !== undefined ? pseudonymised(events, identityKey) : events;
}

/** Each subject under a name of its own. */
export async function* named<Event extends RawEvent>(events: AsyncIterable<Event>): AsyncGenerator<Event> {
  const names = new UniqueNames();
  for await (const event of events) yield names.apply(event);
}

async function* readEach(paths: readonly string[], options: ReadOptions): AsyncGenerator<RawEvent> {
  const found = options.found ?? (await findPaths(paths, bundleOf));
  const isolated = new IsolatedReader();
  let subjects = 0;
  try {
    for (const [index, path] of found.entries()) {
      for await (const event of readPath(path, isolated, options)) {
        if (event.kind === 'subject') subjects += 1;
        options.onProgress?.({ input: path.name, inputsDone: index, inputsAll: found.length, subjects });
        yield event;
      }
    }
  } finally {
    isolated.stop();
  }
}

/** What one path says by itself. */
export async function* readPath(
  path: FoundPath,
  isolated: IsolatedReader,
  options: ReadOptions,
): AsyncGenerator<RawEvent> {
  const state = newState();
  const unread = { sha256: '', bytes: 0 };
  if (path.kind === 'link') {
    const message = 'A symbolic link or special file inside a folder is not followed.';
    state.notices.push({ code: 'symbolic-link', message });
    yield { kind: 'input', record: recordOf(path.name, unread, state) };
    return;
  }
  const context = contextOf(options);
  if (path.kind === 'bundle') {
    yield* readBundleFolder(path, { isolated, context });
    return;
  }
  let input: OpenInput;
  try {
    input = await openPath(path);
  } catch (error) {
    fault(error, state);
    yield { kind: 'input', record: recordOf(path.name, unread, state) };
    return;
  }
  const events = await eventsOf(path, input, isolated, context);
  const isNamed = path.kind === 'stdin' || path.named === true;
  for await (const event of events) yield isNamed ? mustBeRecognised(event, path.name) : event;
}

/** What readers are told of the options. */
export function contextOf({ asOf, trust, keys, identityKey, mappings }: ReadOptions): ReadContext {
  return {
    asOf,
    ...(trust ? { trust } : {}),
    ...(keys ? { keys } : {}),
    ...(identityKey === undefined ? {} : { identityKey }),
    ...(mappings === undefined ? {} : { mappings }),
  };
}

/** Archives entry by entry, costly formats in the child, everything else here. */
async function eventsOf(
  path: Exclude<FoundPath, { kind: 'bundle' }>,
  input: OpenInput,
  isolated: IsolatedReader,
  context: ReadContext,
): Promise<AsyncGenerator<RawEvent>> {
  const kind = archiveKind(input.head);
  if (kind === undefined)
    return needsIsolation(input) ? isolated.read(input, context) : readOpened(input, context);
  const reading = { isolated, context };
  if (path.kind === 'stdin' || path.kind === 'memory')
    return readArchiveStream(input, { name: path.name, kind }, reading);
  await input.close(); // an archive is read from its end, so it is opened for reading anywhere
  return readArchiveFile(path.path, { name: path.name, kind }, reading);
}

/** In a folder a file that nobody claims is listed as ignored; one that was named was expected to be read. */
function mustBeRecognised(event: RawEvent, name: string): RawEvent {
  if (event.kind !== 'input' || event.record.status !== 'ignored' || event.record.path !== name) return event;
  const [reason] = event.record.notices;
  const message = `This input was named and not recognised: ${reason?.message ?? ''} See: passmuster sources`;
  return {
    kind: 'input',
    record: { ...event.record, status: 'unreadable', notices: [{ code: 'input-unrecognised', message }] },
  };
}

/** One phone in two exports, or two profiles of one identifier, stay apart: each is judged by its own evidence. */
export class UniqueNames {
  readonly #times = new Map<string, number>();
  #notices: Notice[] = [];

  /** Names subjects that were read elsewhere; false, and none of them is named, where one of the names is taken. */
  take(ids: readonly string[]): boolean {
    if (ids.some((id, at) => this.#times.has(id) || ids.indexOf(id) < at)) return false;
    for (const id of ids) this.#times.set(id, 1);
    return true;
  }

  apply<Event extends RawEvent>(event: Event): Event {
    if (event.kind === 'subject') {
      const subject = this.#unique(event.subject);
      return { ...event, subject, ...(subject === event.subject ? {} : { repeated: true }) };
    }
    if (event.kind !== 'input') return event;
    const notices = [...event.record.notices, ...this.#notices];
    this.#notices = [];
    return { ...event, record: { ...event.record, notices } };
  }

  #unique(subject: Subject): Subject {
    const times = (this.#times.get(subject.id) ?? 0) + 1;
    this.#times.set(subject.id, times);
    if (times === 1) return subject;
    const id = `${subject.id}#${times}`;
    const message = `A subject with the identifier ${subject.id} was read before; this one is called ${id} and judged apart.`;
    this.#notices.push({ code: 'subject-repeated', message });
    return { ...subject, id };
  }
}
