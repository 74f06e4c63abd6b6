/** Dumps tell the time of the phone without its zone; the zone is a property. */
import type { AndroidDocuments } from './phone.ts';
import { propertyOf } from './observe-properties.ts';

/** @param local `2025-11-09 09:32:54` @returns RFC 3339, UTC; undefined where the zone is not told or not known here */
export function moment(
  local: string,
  { properties }: Pick<AndroidDocuments, 'properties'>,
): string | undefined {
  const zones = new Set(properties.map((one) => propertyOf(one, 'persist.sys.timezone')));
  const [zone] = zones;
  const asUtc = Date.parse(`${local.replace(' ', 'T')}Z`);
  if (zone === undefined || zones.size !== 1 || Number.isNaN(asUtc)) return undefined;
  const offset = offsetOf(zone, asUtc);
  if (offset === undefined) return undefined;
  // Once more with the moment that came out: the clock may have changed in between.
  const again = offsetOf(zone, asUtc - offset) ?? offset;
  return `${new Date(asUtc - again).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds that the zone is ahead of UTC. */
function offsetOf(zone: string, at: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
    const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return sign === '-' ? -size : size;
  } catch {
    return undefined;
  }
}
