/**
 * Groups with their members → which phones are in a group, by themselves or by their user. Shape: Microsoft Graph, groups
 * expanded by members. Such an answer holds the first members only, and does not say so: at most 20, in other versions of
 * the service 100; and who is in a group that is a member itself does not stand there.
 */
import { memberIn } from '../../artifacts/intune/members.ts';
import { tokenOf } from '../../artifacts/identity.ts';
import { stringOf, type TreeNode } from '../../formats/node.ts';
import type { Token } from '../../model/links.ts';
import { notice, type ReadItem } from '../define.ts';
import type { JsonRecord } from '../json-records.ts';

const fullPages = [20, 100];

export function* membersIn(records: readonly JsonRecord[], key: string | undefined): Generator<ReadItem> {
  let bare = 0;
  let cut = 0;
  for (const { node } of records) {
    const id = textOf(node, 'id');
    const members = memberIn(node, 'members', '')?.node;
    const next = memberIn(node, 'members@odata.nextLink', '')?.node;
    if (id === undefined || members?.type !== 'list') {
      bare += 1;
      continue;
    }
    const read = members.items.map((member) => tokensOf(member, key));
    const isWhole =
      (next === undefined || next.type === 'null') &&
      !fullPages.includes(read.length) &&
      read.every((tokens) => tokens !== undefined);
    if (!isWhole) cut += 1;
    const of = [tokenOf('intune-group', id, key)].filter((token) => token !== undefined);
    const to = read.flatMap((tokens) => tokens ?? []);
    yield { kind: 'facts', links: { to, of, ...(isWhole ? { whole: of } : {}) }, observations: [] };
  }
  if (bare > 0)
    yield notice(
      'rows-skipped',
      `${groups(bare)} without members: who is in ${bare === 1 ? 'it' : 'them'} is not known. Ask Graph for groups?$expand=members.`,
    );
  if (cut > 0)
    yield notice(
      'members-incomplete',
      `${groups(cut)} whose members may not all be here: policies that leave out such a group are applied to no phone.`,
    );
}

const groups = (count: number): string =>
  count === 1 ? 'One group stands here' : `${count} groups stand here`;

/** @returns undefined for whom the export does not say in full: a group, or a member that cannot be read */
function tokensOf(member: TreeNode, key: string | undefined): readonly Token[] | undefined {
  const type = (textOf(member, '@odata.type') ?? '').toLowerCase().replace(/^#?microsoft\.graph\./, '');
  const device = tokenOf('entra-device', textOf(member, 'deviceId'), key);
  const user = tokenOf('intune-user', textOf(member, 'userPrincipalName'), key);
  if (type === 'orgcontact' || type === 'serviceprincipal') return [];
  if ((type === 'device' || type === '') && device !== undefined) return [device];
  if ((type === 'user' || type === '') && user !== undefined) return [user];
  return undefined;
}

const textOf = (node: TreeNode, key: string): string | undefined => stringOf(memberIn(node, key, '')?.node);
