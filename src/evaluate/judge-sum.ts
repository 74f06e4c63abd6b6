/** Numbers of several settings added up: the time until a phone locks is inactivity plus grace. */
import type { SumLeaf } from '../model/profile.ts';
import type { Facts } from './facts.ts';
import { judgeSetting } from './judge-setting.ts';
import type { JudgeOptions, Judgement } from './judgement.ts';
import { operatorOf, wordsOf } from './operators/registry.ts';

export function judgeSum({ sum, is }: SumLeaf, facts: Facts, options: JudgeOptions): Judgement {
  const negated = options.negated === true;
  // A fail may rest on the value too, so it has to be as firm as a pass; and what people state is never added to anything.
  const { statements: _none, ...shown } = options;
  const parts = sum.map((setting) =>
    judgeSetting({ setting, is: [] }, facts, { ...shown, negated: false, firm: true }),
  );
  const values = parts.map(valueOf);
  const known = values.filter((value) => value !== undefined);
  const total = known.reduce((all, value) => all + value, 0);
  const isWhole = known.length === parts.length;
  const open = parts.find((_, index) => values[index] === undefined);
  const base = {
    setting: sum.join(' + '),
    expected: wordsOf(is, negated),
    actual: isWhole ? String(total) : `${total} and what is not known`,
    witnesses: parts.flatMap(({ witnesses }) => witnesses),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
    collect: [...new Set(parts.flatMap(({ collect }) => collect))],
    steps: parts.flatMap(({ steps }) => steps),
  };
  const context = { asOf: options.asOf, values: [] };
  const results = is.map(({ operator, options: wanted }) => {
    const held = operatorOf(operator).test(total, wanted, context);
    // None of the numbers is below zero: what is above the bound already stays there.
    const isFinal = isWhole || (operator === 'atMost' && held === false);
    return isFinal ? held : undefined;
  });
  if (results.includes(false)) return { ...base, outcome: negated ? 'pass' : 'fail' };
  if (open !== undefined || results.includes(undefined)) {
    const { actual: _partial, ...rest } = base;
    return { ...rest, outcome: 'unknown', reason: open?.reason ?? 'ambiguous' };
  }
  return { ...base, outcome: negated ? 'fail' : 'pass' };
}

/** Of the layer that decides; undefined where none does, and for what is no number. */
function valueOf({ outcome, steps }: Judgement): number | undefined {
  const [step] = steps;
  const layer = step?.layers.find(({ layer: name }) => name === step.decidedBy);
  return outcome === 'pass' && typeof layer?.value === 'number' && layer.value >= 0 ? layer.value : undefined;
}
