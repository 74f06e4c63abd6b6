/** Which records are of one phone: those that share a token, directly or through others. */
import type { Token } from '../model/links.ts';
import { familyOf } from '../model/subject.ts';
import type { SubjectEvent } from './events.ts';

export interface Cluster {
  readonly members: readonly SubjectEvent[];
  /** Two phones share an identifier that only one can have: which records belong together is not known. */
  readonly isContradictory: boolean;
}

/** @param same tokens of one phone, as an operator's list says */
export function clustersOf(
  devices: readonly SubjectEvent[],
  same: readonly (readonly Token[])[] = [],
): readonly Cluster[] {
  const parents = new Map<Token, Token>();
  const rootOf = (token: Token): Token => {
    let root = token;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(token, root);
    return root;
  };
  const unite = (tokens: readonly Token[]): void => {
    const [first, ...others] = tokens;
    if (first === undefined) return;
    const root = rootOf(first);
    for (const other of others) parents.set(rootOf(other), root);
  };
  for (const tokens of same) unite(tokens);
  for (const { links } of devices) unite(links?.is ?? []);
  const groups = new Map<Token, SubjectEvent[]>();
  const alone: Cluster[] = [];
  for (const device of devices) {
    const [first] = device.links?.is ?? [];
    if (first === undefined) alone.push({ members: [device], isContradictory: false });
    else {
      const root = rootOf(first);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [device]);
      else group.push(device);
    }
  }
  return [
    ...[...groups.values()].map((members) => ({ members, isContradictory: isContradictory(members) })),
    ...alone,
  ];
}

/** A phone has one serial number and one UDID; two IMEIs are common. */
const single = ['serial:', 'udid:'];

function isContradictory(members: readonly SubjectEvent[]): boolean {
  if (members.length < 2) return false;
  if (new Set(members.map(({ subject }) => familyOf(subject.platform))).size > 1) return true;
  const tokens = new Set(members.flatMap(({ links }) => links?.is ?? []));
  return single.some((kind) => [...tokens].filter((token) => token.startsWith(kind)).length > 1);
}
