/** The cases of a JUnit file: from findings and inputs to marks, messages and lines of text. */
import type { Finding } from '../model/finding.ts';
import type { InputRecord } from '../model/report.ts';
import { classOf, type OutcomeClass, wordsOf } from './outcomes.ts';
import { type WaiverIndex, waiverText } from './waivers.ts';
import { counted, placeOf } from './words.ts';

/** The words of the format; a pass is a case without any. */
export type Mark = 'failure' | 'error' | 'skipped';

export interface Case {
  readonly classname: string;
  readonly name: string;
  readonly mark?: Mark;
  readonly type?: string;
  readonly message: string;
  /** One line each; no text of an input stands at the start of a line, where CI logs look for commands. */
  readonly details: readonly string[];
  /** Path of the input that speaks first. */
  readonly file?: string;
}

const namedSubjects = 20;

/** Nothing was judged: an error, because a file without cases looks green. */
export function nothingEvaluated(suite: string): Case {
  return {
    classname: `${suite}.evaluated`,
    name: 'any-rule',
    mark: 'error',
    type: 'nothing-evaluated',
    message: 'Nothing was evaluated, so nothing is known to pass.',
    details: [],
  };
}

/** An input that was not read whole. */
export function inputCase({ path, status, source, notices }: InputRecord, suite: string): Case {
  return {
    classname: `${suite}.inputs`,
    name: path,
    mark: 'error',
    file: path,
    type: `input-${status}`,
    message: `The input ${path} was ${status === 'partial' ? 'read in part' : 'not read'}.`,
    details: [
      `source: ${source}`,
      ...notices.map(({ code, message, line }) => {
        const where = line === undefined ? '' : ` (line ${line})`;
        return `notice: ${code}${where}, ${message}`;
      }),
    ],
  };
}

/** One finding. */
export function findingCase(
  finding: Finding,
  suite: string,
  remediation: string | undefined,
  waivers: WaiverIndex,
): Case {
  const { rule, profile, scope, outcome, message, expected, actual, evidence, notes, title, severity } =
    finding;
  const waiver = waiverText(finding, waivers);
  return {
    classname: `${suite}.${profile}`,
    name: scope === undefined ? rule : `${rule} [${scope}]`,
    ...(evidence[0] === undefined ? {} : { file: evidence[0].input }),
    ...markOf(finding),
    message: messageOf(finding, waiver),
    details: [
      `rule: ${title} (${severity})`,
      `result: ${message}`,
      ...(expected === undefined ? [] : [`expected: ${expected}`]),
      ...(actual === undefined ? [] : [`actual: ${actual}`]),
      ...evidence.map((one) => {
        const value = one.value === undefined ? '' : ` = ${one.value}`;
        return `evidence: ${placeOf(one)}${value}`;
      }),
      ...(notes.length === 0 ? [] : [`notes: ${notes.join(', ')}`]),
      ...(waiver === undefined ? [] : [`waiver: ${waiver}`]),
      ...(outcome === 'fail' && remediation !== undefined ? [`remediation: ${remediation}`] : []),
    ],
  };
}

/** The format has no word for unknown: `error` keeps a build honest, and what only a person can say is skipped. */
export function markOf(finding: Finding): Pick<Case, 'mark' | 'type'> {
  return wordsOf[classOf(finding)].junit;
}

function messageOf(finding: Finding, waiver: string | undefined): string {
  const { outcome, message } = finding;
  if (outcome === 'waived') return `waived: ${message}${waiver === undefined ? '' : ` Waiver: ${waiver}`}`;
  if (outcome === 'not-applicable') return `not applicable: ${message.replace(/^Not applicable: /, '')}`;
  return classOf(finding) === 'manual' ? `manual: ${message}` : message;
}

/** The first class that occurs speaks for a rule: it passes only when every subject that it concerns passes. */
const worstFirst: readonly OutcomeClass[] = [
  'fail',
  'error',
  'conflict',
  'unknown',
  'manual',
  'waived',
  'pass',
  'not-applicable',
];

/** One rule on all its subjects, with counts and the first of those that decided. */
export function ruleCase(suite: string, rule: string, own: readonly [Finding, ...Finding[]]): Case {
  const kind = worstFirst.find((one) => own.some((finding) => classOf(finding) === one)) ?? 'unknown';
  const group = own.filter((finding) => classOf(finding) === kind);
  const counts = Object.entries(Object.groupBy(own, ({ outcome }) => outcome))
    .map(([outcome, found]) => `${found.length} ${outcome}`)
    .join(', ');
  const left = group.length - namedSubjects;
  return {
    classname: suite,
    name: rule,
    ...markOf(group[0] ?? own[0]),
    message: `${kind.replace('-', ' ')}: ${group.length} of ${counted(own.length, 'finding')}.`,
    details: [
      `rule: ${own[0].title} (${own[0].severity})`,
      `counts: ${counts}`,
      ...group.slice(0, namedSubjects).map(({ subject, scope, message }) => {
        const name = scope === undefined ? subject : `${subject} [${scope}]`;
        return `subject: ${name}, ${message}`;
      }),
      ...(left > 0 ? [`and ${left} more`] : []),
    ],
  };
}
