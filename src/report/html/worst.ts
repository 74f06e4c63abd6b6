/** What to look at first: the rules that fail, the devices that fail most, and what evidence would decide most. */
import { severities } from '../../model/profile.ts';
import type { RuleTally, UnknownGroup } from '../shown-rules.ts';
import type { ShownSubject } from '../shown.ts';
import { undecided } from '../worst.ts';
import { ruleAnchor, subjectAnchor, titleOf } from './anchors.ts';
import { outcomeBar } from './bars.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count, plural, severityTag, share } from './marks.ts';
import type { Frame, Page, Section } from './page.ts';

const most = 5;

export const worstSection: Section = {
  contents: [],
  isPrivate: true,
  *render(page) {
    const { device, policy } = page.shown.kinds;
    // Where there are no devices, as in a folder of configuration profiles, the policies are what there is to see.
    const [kind, words] = device.all > 0 ? [device, 'devices'] : [policy, 'policies'];
    const isCompared = page.report.history?.previous !== undefined;
    const failing = page.shown.rules.filter((rule) => rule.failing > 0);
    yield markup`<div class="pair lists">
${list(
  'worst-rules',
  'Worst rules',
  failing.slice(0, most).map((rule) => ruleLine(rule, isCompared)),
  'No rule fails.',
  more(failing.length, 'rules', 'that fail'),
)}${list(
      'worst-subjects',
      `Worst ${words}`,
      kind.shown
        .filter(({ counts }) => counts.fail > 0)
        .slice(0, most)
        .map(subjectLine),
      `None of the ${words} fails.`,
      more(kind.failing, words, 'that fail'),
    )}${collectList(page)}</div>
`;
  },
};

const more = (all: number, anchor: string, words: string): Markup =>
  all > most ? markup`<p><a href="#${anchor}">All ${count(all)} ${words}</a></p>` : nothing;

function list(id: string, title: string, items: readonly Markup[], none: string, rest: Markup): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${items.length === 0 ? markup`<p>${none}</p>` : markup`<ol class="worst">${items}</ol>`}${rest}
</section>
`;
}

function ruleLine(tally: RuleTally, isCompared: boolean): Markup {
  const { rule, profile, counts, failing, concerned } = tally;
  const fresh = isCompared ? tally.fresh : 0;
  const open = undecided(counts);
  return markup`<li>${severityTag(rule.severity)} <a class="value" href="#${ruleAnchor(profile.id, rule.id)}">${rule.title}</a>
${outcomeBar({ ...counts, 'not-applicable': 0 })}<span class="quiet">fails on ${count(failing)} of ${plural(concerned, 'subject')}${fresh === 0 ? '' : `; ${count(fresh)} new`}${open === 0 ? '' : `; ${plural(open, 'finding')} not decided`}</span></li>
`;
}

function subjectLine(one: ShownSubject): Markup {
  const told = severities
    .filter((severity) => one.failing[severity] > 0)
    .map((severity) => `${count(one.failing[severity])} ${severity}`);
  const { model, platform, osVersion } = one.subject;
  const what = [model, osVersion === undefined ? platform : `${platform} ${osVersion}`].filter(
    (fact) => fact !== undefined,
  );
  return markup`<li><a class="value" href="#${subjectAnchor(one.subject)}">${titleOf(one.subject)}</a>
<span class="quiet value">${[...what, `fails: ${told.join(', ')}`].join(', ')}</span></li>
`;
}

function collectList({ report, shown }: Page): Markup {
  // The same evidence may be lacking for several reasons.
  const byEvidence = Map.groupBy(shown.unknowns, ({ collect }) => collect);
  byEvidence.delete('');
  const groups = [...byEvidence]
    .map(([collect, own]) => ({ collect, findings: own.reduce((sum, one) => sum + one.findings, 0) }))
    .toSorted((a, b) => b.findings - a.findings)
    .slice(0, most - 2);
  return list(
    'collect-first',
    'Collect first',
    groups.map((group) => collectLine(group, report)),
    shown.unknowns.length === 0 ? 'No finding is unknown.' : 'The messages say what is missing.',
    more(shown.unknowns.length, 'unknowns', 'kinds of unknown'),
  );
}

function collectLine(group: Pick<UnknownGroup, 'collect' | 'findings'>, report: Frame): Markup {
  return markup`<li><span class="value">${group.collect}</span>
<span class="quiet">would decide ${plural(group.findings, 'finding')}: coverage up to ${share(coverageWith(group, report))}</span></li>
`;
}

/** As if all findings of the group had been decided. */
export function coverageWith(
  { findings }: Pick<UnknownGroup, 'findings'>,
  { summary }: Frame,
): number | null {
  const { pass, fail, waived, unknown, error } = summary.outcomes;
  const applicable = pass + fail + waived + unknown + error;
  return applicable === 0 ? null : (pass + fail + waived + findings) / applicable;
}
