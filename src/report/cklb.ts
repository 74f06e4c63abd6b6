/**
 * A checklist (CKLB 1.0) of one subject, for STIG Viewer 3 and STIG Manager. DISA publishes no schema; the readers are
 * the measure. They know a rule by its number alone (`SV-…r…_rule`, a control of `disa-stig`), so rules without one are
 * left out, and the comment of the target counts them.
 */
import type { Finding } from '../model/finding.ts';
import type { ProfileRecord, Report, RuleRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { uuidOf } from './content-id.ts';
import { jsonChunks, Streamed } from './json-text.ts';
import { severityWordsOf, wordsOf, worstClass } from './outcomes.ts';
import { counted, placeOf, statementOf } from './words.ts';

export const cklb: Reporter = { id: 'cklb', extension: '.cklb', subjects: 'one', render };

/** STIG Manager refuses longer names of hosts. */
const longestHost = 255;

interface Checked {
  readonly number: string;
  readonly rule: RuleRecord;
  readonly findings: readonly Finding[];
}

function* render(report: Report): Generator<string> {
  const { profiles, subjects, asOf } = report;
  const [subject] = subjects;
  const host = (subject?.id ?? 'no subject').slice(0, longestHost).toWellFormed();
  const stigs = profiles.map((profile) => ({ profile, checked: checkedOf(profile, report) }));
  const known = stigs.filter(({ checked }) => checked.length > 0);
  const all = profiles.reduce((sum, { rules }) => sum + rules.length, 0);
  const written = stigs.reduce(
    (sum, { checked }) => sum + new Set(checked.map(({ rule }) => rule.id)).size,
    0,
  );
  yield* jsonChunks({
    title: `Passmuster ${host}`,
    id: uuidOf('cklb', host, ...profiles.map(({ sha256 }) => sha256)),
    active: false,
    mode: 1,
    has_path: true,
    target_data: {
      target_type: 'Computing',
      host_name: host,
      ip_address: '',
      mac_address: '',
      fqdn: '',
      comments: `As of ${asOf}. ${counted(all - written, 'rule')} of ${all} left out: they name no rule of a STIG.`,
      role: 'None',
      is_web_database: false,
      technology_area: '',
      web_db_site: '',
      web_db_instance: '',
      classification: null,
    },
    stigs: known.map(({ profile, checked }) => stigOf(profile, checked, host)),
    cklb_version: '1.0',
  });
  yield '\n';
}

/** Rules of the profile that name a rule of a STIG and were judged. */
function checkedOf({ id, rules }: ProfileRecord, { findings }: Report): Checked[] {
  return rules.flatMap((rule) => {
    const own = findings.filter((finding) => finding.profile === id && finding.rule === rule.id);
    const numbers = (rule.controls?.['disa-stig'] ?? []).filter((number) => /^SV-\d+r\d+_rule$/.test(number));
    return own.length === 0 ? [] : numbers.map((number) => ({ number, rule, findings: own }));
  });
}

function stigOf({ id, title, version, sha256 }: ProfileRecord, checked: readonly Checked[], host: string) {
  const uuid = uuidOf('cklb', host, sha256, id);
  return {
    stig_name: title,
    display_name: title,
    stig_id: id,
    // Readers look for a number and a blank.
    release_info: `Release: ${/\d+/.exec(version)?.[0] ?? '1'} Passmuster profile ${version}`,
    version: /\d+/.exec(version)?.[0] ?? '1',
    uuid,
    reference_identifier: id,
    size: checked.length,
    rules: new Streamed(checked.map((one) => ruleOf(one, uuid))),
  };
}

/** A rule on several apps is one row: it is no finding only when every app that it concerns passes. */
function ruleOf({ number, rule, findings }: Checked, stig: string) {
  const group = (rule.controls?.['disa-stig'] ?? []).find((one) => /^V-\d+$/.test(one));
  const own = group ?? number.replace(/^S?(V-\d+)r.*$/, '$1');
  return {
    uuid: uuidOf(stig, number),
    stig_uuid: stig,
    group_id: own,
    group_id_src: own,
    rule_id: number.replace(/_rule$/, ''),
    rule_id_src: number,
    rule_version: rule.id,
    rule_title: rule.title,
    group_title: rule.title,
    severity: severityWordsOf[rule.severity].cklb,
    weight: '10.0',
    classification: 'Unclassified',
    discussion: rule.rationale ?? '',
    check_content: rule.title,
    fix_text: rule.remediation ?? '',
    ccis: rule.controls?.cci ?? [],
    legacy_ids: [],
    overrides: {},
    status: wordsOf[worstClass(findings)].cklb,
    finding_details: findings.map(detailsOf).join('\n'),
    comments: commentsOf(findings),
  };
}

function detailsOf({ scope, outcome, reason, message, evidence }: Finding): string {
  const head = `${scope === undefined ? '' : `${scope}: `}${outcome}${reason === undefined ? '' : ` (${reason})`}`;
  return [`${head}. ${message}`, ...evidence.map((one) => `  ${placeOf(one)}`)].join('\n');
}

function commentsOf(findings: readonly Finding[]): string {
  const waivers = findings.flatMap(({ outcome, waiver }) =>
    outcome === 'waived' ? [`Waived: ${waiver ?? ''}`] : [],
  );
  const stated = findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ statement }) =>
      statement === undefined ? [] : [`Stated: ${statementOf(statement)}`],
    ),
  );
  return [...new Set([...waivers, ...stated])].join('\n');
}
