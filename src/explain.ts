/** Beside the audit: the same inputs and the same judging, but what comes out is the chain from evidence to verdict. */
import type { StatedRecords } from './attestations/match.ts';
import { explain, type ExplainOptions } from './evaluate/explain.ts';
import type { Explanation } from './model/explanation.ts';
import type { Profile } from './model/profile.ts';
import type { InputRecord } from './model/report.ts';
import type { ReadOptions } from './read/events.ts';
import { readPaths } from './read/paths.ts';
import type { GrantedWaivers } from './waivers/match.ts';

export interface ExplainPathsOptions extends ReadOptions, ExplainOptions {
  readonly profiles: readonly Profile[];
  /** Only subjects whose identifier, or a part of it, is this. */
  readonly subject?: string;
  /** What people state; absent: nobody was asked. */
  readonly attestations?: StatedRecords;
  /** Fails that are accepted. */
  readonly waivers?: GrantedWaivers;
}

export type ExplainEvent =
  | { readonly kind: 'explanation'; readonly explanation: Explanation }
  /** A subject that was not asked about. */
  | { readonly kind: 'passed-over'; readonly subject: string }
  | { readonly kind: 'input'; readonly record: InputRecord };

export async function* explainPaths(
  paths: readonly string[],
  options: ExplainPathsOptions,
): AsyncGenerator<ExplainEvent> {
  for await (const event of readPaths(paths, options)) {
    if (event.kind === 'input') yield event;
    else if (options.subject !== undefined && !event.subject.id.includes(options.subject))
      yield { kind: 'passed-over', subject: event.subject.id };
    else {
      const { attestations } = options;
      const stated = attestations?.observationsOf(event.subject, event.observations, event.otherIds) ?? [];
      const place = { ...event, observations: [...event.observations, ...stated] };
      const asked = { ...options, attestationsGiven: attestations !== undefined };
      for (const explanation of explain(options.profiles, place, asked))
        yield {
          kind: 'explanation',
          explanation: underWaivers(explanation, options.waivers, event.otherIds),
        };
    }
  }
}

function underWaivers(
  explanation: Explanation,
  waivers: GrantedWaivers | undefined,
  otherIds: readonly string[] = [],
): Explanation {
  if (explanation.finding === undefined || waivers === undefined) return explanation;
  const [finding = explanation.finding] = waivers.appliedTo(
    explanation.subject,
    [explanation.finding],
    otherIds,
  );
  const waiver = waivers.termsOf(finding.waiver);
  return { ...explanation, finding, ...(waiver === undefined ? {} : { waiver }) };
}
