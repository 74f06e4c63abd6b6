/** The pages on audit profiles, in Markdown. */
import { type Framework, frameworks, type Profile, type Rule } from '../../src/model/profile.ts';
import type { ParameterValues } from '../../src/profiles/parameters.ts';
import { expressionWords } from '../../src/profiles/words.ts';
import { frameworkTitles } from '../../src/report/by-control.ts';
import { decides, type SourceCoverage, together } from './coverage.ts';

export interface Documented {
  readonly profile: Profile;
  /** The values in force. */
  readonly parameters: ParameterValues;
}

const made = '<!-- Made by tools/docs-profiles.ts: npm run docs:profiles -->\n';
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');

/** What can decide a rule: a policy, a device; neither: only a statement, or nothing that is read yet. */
interface Means {
  readonly policy: boolean;
  readonly device: boolean;
}
const meansOf = (rule: Rule, all: SourceCoverage): Means => ({
  policy: decides(all, rule, 'policy'),
  device: decides(all, rule, 'device'),
});

export function overview(profiles: readonly Documented[], sources: readonly SourceCoverage[]): string {
  const all = together(sources);
  const rows = profiles.map(({ profile }) => {
    const means = profile.rules.map((rule) => meansOf(rule, all));
    const count = (wanted: (one: Means) => boolean): string => String(means.filter(wanted).length);
    return [
      `[\`${profile.id}\`](profiles/${profile.id}.md)`,
      profile.title,
      String(profile.rules.length),
      count(({ policy }) => policy),
      count(({ device }) => device),
      count(({ policy, device }) => !policy && !device),
    ];
  });
  return `${made}
# Audit profiles that come with Passmuster

A rule is checked by policy where a source reads its settings from what management demands, by device where a source reads them from what a phone
has or reports; many rules are both. The last column are rules that no source decides: a person states them (docs/attestations.md), or the rule stays
unknown. Derived from what the readers make of the fixtures of this repository, so a source may give more than is counted here.

${table(['Profile', 'Title', 'Rules', 'By policy', 'By device', 'Attestation only'], rows)}
Severities are proposals of Passmuster unless the profile says otherwise. How profiles are written: docs/audit-profiles.md.
\`passmuster profile show ID\` prints one, \`passmuster profile diff A B\` tells two apart.
`;
}

export function page({ profile, parameters }: Documented, sources: readonly SourceCoverage[]): string {
  const all = together(sources);
  const base =
    profile.base === undefined
      ? ''
      : `\nExtends [\`${profile.base.id}\`](${profile.base.id}.md); its rules are listed here, too.\n`;
  return `${made}
# ${profile.title}

\`${profile.id}\`, version ${profile.version}, ${profile.rules.length} rules.
${base}
${(profile.description ?? '').trim().replaceAll('<', '&lt;')}
${parameterPart(parameters)}${changePart(profile)}${waiverPart(profile)}
## Rules

${table(
  ['Rule', 'Severity', 'What is wanted', 'Controls', 'Decided by'],
  profile.rules.map((rule) => [
    `\`${rule.id}\`: ${rule.title}`,
    rule.severity,
    expressionWords(rule.expression),
    controlsText(rule),
    decidedBy(rule, meansOf(rule, all)),
  ]),
)}
## Coverage by source

${coverageTable(profile, sources)}`;
}

function parameterPart(parameters: ParameterValues): string {
  if (parameters.size === 0) return '';
  const rows = [...parameters].map(([name, value]) => [`\`${name}\``, JSON.stringify(value)]);
  return `\n## Parameters\n\n${table(['Parameter', 'Value'], rows)}`;
}

function changePart({ changes = [] }: Profile): string {
  if (changes.length === 0) return '';
  return `\n## What is changed of the base\n\n${table(
    ['Change', 'Why'],
    changes.map(({ change, rationale }) => [change, rationale]),
  )}`;
}

/** What waivers of its rules have to say. */
function waiverPart({ waivers }: Profile): string {
  if (waivers === undefined) return '';
  const rows = Object.entries(waivers.reasons).map(([code, { title, needs, values, until }]) => [
    `\`${code}\``,
    title,
    [
      ...needs.map((name) => (values[name] === undefined ? name : `${name} (${values[name].join(', ')})`)),
      ...(until === undefined ? [] : [`an end by ${until}`]),
    ].join(', '),
  ]);
  return `\n## Reasons of waivers\n\n${table(['Reason', 'Title', 'Asks for'], rows)}`;
}

const controlsText = ({ controls = {} }: Rule): string =>
  frameworks
    .flatMap((framework: Framework) => {
      const numbers = controls[framework];
      return numbers === undefined ? [] : [`${frameworkTitles[framework]}: ${numbers.join(', ')}`];
    })
    .join('; ');

function decidedBy({ attestable }: Rule, { policy, device }: Means): string {
  const words = [policy ? 'policy' : '', device ? 'device' : '', attestable === undefined ? '' : 'statement'];
  return words.filter((word) => word !== '').join(', ') || 'nothing that is read yet';
}

function coverageTable({ rules }: Profile, sources: readonly SourceCoverage[]): string {
  const rows = sources.flatMap((source) => {
    const decided = rules.filter(
      (rule) => decides(source, rule, 'policy') || decides(source, rule, 'device'),
    );
    if (decided.length === 0) return [];
    const names = decided.length === rules.length ? 'all' : decided.map(({ id }) => id).join(', ');
    return [[`\`${source.source}\``, `${decided.length} of ${rules.length}`, names]];
  });
  return rows.length === 0
    ? 'No source decides a rule of this profile.\n'
    : table(['Source', 'Rules', 'Which'], rows);
}
