/** The rules, worst first, each with why it is asked, how to meet it, and who fails it. */
import { outcomes } from '../../model/finding.ts';
import type { RuleRecord } from '../../model/report.ts';
import { isPublic, isUncounted } from '../handling.ts';
import type { RuleTally } from '../shown-rules.ts';
import type { ShownSubject } from '../shown.ts';
import { ruleAnchor, subjectAnchor, titleOf } from './anchors.ts';
import { barOrder } from './bars.ts';
import { link, type Markup, markup, nothing } from './escape.ts';
import { count, numberCell, outcomeMark, plural, severityTag } from './marks.ts';
import type { Page, Section } from './page.ts';

export const rulesSection: Section = { contents: [['rules', 'Rules']], render: rulesTable };

function* rulesTable(page: Page): Generator<Markup> {
  const { rules } = page.shown;
  const failing = failingOf(page);
  const heads = barOrder.map((outcome) => markup`<th scope="col">${outcomeMark(outcome)}</th>`);
  yield markup`<section aria-labelledby="rules"><h2 id="rules">Rules</h2>
<p class="quiet">Worst first: by severity, then by how many subjects fail. The columns count findings.</p>
${rules.length === 0 ? markup`<p class="loud">The audit profiles hold no rules.</p>` : nothing}<div class="scroll" role="group" aria-labelledby="rules" tabindex="0"><table class="rules">
<thead><tr><th scope="col">Rule</th><th scope="col">Severity</th>${heads}</tr></thead>
`;
  for (const rule of rules) yield ruleRows(page, rule, failing.get(rule.profile.id)?.get(rule.rule.id) ?? []);
  yield markup`</table></div>
</section>
`;
}

/** The subjects that the page shows, by profile and rule that they fail; each once. */
function failingOf({ shown: { kinds } }: Page): Map<string, Map<string, ShownSubject[]>> {
  const found = new Map<string, Map<string, ShownSubject[]>>();
  for (const one of [...kinds.device.shown, ...kinds.policy.shown])
    for (const { outcome, profile, rule } of one.findings) {
      if (outcome !== 'fail') continue;
      const own = found.get(profile) ?? new Map<string, ShownSubject[]>();
      found.set(profile, own);
      const subjects = own.get(rule) ?? [];
      own.set(rule, subjects);
      if (subjects.at(-1) !== one) subjects.push(one);
    }
  return found;
}

/** Two rows in one body: the figures, and below them what can be opened. */
function ruleRows({ report }: Page, tally: RuleTally, failing: readonly ShownSubject[]): Markup {
  const { rule, profile, profileIndex, counts, kinds, platforms } = tally;
  const present = outcomes.filter((outcome) => counts[outcome] > 0).join(' ');
  const cells = barOrder.map((outcome) =>
    isUncounted(report) ? markup`<td>${'–'}</td>` : numberCell(counts[outcome]),
  );
  return markup`<tbody id="${ruleAnchor(profile.id, rule.id)}" data-item="rule" data-outcome="${present}" data-severity="${rule.severity}" data-profile="${profileIndex}" data-kind="${[...kinds].toSorted().join(' ')}" data-platform="${[...platforms].toSorted().join(' ')}">
<tr><th scope="row">${rule.title}</th><td>${severityTag(rule.severity)}</td>${cells}</tr>
<tr class="more"><td colspan="${cells.length + 2}"><details><summary><code>${rule.id}</code> <span class="quiet">why, how to meet it, who fails</span></summary>
${explanation(tally, failing, isPublic(report))}</details></td></tr>
</tbody>
`;
}

function explanation(tally: RuleTally, failing: readonly ShownSubject[], isWithheld: boolean): Markup {
  const { rule, profile } = tally;
  const references = rule.references.map(({ title, url }) => markup`<li>${link(title, url)}</li>`);
  const none = markup`<span class="quiet">The audit profile does not say.</span>`;
  return markup`<dl class="about">
<dt>Subjects</dt><dd>${isWithheld ? 'Withheld: this rendering tells nothing of single phones.' : judgedOn(tally)}</dd>
${
  tally.failing === 0 || isWithheld
    ? nothing
    : markup`<dt>Who fails</dt><dd>${whoFails(tally, failing)}</dd>
`
}<dt>Why</dt><dd class="value">${rule.rationale ?? none}</dd>
<dt>How to meet it</dt><dd class="value">${howTo(rule) ?? none}</dd>
<dt>References</dt><dd>${references.length === 0 ? none : markup`<ul class="plain">${references}</ul>`}</dd>
<dt>Audit profile</dt><dd class="value">${profile.title} <code>${profile.id}</code></dd>
</dl>
`;
}

const judgedOn = ({ subjects, concerned, failing, counts }: RuleTally): string => {
  if (subjects === 0) return 'The rule was evaluated on no subject.';
  const waived =
    counts.waived > 0
      ? ` ${plural(counts.waived, 'fail')} ${counts.waived === 1 ? 'is' : 'are'} waived.`
      : '';
  const aside = subjects > concerned ? ` It does not apply to ${count(subjects - concerned)} more.` : '';
  return `${count(failing)} of ${plural(concerned, 'subject')} ${failing === 1 ? 'fails' : 'fail'}.${waived}${aside}`;
};

/** By platform and management system, where the profile says it so. */
function howTo({ remediation, remediations = [] }: RuleRecord): Markup | string | undefined {
  if (remediations.length === 0) return remediation;
  const rows = remediations.map(({ where, text }) => markup`<dt>${where}</dt><dd class="value">${text}</dd>`);
  return markup`<dl class="about where">${rows}</dl>`;
}

/** Named in one rule; the worst come first. */
const named = 10;

function whoFails({ failing }: RuleTally, shown: readonly ShownSubject[]): Markup {
  const links = shown
    .slice(0, named)
    .map(
      ({ subject }) =>
        markup`<li><a class="value" href="#${subjectAnchor(subject)}">${titleOf(subject)}</a></li>`,
    );
  const rest = failing - links.length;
  if (rest > 0)
    links.push(
      markup`<li class="quiet">${links.length === 0 ? '' : 'and '}${count(rest)} ${links.length === 0 ? 'that are not listed in this page' : 'more'}</li>`,
    );
  return markup`<ul class="plain inline">${links}</ul>`;
}
