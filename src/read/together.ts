/**
 * Policies judged as the set that a phone of their platform would have: what several of them demand of one setting merges, and
 * where they differ there is a conflict. Each file alone would leave open what another one demands.
 */
import { isKnown, type Observation } from '../model/observation.ts';
import { familyOf, type PlatformFamily, type Subject } from '../model/subject.ts';
import type { ReadEvent } from './events.ts';

/** What stands in the place of an input for a set. */
export const setName = '(policies together)';

interface Policy {
  /** As its file calls it: two of one name cannot both be on a phone. */
  readonly name: string;
  readonly observations: readonly Observation[];
}

/** Devices and inputs pass through; the policies come at the end, one set for each platform. */
export async function* together(events: AsyncIterable<ReadEvent>): AsyncGenerator<ReadEvent> {
  const sets = new Map<PlatformFamily, { names: string[]; policies: Policy[] }>();
  for await (const event of events) {
    if (event.kind === 'input' || event.subject.kind === 'device') {
      yield event;
      continue;
    }
    const family = familyOf(event.subject.platform);
    const set = sets.get(family) ?? { names: [], policies: [] };
    const { id } = event.subject;
    set.names.push(id);
    // Reading calls the second of one name `#2`, and so does a stream of what was read before.
    set.policies.push({ name: id.replace(/#\d+$/, ''), observations: event.observations });
    sets.set(family, set);
  }
  for (const [family, { names, policies }] of sets)
    yield {
      kind: 'subject',
      input: setName,
      subject: subjectOf(family, names),
      observations: demandsOf(policies),
    };
}

/** What the set demands for certain; a doubt stays a doubt. */
function demandsOf(policies: readonly Policy[]): Observation[] {
  const said = new Map<string, Set<string>>();
  for (const { name, observations } of policies)
    said.set(name, (said.get(name) ?? new Set<string>()).add(claimsOf(observations)));
  return policies.flatMap(({ name, observations }) =>
    observations.map((one) => {
      // Which of two different ones replaces the other does not stand in them.
      if ((said.get(name)?.size ?? 0) > 1) return withdrawn(one, 'ambiguous', 'repeated');
      // What is assigned to nobody is on no phone.
      return one.notes?.includes('assignment-none') === true ? withdrawn(one, 'not-reported') : one;
    }),
  );
}

/** What a policy says, without where it stands. */
function claimsOf(observations: readonly Observation[]): string {
  return JSON.stringify(observations.map(({ evidence: _place, ...claim }) => JSON.stringify(claim)).sort());
}

function withdrawn(one: Observation, unknown: 'ambiguous' | 'not-reported', note?: string): Observation {
  if (!isKnown(one)) return one;
  const { value: _value, needs: _needs, notes = [], ...rest } = one;
  return { ...rest, notes: note === undefined ? notes : [...notes, note], unknown };
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
