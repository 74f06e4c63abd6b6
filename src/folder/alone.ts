/** What of a file is judged by itself, whatever the others say. */
import type { InputEvent, RawEvent, SubjectEvent } from '../read/events.ts';

export type AloneEvent = InputEvent | SubjectEvent;

/**
 * A policy that no other file can assign, and the record of an input. Phones that list a profile get what it demands, but it stays
 * as it is for that.
 */
export const isAlone = (event: RawEvent): event is AloneEvent =>
  event.kind === 'input' ||
  (event.kind === 'subject' && event.subject.kind === 'policy' && event.links?.is === undefined);
