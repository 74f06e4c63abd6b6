/** Configuration profiles that a phone has, as it keeps them: a list of them, and a stub of each. */
import { readPropertyList } from '../artifacts/apple/packaging.ts';
import { profileSettings, readProfileStub, unreadStub } from '../artifacts/apple/stub.ts';
import { unread } from '../artifacts/apple/documents.ts';
import type { MapReading } from '../artifacts/observe-map.ts';
import { memberOf } from '../formats/node.ts';
import type { Bundle } from '../io/bundle.ts';
import type { Notice } from '../model/notice.ts';
import type { UnknownReason } from '../model/observation.ts';
import { faultOf, inFile, joined, type PhoneSite, placeOf, reasonOf } from './apple-files.ts';

/** More profiles than any phone has: a list that names more was made to keep the reader busy. */
const most = 1000;

interface ProfilePaths {
  /** Of the stubs that there are. */
  readonly stubs: readonly string[];
  /** Of `PayloadManifest.plist`. */
  readonly list: string;
  /** True: it has to be there. False: what lies there is a remnant. */
  readonly isListThere?: boolean | undefined;
}

export async function readProfiles(
  bundle: Bundle,
  { stubs, list, isListThere }: ProfilePaths,
  site: PhoneSite,
): Promise<MapReading> {
  const read: StubReading[] = [];
  for (const path of stubs.slice(0, most)) read.push(await readStub(bundle, path, site));
  const listed = isListThere === false ? {} : await readList(bundle, list, isListThere === true);
  const counts = { stubs: stubs.length, read: read.length, full: read.filter(({ isFull }) => isFull).length };
  const doubt = doubtOn(listed, counts);
  if (doubt === undefined) return joined(read);
  const { unknown, ...fault } = doubt;
  const notice: Notice = 'notice' in fault ? fault.notice : { ...fault, locator: list };
  return joined([...read, unseenProfiles(list, unknown, site, notice)]);
}

type Doubt = { readonly unknown: UnknownReason } & (
  | Pick<Notice, 'code' | 'message'>
  | { readonly notice: Notice }
);

/** Do the stubs and the list tell of the same profiles? By their numbers: how the list names them is unverified. */
function doubtOn(listed: Listed, { stubs, read, full }: Record<'stubs' | 'read' | 'full', number>) {
  const because = (message: string, unknown: UnknownReason): Doubt => ({
    unknown,
    code: 'count-mismatch',
    message,
  });
  if ('notice' in listed) return { unknown: listed.unknown, notice: listed.notice };
  const named = Math.max(stubs, listed.visible ?? 0);
  if (named > read)
    return because(
      `The phone lists ${named} configuration profiles; ${read} of them could be looked at.`,
      'incomplete',
    );
  // A profile leaves the list when it is removed; a stub of it that stayed is no demand any more.
  if (listed.all !== undefined && full > listed.all)
    return because(
      `There are ${full} configuration profiles and the phone lists ${listed.all}: which of them it still has is not known.`,
      'ambiguous',
    );
  return undefined;
}

/** Profiles of the phone may be there and were not looked at: what a profile could demand is open. */
export function unseenProfiles(
  path: string,
  unknown: UnknownReason,
  site: PhoneSite,
  notice?: Notice,
): MapReading {
  return {
    observations: unread(profileSettings, unknown, { ...placeOf(path, site), layer: 'installed' }),
    notices: notice === undefined ? [] : [notice],
  };
}

/** Numbers of profiles, as far as the list tells them. */
type Listed =
  | { readonly visible?: number; readonly all?: number }
  | { readonly notice: Notice; readonly unknown: UnknownReason };

/** `OrderedProfiles` names every profile that is not hidden, `HiddenProfiles` the others (keys unverified). */
async function readList(bundle: Bundle, path: string, isExpected: boolean): Promise<Listed> {
  try {
    const bytes = await bundle.bytes(path);
    if (bytes === undefined) return isExpected ? missingAt(path) : {};
    const tree = readPropertyList(bytes);
    const [ordered, hidden] = ['OrderedProfiles', 'HiddenProfiles'].map((key) => memberOf(tree, key));
    if (ordered?.type !== 'list') return {};
    const visible = ordered.items.length;
    return { visible, all: visible + (hidden?.type === 'list' ? hidden.items.length : 0) };
  } catch (error) {
    return { notice: faultOf(path, error), unknown: reasonOf(error) };
  }
}

function missingAt(locator: string): Listed {
  const message = 'The list of the profiles on the phone is not there: which others it has is not known.';
  return { notice: { code: 'file-missing', message, locator }, unknown: 'incomplete' };
}

type StubReading = MapReading & { readonly isFull: boolean };

/** Phones keep some profiles as empty files: then only that there is one is known. */
async function readStub(bundle: Bundle, path: string, site: PhoneSite): Promise<StubReading> {
  const { keys } = site;
  const where = { ...placeOf(path, site), ...(keys === undefined ? {} : { keys }) };
  try {
    const bytes = await bundle.bytes(path);
    if (bytes === undefined) {
      const message = 'A profile of the phone is listed and not there.';
      return doubted(where, 'incomplete', { code: 'file-missing', message, locator: path });
    }
    if (bytes.length === 0) {
      const message = 'The phone keeps a profile without its content; what it demands is not known.';
      return doubted(where, 'incomplete', { code: 'profile-stub-empty', message, locator: path });
    }
    const { observations, notices } = readProfileStub(bytes, where);
    return { observations, notices: notices.map((notice) => inFile(path, notice)), isFull: true };
  } catch (error) {
    return doubted(where, reasonOf(error), faultOf(path, error));
  }
}

function doubted(
  where: Parameters<typeof unreadStub>[1],
  unknown: UnknownReason,
  notice: Notice,
): StubReading {
  return { observations: [unreadStub(unknown, where)], notices: [notice], isFull: false };
}
