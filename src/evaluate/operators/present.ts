import { defineOperator } from './define.ts';

const always = { const: true };

/** Whatever the value, it is there. That it is not there has to be shown: judge-setting.ts knows when it is. */
export const present = defineOperator({
  id: 'present',
  accepts: ['boolean', 'integer', 'number', 'version', 'date', 'choice', 'text', 'list'],
  optionsSchema: always,
  test: () => true,
  explain: () => 'to be set',
});

export const absent = defineOperator({
  id: 'absent',
  accepts: ['boolean', 'integer', 'number', 'version', 'date', 'choice', 'text', 'list'],
  optionsSchema: always,
  test: () => false,
  explain: () => 'not to be set',
});
