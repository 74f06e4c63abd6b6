/** A fact of the subject itself against comparisons. A fact that no source reports decides nothing. */
import type { FactLeaf } from '../model/profile.ts';
import type { Subject } from '../model/subject.ts';
import type { JudgeOptions, Judgement } from './judgement.ts';
import { operatorOf, wordsOf } from './operators/registry.ts';

export function judgeFact({ fact, is }: FactLeaf, subject: Subject, options: JudgeOptions): Judgement {
  const value = factOf(fact, subject);
  const negated = options.negated === true;
  const base = {
    setting: fact,
    expected: wordsOf(is, negated),
    witnesses: [],
    notes: [],
    collect: [],
    steps: [],
  };
  if (value === undefined)
    return {
      ...base,
      outcome: 'unknown',
      reason: 'not-reported',
      collect: [`an inventory that reports ${fact.replace(/^label:/, 'the label ')} of the device`],
    };
  const context = { asOf: options.asOf, values: [] };
  const results = is.map(({ operator, options: wanted }) =>
    operatorOf(operator).test(value, wanted, context),
  );
  const held = results.includes(false) ? false : results.includes(undefined) ? undefined : true;
  if (held === undefined) return { ...base, outcome: 'unknown', reason: 'ambiguous', actual: value };
  return { ...base, outcome: held === negated ? 'fail' : 'pass', actual: value };
}

function factOf(fact: string, subject: Subject): string | undefined {
  if (fact.startsWith('label:')) return subject.labels[fact.slice('label:'.length)];
  switch (fact) {
    case 'platform':
      return subject.platform;
    case 'kind':
      return subject.kind;
    case 'model':
      return subject.model;
    case 'enrolment':
      return subject.enrolment;
    case 'enrolmentType':
      return subject.enrolmentType;
    default:
      throw new Error(`no fact ${fact}`);
  }
}
