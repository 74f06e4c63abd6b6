/**
 * Policies judged as the set that a phone of their platform would have: what several of them demand of one setting merges, and
 * where they differ there is a conflict. Each file alone would leave open what another one demands.
 */
import type { Observation } from '../model/observation.ts';
import { familyOf, type PlatformFamily, type Subject } from '../model/subject.ts';
import type { ReadEvent } from './events.ts';

/** What stands in the place of an input for a set. */
export const setName = '(policies together)';

/** Devices and inputs pass through; the policies come at the end, one set for each platform. */
export async function* together(events: AsyncIterable<ReadEvent>): AsyncGenerator<ReadEvent> {
  const sets = new Map<PlatformFamily, { names: string[]; observations: Observation[] }>();
  for await (const event of events) {
    if (event.kind === 'input' || event.subject.kind === 'device') {
      yield event;
      continue;
    }
    const family = familyOf(event.subject.platform);
    const set = sets.get(family) ?? { names: [], observations: [] };
    set.names.push(event.subject.id);
    set.observations.push(...event.observations);
    sets.set(family, set);
  }
  for (const [family, { names, observations }] of sets)
    yield { kind: 'subject', input: setName, subject: subjectOf(family, names), observations };
}

function subjectOf(family: PlatformFamily, names: readonly string[]): Subject {
  const count = names.length === 1 ? '1 policy' : `${names.length} policies`;
  const title = `${count} for ${family === 'ios' ? 'iOS' : 'Android'} together`;
  return {
    id: `together/${family}`,
    kind: 'policy',
    platform: family,
    labels: { title, policies: names.join(', ') },
  };
}
