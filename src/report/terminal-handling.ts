/** Of the report itself, in the terminal: its marking and last day, what was not assessed, what is withheld. */
import { outcomes } from '../model/finding.ts';
import type { Counts, Report } from '../model/report.ts';
import { isUncounted } from './handling.ts';
import type { Paint } from './terminal-paint.ts';
import { harmless } from './words.ts';

/** On top and at the end, so that no part of it goes without. */
export function markingLine({ handling }: Report, paint: Paint): string {
  return handling?.marking === undefined ? '' : `${paint.style('bold', handling.marking)}\n`;
}

export function retentionLine({ handling }: Report): string {
  return handling?.retainUntil === undefined ? '' : `delete by ${harmless(handling.retainUntil)}\n`;
}

/** What the sources of the audit profiles ask for and no rule judges. */
export function notAssessed({ profiles }: Report, paint: Paint): string {
  const texts = profiles.flatMap(({ id, notAssessable = [] }) =>
    notAssessable.map((text) => paint.wrap(`${id}: ${text}`, '  ', '      ')),
  );
  return texts.length === 0 ? '' : `Not assessed by any rule\n${texts.join('')}\n`;
}

export function withheldLines({ handling }: Report): string {
  const rows = (handling?.withheld ?? []).map(
    ({ what, count, reason }) => `withheld  ${count} ${harmless(what)} (${reason})\n`,
  );
  return rows.join('');
}

/** In a public rendering: what each rule asks, and how its findings came out where that tells of no single phone. */
export function ruleRows(report: Report, paint: Paint): string {
  const { profiles, ruleCounts = [] } = report;
  const counts = new Map(ruleCounts.map((one) => [`${one.profile} ${one.rule}`, one.outcomes]));
  const rows = profiles.flatMap((profile) =>
    profile.rules.map(({ id, severity, title }) => {
      const told = toldOf(counts.get(`${profile.id} ${id}`));
      return `  ${severity.padEnd(8)}  ${harmless(id)}${told}\n${paint.wrap(title, '            ')}`;
    }),
  );
  const few = isUncounted(report) ? 'With so few subjects findings are not counted by rule.\n' : '';
  return `Rules\n${rows.join('')}${few}\n`;
}

function toldOf(counts: Counts | undefined): string {
  if (counts === undefined) return '';
  const shown = outcomes.filter((outcome) => counts[outcome] > 0);
  return `  ${shown.map((outcome) => `${counts[outcome]} ${outcome}`).join('  ') || 'no finding'}`;
}
