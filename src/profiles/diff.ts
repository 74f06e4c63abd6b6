/** What is different between two audit profiles: rules that came or went, and what the others now want. */
import type { Profile, Rule } from '../model/profile.ts';
import type { ParameterValues } from './parameters.ts';
import { expressionWords } from './words.ts';

export interface ChangedRule {
  readonly id: string;
  /** In words, one for each part that differs. */
  readonly changes: readonly string[];
}

export interface ProfileDiff {
  /** Only in the second. */
  readonly added: readonly Rule[];
  /** Only in the first. */
  readonly removed: readonly Rule[];
  readonly changed: readonly ChangedRule[];
  readonly parameters: readonly string[];
}

export interface Side {
  readonly profile: Profile;
  /** The values in force. */
  readonly parameters: ParameterValues;
}

/** Rules are the same where their ids are; texts, examples and references do not count. */
export function diffProfiles(before: Side, after: Side): ProfileDiff {
  const first = byId(before.profile);
  const second = byId(after.profile);
  return {
    added: after.profile.rules.filter(({ id }) => !first.has(id)),
    removed: before.profile.rules.filter(({ id }) => !second.has(id)),
    changed: before.profile.rules.flatMap((rule) => {
      const other = second.get(rule.id);
      const changes = other === undefined ? [] : changesOf(rule, other);
      return changes.length === 0 ? [] : [{ id: rule.id, changes }];
    }),
    parameters: parameterChanges(before.parameters, after.parameters),
  };
}

const byId = ({ rules }: Profile) => new Map(rules.map((rule) => [rule.id, rule]));
const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Parts of a rule that decide a verdict or its weight, in words. */
const parts: readonly (readonly [string, (rule: Rule) => string])[] = [
  ['severity', ({ severity }) => severity],
  ['wants', ({ expression }) => expressionWords(expression)],
  ['when', ({ when }) => (when === undefined ? 'always' : expressionWords(when))],
  ['applies to', ({ appliesTo }) => show(appliesTo)],
  ['apps', ({ apps }) => apps?.join(', ') ?? 'none'],
  ['enforced', ({ enforced }) => (enforced ? 'yes' : 'no')],
  ['oldest evidence', ({ maxAgeDays }) => (maxAgeDays === undefined ? 'any' : `${maxAgeDays} days`)],
  [
    'may be stated',
    ({ attestable }) =>
      attestable === undefined ? 'no' : `${attestable.settings.join(', ')} for ${attestable.maxAgeDays} days`,
  ],
  ['weight', ({ weight }) => (weight === undefined ? 'of its severity' : String(weight))],
];

const changesOf = (before: Rule, after: Rule): string[] =>
  parts.flatMap(([name, of]) => {
    const [old, now] = [of(before), of(after)];
    return old === now ? [] : [`${name}: ${old} → ${now}`];
  });

function parameterChanges(before: ParameterValues, after: ParameterValues): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before, after].map((side) => (side.has(name) ? show(side.get(name)) : 'not there'));
    return old === now ? [] : [`${name}: ${old} → ${now}`];
  });
}
