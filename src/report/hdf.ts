/**
 * HDF ("Exec JSON") of one subject, for Heimdall and the SAF tools; the schema is in mitre/heimdall2. A control stands
 * for a finding: readers count a control with a pass and a skip as passed, so no two findings share one.
 */
import type { Finding } from '../model/finding.ts';
import type { ProfileRecord, Report, RuleRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { ownLines } from './handling.ts';
import { jsonChunks, Streamed } from './json-text.ts';
import { classOf, severityWordsOf, wordsOf } from './outcomes.ts';
import { termsOf, waiverIndex, type WaiverIndex, waiversOf, waiverText } from './waivers.ts';
import { placeOf, sinceOf, statementOf } from './words.ts';

export const hdf: Reporter = { id: 'hdf', extension: '.json', subjects: 'one', render };

function* render(report: Report): Generator<string> {
  const { tool, profiles, subjects } = report;
  const [subject] = subjects;
  yield* jsonChunks({
    platform: {
      name: subject?.platform ?? 'unknown',
      release: subject?.osVersion ?? 'unknown',
      target_id: subject?.id ?? null,
    },
    version: tool.version,
    statistics: {},
    profiles: profiles.map((profile) => profileOf(profile, report)),
  });
  yield '\n';
}

function profileOf(profile: ProfileRecord, report: Report) {
  const { findings, asOf, handling } = report;
  const rules = new Map(profile.rules.map((rule) => [rule.id, rule]));
  const told = ownLines({ ...(handling === undefined ? {} : { handling }), profiles: [profile] });
  const own = findings.filter((finding) => finding.profile === profile.id);
  return {
    name: profile.id,
    version: profile.version,
    sha256: profile.sha256,
    title: profile.title,
    ...(told.length === 0 ? {} : { summary: told.join('\n') }),
    supports: [],
    attributes: [],
    groups: [],
    status: 'loaded',
    controls: new Streamed(controls(own, rules, asOf, waiverIndex(report))),
  };
}

function* controls(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleRecord>,
  asOf: string,
  waivers: WaiverIndex,
) {
  for (const finding of findings) yield controlOf(finding, rules.get(finding.rule), asOf, waivers);
}

function controlOf(finding: Finding, rule: RuleRecord | undefined, asOf: string, waivers: WaiverIndex) {
  const { title, severity, outcome, evidence } = finding;
  const [first] = evidence;
  const source = first === undefined ? {} : { ref: first.input };
  return {
    id: finding.scope === undefined ? finding.rule : `${finding.rule} [${finding.scope}]`,
    title,
    desc: rule?.rationale ?? null,
    descriptions: rule?.remediation === undefined ? [] : [{ label: 'fix', data: rule.remediation }],
    // Readers take 0 for not applicable.
    impact: outcome === 'not-applicable' ? 0 : severityWordsOf[severity].hdf,
    refs: (rule?.references ?? []).map(({ title: ref }) => ({ ref })),
    tags: tagsOf(finding, rule),
    code: null,
    source_location:
      first?.line === undefined || first.entry !== undefined ? source : { ...source, line: first.line },
    results: [resultOf(finding, asOf)],
    ...(finding.waiver === undefined && outcome !== 'waived'
      ? {}
      : { waiver_data: waiverOf(finding, waivers) }),
  };
}

function tagsOf({ reason, attested, notes, failingSince }: Finding, rule: RuleRecord | undefined) {
  const { controls: numbers = {}, tags = [] } = rule ?? {};
  return {
    nist: numbers['nist-800-53r5'] ?? [],
    cci: numbers.cci ?? [],
    ...(numbers['disa-stig'] === undefined ? {} : { stig_id: numbers['disa-stig'] }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(reason === undefined ? {} : { reason }),
    ...(attested === true ? { attested } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ...(failingSince === undefined ? {} : { failing_since: failingSince }),
  };
}

function resultOf(finding: Finding, asOf: string) {
  const { message, expected, actual, evidence, title, outcome } = finding;
  const status = wordsOf[classOf(finding)].hdf;
  const since = sinceOf(finding, asOf);
  const lines = [
    message,
    ...(since === undefined ? [] : [since]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...evidence.map((one) => `evidence: ${placeOf(one)}`),
    ...evidence.flatMap(({ statement }) =>
      statement === undefined ? [] : [`stated: ${statementOf(statement)}`],
    ),
  ];
  return {
    status,
    code_desc: title,
    start_time: asOf,
    ...(status === 'skipped' ? { skip_message: lines.join('\n') } : { message: lines.join('\n') }),
    ...(outcome === 'error' ? { exception: 'Defect', backtrace: [message] } : {}),
  };
}

/**
 * Of a waiver that holds readers show the failure as not applicable, waived, and leave it out of their share. One that does not
 * hold says `false`, and the failure stays one (mitre/heimdall2, libs/inspecjs).
 */
function waiverOf(finding: Finding, waivers: WaiverIndex) {
  const [terms] = waiversOf(finding, waivers);
  const isWaived = finding.outcome === 'waived';
  return {
    ...(terms === undefined ? {} : { expiration_date: terms.until }),
    justification: terms === undefined ? (finding.waiver ?? 'waived') : termsOf(terms),
    message: isWaived ? finding.message : (waiverText(finding, waivers) ?? ''),
    run: true,
    skipped_due_to_waiver: isWaived,
  };
}
