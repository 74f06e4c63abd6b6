/** Moments in evidence. Native parsing takes 31 February for 3 March and words for local time; none of that is evidence. */

const form = /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds of a day (`YYYY-MM-DD`, its start in UTC) or an RFC 3339 time; undefined for what is neither, or no real day. */
export function timeOf(text: string): number | undefined {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Whole days from one moment to a later one; 0 where it is not later, or one of them is no moment. */
export function daysBetween(from: string, to: string): number {
  const [start, end] = [timeOf(from), timeOf(to)];
  return start === undefined || end === undefined ? 0 : Math.max(0, Math.floor((end - start) / 86_400_000));
}

/** RFC 3339, UTC, from milliseconds; the fraction only where there is one. */
export function momentOf(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
