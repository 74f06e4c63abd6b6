import { defineOperator, show } from './define.ts';

const list = { type: 'array', items: { type: 'string' } };

export const containsAll = defineOperator<readonly string[], readonly string[]>({
  id: 'containsAll',
  accepts: ['list'],
  optionsSchema: list,
  test: (value, wanted) => wanted.every((item) => value.includes(item)),
  explain: (wanted) => `all of ${show(wanted)}`,
});

export const containsNone = defineOperator<readonly string[], readonly string[]>({
  id: 'containsNone',
  accepts: ['list'],
  optionsSchema: list,
  test: (value, unwanted) => !unwanted.some((item) => value.includes(item)),
  explain: (unwanted) => `none of ${show(unwanted)}`,
});

export const subsetOf = defineOperator<readonly string[], readonly string[]>({
  id: 'subsetOf',
  accepts: ['list'],
  optionsSchema: list,
  test: (value, allowed) => value.every((item) => allowed.includes(item)),
  explain: (allowed) => `nothing besides ${show(allowed)}`,
});
