/** Moments in evidence. Native parsing takes 31 February for 3 March and words for local time; none of that is evidence. */

const form = /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds of a day (`YYYY-MM-DD`, its start in UTC) or an RFC 3339 time; undefined for what is neither, or no real day. */
export function timeOf(text: string): number | undefined {
  if (text !== last.text) last = { text, time: timeIn(text) };
  return last.time;
}

/** Everything that is known of a phone is of the same moment: it is worked out once for all of it. */
let last: { readonly text: string; readonly time: number | undefined } = { text: '', time: undefined };

function timeIn(text: string): number | undefined {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** By the Gregorian calendar. */
function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const isShort = month === 4 || month === 6 || month === 9 || month === 11;
  const days = month === 2 ? (isLeap ? 29 : 28) : isShort ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
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
