/** When a configuration profile leaves the phone by itself (Apple, "Device Management", TopLevel). */
import { type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { timeOf } from '../../model/time.ts';
import type { MapSite } from '../observe-map.ts';

/**
 * The moment after which its demands no longer count: `RemovalDate`, or `DurationUntilRemoval` in seconds from installation;
 * of both the earlier one.
 * @param installed RFC 3339; undefined where the file does not say when a phone took the profile
 */
export function expiryOf(
  profile: MapNode | undefined,
  installed: string | undefined,
  notices: Notice[],
): NonNullable<MapSite['extras']> {
  const date = memberOf(profile, 'RemovalDate');
  const duration = memberOf(profile, 'DurationUntilRemoval');
  if (date === undefined && duration === undefined) return {};
  const lapses = duration === undefined ? undefined : lapseOf(duration, installed);
  if (duration !== undefined && lapses === undefined)
    notices.push({
      code: 'policy-removal-date',
      message: 'The profile removes itself some time after installation; from when on is not in the file.',
      locator: 'DurationUntilRemoval',
      line: duration.line,
    });
  const [first] = [
    ...(date?.type === 'date' ? [{ at: date.value, locator: 'RemovalDate', line: date.line }] : []),
    ...(lapses === undefined
      ? []
      : [{ at: lapses, locator: 'DurationUntilRemoval', line: duration?.line ?? 0 }]),
  ].sort((a, b) => (timeOf(a.at) ?? 0) - (timeOf(b.at) ?? 0));
  const ends = { notes: ['policy-ends'] };
  if (first === undefined) return ends;
  const { at, ...place } = first;
  const message = `The profile removes itself on ${at.slice(0, 10)}.`;
  notices.push({ code: 'policy-removal-date', message, ...place });
  return { expires: at, ...ends };
}

function lapseOf(duration: TreeNode, installed: string | undefined): string | undefined {
  const from = installed === undefined ? undefined : timeOf(installed);
  if (from === undefined || (duration.type !== 'integer' && duration.type !== 'real')) return undefined;
  const at = new Date(from + Number(duration.value) * 1000);
  return Number.isNaN(at.getTime()) ? undefined : `${at.toISOString().slice(0, 19)}Z`;
}
