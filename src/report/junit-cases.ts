/** The cases of a JUnit file: from findings and inputs to marks, messages and lines of text. */
import type { Finding } from '../model/finding.ts';
import type { InputRecord } from '../model/report.ts';
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
export function findingCase(finding: Finding, suite: string, remediation: string | undefined): Case {
  const { rule, profile, scope, outcome, message, expected, actual, evidence, notes, title, severity } =
    finding;
  return {
    classname: `${suite}.${profile}`,
    name: scope === undefined ? rule : `${rule} [${scope}]`,
    ...markOf(finding),
    message: messageOf(finding),
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
      ...(outcome === 'fail' && remediation !== undefined ? [`remediation: ${remediation}`] : []),
    ],
  };
}

/** The format has no word for unknown: `error` keeps a build honest, and what only a person can say is skipped. */
export function markOf({ outcome, reason }: Finding): Pick<Case, 'mark' | 'type'> {
  switch (outcome) {
    case 'pass':
      return {};
    case 'fail':
      return { mark: 'failure', type: 'fail' };
    case 'waived':
    case 'not-applicable':
      return { mark: 'skipped' };
    case 'error':
      return { mark: 'error', type: 'error' };
    case 'unknown':
      if (isManual(reason)) return { mark: 'skipped' };
      return { mark: 'error', type: reason === 'ambiguous' ? 'conflict' : 'unknown' };
  }
}

const isManual = (reason: Finding['reason']) => reason === 'not-provable' || reason === 'attestation-expired';

function messageOf({ outcome, reason, message, waiver }: Finding): string {
  if (outcome === 'waived') return `waived: ${waiver === undefined ? '' : `${waiver}, `}${message}`;
  if (outcome === 'not-applicable') return `not applicable: ${message.replace(/^Not applicable: /, '')}`;
  return outcome === 'unknown' && isManual(reason) ? `manual: ${message}` : message;
}

interface Kind {
  readonly word: string;
  readonly has: (finding: Finding) => boolean;
}

/** The first kind that occurs speaks for a rule: it passes only when every subject that it concerns passes. */
const worstFirst: readonly Kind[] = [
  { word: 'fail', has: ({ outcome }) => outcome === 'fail' },
  { word: 'error', has: ({ outcome }) => outcome === 'error' },
  { word: 'conflict', has: ({ outcome, reason }) => outcome === 'unknown' && reason === 'ambiguous' },
  { word: 'unknown', has: ({ outcome, reason }) => outcome === 'unknown' && !isManual(reason) },
  { word: 'manual', has: ({ outcome }) => outcome === 'unknown' },
  { word: 'waived', has: ({ outcome }) => outcome === 'waived' },
  { word: 'pass', has: ({ outcome }) => outcome === 'pass' },
  { word: 'not applicable', has: () => true },
];

/** One rule on all its subjects, with counts and the first of those that decided. */
export function ruleCase(suite: string, rule: string, own: readonly [Finding, ...Finding[]]): Case {
  const kind = worstFirst.find(({ has }) => own.some(has));
  const group = kind === undefined ? [] : own.filter(kind.has);
  const counts = Object.entries(Object.groupBy(own, ({ outcome }) => outcome))
    .map(([outcome, found]) => `${found.length} ${outcome}`)
    .join(', ');
  const left = group.length - namedSubjects;
  return {
    classname: suite,
    name: rule,
    ...markOf(group[0] ?? own[0]),
    message: `${kind?.word ?? 'unknown'}: ${group.length} of ${counted(own.length, 'finding')}.`,
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
