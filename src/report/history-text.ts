/** A run of a history for a terminal: what it was, who is missing, and since when things fail, the oldest first. */
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import { daysBetween } from '../model/time.ts';
import type { RenderOptions } from './define.ts';
import { historyLines } from './terminal-history.ts';
import { Paint } from './terminal-paint.ts';
import { counted, harmless, percent, sinceOf } from './words.ts';

/** Fails by the days that they last. */
const ages: readonly (readonly [string, number])[] = [
  ['new', 0],
  ['up to 7 days', 7],
  ['up to 30', 30],
  ['up to 90', 90],
  ['longer', Infinity],
];
const shownRules = 25;
const shownFindings = 100;

export function* historyText(
  report: Report,
  options: RenderOptions & { details: boolean },
): Generator<string> {
  const paint = new Paint(options);
  const { asOf, profiles, summary, history } = report;
  yield `${paint.style('bold', `Run ${history?.run ?? '-'}`)}   as of ${harmless(asOf)}   profile ${harmless(profiles.map(({ id, version }) => `${id} ${version}`).join(', '))}\n`;
  yield `hash ${harmless(history?.hash ?? '-')}\n\n`;
  yield historyLines(report, paint);
  yield `score ${percent(summary.score)}   coverage ${percent(summary.coverage)}   without waivers ${percent(summary.scoreWithoutWaivers)}\n`;
  const { pass, fail, unknown, waived, error } = summary.outcomes;
  yield `${pass} pass   ${fail} fail   ${unknown} unknown   ${waived} waived   ${error} error\n\n`;
  const failing = report.findings.filter(({ outcome }) => outcome === 'fail').toSorted(byAge);
  if (failing.length === 0) return yield 'Nothing fails.\n';
  yield ageRows(failing, asOf);
  yield options.details ? findingRows(failing, asOf, paint) : ruleRows(failing, asOf);
}

const rank = ({ severity }: Finding): number => severities.indexOf(severity);
const byAge = (a: Finding, b: Finding): number =>
  a.failingSince === b.failingSince
    ? rank(a) - rank(b)
    : (a.failingSince ?? '') < (b.failingSince ?? '')
      ? -1
      : 1;

function ageRows(failing: readonly Finding[], asOf: string): string {
  const heads = `${'Failing'.padEnd(10)}${ages.map(([name]) => name.padStart(14)).join('')}\n`;
  const rows = severities.flatMap((severity) => {
    const own = failing.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const cells = ages.map(([, most], index) => {
      const least = ages[index - 1]?.[1] ?? -1;
      const days = own.map(({ failingSince }) => daysBetween(failingSince ?? asOf, asOf));
      return String(days.filter((count) => count > least && count <= most).length).padStart(14);
    });
    return [`${severity.padEnd(10)}${cells.join('')}\n`];
  });
  return `${heads}${rows.join('')}\n`;
}

/** A rule a line, with the oldest of its fails. */
function ruleRows(failing: readonly Finding[], asOf: string): string {
  const rules = [...Map.groupBy(failing, ({ profile, rule }) => `${profile} ${rule}`)];
  const rows = rules.slice(0, shownRules).map(([rule, own]) => {
    const [oldest] = own;
    const since = oldest === undefined ? undefined : sinceOf(oldest, asOf);
    return `${String(own.length).padStart(6)}  ${(oldest?.severity ?? '').padEnd(8)}  ${harmless(rule)}  ${own.length === 1 ? '' : 'the oldest '}${since ?? ''}\n`;
  });
  const more =
    rules.length > rows.length
      ? `${counted(rules.length - rows.length, 'rule')} more; --details tells every finding\n`
      : '';
  return `Rules that fail, the longest failing first\n${rows.join('')}${more}`;
}

function findingRows(failing: readonly Finding[], asOf: string, paint: Paint): string {
  const shown = paint.options.verbose ? failing : failing.slice(0, shownFindings);
  const rows = shown.map((finding) => {
    const { severity, rule, subject, scope, message } = finding;
    return `  ${severity.toUpperCase().padEnd(8)}  ${harmless(rule)}  ${harmless(subject)}${scope === undefined ? '' : ` [${harmless(scope)}]`}\n${paint.wrap(`${sinceOf(finding, asOf) ?? ''}; ${message}`, '            ')}`;
  });
  const more = failing.length > shown.length ? `${failing.length - shown.length} more; -v shows all\n` : '';
  return `${rows.join('')}${more}`;
}
