/**
 * Markdown for a pull-request comment or a job summary. GitHub refuses comments over 65,536 characters and drops a job
 * summary over its limit whole, so the text is built to a budget: sections are left out whole, and it says which.
 * Whatever comes from an input or a profile stands in a code span, where no host makes links, mentions or markup of it.
 */
import { outcomes } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { ownFacts } from './handling.ts';
import { classOf, outcomeClasses, wordsOf } from './outcomes.ts';
import { approvalOf, effectOf, lapseOf, scopeOf, stateCounts, stateOf, urgentFirst } from './waivers.ts';
import {
  attestedOf,
  collectOf,
  counted,
  harmless,
  percent,
  placeOf,
  populationOf,
  sinceOf,
  tellingNotice,
} from './words.ts';

/** Bytes of UTF-8: below the limit of characters, whatever they are. */
const budget = 60_000;
const shownRules = 40;
const shownSubjects = 5;
const shownInputs = 20;
const shownWaivers = 30;
const longest = 300;

export const markdown: Reporter = { id: 'markdown', extension: '.md', render };

interface Section {
  readonly name: string;
  readonly text: string;
}

function* render(report: Report): Generator<string> {
  const left: string[] = [];
  const own = markingOf(report);
  let room = budget - 2 * Buffer.byteLength(own);
  yield own;
  for (const { name, text } of sectionsOf(report)) {
    const bytes = Buffer.byteLength(text);
    if (bytes > room) left.push(name);
    else {
      room -= bytes;
      yield text;
    }
  }
  if (left.length > 0)
    yield `\nLeft out, because a comment has no room for it: ${left.length} sections (${[...new Set(left.map((name) => name.split(':')[0]))].join(', ')}). \`-f html=FILE\` and \`-f json=FILE\` hold everything.\n`;
  yield own === '' ? '' : `\n${own}`;
}

/** Above and below, outside of the budget: no part goes without. */
function markingOf(report: Report): string {
  const { marking, retainUntil } = ownFacts(report);
  const told = [
    ...(marking === undefined ? [] : [`**${codeSpan(marking)}**`]),
    ...(retainUntil === undefined ? [] : [`delete by ${codeSpan(retainUntil)}`]),
  ];
  return told.length === 0 ? '' : `${told.join(', ')}\n\n`;
}

function notAssessedOf(report: Report): string {
  const { notAssessable = [] } = ownFacts(report);
  const rows = notAssessable.map((text) => `- ${codeSpan(text)}\n`);
  return rows.length === 0 ? '' : `\n### Not assessed by any rule\n\n${rows.join('')}`;
}

function* sectionsOf(report: Report): Generator<Section> {
  yield { name: 'summary', text: headOf(report) };
  yield { name: 'inputs', text: inputsOf(report) };
  yield { name: 'not assessed', text: notAssessedOf(report) };
  const failing = rulesWith(report.findings, ({ outcome }) => outcome === 'fail');
  if (failing.length > 0) yield { name: 'failing', text: '\n### Failing\n\n' };
  for (const own of failing.slice(0, shownRules))
    yield { name: 'failing rules', text: ruleBlock(own, report.asOf) };
  if (failing.length > shownRules)
    yield { name: 'failing', text: `\nand ${counted(failing.length - shownRules, 'failing rule')} more\n` };
  yield* details('Could not be decided', ({ outcome }) => outcome === 'unknown', report);
  yield* details('Waived', ({ outcome }) => outcome === 'waived', report);
  yield { name: 'waivers', text: waiversSection(report) };
  yield* details('Not evaluated because of a defect', ({ outcome }) => outcome === 'error', report);
}

function headOf({ summary, subjects, profiles, asOf, gates, tool }: Report): string {
  const counts = outcomes.filter((outcome) => outcome !== 'not-applicable' && summary.outcomes[outcome] > 0);
  const told = counts.map((outcome) => `**${summary.outcomes[outcome]} ${outcome}**`).join(' · ');
  const devices = subjects.filter(({ kind }) => kind === 'device').length;
  const rules = profiles.reduce((sum, { rules: own }) => sum + own.length, 0);
  const rows = outcomes.map((outcome) => {
    const cells = severities.map((severity) => summary.bySeverity[severity][outcome]);
    return `| ${wordsOf[outcome].shape.symbol} ${outcome} | ${cells.join(' | ')} |\n`;
  });
  const stated = attestedOf(summary);
  const among = populationOf(summary.population);
  return [
    `## Passmuster: ${told === '' ? '**nothing was judged**' : told}\n\n`,
    `${counted(rules, 'rule')} on ${counted(devices, 'device')} and ${counted(subjects.length - devices, 'policy', 'policies')}; `,
    `profile ${profiles.map(({ id, version }) => codeSpan(`${id} ${version}`)).join(', ')}, as of ${codeSpan(asOf)}, Passmuster ${codeSpan(tool.version)}.\n\n`,
    `Score **${percent(summary.score)}**, coverage **${percent(summary.coverage)}**, without waivers ${percent(summary.scoreWithoutWaivers)}.`,
    summary.complete ? '' : ' **The evidence is incomplete.**',
    '\n\n',
    ...(stated === undefined ? [] : [`${capital(stated)}.\n\n`]),
    ...(among.length === 0 ? [] : [`Among the devices: ${among.join(', ')}.\n\n`]),
    `| | ${severities.join(' | ')} |\n|---|${'---:|'.repeat(severities.length)}\n`,
    ...rows,
    gates.length === 0 ? '' : '\n',
    ...gates.map(({ gate, met, detail, exitCode }) => {
      const verdict = met ? 'met' : `**not met** (exit ${exitCode})`;
      return `- gate ${codeSpan(gate)}: ${verdict}, ${codeSpan(detail)}\n`;
    }),
  ].join('');
}

/** Files that were not read whole, because a phone may be in one of them. */
function inputsOf({ inputs }: Report): string {
  const unread = inputs.filter(({ status }) => status !== 'read');
  if (unread.length === 0) return '';
  const rows = unread.slice(0, shownInputs).map(({ path, status, notices }) => {
    const notice = tellingNotice(notices);
    const why = notice === undefined ? '' : `, ${codeSpan(`${notice.code}: ${notice.message}`)}`;
    return `- ${status}: ${codeSpan(path)}${why}\n`;
  });
  const left = unread.length - rows.length;
  return `\n### Inputs that were not read whole\n\n${rows.join('')}${left > 0 ? `- and ${left} more\n` : ''}`;
}

/** What needs somebody first; who approved, and until when. */
function waiversSection({ waivers }: Report): string {
  if (waivers === undefined) return '';
  const counts = stateCounts(waivers).map(({ state, count }) => `${count} ${state}`);
  const rows = urgentFirst(waivers)
    .slice(0, shownWaivers)
    .map(
      (waiver) =>
        `- ${codeSpan(waiver.id)} ${stateOf(waiver)}: ${waiver.rules.slice(0, shownSubjects).map(codeSpan).join(', ')} for ${codeSpan(scopeOf(waiver))}; ${effectOf(waiver)}; ${codeSpan(approvalOf(waiver))}\n`,
    );
  const left = waivers.length - rows.length;
  return `\n### Waivers\n\n${counts.join(' · ')}\n\n${rows.join('')}${left > 0 ? `- and ${left} more\n` : ''}`;
}

/** Findings of one rule together, worst severity first. */
function rulesWith(
  findings: readonly Finding[],
  wanted: (one: Finding) => boolean,
): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    if (!wanted(finding)) continue;
    const key = JSON.stringify([finding.profile, finding.rule]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const rank = ([{ severity }]: readonly [Finding, ...Finding[]]) => severities.indexOf(severity);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

function ruleBlock(own: readonly [Finding, ...Finding[]], asOf: string): string {
  const [{ severity, rule, title }] = own;
  const subjects = new Set(own.map(({ subject }) => subject)).size;
  const rows = own.slice(0, shownSubjects).map((finding) => `  - ${findingLine(finding, asOf)}\n`);
  const left = own.length - rows.length;
  return `- ✗ **${severity}** ${codeSpan(rule)} ${codeSpan(title)} on ${counted(subjects, 'subject')}\n${rows.join('')}${left > 0 ? `  - and ${left} more\n` : ''}`;
}

function findingLine(finding: Finding, asOf: string): string {
  const { subject, scope, message, evidence, attested, outcome, waiver, notes } = finding;
  const [first] = evidence;
  const since = sinceOf(finding, asOf);
  const place = first === undefined ? '' : ` at ${codeSpan(placeOf(first))}`;
  const whose = scope === undefined ? codeSpan(subject) : `${codeSpan(subject)} ${codeSpan(scope)}`;
  const lapsed =
    outcome === 'fail' && waiver !== undefined ? `; waiver ${codeSpan(waiver)}: ${lapseOf(notes)}` : '';
  return `${whose}: ${codeSpan(message)}${place}${since === undefined ? '' : `, ${since}`}${attested === true ? ' (rests on what people state)' : ''}${lapsed}`;
}

/** Folded away; a rule a line, with the kinds of unknown and what would decide it. */
function* details(
  title: string,
  wanted: (one: Finding) => boolean,
  { findings }: Report,
): Generator<Section> {
  const groups = rulesWith(findings, wanted);
  if (groups.length === 0) return;
  const count = groups.reduce((sum, own) => sum + own.length, 0);
  const rows = groups
    .slice(0, shownRules)
    .map((own) => `- ${kindsOf(own)} ${codeSpan(own[0].rule)}${lastOf(own)}\n`);
  const left = groups.length - rows.length;
  const more = left > 0 ? `- and ${counted(left, 'rule')} more\n` : '';
  yield {
    name: title.toLowerCase(),
    text: `\n<details><summary>${title}: ${counted(count, 'finding')}</summary>\n\n${rows.join('')}${more}\n</details>\n`,
  };
}

function kindsOf(own: readonly Finding[]): string {
  const kinds = outcomeClasses
    .map((kind) => [kind, own.filter((finding) => classOf(finding) === kind).length] as const)
    .filter(([, count]) => count > 0);
  return kinds.map(([kind, count]) => `${count} ${wordsOf[kind].shape.word}`).join(', ');
}

function lastOf(own: readonly [Finding, ...Finding[]]): string {
  const collect = [...new Set(own.flatMap(({ message }) => collectOf(message) ?? []))];
  if (collect.length > 0) return `; to decide it, add: ${collect.slice(0, 3).map(codeSpan).join(' or ')}`;
  const waivers = [...new Set(own.flatMap(({ waiver }) => waiver ?? []))];
  if (own[0].outcome === 'waived' && waivers.length > 0)
    return `; by ${waivers.slice(0, shownSubjects).map(codeSpan).join(', ')}`;
  return `; ${codeSpan(own[0].message)}`;
}

/** A span with a fence longer than any in the text (CommonMark 6.1); the blanks are taken off again where it is shown. */
export function codeSpan(text: string): string {
  const all = harmless(text.toWellFormed()).trim();
  const cut = all.length > longest ? `${all.slice(0, longest).toWellFormed()}…` : all;
  if (cut === '') return '(empty)';
  const runs = cut.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  return cut.includes('`') ? `${fence} ${cut} ${fence}` : `${fence}${cut}${fence}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
