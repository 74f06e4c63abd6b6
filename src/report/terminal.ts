/** For the person at the keyboard: inputs, subjects with the worst first, totals, gates. */
import { outcomes } from '../model/finding.ts';
import { noticeLevel } from '../model/notice.ts';
import { severities, type TailoringChange } from '../model/profile.ts';
import { type InputRecord, inputStatuses, type Report, type Scores } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { isPublic, subjectCounts } from './handling.ts';
import { historyLines } from './terminal-history.ts';
import { markingLine, notAssessed, retentionLine, ruleRows, withheldLines } from './terminal-handling.ts';
import { Paint, styleOf } from './terminal-paint.ts';
import { alikeTogether, subjectBlock, worstFirst } from './terminal-subject.ts';
import { waiverRows } from './terminal-waivers.ts';
import { waiverIndex } from './waivers.ts';
import { attestedOf, counted, harmless, percent, populationOf } from './words.ts';

/** Groups of subjects, notices of one input, and failing rules shown without -v. */
const shownGroups = 20;
const shownNotices = 5;
const shownIgnored = 10;
const shownRules = 15;

export const terminal: Reporter = {
  id: 'terminal',
  extension: '',
  *render(report, options) {
    const paint = new Paint(options);
    yield markingLine(report, paint);
    yield header(report, paint);
    if (isPublic(report)) yield ruleRows(report, paint);
    else yield* subjects(report, paint);
    yield waiverRows(report, paint);
    yield notAssessed(report, paint);
    yield summary(report, paint);
    yield withheldLines(report);
    yield retentionLine(report);
    yield markingLine(report, paint);
  },
};

function* subjects(report: Report, paint: Paint): Generator<string> {
  const { verbose } = paint.options;
  yield inputs(report.inputs, paint);
  yield historyLines(report, paint);
  const groups = verbose ? worstFirst(report) : alikeTogether(worstFirst(report));
  const shown = verbose ? groups : groups.slice(0, shownGroups);
  const waivers = waiverIndex(report);
  for (const group of shown) yield subjectBlock(group, paint, waivers);
  const left = groups.slice(shown.length).reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  if (report.left !== undefined) {
    yield `${counted(left + report.left.subjects, 'subject')} more, none of them worse; -f ndjson=FILE holds them all\n\n`;
    yield failingRules(report);
  } else if (left > 0) {
    yield `${counted(left, 'subject')} more; -v shows all, -f json=FILE and -f html=FILE hold them\n\n`;
    yield failingRules(report);
  }
}

function header({ tool, profiles, asOf }: Report, paint: Paint): string {
  const names = profiles.map(({ id, version }) => `${id} ${version}`).join(', ');
  const tailored = profiles.flatMap(({ id, base, changes = [] }) =>
    base === undefined
      ? []
      : [`${id} is tailored from ${base.id} ${base.version}`, ...changes.map(toldChange)],
  );
  const rows = tailored.map((line) => paint.wrap(line, '  ', '      ')).join('');
  return `${paint.style('bold', `Passmuster ${harmless(tool.version)}`)}   profile ${harmless(names)}   as of ${harmless(asOf)}\n${rows}\n`;
}

const toldChange = ({ change, rationale }: TailoringChange): string => `${change}: ${rationale}`;

function inputs(records: readonly InputRecord[], paint: Paint): string {
  const counts = inputStatuses.map(
    (status) => `${records.filter((input) => input.status === status).length} ${status}`,
  );
  const skipped = records.reduce((sum, input) => sum + input.skipped, 0);
  const other = skipped > 0 ? `   (${counted(skipped, 'record')} of other platforms or kinds skipped)` : '';
  const rows = records.map((input) => inputRows(input, paint)).join('');
  return `Inputs    ${counts.join('   ')}${other}\n${rows}${ignoredRow(records, paint)}\n`;
}

/** Files that no source recognises are named, because a phone may be in one of them. */
function ignoredRow(records: readonly InputRecord[], paint: Paint): string {
  const ignored = records.filter(({ status }) => status === 'ignored').map(({ path }) => path);
  if (ignored.length === 0 || paint.options.verbose) return '';
  const more =
    ignored.length > shownIgnored ? ` and ${ignored.length - shownIgnored} more; -v shows all` : '';
  return paint.wrap(
    `ignored, not recognised: ${ignored.slice(0, shownIgnored).join(', ')}${more}`,
    '  ',
    '      ',
  );
}

/** Without -v only inputs that are not whole, or about which there is something to be warned of. */
function inputRows(input: InputRecord, paint: Paint): string {
  const { verbose } = paint.options;
  const isLoud = input.status === 'partial' || input.status === 'unreadable';
  const told = input.notices.filter(
    ({ code }) => verbose || ['warning', 'partial', 'error'].includes(noticeLevel(code)),
  );
  if (!verbose && !isLoud && told.length === 0 && input.opened === undefined) return '';
  const style = input.status === 'unreadable' ? 'red' : isLoud ? 'yellow' : 'dim';
  const shown = verbose ? told : told.slice(0, shownNotices);
  const rows = shown.map(({ code, message, line, locator }) => {
    const places = [line === undefined || line === 0 ? undefined : `line ${line}`, locator].filter(
      (place) => place !== undefined,
    );
    return paint.wrap(`${code}: ${message}${places.length > 0 ? ` (${places.join(', ')})` : ''}`, '      ');
  });
  const more = told.length > shown.length ? `      ${told.length - shown.length} more; -v shows them\n` : '';
  return `  ${paint.style(style, `${isLoud ? '! ' : ''}${input.status}`)}  ${harmless(input.path)}\n${openedRows(input, paint)}${rows.join('')}${more}`;
}

/** Whoever hands in a backup may know what was looked at, without asking for it. */
function openedRows({ opened }: InputRecord, paint: Paint): string {
  if (opened === undefined) return '';
  const { verbose } = paint.options;
  const head = `opened ${counted(opened.length, 'file')} of it, and nothing else${verbose ? ':' : '; -v lists them'}`;
  const names = verbose ? opened.map(({ path }) => paint.wrap(path, '        ')) : [];
  return paint.wrap(head, '      ') + names.join('');
}

/** For fleets: the rules that most subjects fail. */
function failingRules({ profiles, findings, ruleCounts }: Report): string {
  const fails = new Map<string, number>();
  const add = (rule: string, times: number): void => void fails.set(rule, (fails.get(rule) ?? 0) + times);
  if (ruleCounts === undefined)
    for (const { rule, outcome } of findings) add(rule, outcome === 'fail' ? 1 : 0);
  else for (const { rule, outcomes: counts } of ruleCounts) add(rule, counts.fail);
  const severityOf = new Map(
    profiles.flatMap(({ rules }) => rules.map(({ id, severity }) => [id, severity])),
  );
  const failing = [...fails].flatMap(([rule, times]) =>
    times === 0 ? [] : [{ rule, times, severity: severityOf.get(rule) ?? 'info' }],
  );
  failing.sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.times - a.times,
  );
  const rows = failing
    .slice(0, shownRules)
    .map(({ rule, times, severity }) => `  ${String(times).padStart(6)}  ${severity.padEnd(8)}  ${rule}\n`);
  return rows.length === 0 ? '' : `Rules that fail\n${rows.join('')}\n`;
}

function summary(report: Report, paint: Paint): string {
  const { summary: totals, gates } = report;
  const { devices, policies } = subjectCounts(report);
  const told = populationOf(totals.population);
  const among = told.length === 0 ? '' : paint.wrap(`among them ${told.join(', ')}`, '          ');
  const head = `Subjects  ${counted(devices, 'device')}   ${counted(policies, 'policy', 'policies')}\n${among}\n`;
  const columns = severities.map((severity) => severity.padStart(9)).join('');
  const rows = outcomes.map((outcome) => {
    const cells = severities
      .map((severity) => String(totals.bySeverity[severity][outcome]).padStart(9))
      .join('');
    return `${paint.style(styleOf(outcome), outcome.padEnd(15))}${cells}\n`;
  });
  const apart =
    devices > 0 && policies > 0
      ? scoreLine('devices', totals.byKind.device) + scoreLine('policies', totals.byKind.policy)
      : '';
  const verdicts = gates.map(({ gate, met, detail, exitCode }) => {
    const verdict = met ? paint.style('green', 'met') : paint.style('red', `not met (exit ${exitCode})`);
    return `gate      ${harmless(gate)}: ${verdict}, ${harmless(detail)}\n`;
  });
  const stated = attestedOf(totals);
  const attested = stated === undefined ? '' : paint.wrap(`attested  ${stated}`, '', '          ');
  return `${head}${' '.repeat(15)}${columns}\n${rows.join('')}\n${scoreLine('all', totals)}${apart}${attested}${verdicts.join('')}`;
}

function scoreLine(name: string, { score, coverage, scoreWithoutWaivers }: Scores): string {
  return `${name.padEnd(9)} score ${percent(score)}   coverage ${percent(coverage)}   without waivers ${percent(scoreWithoutWaivers)}\n`;
}
