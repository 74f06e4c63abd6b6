/** What a rule wants, in words. */
import { wordsOf } from '../evaluate/operators/registry.ts';
import { type Expression, partsOf } from '../model/profile.ts';

/** `passcode.minimumLength at least 6 and (storage.encrypted is true or …)`. */
export function expressionWords(expression: Expression): string {
  const inner = partsOf(expression)?.map((part) => {
    const words = expressionWords(part);
    return partsOf(part) === undefined ? words : `(${words})`;
  });
  if (inner !== undefined) {
    if ('none' in expression) return `none of ${inner.join(', ')}`;
    return inner.join('any' in expression ? ' or ' : ' and ');
  }
  if ('each' in expression)
    return `${expression.each} ${expression.setting} ${wordsOf(expression.is, false)}`;
  if ('setting' in expression) return `${expression.setting} ${wordsOf(expression.is, false)}`;
  if ('sum' in expression) return `${expression.sum.join(' + ')} ${wordsOf(expression.is, false)}`;
  return 'fact' in expression ? `${expression.fact} ${wordsOf(expression.is, false)}` : '';
}
