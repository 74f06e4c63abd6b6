/**
 * The pipeline, and the one file to read first: paths become inputs, inputs become subjects with observations (a stream),
 * each subject meets the rules, and the findings go to whoever writes or collects them. Nothing here holds more than one
 * subject at a time.
 */
import type { StatedRecords } from './attestations/match.ts';
import { evaluateAll } from './evaluate/evaluate.ts';
import { Facts } from './evaluate/facts.ts';
import { Count, type CountOptions } from './evaluate/count.ts';
import { acceptedSettings, statableSettings } from './evaluate/statable.ts';
import { thresholdInput } from './evaluate/thresholds.ts';
import { limits } from './io/limits.ts';
import type { Profile, Rule } from './model/profile.ts';
import { CollectedReport } from './model/collected.ts';
import type { Handling, ProfileRecord, Report } from './model/report.ts';
import type { AuditSink, ReportEnd, ReportHead } from './model/sink.ts';
import type { ReadOptions } from './read/events.ts';
import { readPaths } from './read/paths.ts';
import { subjectRecord } from './read/record.ts';
import { isElsewhere, type Shard } from './read/shard.ts';
import type { GrantedWaivers } from './waivers/match.ts';

export interface AuditOptions extends ReadOptions, CountOptions {
  readonly profiles: readonly Profile[];
  readonly paths: readonly string[];
  readonly version: string;
  /** How the report is to be treated, as far as it is known before. */
  readonly handling?: Handling;
  /** The part of the subjects that is judged; absent: all. */
  readonly shard?: Shard;
  /** What people state; absent: nobody was asked. */
  readonly attestations?: StatedRecords;
  /** Fails that are accepted. */
  readonly waivers?: GrantedWaivers;
}

/** The main job: reads, evaluates, and collects the report. */
export async function audit(options: AuditOptions): Promise<Report> {
  const collected = new CollectedReport();
  await auditInto(options, [collected]);
  return collected.report();
}

/** The same as it goes on: nothing is held but counts, one subject, and what has to be known of the inputs at the end. */
export async function auditInto(options: AuditOptions, sinks: readonly AuditSink[]): Promise<ReportEnd> {
  const { asOf, attestations, profiles, shard, waivers } = options;
  const clock = { asOf, attestationsGiven: attestations !== undefined };
  const count = new Count(options);
  let order = 0;
  for (const sink of sinks) await sink.begin(headOf(options));
  for await (const event of readPaths(options.paths, options)) {
    if (event.kind === 'input') {
      count.input(event.record);
      for (const sink of sinks) await sink.input(event.record);
      continue;
    }
    order += 1;
    if (isElsewhere(event.subject.id, shard)) continue;
    const stated = attestations?.observationsOf(event.subject, event.observations, event.otherIds) ?? [];
    const facts = new Facts(event.subject, [...event.observations, ...stated]);
    const found = evaluateAll(profiles, facts, clock);
    const findings = waivers?.appliedTo(event.subject, found, event.otherIds) ?? found;
    count.subject(event, findings);
    const { place } = event;
    const judged = {
      subject: subjectRecord(event),
      findings,
      ...(place === undefined ? {} : { place }),
      ...(shard === undefined ? {} : { order }),
    };
    for (const sink of sinks) await sink.subject(judged);
  }
  // Attestations, waivers and gates are listed with their hash, and are no evidence of a phone: no gate counts them.
  const listed = [
    ...(attestations?.inputRecords(acceptedSettings(profiles)) ?? []),
    ...(waivers?.inputRecords() ?? []),
    ...thresholdInput(options.gate.thresholds),
  ];
  for (const record of listed) for (const sink of sinks) await sink.input(record);
  const end = { ...count.end(), ...(waivers === undefined ? {} : { waivers: waivers.records() }) };
  for (const sink of sinks) await sink.end(end);
  return end;
}

export function headOf(options: AuditOptions): ReportHead {
  const { profiles, version, asOf, handling, shard, gate, staleAfterDays = 30 } = options;
  const weights = profiles.flatMap(({ id, rules }) =>
    rules.flatMap(({ id: rule, weight }) =>
      weight === undefined ? [] : [[`${id} ${rule}`, weight] as const],
    ),
  );
  return {
    schema: 'passmuster-report/1',
    tool: { name: 'passmuster', version },
    asOf,
    profiles: profiles.map(profileRecord),
    ...(handling === undefined ? {} : { handling }),
    limits: { ...limits },
    ...(shard === undefined
      ? {}
      : { shard: { ...shard, gate, staleAfterDays, weights: Object.fromEntries(weights) } }),
  };
}

function profileRecord(profile: Profile): ProfileRecord {
  const { id, version, title, sha256, base, changes, rules, advisory, notAssessable } = profile;
  return {
    id,
    version,
    title,
    sha256,
    ...(base === undefined ? {} : { base }),
    ...(changes === undefined ? {} : { changes }),
    ...(advisory === undefined ? {} : { advisory }),
    ...(notAssessable === undefined ? {} : { notAssessable }),
    rules: rules.map(ruleRecord),
  };
}

function ruleRecord(rule: Rule): ProfileRecord['rules'][number] {
  const { id, title, severity, rationale, remediation, remediations, references } = rule;
  const { attestable, controls, tags } = rule;
  const settings = statableSettings(rule);
  return {
    id,
    title,
    severity,
    ...(rationale === undefined ? {} : { rationale }),
    ...(remediation === undefined ? {} : { remediation }),
    ...(remediations === undefined ? {} : { remediations }),
    references,
    ...(controls === undefined ? {} : { controls }),
    ...(tags === undefined ? {} : { tags }),
    ...(settings.length === 0 ? {} : { attestable: { ...attestable, settings } }),
  };
}
