/**
 * One phone seen by several sources becomes one subject that keeps every observation, each with its own witness. Policies, and
 * facts that other files tell, come to the phones that they say they reach; where the export does not tell, to none.
 */
import type { Links, Token } from '../model/links.ts';
import type { Notice } from '../model/notice.ts';
import type { InputRecord } from '../model/report.ts';
import { type Cluster, clustersOf } from './clusters.ts';
import type { RawEvent, ReadEvent, SideEvent, SubjectEvent } from './events.ts';
import { mergeSubjects } from './merge-subjects.ts';
import { Reach } from './reach.ts';
import { contestedKinds, isOfOneServer } from './servers.ts';
import { markSuperseded } from './superseded.ts';

export interface JoinOptions {
  readonly asOf: string;
  /** Tokens of one phone, as the operator's list of identifiers says. */
  readonly same?: readonly (readonly Token[])[];
}

/** Holds what was read until everything is, for a phone may stand in the first file and in the last; but for what stands alone. */
export async function* join(
  events: AsyncIterable<RawEvent>,
  options: JoinOptions,
): AsyncGenerator<ReadEvent> {
  const held: RawEvent[] = [];
  for await (const event of events)
    if (held.length === 0 && isAlone(event)) yield event;
    else held.push(event);
  const subjects = held.filter((event) => event.kind === 'subject');
  const byPolicy = Map.groupBy(
    held.filter((event) => event.kind === 'assignment'),
    ({ policy }) => policy,
  );
  const policies = new Map(
    subjects.filter(isPolicy).map((event) => [event, assigned(event, byPolicy)] as const),
  );
  const facts = held.filter((event) => event.kind === 'facts');
  const phones = subjects.filter((event) => !isPolicy(event));
  const contested = contestedKinds(phones);
  const reach = new Reach([...policies.values(), ...facts], contested);
  const notices = new Notices(
    [...policies].flatMap(([event, result]) => (event === result ? [] : [event.input])),
  );
  for (const { input, links } of phones)
    if (links?.is?.every((token) => isOfOneServer(token, contested)) === false)
      notices.add(input, severalServers);
  const devices = new Map<SubjectEvent, () => SubjectEvent>();
  for (const cluster of clustersOf(phones, options.same, contested))
    for (const { first, result } of joined(cluster, options.asOf, notices))
      devices.set(first, reach.extending(result, cluster.doubtful));
  // Members of a group without a phone among them are nothing lost.
  for (const fact of facts)
    if (fact.observations.length > 0 && !reach.hasReached(fact)) notices.add(fact.input, unmatched);
  for (const event of held) {
    if (event.kind === 'input') yield { ...event, record: notices.into(event.record) };
    else if (event.kind === 'subject') {
      const result = policies.get(event) ?? devices.get(event)?.();
      if (result !== undefined) yield result;
    }
  }
}

/** Nothing that is read later can belong to it: a profile that names no system that would assign it. */
const isAlone = (event: RawEvent): event is ReadEvent =>
  event.kind === 'input' || (event.kind === 'subject' && isPolicy(event) && event.links === undefined);

const isPolicy = (event: SubjectEvent): boolean => event.subject.kind === 'policy';

/** A policy with what side files say of its reach; the observations of one that reaches nobody say so. */
function assigned(
  policy: SubjectEvent,
  assignments: ReadonlyMap<Token, readonly Extract<SideEvent, { kind: 'assignment' }>[]>,
): SubjectEvent {
  const own = (policy.links?.is ?? []).flatMap((token) => assignments.get(token) ?? []);
  if (own.length === 0) return policy;
  const of = (key: 'to' | 'except'): Token[] => [
    ...new Set([...(policy.links?.[key] ?? []), ...own.flatMap(({ links }) => links[key] ?? [])]),
  ];
  const links: Links = { ...policy.links, to: of('to'), except: of('except') };
  const isNobody = own.every(({ none }) => none === true);
  const observations = isNobody
    ? policy.observations.map((one) => ({ ...one, notes: [...(one.notes ?? []), 'assignment-none'] }))
    : policy.observations;
  return { ...policy, links, observations };
}

interface Joined {
  /** In whose place the result stands. */
  readonly first: SubjectEvent;
  readonly result: SubjectEvent;
}

function joined(cluster: Cluster, asOf: string, notices: Notices): Joined[] {
  const { members, doubtful } = cluster;
  const [first, ...others] = members;
  if (first === undefined) return [];
  // Also one record can hold claims of several days: events of a webhook.
  if (doubtful !== undefined) for (const { input } of members) notices.add(input, contradictory);
  if (others.length === 0) {
    const result = { ...first, observations: markSuperseded([first.observations], asOf) };
    return [{ first, result }];
  }
  const inputs = [...new Set(members.map(({ input }) => input))];
  const otherIds = [...new Set(others.map(({ subject }) => subject.id))].filter(
    (id) => id !== first.subject.id,
  );
  for (const { input } of others) notices.add(input, input === first.input ? repeated : elsewhere);
  const observations = markSuperseded(
    members.map((event) => event.observations),
    asOf,
  );
  const { place: _alone, ...rest } = first;
  const result: SubjectEvent = {
    ...rest,
    subject: mergeSubjects([first.subject, ...others.map(({ subject }) => subject)], observations, asOf),
    observations,
    links: {
      is: tokensOf(members, 'is'),
      of: tokensOf(members, 'of'),
    },
    ...(inputs.length > 1 ? { joined: inputs.slice(1) } : {}),
    ...(otherIds.length > 0 ? { otherIds } : {}),
  };
  return [{ first, result }];
}

const tokensOf = (members: readonly SubjectEvent[], key: 'is' | 'of'): Token[] => [
  ...new Set(members.flatMap(({ links }) => links?.[key] ?? [])),
];

const elsewhere: Pick<Notice, 'code'> & { readonly words: (count: number) => string } = {
  code: 'device-joined',
  words: (count) =>
    count === 1
      ? 'One device stands in an earlier input too; both are judged as one.'
      : `${count} devices stand in earlier inputs too; each is judged with what they say.`,
};
const repeated: typeof elsewhere = {
  code: 'device-repeated',
  words: (count) =>
    `${count === 1 ? 'One row speaks' : `${count} rows speak`} of a device that stands above; where they differ, what was seen last counts.`,
};
const contradictory: typeof elsewhere = {
  code: 'identity-contradictory',
  words: (count) =>
    `${count === 1 ? 'A device shares' : `${count} devices share`} an identifier with another device that is not the same phone; they are judged apart.`,
};
const severalServers: typeof elsewhere = {
  code: 'several-servers',
  words: (count) =>
    `One number is of two phones, as with exports of several servers. Numbers join the ${count === 1 ? 'phone' : `${count} phones`} of this input with none of another, and what is assigned by number or to all phones is in doubt. Judge each server by itself, or name the identifiers of each phone with --id-map.`,
};
const unmatched: typeof elsewhere = {
  code: 'facts-unmatched',
  words: (count) =>
    `${count === 1 ? 'One record speaks' : `${count} records speak`} of phones that no input lists.`,
};

/** Notices that are known when everything is read, counted for each input. */
class Notices {
  readonly #counts = new Map<string, Map<typeof elsewhere, number>>();
  readonly #assigned: ReadonlySet<string>;

  /** @param assigned inputs whose policies have their assignments in another one */
  constructor(assigned: readonly string[]) {
    this.#assigned = new Set(assigned);
  }

  add(input: string, what: typeof elsewhere): void {
    const counts = this.#counts.get(input) ?? new Map<typeof elsewhere, number>();
    this.#counts.set(input, counts);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  into(record: InputRecord): InputRecord {
    const counts = this.#counts.get(record.path) ?? new Map<typeof elsewhere, number>();
    const added = [...counts].map(([{ code, words }, count]): Notice => ({ code, message: words(count) }));
    const isMissed = ({ code }: Notice) =>
      code !== 'assignment-not-exported' || !this.#assigned.has(record.path);
    return { ...record, notices: [...record.notices.filter(isMissed), ...added] };
  }
}
