/** For a terminal: what changed, by what it comes from. */
import {
  type Diff,
  type DiffCause,
  type DiffClass,
  diffClasses,
  type DiffEntry,
  type DiffVerdict,
} from '../../model/diff.ts';
import { Paint, styleOf } from '../terminal-paint.ts';
import { counted, harmless, placeOf } from '../words.ts';
import type { DiffOptions } from './define.ts';
import {
  causeChange,
  causeOutcomes,
  causePlace,
  causeReach,
  classTitles,
  isSubjectClass,
  profileLine,
  sideLines,
} from './words.ts';

/** Causes of one class, and subjects of one cause, without -v. */
const shownCauses = 12;
const shownSubjects = 6;
/** Told by their number alone, without -v. */
const quiet: readonly DiffClass[] = ['still-failing', 'gained-evidence', 'scope-changed'];
const indent = ' '.repeat(13);

export function* diffText(diff: Diff, options: DiffOptions): Generator<string> {
  const paint = new Paint(options);
  const [names = '', figures = ''] = sideLines(diff.before, diff.after);
  yield `${paint.style('bold', names)}\n${figures}\n\n`;
  if (diff.otherPseudonyms)
    yield paint.wrap(
      'The devices are called by pseudonyms of different keys: none of them can be compared with itself.',
      '! ',
      '  ',
    );
  for (const profile of diff.profiles) yield paint.wrap(`profile ${profileLine(profile)}`, '! ', '  ');
  const rows = [...diffClasses, 'unchanged' as const].filter((one) => diff.counts[one] > 0);
  yield rows.map((one) => `${String(diff.counts[one]).padStart(8)}  ${one}\n`).join('');
  const entries = options.details ? Map.groupBy(diff.findings, ({ class: own }) => own) : undefined;
  for (const own of diffClasses) {
    const causes = diff.causes.filter((cause) => cause.class === own);
    if (causes.length === 0 || (quiet.includes(own) && !options.verbose && !options.details)) continue;
    yield `\n${paint.style('bold', classTitles[own])}\n`;
    const shown = options.verbose ? causes : causes.slice(0, shownCauses);
    for (const cause of shown) yield causeBlock(cause, paint, entries?.get(own));
    if (causes.length > shown.length) yield `  ${causes.length - shown.length} more causes; -v shows all\n`;
  }
  yield `\n${gateLine(diff)}\n`;
}

function gateLine({ gating }: Diff): string {
  return gating === 0
    ? 'nothing fails that did not fail before'
    : `${counted(gating, 'finding')} would end --fail-on-new`;
}

function causeBlock(cause: DiffCause, paint: Paint, entries: readonly DiffEntry[] | undefined): string {
  const change = causeChange(cause);
  const outcome = cause.class === 'fixed' ? 'pass' : cause.gating > 0 ? 'fail' : 'unknown';
  const head = `  ${paint.style(styleOf(outcome), cause.severity.toUpperCase().padEnd(8))}  ${harmless(causePlace(cause))}${change === undefined ? '' : `   ${paint.style('bold', harmless(change))}`}\n`;
  const outcomes = causeOutcomes(cause);
  const reach = paint.wrap(`${causeReach(cause)}${outcomes === undefined ? '' : ` (${outcomes})`}`, indent);
  const isSubject = isSubjectClass(cause.class);
  const names = isSubject || entries !== undefined ? subjectLine(cause, paint) : '';
  return (
    head + reach + names + (entries === undefined || isSubject ? '' : detailLines(cause, paint, entries))
  );
}

function subjectLine({ subjects }: DiffCause, paint: Paint): string {
  const shown = paint.options.verbose ? subjects : subjects.slice(0, shownSubjects);
  const more = subjects.length > shown.length ? ` and ${subjects.length - shown.length} more` : '';
  return paint.wrap(`${shown.join(', ')}${more}`, indent);
}

/** Both sides of each finding of the cause. */
function detailLines(cause: DiffCause, paint: Paint, entries: readonly DiffEntry[]): string {
  const subjects = new Set(cause.subjects);
  const rules = new Set(cause.rules.map(({ profile, rule }) => `${profile} ${rule}`));
  const own = entries.filter(
    ({ subject, profile, rule }) => subjects.has(subject) && rules.has(`${profile} ${rule}`),
  );
  const shown = paint.options.verbose ? own : own.slice(0, shownSubjects);
  return shown
    .map(({ subject, rule, scope, before, after }) =>
      [
        paint.wrap(`${subject}  ${rule}${scope === undefined ? '' : ` [${scope}]`}`, `${indent}  `),
        sideLine('before', before, paint),
        sideLine('after', after, paint),
      ].join(''),
    )
    .join('');
}

function sideLine(name: string, side: DiffVerdict | undefined, paint: Paint): string {
  if (side === undefined) return '';
  const { outcome, reason, message, evidence } = side;
  const [first] = evidence;
  const value = first?.value === undefined ? '' : ` = ${first.value}`;
  const place = first === undefined ? '' : ` (${placeOf(first).replace('  ', ' ')}${value})`;
  return paint.wrap(
    `${name}: ${outcome}${reason === undefined ? '' : ` (${reason})`}, ${message}${place}`,
    `${indent}    `,
  );
}
