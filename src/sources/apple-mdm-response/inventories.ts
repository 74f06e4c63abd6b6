/** Profiles and certificates on the device: what is there and until when, never a value of a setting. */
import { type MapNode, itemsOf, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { endOfValidity } from '../../formats/x509.ts';
import type { Notice } from '../../model/notice.ts';

export interface Inventory {
  readonly notices: readonly Notice[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Identifiers that a label names; the others are counted. */
const namedProfiles = 20;

const isTrue = (item: TreeNode, key: string): boolean => {
  const node = memberOf(item, key);
  return node?.type === 'boolean' && node.value && !(item.type === 'map' && item.repeated.has(key));
};
const are = (count: number, one: string, many = `${one}s`) =>
  count === 1 ? `1 ${one} is` : `${count} ${many} are`;

/**
 * `ProfileList`. `PayloadContent` in it is a list of payload types without their values, so it makes no setting pass. Under User
 * Enrolment only managed profiles are listed; an unsupervised device ignores PayloadRemovalDisallowed.
 */
export function profilesOf(list: TreeNode, locator: string, asOf: string): Inventory {
  const items = itemsOf(list);
  const readable = items.filter((item): item is MapNode => item.type === 'map');
  const names = readable.flatMap((item) => stringOf(memberOf(item, 'PayloadIdentifier')) ?? []).sort();
  if (list.type !== 'list' || readable.length < items.length || names.length < items.length)
    return { notices: [unreadable('profiles', locator, list)], labels: {} };
  const removable = readable.filter((item) => !isTrue(item, 'PayloadRemovalDisallowed')).length;
  const encrypted = readable.filter((item) => isTrue(item, 'IsEncrypted')).length;
  const parts = [
    `The device lists ${items.length} profiles: names and kinds, no values`,
    ...(removable > 0 ? [`${are(removable, 'profile')} not protected from removal`] : []),
    ...(encrypted > 0 ? [`${are(encrypted, 'profile')} encrypted`] : []),
  ];
  const signers = readable.flatMap((item) => itemsOf(memberOf(item, 'SignerCertificates')).slice(0, 1));
  const rest = names.length > namedProfiles ? [`${names.length - namedProfiles} more`] : [];
  return {
    notices: [
      { code: 'profiles-listed', message: `${parts.join('; ')}.`, ...placeOf(locator, list) },
      ...expired(signers, 'signers of profiles', locator, list, asOf),
    ],
    labels: names.length > 0 ? { profiles: [...names.slice(0, namedProfiles), ...rest].join(', ') } : {},
  };
}

/** `CertificateList`. The common name is left out: it can be the name of a person, or the text of an error. */
export function certificatesOf(list: TreeNode, locator: string, asOf: string): Inventory {
  const items = itemsOf(list);
  const data = items.flatMap((item) => memberOf(item, 'Data') ?? []);
  if (list.type !== 'list' || data.length < items.length)
    return { notices: [unreadable('certificates', locator, list)], labels: {} };
  const identities = items.filter((item) => isTrue(item, 'IsIdentity')).length;
  const message = `The device lists ${items.length} certificates, ${identities} of them with their keys.`;
  return {
    notices: [
      { code: 'certificates-listed', message, ...placeOf(locator, list) },
      ...expired(data, 'certificates', locator, list, asOf),
    ],
    labels: {},
  };
}

function expired(
  certificates: readonly TreeNode[],
  what: string,
  locator: string,
  list: TreeNode,
  asOf: string,
): Notice[] {
  const ends = certificates.map((node) => (node.type === 'data' ? endOfValidity(node.value) : undefined));
  const past = ends.filter((end) => end !== undefined && end < asOf).length;
  const bad = ends.filter((end) => end === undefined).length;
  const notices: Notice[] = [];
  const place = placeOf(locator, list);
  if (past > 0)
    notices.push({
      code: 'certificate-expired',
      message: `Of the ${what} on the device ${past} expired before the evaluation.`,
      ...place,
    });
  if (bad > 0)
    notices.push({
      code: 'record-unreadable',
      message: `Of the ${what} on the device ${bad} cannot be read.`,
      ...place,
    });
  return notices;
}

const placeOf = (locator: string, node: TreeNode) => ({
  locator,
  ...(node.line > 0 ? { line: node.line } : {}),
});

function unreadable(what: string, locator: string, list: TreeNode): Notice {
  return {
    code: 'record-unreadable',
    message: `The list of ${what} is not of the documented form.`,
    ...placeOf(locator, list),
  };
}
