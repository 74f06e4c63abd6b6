/** Devices by pseudonyms: the same phone has the same one under the same key, and without the key none can be led back. */
import { createHmac } from 'node:crypto';
import type { Observation } from '../model/observation.ts';
import type { InputRecord } from '../model/report.ts';
import type { RawEvent } from './events.ts';

/**
 * Files and folders are named by phones: backups by UDID, exports of single devices by the identifier of the management system (a
 * GUID), by ECID or IMEI. A serial number has no form by which it could be told from a word.
 */
const identifiers =
  /(?<![0-9a-z])(?:[0-9a-f]{8}-[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|0x[0-9a-f]{9,16}|\d{14,16})(?![0-9a-z])/gi;
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

/** A text without what has the form of an identifier. */
export function maskedText(key: string): (text: string) => string {
  const digest = digestWith(key);
  return (text) => text.replace(identifiers, (found) => `id-${digest(found.toLowerCase())}`);
}

/** A path without what has the form of an identifier. */
export function maskedPath(key: string): (path: string) => string {
  const digest = digestWith(key);
  return (path) => path.replace(identifiers, (found) => `id-${digest(found.toLowerCase())}`);
}

/** Tells keys apart and nothing of the key: pseudonyms of two runs can be compared when this is the same. */
export const keyFingerprint = (key: string): string =>
  createHmac('sha256', key).update('fingerprint').digest('hex').slice(0, 16);

export async function* pseudonymised<Event extends RawEvent>(
  events: AsyncIterable<Event>,
  key: string,
): AsyncGenerator<Event> {
  const pseudonymOf = devicePseudonyms(key);
  const path = maskedPath(key);
  const witness =
    (ids: readonly string[] = []) =>
    (one: Observation): Observation => {
      const { input, entry, locator } = one.evidence;
      // A map of devices has their identifiers for its keys.
      const place = ids
        .filter((id) => id.length >= shortest)
        .reduce((text, id) => text.replaceAll(id, pseudonymOf(id)), locator);
      const evidence = {
        ...one.evidence,
        input: path(input),
        locator: path(place),
        ...(entry === undefined ? {} : { entry: path(entry) }),
      };
      return { ...one, evidence };
    };
  const record = (one: InputRecord): InputRecord => ({
    ...one,
    path: path(one.path),
    notices: one.notices.map((notice) => ({
      ...notice,
      message: path(notice.message),
      ...(notice.locator === undefined ? {} : { locator: path(notice.locator) }),
    })),
  });
  for await (const event of events) {
    if (event.kind === 'input') yield { ...event, record: record(event.record) };
    else if (event.kind === 'assignment') yield { ...event, input: path(event.input) };
    else if (event.kind === 'facts')
      yield { ...event, input: path(event.input), observations: event.observations.map(witness()) };
    else {
      const { subject, otherIds = [] } = event;
      const isDevice = subject.kind === 'device';
      const id = isDevice ? pseudonymOf(subject.id) : subject.id;
      const ids = isDevice ? [subject.id, ...otherIds] : [];
      yield {
        ...event,
        input: path(event.input),
        subject: { ...subject, id },
        observations: event.observations.map(witness(ids)),
        ...(event.joined === undefined ? {} : { joined: event.joined.map(path) }),
        ...(event.otherIds === undefined ? {} : { otherIds: event.otherIds.map(pseudonymOf) }),
      };
    }
  }
}
