/** Durations of ISO 8601, whole numbers only, added by the calendar of UTC. */

export interface Duration {
  readonly months: number;
  readonly milliseconds: number;
}

const form =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;
const weeks = /^P(\d{1,4})W$/;
const second = 1000;
const day = 86_400_000;

/** `P30D`, `P3M`, `P1Y6M`, `P2W`, `PT12H`; undefined for what is none, or no longer than nothing. */
export function parseDuration(text: string): Duration | undefined {
  const [, wholeWeeks] = weeks.exec(text) ?? [];
  if (wholeWeeks !== undefined) return longer({ months: 0, milliseconds: Number(wholeWeeks) * 7 * day });
  const found = form.exec(text);
  if (found === null) return undefined;
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return longer({
    months: years * 12 + months,
    milliseconds: days * day + (hours * 3600 + minutes * 60 + seconds) * second,
  });
}

const longer = (duration: Duration): Duration | undefined =>
  duration.months + duration.milliseconds > 0 ? duration : undefined;

/**
 * A month after 31 January is the last day of February. Months first, then days and hours.
 * @returns milliseconds; undefined beyond the year 9999
 */
export function addDuration(start: number, { months, milliseconds }: Duration): number | undefined {
  const date = new Date(start);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, lastDay));
  const end = date.getTime() + milliseconds;
  return end < Date.UTC(10_000, 0, 1) ? end : undefined;
}
