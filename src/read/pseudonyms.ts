/** Devices by pseudonyms: the same phone has the same one under the same key, and without the key none can be led back. */
import { createHmac } from 'node:crypto';
import type { Observation } from '../model/observation.ts';
import type { InputRecord } from '../model/report.ts';
import type { RawEvent } from './events.ts';
import { endingOf, isPlain, isSystemName } from '../model/plain-names.ts';

/**
 * Files and folders are named by phones: backups by UDID, exports of single devices by the identifier of the management system (a
 * GUID), by ECID or IMEI.
 */
const identifiers =
  /(?<![0-9a-z])(?:[0-9a-f]{8}-[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|0x[0-9a-f]{9,16}|\d{14,16})(?![0-9a-z])/gi;
/**
 * What looks like a serial number: capitals and digits mixed, as Apple and most makers have it (8 to 17), or small hexadecimal
 * digits as adb prints them; a pseudonym is none. A serial number of digits alone has no form by which it could be told from a number.
 */
const serials =
  /(?<![0-9A-Za-z]|(?:device|id|name)-)(?:(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{8,17}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{11,16})(?![0-9A-Za-z])/g;
/** What stands for one of these. */
const masked = /(?<![0-9A-Za-z])(?:device|id|name)-[0-9a-f]{12}(?![0-9A-Za-z])/g;
/** What is shorter stands by chance in other words. */
const shortest = 6;

const digestWith =
  (key: string) =>
  (text: string): string =>
    createHmac('sha256', key).update(`pseudonym\0${text}`).digest('hex').slice(0, 12);

/** The pseudonym of a device, by its identifier. */
export function devicePseudonyms(key: string): (id: string) => string {
  const digest = digestWith(key);
  return (id) => `device-${digest(id)}`;
}

/** What stands for an identifier within a text. */
export function identifierPseudonyms(key: string): (identifier: string) => string {
  const digest = digestWith(key);
  return (identifier) => `id-${digest(identifier.toLowerCase())}`;
}

/** What stands for the name of a file or folder, without its ending. */
export function namePseudonyms(key: string): (stem: string) => string {
  const digest = digestWith(key);
  return (stem) => `name-${digest(stem)}`;
}

/** A text without what has the form of an identifier. */
export function maskedText(key: string): (text: string) => string {
  const mark = identifierPseudonyms(key);
  return (text) => text.replace(identifiers, mark).replace(serials, mark);
}

/** Paths are few, and stand beside every claim. */
const mostPaths = 10_000;

/** A path of which only plain names and endings are left: what names a phone or a person has no form of its own. */
export function maskedPath(key: string): (path: string) => string {
  const mark = identifierPseudonyms(key);
  const nameFor = namePseudonyms(key);
  const part = (name: string): string => {
    const ending = endingOf(name);
    const stem = name.slice(0, name.length - ending.length);
    // What was masked already stays as it is: the inputs of an evidence pack come under their pseudonyms.
    if (isPlain(stem.replace(masked, ' ')) || isSystemName(name)) return name;
    const rest = stem.replace(identifiers, ' ').replace(serials, ' ');
    return rest !== stem && isPlain(rest)
      ? `${stem.replace(identifiers, mark).replace(serials, mark)}${ending}`
      : `${nameFor(stem)}${ending}`;
  };
  const known = new Map<string, string>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const after = path.split('/').map(part).join('/');
    if (known.size >= mostPaths) known.clear();
    known.set(path, after);
    return after;
  };
}

export const holdsPseudonym = (text: string): boolean => text.search(masked) >= 0;

/** Tells keys apart and nothing of the key: pseudonyms of two runs can be compared when this is the same. */
export const keyFingerprint = (key: string): string =>
  createHmac('sha256', key).update('fingerprint').digest('hex').slice(0, 16);

export async function* pseudonymised<Event extends RawEvent>(
  events: AsyncIterable<Event>,
  key: string,
): AsyncGenerator<Event> {
  const masks = new Masks(key);
  for await (const event of events) {
    if (event.kind === 'input') yield { ...event, record: masks.record(event.record) };
    else if (event.kind === 'assignment') yield { ...event, input: masks.path(event.input) };
    else if (event.kind === 'facts')
      yield {
        ...event,
        input: masks.path(event.input),
        observations: event.observations.map((one) => masks.witness(one)),
      };
    else {
      const { subject, otherIds = [], input } = event;
      const isDevice = subject.kind === 'device';
      const ids = isDevice ? [subject.id, ...otherIds] : [];
      yield {
        ...event,
        input: masks.path(input),
        subject: {
          ...subject,
          id: isDevice ? masks.device(subject.id) : masks.named(subject.id, input),
          labels: masks.labels(subject.labels, input, ids),
        },
        observations: event.observations.map((one) => masks.witness(one, ids)),
        ...(event.joined === undefined ? {} : { joined: event.joined.map(masks.path) }),
        ...(event.otherIds === undefined ? {} : { otherIds: event.otherIds.map(masks.device) }),
      };
    }
  }
}

class Masks {
  readonly device: (id: string) => string;
  readonly path: (path: string) => string;
  readonly #text: (text: string) => string;

  constructor(key: string) {
    this.device = devicePseudonyms(key);
    this.path = maskedPath(key);
    this.#text = maskedText(key);
  }

  /** A policy without a name of its own is called by its file. */
  named(text: string, input: string): string {
    const last = input.split('/').at(-1) ?? input;
    return [input, last]
      .filter((name) => name !== this.path(name))
      .reduce((all, name) => all.replaceAll(name, this.path(name)), text);
  }

  labels(labels: Readonly<Record<string, string>>, input: string, ids: readonly string[]) {
    return Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [
        name,
        this.#text(this.#without(ids, this.named(value, input))),
      ]),
    );
  }

  witness(one: Observation, ids: readonly string[] = []): Observation {
    const { input, entry, locator } = one.evidence;
    const evidence = {
      ...one.evidence,
      input: this.path(input),
      // A map of devices has their identifiers for its keys.
      locator: this.#text(this.#without(ids, locator)),
      ...(entry === undefined ? {} : { entry: this.path(entry) }),
    };
    return { ...one, evidence };
  }

  record(one: InputRecord): InputRecord {
    const { opened } = one;
    return {
      ...one,
      path: this.path(one.path),
      notices: one.notices.map((notice) => {
        const { code, locator } = notice;
        const isName = code === 'entry-not-read' || code === 'entry-passed-over';
        const place = locator === undefined ? undefined : isName ? this.path(locator) : this.#text(locator);
        return {
          ...notice,
          message: this.#text(this.named(notice.message, one.path)),
          ...(place === undefined ? {} : { locator: place }),
        };
      }),
      ...(opened === undefined
        ? {}
        : { opened: opened.map((file) => ({ ...file, path: this.path(file.path) })) }),
    };
  }

  #without(ids: readonly string[], text: string): string {
    return ids
      .filter((id) => id.length >= shortest)
      .reduce((all, id) => all.replaceAll(id, this.device(id)), text);
  }
}
