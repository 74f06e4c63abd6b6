/** Which records are of one phone: those that share a token, directly or through others. */
import type { Token } from '../model/links.ts';
import { familyOf } from '../model/subject.ts';
import type { SubjectEvent } from './events.ts';
import { isOfOneServer } from './servers.ts';

export interface Cluster {
  readonly members: readonly SubjectEvent[];
  /**
   * Another phone shares an identifier with this one that only one can have. The tokens that both have name neither for certain.
   * Absent where the records agree.
   */
  readonly doubtful?: ReadonlySet<Token>;
}

/**
 * @param same tokens of one phone, as an operator's list says
 * @param contested kinds of numbers that join within a file only, unless the list names them
 */
export function clustersOf(
  devices: readonly SubjectEvent[],
  same: readonly (readonly Token[])[] = [],
  contested: ReadonlySet<string> = new Set(),
): readonly Cluster[] {
  const named = new Set(same.flat());
  const joining = ({ input, links }: SubjectEvent): readonly Token[] =>
    (links?.is ?? []).map((token) =>
      isOfOneServer(token, contested) || named.has(token) ? token : `${token} ${input}`,
    );
  const parents = new Map<Token, Token>();
  const rootOf = (token: Token): Token => {
    let root = token;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) {
      const beyond = parents.get(next);
      if (beyond !== undefined) parents.set(root, beyond); // halves the way for the next who asks
      root = next;
    }
    return root;
  };
  const unite = (tokens: readonly Token[]): void => {
    const [first, ...others] = tokens;
    if (first === undefined) return;
    const root = rootOf(first);
    for (const other of others) {
      const own = rootOf(other);
      if (own !== root) parents.set(own, root);
    }
  };
  for (const tokens of same) unite(tokens);
  for (const device of devices) unite(joining(device));
  const groups = new Map<Token, SubjectEvent[]>();
  const alone: Cluster[] = [];
  for (const device of devices) {
    const [first] = joining(device);
    if (first === undefined) alone.push({ members: [device] });
    else {
      const root = rootOf(first);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [device]);
      else group.push(device);
    }
  }
  return [...[...groups.values()].flatMap(clustersIn), ...alone];
}

/** A phone has one serial number and one UDID; two IMEIs are common. */
const single = ['serial:', 'udid:'];

function clustersIn(members: readonly SubjectEvent[]): Cluster[] {
  if (members.length < 2) return [{ members }];
  const times = new Map<Token, number>();
  for (const { links } of members)
    for (const token of new Set(links?.is)) times.set(token, (times.get(token) ?? 0) + 1);
  const families = new Set(members.map(({ subject }) => familyOf(subject.platform)));
  const isClear =
    families.size === 1 &&
    single.every((kind) => [...times.keys()].filter((token) => token.startsWith(kind)).length < 2);
  if (isClear) return [{ members }];
  const parts = [...Map.groupBy(members, (member) => recordOf(member)).values()];
  const tokensOf = parts.map((part) => new Set(part.flatMap(({ links }) => links?.is ?? [])));
  const doubtful = [...times.keys()].filter((token) => tokensOf.filter((own) => own.has(token)).length > 1);
  return parts.map((part) => ({ members: part, doubtful: new Set(doubtful) }));
}

/**
 * What is certain to be one record, even where other records contradict it: a management system's identifier, and every other one
 * the same beside it. A record without one stays by itself.
 */
function recordOf(member: SubjectEvent): unknown {
  const tokens = [...new Set(member.links?.is)].sort();
  return tokens.some((token) => /-device:/.test(token)) ? tokens.join(' ') : member;
}
