/** An expression on the facts of a subject: pass, fail or unknown, with witnesses. Three-valued logic, no default. */
import type { Expression } from '../model/profile.ts';
import type { Facts } from './facts.ts';
import { judgeClaims } from './judge-claims.ts';
import { judgeFact } from './judge-fact.ts';
import { judgeParameter } from './judge-parameter.ts';
import { judgeSetting } from './judge-setting.ts';
import { judgeSum } from './judge-sum.ts';
import { claimOf, type JudgeOptions, type Judgement } from './judgement.ts';

/** `none` turns each comparison round, so that doubts and `enforced` work for what is wanted, not for its opposite. */
export function judge(expression: Expression, facts: Facts, options: JudgeOptions): Judgement {
  if ('each' in expression) return judgeClaims(expression, facts, options);
  if ('setting' in expression) return judgeSetting(expression, facts, options);
  if ('sum' in expression) return judgeSum(expression, facts, options);
  if ('fact' in expression) return judgeFact(expression, facts.subject, options);
  if ('parameter' in expression) return judgeParameter(expression, options);
  const { negated = false } = options;
  const inside = 'none' in expression ? { ...options, negated: !negated } : options;
  const children =
    'all' in expression ? expression.all : 'any' in expression ? expression.any : expression.none;
  const parts = children.map((child) => judge(child, facts, inside));
  // Not all of them: any of the opposites. None of them: all of the opposites.
  return 'any' in expression === negated ? all(parts) : any(parts);
}

function all(parts: readonly Judgement[]): Judgement {
  return joined(
    parts,
    parts.filter((part) => part.outcome === 'fail'),
    parts.filter((part) => part.outcome === 'unknown'),
    parts,
    'and',
  );
}

function any(parts: readonly Judgement[]): Judgement {
  const passed = parts.find((part) => part.outcome === 'pass');
  if (passed) return { ...passed, expected: join(parts, 'or'), steps: stepsOf(parts) };
  const unknown = parts.filter((part) => part.outcome === 'unknown');
  // What a phone does not follow is no way to meet the rule: with another way that failed, all of them did.
  const open = unknown.filter(({ idle }) => idle === undefined);
  const failed = parts.filter((part) => part.outcome === 'fail');
  return joined(parts, [], failed.length > 0 ? open : unknown, failed.length > 0 ? failed : parts, 'or');
}

/** Fails before unknowns before the rest; the first of them speaks, and all of them are witnesses. */
function joined(
  parts: readonly Judgement[],
  fails: readonly Judgement[],
  unknowns: readonly Judgement[],
  rest: readonly Judgement[],
  word: 'and' | 'or',
): Judgement {
  const deciding = [fails, unknowns, rest].find((group) => group.length > 0) ?? [];
  const [first] = deciding.toSorted((a, b) => lateness(a) - lateness(b));
  if (first === undefined) throw new Error('an expression without parts');
  const shown = deciding.filter((part) => part.actual !== undefined);
  const actual =
    shown.length > 1 ? shown.map((part) => `${part.setting} ${part.actual}`).join(', ') : shown[0]?.actual;
  return {
    ...first,
    expected: join(parts, word),
    ...(actual === undefined ? {} : { actual }),
    ...(shown.length > 1 ? { claim: shown.map(claimOf).join(' and ') } : {}),
    witnesses: deciding.flatMap((part) => part.witnesses),
    notes: [...new Set(deciding.flatMap((part) => part.notes))],
    collect: [...new Set(deciding.flatMap((part) => part.collect))],
    steps: stepsOf(parts),
  };
}

/** Of several unknowns the one speaks that evidence could decide. */
const lateness = ({ reason, idle }: Judgement) =>
  idle === undefined ? Number(reason === 'not-provable') : 2;

const stepsOf = (parts: readonly Judgement[]) => parts.flatMap(({ steps }) => steps);

function join(parts: readonly Judgement[], word: 'and' | 'or'): string {
  return parts.map((part) => `${part.setting} ${part.expected}`).join(` ${word} `);
}
