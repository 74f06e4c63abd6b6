/** A comment for a change that is under review: counts, then causes, to the size that hosts take. */
import { type Diff, diffClasses } from '../../model/diff.ts';
import { codeSpan } from '../markdown.ts';
import { counted } from '../words.ts';
import type { DiffOptions } from './define.ts';
import {
  causeChange,
  causeOutcomes,
  causePlace,
  causeReach,
  classTitles,
  profileLine,
  sideLines,
} from './words.ts';

const shownCauses = 20;
const shownSubjects = 10;

export function* diffMarkdown(diff: Diff, { details }: DiffOptions): Generator<string> {
  const head = diff.gating === 0 ? 'nothing new fails' : `**${counted(diff.gating, 'new fail')}**`;
  yield `## Passmuster diff: ${head}\n\n${sideLines(diff.before, diff.after).map(codeSpan).join('  \n')}\n\n`;
  if (diff.otherPseudonyms)
    yield '**The devices are called by pseudonyms of different keys and cannot be compared.**\n\n';
  for (const profile of diff.profiles) yield `- profile ${codeSpan(profileLine(profile))}\n`;
  const rows = [...diffClasses, 'unchanged' as const].filter((one) => diff.counts[one] > 0);
  yield `\n| class | findings |\n|---|---:|\n${rows.map((one) => `| ${one} | ${diff.counts[one]} |\n`).join('')}`;
  for (const own of diffClasses) {
    const causes = diff.causes.filter((cause) => cause.class === own);
    if (causes.length === 0) continue;
    yield `\n<details${own === 'new-fail' ? ' open' : ''}><summary>${classTitles[own]}: ${diff.counts[own]}</summary>\n\n`;
    for (const cause of causes.slice(0, shownCauses)) {
      const change = causeChange(cause);
      const outcomes = causeOutcomes(cause);
      yield `- **${cause.severity}** ${codeSpan(causePlace(cause))}${change === undefined ? '' : ` ${codeSpan(change)}`}, ${codeSpan(causeReach(cause))}${outcomes === undefined ? '' : ` (${outcomes})`}\n`;
      if (details)
        for (const subject of cause.subjects.slice(0, shownSubjects)) yield `  - ${codeSpan(subject)}\n`;
    }
    if (causes.length > shownCauses) yield `- and ${counted(causes.length - shownCauses, 'cause')} more\n`;
    yield '\n</details>\n';
  }
}
