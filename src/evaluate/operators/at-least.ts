import { defineOperator, type OperatorContext } from './define.ts';

const bound = { type: ['number', 'string'] };

/** Numbers by size, choices by their order from open to strict. Undefined: the word has no place in the order. */
function compare(
  value: number | string,
  bound: number | string,
  { values }: OperatorContext,
): number | undefined {
  if (typeof value === 'number' && typeof bound === 'number') return value - bound;
  const [at, wanted] = [values.indexOf(String(value)), values.indexOf(String(bound))];
  return at < 0 || wanted < 0 ? undefined : at - wanted;
}

export const atLeast = defineOperator<number | string, number | string>({
  id: 'atLeast',
  accepts: ['integer', 'number', 'choice'],
  optionsSchema: bound,
  test: (value, least, context) => {
    const order = compare(value, least, context);
    return order === undefined ? undefined : order >= 0;
  },
  explain: (least) => `at least ${least}`,
});

export const atMost = defineOperator<number | string, number | string>({
  id: 'atMost',
  accepts: ['integer', 'number', 'choice'],
  optionsSchema: bound,
  test: (value, most, context) => {
    const order = compare(value, most, context);
    return order === undefined ? undefined : order <= 0;
  },
  explain: (most) => `at most ${most}`,
});

export const between = defineOperator<number, readonly [number, number]>({
  id: 'between',
  accepts: ['integer', 'number'],
  optionsSchema: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } },
  test: (value, [from, to]) => value >= from && value <= to,
  explain: ([from, to]) => `between ${from} and ${to}`,
});
