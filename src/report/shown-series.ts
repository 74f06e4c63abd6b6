/** Findings that many subjects have in a row: what they come to is worked out once. */
import { noOutcomes, type Outcome } from '../model/finding.ts';
import type { Severity } from '../model/profile.ts';
import { isAboutPatches } from './releases.ts';
import type { CountedGroup, CountedRule, FindingFacts, PlacedFinding } from './shown-rules.ts';
import { tallyOf } from './worst.ts';

/** What a subject with these findings has of a rule. */
interface RulePart {
  readonly rule: CountedRule;
  readonly counts: Record<Outcome, number>;
  fresh: number;
}

interface GroupPart {
  readonly group: CountedGroup;
  readonly rules: Set<CountedRule>;
  findings: number;
}

export interface PlacedSeries {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly failing: Readonly<Record<Severity, number>>;
  readonly weight: number;
  /** In the order of the rules. */
  readonly rules: readonly RulePart[];
  readonly groups: readonly GroupPart[];
  /** That tell the patch level. */
  readonly patches: readonly FindingFacts[];
  /** Subjects that have it and are not counted with the rules yet, and of which kinds and platforms they are, a bit each. */
  subjects: number;
  seen: number;
}

export function placedSeries(placed: readonly PlacedFinding[]): PlacedSeries {
  const rules = new Map<CountedRule, RulePart>();
  const groups = new Map<CountedGroup, GroupPart>();
  for (const { facts, rule, group, isFresh } of placed) {
    if (rule) {
      const part = rules.get(rule) ?? { rule, counts: noOutcomes(), fresh: 0 };
      rules.set(rule, part);
      part.counts[facts.outcome] += 1;
      if (isFresh) part.fresh += 1;
    }
    if (group) {
      const part = groups.get(group) ?? { group, rules: new Set(), findings: 0 };
      groups.set(group, part);
      part.findings += 1;
      if (rule) part.rules.add(rule);
    }
  }
  const all = placed.map(({ facts }) => facts);
  return {
    ...tallyOf(all),
    rules: [...rules.values()],
    groups: [...groups.values()],
    patches: all.filter(isAboutPatches),
    subjects: 0,
    seen: 0,
  };
}
