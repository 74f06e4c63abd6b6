/**
 * The pipeline, and the one file to read first: paths become inputs, inputs become subjects with observations (a stream),
 * each subject meets the rules, and the findings become a report. Nothing here holds more than one subject at a time
 * except the report itself.
 */
import { holdingsOf } from './apps/channels.ts';
import type { StatedRecords } from './attestations/match.ts';
import { evaluateFacts } from './evaluate/evaluate.ts';
import { Facts } from './evaluate/facts.ts';
import { type GateOptions, judgeGates } from './evaluate/gate.ts';
import { PopulationTally } from './evaluate/population.ts';
import { Tally } from './evaluate/score.ts';
import { acceptedSettings, statableSettings } from './evaluate/statable.ts';
import { limits } from './io/limits.ts';
import type { Finding } from './model/finding.ts';
import type { Profile, Rule } from './model/profile.ts';
import type { InputRecord, ProfileRecord, Report, SubjectRecord } from './model/report.ts';
import type { ReadOptions } from './read/events.ts';
import { readPaths } from './read/paths.ts';

export interface AuditOptions extends ReadOptions {
  readonly paths: readonly string[];
  readonly profiles: readonly Profile[];
  readonly gate: GateOptions;
  readonly version: string;
  /** Days without contact after which a phone counts as stale in the summary; rules decide for themselves. Default: 30. */
  readonly staleAfterDays?: number;
  /** What people state; absent: nobody was asked. */
  readonly attestations?: StatedRecords;
}

/** The main job: reads, evaluates, and collects the report. */
export async function audit(options: AuditOptions): Promise<Report> {
  const inputs: InputRecord[] = [];
  const { attestations } = options;
  const clock = { asOf: options.asOf, attestationsGiven: attestations !== undefined };
  const subjects: SubjectRecord[] = [];
  const findings: Finding[] = [];
  const tally = new Tally();
  const advice = new Tally();
  const advisory = new Set(options.profiles.filter((one) => one.advisory === true).map(({ id }) => id));
  const weights = new Map(
    options.profiles.flatMap(({ id, rules }) =>
      rules.flatMap(({ id: rule, weight }) =>
        weight === undefined ? [] : [[`${id} ${rule}`, weight] as const],
      ),
    ),
  );
  const population = new PopulationTally({
    asOf: options.asOf,
    staleAfterDays: options.staleAfterDays ?? 30,
  });
  let devices = 0;
  let current: { subject: SubjectRecord; findings: Finding[] }[] = [];
  /** In the order of the report: inputs, then the subjects of one by their id. */
  const settle = (): void => {
    current.sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1));
    for (const entry of current) {
      subjects.push(entry.subject);
      for (const finding of entry.findings) findings.push(finding);
    }
    current = [];
  };
  for await (const event of readPaths(options.paths, options)) {
    if (event.kind === 'subject') {
      // One phone in two exports is one phone: a copy must not make up for one that is missing.
      if (event.subject.kind === 'device' && event.repeated !== true) devices += 1;
      const stated = attestations?.observationsOf(event.subject, event.observations, event.otherIds) ?? [];
      const facts = new Facts(event.subject, [...event.observations, ...stated]);
      const found = options.profiles.flatMap((profile) => evaluateFacts(profile, facts, clock));
      for (const finding of found) {
        tally.add(event.subject.kind, finding, weights.get(`${finding.profile} ${finding.rule}`));
        if (advisory.has(finding.profile)) advice.add(event.subject.kind, finding);
      }
      population.add(
        event.subject,
        event.observations,
        found.map(({ outcome }) => outcome),
      );
      const { subject, input, joined } = event;
      const record = {
        ...subject,
        input,
        ...(joined ? { joined } : {}),
        ...(subject.kind === 'device' ? holdingsOf(event.observations) : {}),
      };
      current.push({ subject: record, findings: found });
      continue;
    }
    inputs.push(event.record);
    settle();
  }
  settle(); // a set of policies comes after the last input
  const complete = inputs.every(({ status }) => status === 'read' || status === 'ignored');
  const otherRecords = inputs.reduce((sum, { skipped }) => sum + skipped, 0);
  const summary = { ...tally.summary(complete), population: population.figures(otherRecords) };
  return {
    schema: 'passmuster-report/1',
    tool: { name: 'passmuster', version: options.version },
    asOf: options.asOf,
    profiles: options.profiles.map(profileRecord),
    // Attestations are listed with their hash, and are no evidence of a phone: no gate counts them.
    inputs: [...inputs, ...(attestations?.inputRecords(acceptedSettings(options.profiles)) ?? [])],
    subjects,
    findings,
    summary,
    gates: judgeGates(summary, devices, options.gate, {
      incomplete: inputs
        .filter(({ status }) => status === 'partial' || status === 'unreadable')
        .map(({ path }) => path),
      read: inputs.filter(({ status }) => status === 'read').length,
      advice: advice.summary(complete),
    }),
    limits: { ...limits },
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
  const { id, title, severity, rationale, remediation, references, attestable, controls, tags } = rule;
  const settings = statableSettings(rule);
  return {
    id,
    title,
    severity,
    ...(rationale === undefined ? {} : { rationale }),
    ...(remediation === undefined ? {} : { remediation }),
    references,
    ...(controls === undefined ? {} : { controls }),
    ...(tags === undefined ? {} : { tags }),
    ...(settings.length === 0 ? {} : { attestable: { ...attestable, settings } }),
  };
}
