/** What a SARIF log cannot say as a result it says as a notification, so that nothing is missing in silence. */
import type { Report } from '../model/report.ts';
import { ruleKey } from './groups.ts';
import { classOf } from './outcomes.ts';
import { counted, tellingNotice } from './words.ts';

type Kind =
  | 'input-not-whole'
  | 'input-ignored'
  | 'nothing-evaluated'
  | 'rule-defect'
  | 'undecided'
  | 'waived'
  | 'results-left-out';

export interface Notification {
  readonly kind: Kind;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  readonly path?: string;
  readonly line?: number;
  /** `profile/rule` */
  readonly rule?: string;
}

const texts: Readonly<Record<Kind, string>> = {
  'input-not-whole': 'An input was damaged, encrypted, cut off or only a part.',
  'input-ignored': 'No source recognises the file.',
  'nothing-evaluated': 'No rule was judged on any subject.',
  'rule-defect': 'A rule could not be evaluated because of a defect in Passmuster.',
  undecided: 'The evidence does not decide some findings.',
  waived: 'Some findings that fail are waived.',
  'results-left-out': 'The log would exceed the limits of code scanning.',
};

export const descriptors = Object.entries(texts).map(([id, text]) => ({
  id,
  shortDescription: { text },
  fullDescription: { text: `${text} The message gives the numbers or the place.` },
  help: { text: 'See docs/reports.md and docs/exit-codes.md of Passmuster.' },
}));

/** @param left how many results did not fit */
export function notificationsOf(report: Report, full: boolean, left: number): Notification[] {
  return [...inputNotes(report), ...findingNotes(report, full), ...leftNotes(left)];
}

function inputNotes({ inputs }: Report): Notification[] {
  return inputs.flatMap(({ path, status, notices }): Notification[] => {
    if (status === 'read') return [];
    const notice = tellingNotice(notices);
    const text = notice === undefined ? '' : ` ${notice.code}: ${notice.message}`;
    const line = notice?.line === undefined || notice.line < 1 ? {} : { line: notice.line };
    if (status === 'ignored')
      return [{ kind: 'input-ignored', level: 'note', text: `Not recognised.${text}`, path, ...line }];
    const told = status === 'partial' ? 'Read in part.' : 'Not read.';
    return [{ kind: 'input-not-whole', level: 'error', text: `${told}${text}`, path, ...line }];
  });
}

function findingNotes({ findings }: Report, full: boolean): Notification[] {
  if (findings.length === 0)
    return [{ kind: 'nothing-evaluated', level: 'error', text: 'Nothing is known to pass.' }];
  const failed = Map.groupBy(
    findings.filter(({ outcome }) => outcome === 'error'),
    ruleKey,
  );
  const defects = [...failed].map(([rule, all]): Notification => {
    const text = `${all[0]?.message ?? ''} ${counted(all.length, 'finding')}, the first on ${all[0]?.subject ?? ''}.`;
    return { kind: 'rule-defect', level: 'error', text, rule };
  });
  if (full) return defects;
  const counts = { unknown: 0, conflict: 0, manual: 0, waived: 0 };
  for (const finding of findings) {
    const found = classOf(finding);
    if (found in counts) counts[found as keyof typeof counts] += 1;
  }
  const { unknown, conflict, manual, waived } = counts;
  const open = `${counted(unknown, 'finding')} without evidence that decides, ${conflict} with evidence that contradicts itself, ${manual} that only a person can settle.`;
  return [
    ...defects,
    ...(unknown + conflict + manual === 0
      ? []
      : [{ kind: 'undecided', level: 'warning', text: `Left out here: ${open}` } as const]),
    ...(waived === 0
      ? []
      : [
          {
            kind: 'waived',
            level: 'note',
            text: `Left out here: ${counted(waived, 'waived finding')}.`,
          } as const,
        ]),
  ];
}

function leftNotes(left: number): Notification[] {
  if (left === 0) return [];
  return [
    {
      kind: 'results-left-out',
      level: 'warning',
      text: `${counted(left, 'result')} of the lowest severities left out; -f json holds every finding.`,
    },
  ];
}
