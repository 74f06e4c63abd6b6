import { defineOperator, show } from './define.ts';

const list = { type: 'array', minItems: 1, items: { type: ['number', 'string'] } };

export const oneOf = defineOperator<number | string, readonly (number | string)[]>({
  id: 'oneOf',
  accepts: ['integer', 'number', 'choice', 'text'],
  optionsSchema: list,
  test: (value, wanted) => wanted.includes(value),
  explain: (wanted) => `one of ${show(wanted)}`,
});

export const noneOf = defineOperator<number | string, readonly (number | string)[]>({
  id: 'noneOf',
  accepts: ['integer', 'number', 'choice', 'text'],
  optionsSchema: list,
  test: (value, unwanted) => !unwanted.includes(value),
  explain: (unwanted) => `none of ${show(unwanted)}`,
});
