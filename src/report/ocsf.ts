/**
 * OCSF 1.8.0 Compliance Findings (class 2003), one a line, for SIEMs. Times are milliseconds since 1970. A run knows
 * nothing of the runs before it, so each finding is a creation; its `uid` is the same in every run.
 */
import type { Finding, FindingEvidence } from '../model/finding.ts';
import type { ProfileRecord, Report, RuleRecord, SubjectRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { uuidOf } from './content-id.ts';
import { ownFacts } from './handling.ts';
import { jsonText } from './json-text.ts';
import { classOf, severityWordsOf, wordsOf } from './outcomes.ts';
import { waiverIndex, type WaiverIndex, waiversOf, waiverText } from './waivers.ts';
import { personOf, statementOf } from './words.ts';

export const ocsf: Reporter = { id: 'ocsf', extension: '.ndjson', render };

/** Of the finding, not of the check: another list of numbers. */
const findingStatus = { 1: 'New', 3: 'Suppressed' } as const;

interface Context {
  /** Of the report itself: an event has to carry it, since events travel alone. */
  readonly own: ReturnType<typeof ownFacts>;
  readonly report: Report;
  readonly rules: ReadonlyMap<string, { readonly profile: ProfileRecord; readonly rule: RuleRecord }>;
  readonly subjects: ReadonlyMap<string, SubjectRecord>;
  readonly waivers: WaiverIndex;
}

function* render(report: Report): Generator<string> {
  const rules = new Map(
    report.profiles.flatMap((profile) =>
      profile.rules.map((rule) => [JSON.stringify([profile.id, rule.id]), { profile, rule }] as const),
    ),
  );
  const subjects = new Map(report.subjects.map((subject) => [subject.id, subject]));
  const context = { report, rules, subjects, own: ownFacts(report), waivers: waiverIndex(report) };
  for (const finding of report.findings) yield `${jsonText(eventOf(finding, context))}\n`;
}

function eventOf(finding: Finding, { report, rules, subjects, own, waivers }: Context) {
  const { profile, rule, subject, scope, severity, message, title, evidence } = finding;
  const known = rules.get(JSON.stringify([profile, rule]));
  const words = wordsOf[classOf(finding)].ocsf;
  const { id, caption } = severityWordsOf[severity].ocsf;
  const time = Date.parse(report.asOf);
  const waiver = waiverText(finding, waivers);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_301,
    type_name: 'Compliance Finding: Create',
    time,
    severity_id: id,
    severity: caption,
    ...(words.finding === undefined
      ? {}
      : { status_id: words.finding, status: findingStatus[words.finding] }),
    message,
    ...(waiver === undefined ? {} : { comment: waiver }),
    metadata: {
      version: '1.8.0',
      uid: uuidOf('ocsf event', report.asOf, profile, rule, subject, scope ?? ''),
      original_time: report.asOf,
      product: { name: 'Passmuster', vendor_name: 'Passmuster', version: report.tool.version },
    },
    finding_info: {
      uid: uuidOf('ocsf', profile, rule, subject, scope ?? ''),
      title,
      desc: known?.rule.rationale ?? title,
      ...(finding.failingSince === undefined ? {} : { first_seen_time: Date.parse(finding.failingSince) }),
    },
    compliance: complianceOf(finding, known),
    resources: [resourceOf(subject, subjects.get(subject))],
    ...(evidence.length === 0 ? {} : { evidences: evidence.map((one) => ({ data: dataOf(one) })) }),
    ...(known?.rule.remediation === undefined ? {} : { remediation: { desc: known.rule.remediation } }),
    unmapped: { ...unmappedOf(finding), ...termsOf(finding, waivers), ...own },
  };
}

function complianceOf(
  finding: Finding,
  known: { readonly profile: ProfileRecord; readonly rule: RuleRecord } | undefined,
) {
  const { id, status } = wordsOf[classOf(finding)].ocsf;
  const { profile, rule, message, reason } = finding;
  const requirements = Object.entries(known?.rule.controls ?? {}).flatMap(([framework, numbers]) =>
    numbers.map((number) => `${framework} ${number}`),
  );
  return {
    standards: [known === undefined ? profile : `${profile} ${known.profile.version}`],
    control: rule,
    ...(requirements.length === 0 ? {} : { requirements }),
    status_id: id,
    status,
    ...(reason === undefined ? {} : { status_code: reason }),
    status_details: [message],
  };
}

function resourceOf(id: string, subject: SubjectRecord | undefined) {
  if (subject === undefined) return { uid: id };
  const { kind, platform, osVersion, model, ownership, supervised } = subject;
  return {
    uid: id,
    type: kind,
    data: { platform, os_version: osVersion, model, ownership, supervised },
  };
}

function dataOf({ input, entry, locator, line, value, layer, origin, statement }: FindingEvidence) {
  const stated = statement === undefined ? undefined : statementOf(statement);
  return { input, entry, locator, line, value, layer, origin, stated };
}

/** In our own words, so that nothing depends on the translation. */
function unmappedOf(finding: Finding) {
  const { outcome, reason, scope, setting, expected, actual, notes, waiver, otherWaivers, attested } =
    finding;
  return { outcome, reason, scope, setting, expected, actual, notes, waiver, otherWaivers, attested };
}

/** Of the waiver that the finding names: until when, why, and who approved. */
function termsOf(finding: Finding, waivers: WaiverIndex) {
  const [terms] = waiversOf(finding, waivers);
  if (terms === undefined) return {};
  const { until, reason, approvedBy, ticket } = terms;
  return {
    waiver_until: until,
    waiver_reason: reason,
    waiver_approved_by: personOf(approvedBy),
    waiver_ticket: ticket,
  };
}
