/**
 * A checklist (CKLB 1.0) of one subject, for STIG Viewer 3 and STIG Manager. DISA publishes no schema; the readers are
 * the measure. A rule that names none of a STIG (a control of `disa-stig`) is left out, and the comment of the target
 * counts it.
 */
import type { Finding } from '../model/finding.ts';
import type { ProfileRecord, Report, RuleRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { uuidOf } from './content-id.ts';
import { ownLines } from './handling.ts';
import { jsonChunks, Streamed } from './json-text.ts';
import { severityWordsOf, wordsOf, worstClass } from './outcomes.ts';
import { waiverIndex, type WaiverIndex, waiverText } from './waivers.ts';
import { counted, placeOf, sinceOf, statementOf } from './words.ts';

export const cklb: Reporter = { id: 'cklb', extension: '.cklb', subjects: 'one', render };

/** STIG Manager refuses longer names of hosts. */
const longestHost = 255;

interface Checked {
  readonly number: string;
  readonly rules: readonly RuleRecord[];
  readonly findings: readonly Finding[];
}

/** Whose checklist it is, of when, and what was accepted. */
interface Origin {
  readonly host: string;
  readonly asOf: string;
  readonly waivers: WaiverIndex;
}

function* render(report: Report): Generator<string> {
  const { profiles, subjects, asOf } = report;
  const [subject] = subjects;
  const host = (subject?.id ?? 'no subject').slice(0, longestHost).toWellFormed();
  const stigs = profiles.map((profile) => ({ profile, checked: checkedOf(profile, report) }));
  const known = stigs.filter(({ checked }) => checked.length > 0);
  const all = profiles.reduce((sum, { rules }) => sum + rules.length, 0);
  const written = stigs.reduce(
    (sum, { checked }) => sum + new Set(checked.flatMap(({ rules: own }) => own)).size,
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
      comments: [
        `As of ${asOf}. ${counted(all - written, 'rule')} of ${all} left out: they name no rule of a STIG.`,
        ...ownLines(report),
      ].join('\n'),
      role: 'None',
      is_web_database: false,
      technology_area: '',
      web_db_site: '',
      web_db_instance: '',
      classification: null,
    },
    stigs: known.map(({ profile, checked }) =>
      stigOf(profile, checked, { host, asOf, waivers: waiverIndex(report) }),
    ),
    cklb_version: '1.0',
  });
  yield '\n';
}

/** Numbers that rules of the profile name and that were judged; several rules of one number are one row. */
function checkedOf({ id, rules }: ProfileRecord, { findings }: Report): Checked[] {
  const rows = new Map<string, Checked>();
  for (const rule of rules) {
    const own = findings.filter((finding) => finding.profile === id && finding.rule === rule.id);
    if (own.length === 0) continue;
    for (const number of numbersOf(rule)) {
      const row = rows.get(number);
      const together = row === undefined ? own : [...row.findings, ...own];
      rows.set(number, { number, rules: [...(row?.rules ?? []), rule], findings: together });
    }
  }
  return [...rows.values()];
}

/** `SV-…r…_rule` is what STIG Manager matches by. Without one the STIG's own id (`AIOS-26-010500`) tells people which it is. */
function numbersOf(rule: RuleRecord): readonly string[] {
  const all = rule.controls?.['disa-stig'] ?? [];
  const known = all.filter(isRuleNumber);
  return known.length > 0 ? known : all.filter((number) => !isGroupNumber(number));
}

const isRuleNumber = (number: string): boolean => /^SV-\d+r\d+_rule$/.test(number);
const isGroupNumber = (number: string): boolean => /^V-\d+$/.test(number);

function stigOf({ id, title, version, sha256 }: ProfileRecord, checked: readonly Checked[], origin: Origin) {
  const uuid = uuidOf('cklb', origin.host, sha256, id);
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
    rules: new Streamed(checked.map((one) => ruleOf(one, uuid, origin))),
  };
}

/** A rule on several apps is one row: it is no finding only when every app that it concerns passes. */
function ruleOf({ number, rules, findings }: Checked, stig: string, { asOf, waivers }: Origin) {
  const [rule] = rules;
  const told = (text: (one: RuleRecord) => string | undefined) =>
    [...new Set(rules.flatMap((one) => text(one) ?? []))].join('\n');
  const all = rules.flatMap(({ controls }) => controls?.['disa-stig'] ?? []);
  const own = all.find(isGroupNumber) ?? number.replace(/^S(V-\d+)r\d+_rule$/, '$1');
  const version = all.find((one) => !isRuleNumber(one) && !isGroupNumber(one));
  return {
    uuid: uuidOf(stig, number),
    stig_uuid: stig,
    group_id: own,
    group_id_src: own,
    rule_id: number.replace(/_rule$/, ''),
    rule_id_src: number,
    rule_version: version ?? rule?.id ?? number,
    rule_title: told(({ title }) => title),
    group_title: told(({ title }) => title),
    severity: severityWordsOf[rule?.severity ?? 'medium'].cklb,
    weight: '10.0',
    classification: 'Unclassified',
    discussion: told(({ rationale }) => rationale),
    check_content: told(({ title }) => title),
    fix_text: told(({ remediation }) => remediation),
    ccis: [...new Set(rules.flatMap(({ controls }) => controls?.cci ?? []))],
    legacy_ids: [],
    overrides: {},
    status: wordsOf[worstClass(findings)].cklb,
    finding_details: findings.map((one) => detailsOf(one, asOf)).join('\n'),
    comments: commentsOf(findings, waivers),
  };
}

function detailsOf(finding: Finding, asOf: string): string {
  const { scope, outcome, reason, message, evidence } = finding;
  const since = sinceOf(finding, asOf);
  const head = `${scope === undefined ? '' : `${scope}: `}${outcome}${reason === undefined ? '' : ` (${reason})`}`;
  return [
    `${head}. ${message}`,
    ...(since === undefined ? [] : [`  ${since}`]),
    ...evidence.map((one) => `  ${placeOf(one)}`),
  ].join('\n');
}

function commentsOf(findings: readonly Finding[], index: WaiverIndex): string {
  const waivers = findings.flatMap((finding) => {
    const { outcome, scope } = finding;
    const text = waiverText(finding, index);
    const app = scope === undefined ? '' : `${scope}: `;
    if (text === undefined) return outcome === 'waived' ? [`${app}Waived`] : [];
    return [outcome === 'waived' ? `${app}Waived: ${text}` : `${app}Not waived, ${text}`];
  });
  const stated = findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ statement }) =>
      statement === undefined ? [] : [`Stated: ${statementOf(statement)}`],
    ),
  );
  return [...new Set([...waivers, ...stated])].join('\n');
}
