/** For the person at the keyboard: a block for each document, many notes of one code on one line, gates at the end. */
import type { RenderOptions } from '../../report/define.ts';
import { Paint, type Style } from '../../report/terminal-paint.ts';
import { counted } from '../../report/words.ts';
import { codePages, type LintCode } from '../codes.ts';
import { type LintFinding, type LintLevel, lintLevels } from '../define.ts';
import type { LintDocument, LintGateResult, LintInput } from '../document.ts';

const styles: Readonly<Record<LintLevel, Style>> = { error: 'red', warning: 'yellow', note: 'cyan' };
/** More notes of one code are told together, unless -v. */
const mostNotes = 3;
const mostNames = 8;
/** What a fact about the phones would decide. */
const targetCodes: ReadonlySet<LintCode> = new Set([
  'PM1401',
  'PM1403',
  'PM1404',
  'PM1407',
  'PM1409',
  'PM1410',
]);

export function* renderText(
  document: LintDocument,
  gates: readonly LintGateResult[],
  options: RenderOptions,
): Generator<string> {
  const paint = new Paint(options);
  const byInput = Map.groupBy(document.findings, ({ input }) => input);
  for (const input of document.inputs) {
    const findings = byInput.get(input.path) ?? [];
    if (findings.length > 0 || input.status === 'unreadable' || input.status === 'partial')
      yield* block(input, findings, paint);
    else if (options.verbose) yield `${paint.style('dim', `${input.status}  ${input.path}`)}\n`;
  }
  yield* tail(document, gates, paint);
}

function* block(input: LintInput, findings: readonly LintFinding[], paint: Paint): Generator<string> {
  const { status, problem, leftOut } = input;
  yield `${paint.style('bold', input.path)}${status === 'linted' ? '' : `   ${status}`}\n`;
  if (problem !== undefined) {
    const where = problem.line === undefined ? (problem.locator ?? '') : `line ${problem.line}`;
    yield paint.wrap(
      `${problem.code}: ${problem.message}${where === '' ? '' : ` (${where})`}`,
      '  ',
      '      ',
    );
  }
  for (const group of groupsOf(findings, paint.options.verbose)) yield* rows(group, paint);
  if (leftOut > 0) yield `  and ${leftOut} findings more, which are not listed\n`;
  yield '\n';
}

/** The worst first, each level in the order of the file; notes of a code that are many stand together. */
function groupsOf(findings: readonly LintFinding[], isVerbose: boolean): LintFinding[][] {
  const many = new Map<LintCode, LintFinding[]>();
  const groups: LintFinding[][] = [];
  const sorted = lintLevels.flatMap((level) => findings.filter((finding) => finding.level === level));
  for (const finding of sorted) {
    if (finding.level !== 'note' || isVerbose) {
      groups.push([finding]);
      continue;
    }
    const group = many.get(finding.code);
    if (group !== undefined) group.push(finding);
    else {
      const first = [finding];
      many.set(finding.code, first);
      groups.push(first);
    }
  }
  return groups.flatMap((group) => (group.length > mostNotes ? [group] : group.map((finding) => [finding])));
}

function* rows(group: readonly LintFinding[], paint: Paint): Generator<string> {
  const [first] = group;
  if (first === undefined) return;
  const { level, code, message, input, line, locator } = first;
  const head = `${paint.style(styles[level], level.padEnd(7))} ${code}`;
  if (group.length === 1) {
    yield `  ${head}  ${paint.wrap(message, '', ' '.repeat(18)).trimStart()}`;
    const file = line === undefined ? input : `${input}:${line}`;
    yield `${' '.repeat(18)}${paint.style('dim', locator === '' ? file : `${file}  ${locator}`)}\n`;
    return;
  }
  const names = group.slice(0, mostNames).map((one) => nameOf(one));
  const more = group.length > mostNames ? `, and ${group.length - mostNames} more` : '';
  yield `  ${head}  ${paint.wrap(`${codePages[code].title}: ${counted(group.length, 'place')}`, '').trimStart()}`;
  yield paint.wrap(`${names.join(', ')}${more}`, ' '.repeat(18));
}

/** `allowCamera:60`: the last key and the line. */
function nameOf({ locator, line }: LintFinding): string {
  const name = locator.slice(locator.lastIndexOf('.') + 1);
  const cut = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  return line === undefined ? cut : `${cut}:${line}`;
}

function* tail(document: LintDocument, gates: readonly LintGateResult[], paint: Paint): Generator<string> {
  const { error, warning, note, linted, ignored } = document.summary;
  const found = `${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(note, 'note')}`;
  yield `${counted(linted, 'document')} linted, ${counted(ignored, 'other file')} ignored   ${found}\n`;
  if (document.ignoredCodes.length > 0) yield `left out with --ignore: ${document.ignoredCodes.join(', ')}\n`;
  const open = document.findings.filter(
    ({ code, level }) => level === 'note' && targetCodes.has(code),
  ).length;
  const facts = '--os, --supervised and --enrolment';
  if (open > 0)
    yield `${paint.style('dim', `${open} of the notes rest on facts about the phones: ${facts}`)}\n`;
  const worst = lintLevels.flatMap((level) =>
    document.findings.filter((finding) => finding.level === level),
  )[0];
  if (worst !== undefined)
    yield `${paint.style('dim', `what a code means: passmuster lint --explain ${worst.code}`)}\n`;
  for (const { text } of gates) yield `gate      ${text}\n`;
}
