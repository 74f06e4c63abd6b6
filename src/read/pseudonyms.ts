/** Devices by pseudonyms: the same phone has the same one under the same key, and without the key none can be led back. */
import { createHmac } from 'node:crypto';
import type { Observation } from '../model/observation.ts';
import type { InputRecord } from '../model/report.ts';
import type { RawEvent } from './events.ts';

/** UDIDs stand in the names of backups. */
const udid = /\b([0-9A-Fa-f]{8}-[0-9A-Fa-f]{16}|[0-9A-Fa-f]{40})\b/g;

const digestWith =
  (key: string) =>
  (text: string): string =>
    createHmac('sha256', key).update(`pseudonym\0${text}`).digest('hex').slice(0, 12);

/** The pseudonym of a device, by its identifier. */
export function devicePseudonyms(key: string): (id: string) => string {
  const digest = digestWith(key);
  return (id) => `device-${digest(id)}`;
}

export async function* pseudonymised<Event extends RawEvent>(
  events: AsyncIterable<Event>,
  key: string,
): AsyncGenerator<Event> {
  const digest = digestWith(key);
  const pseudonymOf = devicePseudonyms(key);
  const path = (text: string): string => text.replace(udid, (found) => `udid-${digest(found.toLowerCase())}`);
  const witness = (one: Observation): Observation => ({
    ...one,
    evidence: { ...one.evidence, input: path(one.evidence.input) },
  });
  const record = (one: InputRecord): InputRecord => ({
    ...one,
    path: path(one.path),
    notices: one.notices.map((notice) => ({ ...notice, message: path(notice.message) })),
  });
  for await (const event of events) {
    if (event.kind === 'input') yield { ...event, record: record(event.record) };
    else if (event.kind === 'assignment') yield { ...event, input: path(event.input) };
    else if (event.kind === 'facts')
      yield { ...event, input: path(event.input), observations: event.observations.map(witness) };
    else {
      const { subject } = event;
      const id = subject.kind === 'device' ? pseudonymOf(subject.id) : subject.id;
      yield {
        ...event,
        input: path(event.input),
        subject: { ...subject, id },
        observations: event.observations.map(witness),
        ...(event.joined === undefined ? {} : { joined: event.joined.map(path) }),
        ...(event.otherIds === undefined ? {} : { otherIds: event.otherIds.map(pseudonymOf) }),
      };
    }
  }
}
