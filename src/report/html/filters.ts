/** The bar of filters. It is hidden until the script of the page shows it: without script everything is visible anyway. */
import { outcomes } from '../../model/finding.ts';
import { severities } from '../../model/profile.ts';
import { platforms, subjectKinds } from '../../model/subject.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { outcomeMark } from './marks.ts';
import type { Page, Section } from './page.ts';

export const filterSection: Section = {
  contents: [],
  isPrivate: true,
  *render(page) {
    yield filterBar(page);
  },
};

/** One button for each value that occurs; what cannot narrow the page has none. */
function filterBar({ report: { summary, profiles }, shown }: Page): Markup {
  const groups = [
    group(
      'outcome',
      'Outcome',
      outcomes
        .filter((outcome) => shown.outcomes.includes(outcome) && summary.outcomes[outcome] > 0)
        .map((outcome) => ({ value: outcome, label: outcomeMark(outcome) })),
    ),
    group(
      'severity',
      'Severity',
      severities
        .filter((severity) => profiles.some(({ rules }) => rules.some((rule) => rule.severity === severity)))
        .map((severity) => ({ value: severity, label: markup`${severity}` })),
    ),
    group(
      'profile',
      'Audit profile',
      profiles.map(({ id }, index) => ({ value: String(index), label: markup`${id}` })),
    ),
    group(
      'kind',
      'Subjects',
      subjectKinds
        .filter((kind) => shown.kinds[kind].all > 0)
        .map((kind) => ({ value: kind, label: markup`${kind}` })),
    ),
    group(
      'platform',
      'Platform',
      platforms
        .filter((platform) => shown.platforms.has(platform))
        .map((platform) => ({ value: platform, label: markup`${platform}` })),
    ),
  ];
  return markup`<div class="filters" id="filters" role="search" aria-label="Filter rules and findings" hidden>
<div class="groups"><label class="search"><span>Search</span> <input type="search" id="query" autocomplete="off" spellcheck="false" placeholder="rule, subject, evidence"></label>${groups}<div class="group"><button type="button" id="open-all" aria-pressed="false">open all</button></div></div>
<div class="state"><p id="shown" role="status"></p><div class="chips" id="chips" role="group" aria-label="Filters in force"></div></div>
</div>
`;
}

interface Choice {
  readonly value: string;
  readonly label: Markup;
}

function group(name: string, title: string, choices: readonly Choice[]): Markup {
  if (choices.length < 2) return nothing;
  const buttons = choices.map(
    ({ value, label }) =>
      markup`<button type="button" data-filter="${name}" data-value="${value}" aria-pressed="false">${label}</button>`,
  );
  return markup`<div class="group" role="group" aria-label="${title}"><span class="title">${title}</span>${buttons}</div>`;
}
