/** How the moments of a column seem to be written. */

export interface TimeGuess {
  /** The terms of the field, as they stand in the mapping. */
  readonly terms: string;
  /** What a person has to decide. */
  readonly doubt?: string;
}

const forms: readonly (readonly [RegExp, TimeGuess])[] = [
  [/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:\d\d)$/, { terms: 'time: iso8601' }],
  [
    /^\d{4}-\d\d-\d\d[T ][\d:.]+$/,
    { terms: 'time: iso8601, zone: utc', doubt: 'the times have no zone; is it UTC?' },
  ],
  [/^\d{4}-\d\d-\d\d$/, { terms: 'time: day' }],
  [/^\d{9,10}$/, { terms: 'time: epoch-s' }],
  [/^\d{12,13}$/, { terms: 'time: epoch-ms' }],
];

export function guessTime(values: readonly string[]): TimeGuess {
  const said = values.filter((value) => /\d/.test(value) && value !== '0');
  const [first] = said;
  if (first === undefined) return { terms: 'time: iso8601', doubt: 'no row says anything here' };
  for (const [form, guess] of forms) if (form.test(first)) return guess;
  return (
    patternOf(first, said) ?? {
      terms: 'time: iso8601',
      doubt: 'the form of the times is not known; see docs/mapping.md for `pattern`',
    }
  );
}

/** Day and month cannot be told apart by their look; a number above 12 tells. */
function patternOf(first: string, values: readonly string[]): TimeGuess | undefined {
  const [, one = '', mark = '', two = '', clock = '', seconds = '', half = ''] =
    /^(\d{1,2})([./-])(\d{1,2})\2\d{4}(?:[ ,]+(\d{1,2}):\d\d(:\d\d)?(?: ?([AP]M))?)?$/i.exec(first) ?? [];
  if (mark === '') return undefined;
  const parts = values.map((value) => value.split(/[./ -]/).map(Number));
  const isMonthFirst =
    parts.some(([, second = 0]) => second > 12) && !parts.some(([start = 0]) => start > 12);
  const isCertain = isMonthFirst || parts.some(([start = 0]) => start > 12);
  const isShort = one.length === 1 || two.length === 1;
  const [day, month] = isShort ? ['D', 'M'] : ['DD', 'MM'];
  const date = (isMonthFirst ? [month, day, 'YYYY'] : [day, month, 'YYYY']).join(mark);
  const time =
    clock === ''
      ? ''
      : ` ${clock.length === 1 || half !== '' ? 'h' : 'hh'}:mm${seconds === '' ? '' : ':ss'}${half === '' ? '' : ' A'}`;
  const doubts = [
    ...(isCertain ? [] : ['day first or month first?']),
    ...(clock === '' ? [] : ['in which zone?']),
  ];
  return {
    terms: `time: pattern, pattern: '${date}${time}'${clock === '' ? '' : ', zone: utc'}`,
    ...(doubts.length === 0 ? {} : { doubt: doubts.join(' ') }),
  };
}
