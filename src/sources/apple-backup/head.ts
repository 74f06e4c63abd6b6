/** What the plain property lists of a backup say about it: whose it is, from when, whether it is encrypted and whole. */
import type { Identity } from '../../artifacts/identity.ts';
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { PassmusterError } from '../../errors.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import type { Subject } from '../../model/subject.ts';
import { timeOf } from '../../model/time.ts';
import { faultOf } from '../apple-files.ts';

export interface BackupHead {
  readonly manifest: MapNode;
  readonly lockdown: MapNode | undefined;
  /** Absent where it is not there, cannot be read, or is of another phone. */
  readonly info: MapNode | undefined;
  readonly isEncrypted: boolean;
  /** The phone says that the backup ran to its end. */
  readonly isFinished: boolean;
  readonly collected: string | undefined;
  readonly version: string | undefined;
  readonly name: Pick<Subject, 'id' | 'platform' | 'model'>;
  /** For tokens alone. */
  readonly identity: Identity;
  readonly notices: readonly Notice[];
}

/** @throws PassmusterError when `Manifest.plist` is not there or cannot be read: nothing in the backup can be judged then */
export async function readHead(bundle: Bundle): Promise<BackupHead> {
  const notices: Notice[] = [];
  const manifest = await readManifest(bundle);
  const status = await optional(bundle, 'Status.plist', notices);
  const lockdown = onlyMember(manifest, 'Lockdown');
  const own = lockdown?.type === 'map' ? lockdown : undefined;
  const info = ofSameBackup(await optional(bundle, 'Info.plist', notices), manifest, own, notices);
  const isFinished = stringOf(onlyMember(status, 'SnapshotState')) === 'finished';
  if (!isFinished) notices.push(unfinished);
  const model = textLike(onlyMember(own, 'ProductType'), /^[A-Za-z]{1,20}\d{1,3},\d{1,3}$/);
  return {
    manifest,
    lockdown: own,
    info,
    isEncrypted: isTrue(onlyMember(manifest, 'IsEncrypted')),
    isFinished,
    collected: earliest([onlyMember(manifest, 'Date'), onlyMember(status, 'Date')]),
    version: textLike(onlyMember(own, 'ProductVersion'), /^\d+(\.\d+){0,3}$/),
    name: {
      id: identifierOf(own, info) ?? bundle.name,
      platform: model?.startsWith('iPad') === true ? 'ipados' : 'ios',
      ...(model === undefined ? {} : { model }),
    },
    identity: [
      ['serial', stringOf(onlyMember(own, 'SerialNumber'))],
      ['serial', stringOf(onlyMember(info, 'Serial Number'))],
      ['udid', identifierOf(own, info)],
      ['imei', stringOf(onlyMember(info, 'IMEI'))],
      ['imei', stringOf(onlyMember(info, 'IMEI 2'))],
    ],
    notices,
  };
}

const unfinished: Notice = {
  code: 'backup-unfinished',
  message:
    'The phone does not say that this backup was finished (SnapshotState); of what lies in it only Manifest.plist counts.',
  locator: 'Status.plist: SnapshotState',
};

async function readManifest(bundle: Bundle): Promise<MapNode> {
  const bytes = await bundle.bytes('Manifest.plist');
  if (bytes === undefined)
    throw new PassmusterError('input-unreadable', 'The backup has no Manifest.plist, which says what it is.');
  return dictionary(bytes);
}

/** @throws PassmusterError of the formats */
function dictionary(bytes: Uint8Array): MapNode {
  const tree = readPropertyList(bytes);
  if (tree.type === 'map') return tree;
  throw new PassmusterError('plist-malformed', 'The property list is not a dictionary.');
}

async function optional(bundle: Bundle, path: string, notices: Notice[]): Promise<MapNode | undefined> {
  try {
    const bytes = await bundle.bytes(path);
    if (bytes !== undefined) return dictionary(bytes);
    notices.push({ code: 'file-missing', message: `The backup has no ${path}.`, locator: path });
  } catch (error) {
    notices.push(faultOf(path, error));
  }
  return undefined;
}

/**
 * `Info.plist` is written by the computer, anew for each backup. One that names another phone, or is from another day, was laid
 * beside this backup: the apps that it lists are not those of then.
 */
function ofSameBackup(
  info: MapNode | undefined,
  manifest: MapNode,
  lockdown: MapNode | undefined,
  notices: Notice[],
): MapNode | undefined {
  const [own, other] = [udid(onlyMember(lockdown, 'UniqueDeviceID')), infoIdentifier(info)];
  const isOther = own !== undefined && other !== undefined && own.toUpperCase() !== other.toUpperCase();
  const [at, infoAt] = [dateOf(manifest, 'Date'), dateOf(info, 'Last Backup Date')];
  const isApart = at !== undefined && infoAt !== undefined && Math.abs(at - infoAt) > day;
  if (!isOther && !isApart) return info;
  const message = `Info.plist is of another ${isOther ? 'phone' : 'day'} than Manifest.plist; it is not used.`;
  notices.push({ code: 'file-unreadable', message, locator: 'Info.plist' });
  return undefined;
}

const day = 86_400_000;

function dateOf(map: MapNode | undefined, key: string): number | undefined {
  const node = onlyMember(map, key);
  return node?.type === 'date' ? timeOf(node.value) : undefined;
}

/** The identifier that management systems use too, never the serial number or the name that its user gave the phone. */
function identifierOf(lockdown: MapNode | undefined, info: MapNode | undefined): string | undefined {
  return udid(onlyMember(lockdown, 'UniqueDeviceID')) ?? infoIdentifier(info);
}

const infoIdentifier = (info: MapNode | undefined) =>
  udid(onlyMember(info, 'Target Identifier')) ?? udid(onlyMember(info, 'Unique Identifier'));
const udid = (node: TreeNode | undefined) => textLike(node, /^[0-9A-Fa-f-]{24,40}$/);

/** Two dates of one backup lie minutes apart; where they do not, the older one is the safe one. */
function earliest(nodes: readonly (TreeNode | undefined)[]): string | undefined {
  const dates = nodes.flatMap((node) => (node?.type === 'date' ? [node.value] : []));
  return dates.sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0))[0];
}

function textLike(node: TreeNode | undefined, form: RegExp): string | undefined {
  const text = stringOf(node);
  return text !== undefined && form.test(text) ? text : undefined;
}

const isTrue = (node: TreeNode | undefined) => node?.type === 'boolean' && node.value;

/** A member that stands once. */
export function onlyMember(map: MapNode | undefined, key: string): TreeNode | undefined {
  return map?.repeated.has(key) === true ? undefined : map?.entries.get(key);
}
