/** One subject in the terminal: its fails one by one, its unknowns by what would decide them. */
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { type Paint, styleOf } from './terminal-paint.ts';
import { type WaiverIndex, waiverText } from './waivers.ts';
import { channelOf, collectOf, counted, harmless, placeOf, sinceOf, statementOf } from './words.ts';
import { byWorst, tallySubject } from './worst.ts';

export interface Group {
  readonly subject: SubjectRecord;
  readonly findings: readonly Finding[];
  /** Time of the evaluation. */
  readonly asOf: string;
  /** Subjects with the same verdicts, shown once. */
  readonly alike: readonly SubjectRecord[];
}

const indent = ' '.repeat(13);
/** Rules named in one line of unknowns, and places of one finding, without -v. */
const shownNames = 8;
const shownPlaces = 4;

/** In the order of every reporter for people. */
export function worstFirst(report: Report): Group[] {
  const bySubject = Map.groupBy(report.findings, (finding) => finding.subject);
  return report.subjects
    .map((subject) => tallySubject(subject, bySubject.get(subject.id) ?? []))
    .toSorted(byWorst)
    .map(({ subject }) => ({
      subject,
      findings: bySubject.get(subject.id) ?? [],
      asOf: report.asOf,
      alike: [],
    }));
}

/** Subjects without a fail that leave the same things open stand together: twenty equal lists hide the one that differs. */
export function alikeTogether(groups: readonly Group[]): Group[] {
  const signature = ({ subject, findings }: Group) => {
    if (findings.some(({ outcome }) => outcome === 'fail' || outcome === 'error'))
      return `${subject.input} ${subject.id}`;
    return JSON.stringify([
      subject.kind,
      findings.map(({ rule, scope, outcome, reason }) => [rule, scope, outcome, reason]),
    ]);
  };
  return [...Map.groupBy(groups, signature).values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, alike: rest.map(({ subject }) => subject) }],
  );
}

export function subjectBlock(group: Group, paint: Paint, waivers: WaiverIndex): string {
  const { subject, findings, asOf, alike } = group;
  const { verbose } = paint.options;
  const loud = severities.flatMap((severity) =>
    findings.filter(
      (finding) =>
        finding.severity === severity && (finding.outcome === 'fail' || finding.outcome === 'error'),
    ),
  );
  const quiet = verbose
    ? findings.filter(({ outcome }) => !['fail', 'error', 'unknown'].includes(outcome))
    : [];
  return [
    heading(subject, findings, paint),
    alikeLine(alike, paint),
    verbose ? holdings(subject, paint) : '',
    ...loud.map((finding) => findingBlock(finding, { asOf, waivers }, paint)),
    ...unknownBlocks(
      findings.filter(({ outcome }) => outcome === 'unknown'),
      paint,
    ),
    ...quiet.map((finding) => findingBlock(finding, { asOf, waivers }, paint)),
    '\n',
  ].join('');
}

const titleOf = ({ labels, model, id }: SubjectRecord): string => labels['title'] ?? model ?? id;

function heading(subject: SubjectRecord, findings: readonly Finding[], paint: Paint): string {
  const counts = (['fail', 'unknown', 'error', 'waived', 'pass', 'not-applicable'] as const)
    .map((outcome) => [outcome, findings.filter((finding) => finding.outcome === outcome).length] as const)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => paint.style(styleOf(outcome), `${count} ${outcome}`));
  const title = titleOf(subject);
  const facts = [subject.kind, subject.platform, subject.osVersion, subject.ownership].filter(
    (fact) => fact !== undefined,
  );
  const inputs = [subject.input, ...(subject.joined ?? [])].join(' + ');
  const place = title === subject.id ? inputs : `${subject.id}   ${inputs}`;
  return `${paint.style('bold', title)}  (${harmless(facts.join(', '))})   ${counts.join('  ')}\n  ${paint.style('dim', place)}\n`;
}

/** Where information is held. */
function holdings({ channels = [], backups = [] }: SubjectRecord, paint: Paint): string {
  const rows = [
    channels.length === 0
      ? ''
      : paint.wrap(`channels: ${channels.map(channelOf).join(', ')}`, '  ', '      '),
    backups.length === 0 ? '' : paint.wrap(`backups: ${backups.join(', ')}`, '  ', '      '),
  ];
  return rows.join('');
}

function alikeLine(alike: readonly SubjectRecord[], paint: Paint): string {
  if (alike.length === 0) return '';
  const names = alike.slice(0, 6).map(titleOf);
  const more = alike.length > names.length ? ` and ${alike.length - names.length} more` : '';
  return paint.wrap(
    `and ${counted(alike.length, 'subject')} with the same verdicts: ${names.join(', ')}${more}`,
    '  ',
  );
}

interface Beside {
  readonly asOf: string;
  readonly waivers: WaiverIndex;
}

function findingBlock(finding: Finding, { asOf, waivers }: Beside, paint: Paint): string {
  const { severity, rule, scope, title, message, notes, evidence } = finding;
  const app = scope === undefined ? '' : ` [${scope}]`;
  const head = `  ${paint.mark(finding)} ${severity.toUpperCase().padEnd(8)} ${paint.style('bold', rule)}${harmless(app)}  ${harmless(title)}\n`;
  const shown = paint.options.verbose ? evidence : evidence.slice(0, shownPlaces);
  const more =
    evidence.length > shown.length ? `${indent}and ${evidence.length - shown.length} more places\n` : '';
  const told = notes.length > 0 ? paint.wrap(`notes: ${notes.join(', ')}`, indent) : '';
  const since = sinceOf(finding, asOf);
  const waiver = waiverText(finding, waivers);
  return [
    head,
    paint.wrap(message, indent),
    since === undefined ? '' : paint.wrap(since, indent),
    ...shown.map((place) => placeLine(place, paint)),
    more,
    told,
    waiver === undefined ? '' : paint.wrap(`waiver: ${waiver}`, indent, `${indent}  `),
  ].join('');
}

function placeLine(place: Finding['evidence'][number], paint: Paint): string {
  const value = place.value === undefined ? '' : ` = ${place.value}`;
  const line = `${indent}${paint.style('dim', `${placeOf(place)}${value}${place.origin === 'default' ? ' (documented default)' : ''}`)}\n`;
  return place.statement === undefined
    ? line
    : line + paint.wrap(statementOf(place.statement), `${indent}  `);
}

/** Unknowns stand out as fails do; those that want the same evidence stand together. */
function unknownBlocks(findings: readonly Finding[], paint: Paint): string[] {
  const groups = Map.groupBy(
    findings,
    (finding) => `${finding.reason}|${collectOf(finding.message) ?? finding.message}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const collect = collectOf(first.message);
    const advice =
      collect === undefined
        ? first.message
        : `to decide ${group.length === 1 ? 'it' : 'them'}, add: ${collect}`;
    const places = [
      ...new Set(group.flatMap(({ evidence }) => evidence.map((place) => placeLine(place, paint)))),
    ];
    const shown = paint.options.verbose ? places : places.slice(0, shownPlaces);
    return [
      `  ${paint.mark(first)} ${paint.style('yellow', `unknown (${first.reason})`)}  ${counted(group.length, 'finding')}\n`,
      ...severities.map((severity) =>
        ruleNames(
          group.filter((finding) => finding.severity === severity),
          paint,
        ),
      ),
      ...shown,
      paint.wrap(advice, indent),
    ];
  });
}

function ruleNames(findings: readonly Finding[], paint: Paint): string {
  const [first] = findings;
  if (first === undefined) return '';
  const names = [
    ...new Set(findings.map(({ rule, scope }) => (scope === undefined ? rule : `${rule} [${scope}]`))),
  ];
  const shown = paint.options.verbose ? names : names.slice(0, shownNames);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return paint.wrap(`${first.severity.toUpperCase().padEnd(8)} ${shown.join(', ')}${more}`, '    ', indent);
}
