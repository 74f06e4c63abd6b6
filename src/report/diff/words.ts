/** The words of a diff for people, the same in every format. */
import type { DiffCause, DiffClass, DiffSide, ProfileChange } from '../../model/diff.ts';
import { counted, harmless, percent } from '../words.ts';

export const classTitles: Readonly<Record<DiffClass, string>> = {
  'new-fail': 'New fails',
  incomparable: 'Fails and passes that cannot be compared: the evidence is of another kind',
  error: 'Not evaluated because of a defect',
  'rule-changed': 'The rule is another',
  'profile-version-changed': 'The rule is of one of the two profiles only',
  'new-unknown': 'No longer decided',
  'device-gone': 'Devices that are gone',
  'policy-gone': 'Policies that are gone',
  'device-added': 'New devices',
  'policy-added': 'New policies',
  'still-failing': 'Still failing',
  fixed: 'Fixed',
  'now-waived': 'Now waived',
  'gained-evidence': 'Decided now, and passes',
  'scope-changed': 'No longer applicable',
};

/** Subjects that came or went, with all their findings. */
export const isSubjectClass = (own: DiffClass): boolean => /^(?:device|policy)-/.test(own);

/** `file:line  locator`, or what stands for it. */
export function causePlace({ place, what = '-' }: DiffCause): string {
  if (place === undefined) return what;
  const { input, entry, line, locator } = place;
  const file = entry === undefined ? input : `${input}/${entry}`;
  return `${line === undefined ? file : `${file}:${line}`}  ${locator}`;
}

/** `6 → 4`; undefined where there is nothing to tell. */
export function causeChange({ class: own, place, before, after }: DiffCause): string | undefined {
  if (before === undefined && after === undefined)
    return place === undefined ? undefined : 'values differ from subject to subject';
  if (before === after) return own === 'rule-changed' ? undefined : `= ${after}`;
  return `${before ?? 'nothing'} → ${after ?? 'nothing'}`;
}

/** `412 findings on 412 subjects: passcode-length`. */
export function causeReach({ findings, subjects, rules, class: own, outcomes }: DiffCause): string {
  const failing = outcomes['- → fail'] ?? 0;
  const fails = failing === 0 ? '' : `, with ${counted(failing, 'fail')}`;
  if (own === 'device-added' || own === 'device-gone') return `${counted(subjects.length, 'device')}${fails}`;
  if (own === 'policy-added' || own === 'policy-gone')
    return `${counted(subjects.length, 'policy', 'policies')}${fails}`;
  const names = [...new Set(rules.map(({ rule }) => rule))];
  const more = names.length > 6 ? ` and ${names.length - 6} more` : '';
  return `${counted(findings, 'finding')} on ${counted(subjects.length, 'subject')}: ${names.slice(0, 6).join(', ')}${more}`;
}

/** `pass → fail 40, fail → fail 2`, where it is not always the same. */
export function causeOutcomes({ outcomes, class: own }: DiffCause): string | undefined {
  const told = Object.entries(outcomes);
  if (isSubjectClass(own) || (told.length === 1 && own !== 'rule-changed')) return undefined;
  return told.map(([turn, count]) => `${turn} ${count}`).join(', ');
}

export const profileLine = ({ id, before, after, added, removed }: ProfileChange): string => {
  if (before === undefined) return `${id} ${after?.version ?? ''} is new`;
  if (after === undefined) return `${id} ${before.version} is gone`;
  const rules = [
    ...(added.length === 0 ? [] : [`${counted(added.length, 'rule')} added`]),
    ...(removed.length === 0 ? [] : [`${counted(removed.length, 'rule')} removed`]),
  ];
  const versions =
    before.version === after.version
      ? `${after.version}, with other content`
      : `${before.version} → ${after.version}`;
  return `${id} ${versions}${rules.length === 0 ? '' : `: ${rules.join(', ')}`}`;
};

export function sideLines(before: DiffSide, after: DiffSide): string[] {
  return [
    `${before.name} (${before.asOf}) → ${after.name} (${after.asOf})`,
    `score ${percent(before.score)} → ${percent(after.score)}   coverage ${percent(before.coverage)} → ${percent(after.coverage)}   devices ${before.devices} → ${after.devices}   policies ${before.policies} → ${after.policies}`,
  ].map(harmless);
}
