/** Events as fixtures expect them. */
import { expect } from 'vitest';
import type { RawEvent } from '../../src/read/events.ts';

/** The place of a row stands in the locator of its first claim, if not of all. */
export function withoutPlace(event: RawEvent): RawEvent {
  if (event.kind !== 'subject' || event.place === undefined) return event;
  const { place, ...rest } = event;
  const [first] = event.observations;
  if (first !== undefined) expect(first.evidence.locator).toContain(place.at);
  return rest;
}
