import { defineOperator, show } from './define.ts';

const scalar = { type: ['boolean', 'number', 'string'] };

export const equals = defineOperator<boolean | number | string, boolean | number | string>({
  id: 'equals',
  accepts: ['boolean', 'integer', 'number', 'choice', 'text'],
  optionsSchema: scalar,
  test: (value, wanted) => value === wanted,
  explain: (wanted) => show(wanted),
});

export const notEquals = defineOperator<boolean | number | string, boolean | number | string>({
  id: 'notEquals',
  accepts: ['boolean', 'integer', 'number', 'choice', 'text'],
  optionsSchema: scalar,
  test: (value, unwanted) => value !== unwanted,
  explain: (unwanted) => `anything but ${show(unwanted)}`,
});
