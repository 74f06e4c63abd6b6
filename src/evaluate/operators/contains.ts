import { defineOperator, show } from './define.ts';

/** Only the entries that decide, ten at most. */
function told(word: string, deciding: readonly string[], value: readonly string[]): string {
  if (deciding.length === 0) return `a list of ${value.length}`;
  const more = deciding.length > 10 ? ` and ${deciding.length - 10} more` : '';
  return `a list of ${value.length} ${word} ${show(deciding.slice(0, 10))}${more}`;
}

const list = { type: 'array', items: { type: 'string' } };
/** All of nothing, or none of nothing, would hold for every list: a rule that cannot fail. */
const someOf = { ...list, minItems: 1 };

export const contains = defineOperator<readonly string[], string>({
  id: 'contains',
  accepts: ['list'],
  optionsSchema: { type: 'string', minLength: 1 },
  test: (value, wanted) => value.includes(wanted),
  explain: (wanted) => `to contain ${wanted}`,
  tell: (value, wanted) => told(value.includes(wanted) ? 'with' : 'without', [wanted], value),
});

export const containsAll = defineOperator<readonly string[], readonly string[]>({
  id: 'containsAll',
  accepts: ['list'],
  optionsSchema: someOf,
  test: (value, wanted) => wanted.every((item) => value.includes(item)),
  explain: (wanted) => `all of ${show(wanted)}`,
  tell: (value, wanted) =>
    told(
      'without',
      wanted.filter((item) => !value.includes(item)),
      value,
    ),
});

export const containsNone = defineOperator<readonly string[], readonly string[]>({
  id: 'containsNone',
  accepts: ['list'],
  optionsSchema: someOf,
  test: (value, unwanted) => !unwanted.some((item) => value.includes(item)),
  explain: (unwanted) => `none of ${show(unwanted)}`,
  tell: (value, unwanted) =>
    told(
      'with',
      unwanted.filter((item) => value.includes(item)),
      value,
    ),
});

export const subsetOf = defineOperator<readonly string[], readonly string[]>({
  id: 'subsetOf',
  accepts: ['list'],
  optionsSchema: list,
  test: (value, allowed) => value.every((item) => allowed.includes(item)),
  explain: (allowed) => `nothing besides ${show(allowed)}`,
  tell: (value, allowed) =>
    told(
      'with',
      value.filter((item) => !allowed.includes(item)),
      value,
    ),
});
