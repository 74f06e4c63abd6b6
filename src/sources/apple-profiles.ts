/** Configuration profiles that a phone has, as it keeps them: a list of them, and a stub of each. */
import { readPropertyList } from '../artifacts/apple-packaging.ts';
import { profileSettings, readProfileStub, unreadStub } from '../artifacts/apple-stub.ts';
import { unread } from '../artifacts/apple-documents.ts';
import type { MapReading } from '../artifacts/observe-map.ts';
import { memberOf } from '../formats/node.ts';
import type { Bundle } from '../io/bundle.ts';
import type { Notice } from '../model/notice.ts';
import type { UnknownReason } from '../model/observation.ts';
import { faultOf, inFile, joined, type PhoneSite, placeOf, reasonOf } from './apple-files.ts';

/** More profiles than any phone has: a list that names more was made to keep the reader busy. */
const most = 1000;

/**
 * @param stubs paths of the stubs that there are
 * @param list path of `PayloadManifest.plist`
 */
export async function readProfiles(
  bundle: Bundle,
  stubs: readonly string[],
  list: string,
  site: PhoneSite,
): Promise<MapReading> {
  const readings: MapReading[] = [];
  for (const path of stubs.slice(0, most)) readings.push(await readStub(bundle, path, site));
  const found = Math.min(stubs.length, most);
  const expected = await countListed(bundle, list);
  if ('notice' in expected) readings.push({ observations: [], notices: [expected.notice] });
  const named = Math.max(stubs.length, 'count' in expected ? expected.count : 0);
  if (named > found) {
    const message = `The phone lists ${named} configuration profiles; ${found} of them could be looked at.`;
    const notice: Notice = { code: 'count-mismatch', message, locator: list };
    readings.push(unseenProfiles(list, 'incomplete', site, notice));
  }
  return joined(readings);
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

/** `OrderedProfiles` names every profile that is not hidden (key unverified); only their number is used. */
async function countListed(bundle: Bundle, path: string): Promise<{ count: number } | { notice: Notice }> {
  try {
    const bytes = await bundle.bytes(path);
    const profiles = bytes === undefined ? undefined : memberOf(readPropertyList(bytes), 'OrderedProfiles');
    return { count: profiles?.type === 'list' ? profiles.items.length : 0 };
  } catch (error) {
    return { notice: faultOf(path, error) };
  }
}

/** Phones keep some profiles as empty files: then only that there is one is known. */
async function readStub(bundle: Bundle, path: string, site: PhoneSite): Promise<MapReading> {
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
      return doubted(where, 'not-reported', { code: 'profile-stub-empty', message, locator: path });
    }
    const { observations, notices } = readProfileStub(bytes, where);
    return { observations, notices: notices.map((notice) => inFile(path, notice)) };
  } catch (error) {
    return doubted(where, reasonOf(error), faultOf(path, error));
  }
}

function doubted(
  where: Parameters<typeof unreadStub>[1],
  unknown: UnknownReason,
  notice: Notice,
): MapReading {
  return { observations: [unreadStub(unknown, where)], notices: [notice] };
}
