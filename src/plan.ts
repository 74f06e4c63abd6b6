/** Beside the audit: the same inputs and the same judging, but what comes out is what to collect. */
import type { StatedRecords } from './attestations/match.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { Profile } from './model/profile.ts';
import type { InputRecord } from './model/report.ts';
import { planOf, type PlannedRule, PlanTally } from './plan/plan.ts';
import type { ReadOptions } from './read/events.ts';
import { readPaths } from './read/paths.ts';

export interface Plan {
  readonly rules: readonly PlannedRule[];
  readonly inputs: readonly InputRecord[];
  readonly subjects: number;
}

/** @throws PassmusterError path-unreadable */
export async function planFor(
  paths: readonly string[],
  profiles: readonly Profile[],
  options: ReadOptions & { readonly attestations?: StatedRecords },
): Promise<Plan> {
  const plan = planOf(profiles);
  if (paths.length === 0) return { rules: plan, inputs: [], subjects: 0 };
  const tally = new PlanTally();
  const inputs: InputRecord[] = [];
  let subjects = 0;
  const { attestations } = options;
  const clock = { asOf: options.asOf, attestationsGiven: attestations !== undefined };
  for await (const event of readPaths(paths, options)) {
    if (event.kind === 'input') {
      inputs.push(event.record);
      continue;
    }
    subjects += 1;
    const { subject, otherIds } = event;
    const stated = attestations?.observationsOf(subject, event.observations, otherIds) ?? [];
    for (const profile of profiles)
      for (const finding of evaluate(profile, subject, [...event.observations, ...stated], clock))
        tally.add(subject, finding);
  }
  return { rules: tally.into(plan), inputs, subjects };
}
