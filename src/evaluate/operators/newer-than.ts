import { timeOf } from '../../model/time.ts';
import { defineOperator, type OperatorContext } from './define.ts';

const day = 86_400_000;
/** Clocks differ by hours; a date further in the future than a day is no evidence. */
const tolerance = day;

/** Days from the date to the evaluation; undefined when it is no date or lies in the future. */
function ageInDays(value: string, { asOf }: OperatorContext): number | undefined {
  const [now, then] = [timeOf(asOf), timeOf(value)];
  if (now === undefined || then === undefined || now - then < -tolerance) return undefined;
  return (now - then) / day;
}

const days = { type: 'integer', minimum: 0 };

/** The options are numbers of days. */
export const newerThan = defineOperator<string, number>({
  id: 'newerThan',
  accepts: ['date'],
  optionsSchema: days,
  test: (value, limit, context) => {
    const age = ageInDays(value, context);
    return age === undefined ? undefined : age <= limit;
  },
  explain: (limit) => `not older than ${limit} days`,
});

export const olderThan = defineOperator<string, number>({
  id: 'olderThan',
  accepts: ['date'],
  optionsSchema: days,
  test: (value, limit, context) => {
    const age = ageInDays(value, context);
    return age === undefined ? undefined : age > limit;
  },
  explain: (limit) => `older than ${limit} days`,
});
