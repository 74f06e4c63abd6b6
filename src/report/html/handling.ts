/** Of the report itself: its marking, what was not assessed, and what is withheld for which reason. */
import { isUncounted } from '../handling.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count } from './marks.ts';
import type { Frame, Page, Section } from './page.ts';
import { ruleAnchor } from './anchors.ts';

export const notAssessedSection: Section = {
  contents: [['not-assessed', 'Not assessed']],
  *render(page) {
    yield notAssessed(page);
  },
};

export const withheldSection: Section = {
  contents: [],
  *render({ report }) {
    yield withheldTable(report);
  },
};

/** Above and below the page; printed, it stands on every sheet. */
export function marking({ handling }: Frame, at: 'top' | 'bottom'): Markup {
  if (handling?.marking === undefined) return nothing;
  return markup`<p class="marking ${at}">${handling.marking}</p>
`;
}

const rulesShown = 50;

/** What the sources ask for and no rule judges, and rules that no subject could be judged by. */
function notAssessed({ report, shown }: Page): Markup {
  const texts = report.profiles.flatMap(({ id, notAssessable = [] }) =>
    notAssessable.map((text) => markup`<li><span class="value">${text}</span> <code>${id}</code></li>`),
  );
  const undecided = shown.rules.filter(
    ({ counts }) => counts.unknown > 0 && counts.pass + counts.fail + counts.waived === 0,
  );
  const rules = undecided
    .slice(0, rulesShown)
    .map(
      ({ profile, rule }) =>
        markup`<li><a href="#${ruleAnchor(profile.id, rule.id)}"><code>${rule.id}</code></a></li>`,
    );
  const more = undecided.length - rules.length;
  if (more > 0) rules.push(markup`<li class="quiet">and ${count(more)} more</li>`);
  return markup`<section aria-labelledby="not-assessed"><h2 id="not-assessed">Not assessed</h2>
${texts.length === 0 ? nothing : markup`<p>What the sources of the audit profiles ask for and no rule judges:</p><ul>${texts}</ul>`}${
    isUncounted(report)
      ? nothing
      : rules.length === 0
        ? markup`<p>Every rule that was open on some subject was decided on another.</p>`
        : markup`<p>Rules that could be decided on no subject:</p><ul class="plain">${rules}</ul>`
  }
</section>
`;
}

/** The redaction log. */
function withheldTable({ handling }: Frame): Markup {
  const rows = (handling?.withheld ?? []).map(
    ({ what, count: number, reason }) =>
      markup`<tr><th scope="row">${what}</th><td class="number">${count(number)}</td><td><code>${reason}</code></td></tr>
`,
  );
  if (rows.length === 0) return nothing;
  return markup`<section aria-labelledby="withheld"><h2 id="withheld">Withheld</h2>
<div class="scroll" role="group" aria-labelledby="withheld" tabindex="0"><table>
<thead><tr><th scope="col">What</th><th scope="col">Count</th><th scope="col">Reason</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>
`;
}
