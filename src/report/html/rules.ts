/** The rules, worst first, each with why it is asked and how to meet it. */
import { outcomes } from '../../model/finding.ts';
import { anchor, link, type Markup, markup, nothing } from './escape.ts';
import { barOrder, numberCell, severityTag } from './overview.ts';
import type { PageTally, RuleTally } from './tally.ts';
import { count, outcomeMark, plural } from './marks.ts';

/** Where a rule stands in the page, for links to it. */
export const ruleAnchor = (profile: string, rule: string) => anchor('rule', profile, rule);

export function* rulesTable({ rules }: PageTally): Generator<Markup> {
  const heads = barOrder.map((outcome) => markup`<th scope="col">${outcomeMark(outcome)}</th>`);
  yield markup`<section aria-labelledby="rules"><h2 id="rules">Rules</h2>
<p class="quiet">Worst first: by severity, then by how many subjects fail. The columns count findings.</p>
${rules.length === 0 ? markup`<p class="loud">The audit profiles hold no rules.</p>` : nothing}<div class="scroll" role="group" aria-labelledby="rules" tabindex="0"><table class="rules">
<thead><tr><th scope="col">Rule</th><th scope="col">Severity</th>${heads}</tr></thead>
`;
  for (const rule of rules) yield ruleRows(rule);
  yield markup`</table></div>
</section>
`;
}

/** Two rows in one body: the figures, and below them what can be opened. */
function ruleRows(tally: RuleTally): Markup {
  const { rule, profile, profileIndex, counts } = tally;
  const present = outcomes.filter((outcome) => counts[outcome] > 0).join(' ');
  const cells = barOrder.map((outcome) =>
    tally.uncounted ? markup`<td>–</td>` : numberCell(counts[outcome]),
  );
  return markup`<tbody id="${ruleAnchor(profile.id, rule.id)}" data-item="rule" data-outcome="${present}" data-severity="${rule.severity}" data-profile="${profileIndex}" data-kind="${[...tally.kinds].toSorted().join(' ')}">
<tr><th scope="row">${rule.title}</th><td>${severityTag(rule.severity)}</td>${cells}</tr>
<tr class="more"><td colspan="${cells.length + 2}"><details><summary><code>${rule.id}</code> <span class="quiet">why, how to meet it, references</span></summary>
${explanation(tally)}</details></td></tr>
</tbody>
`;
}

/** In a public rendering only findings are counted. */
const judgedOn = ({ subjects, failing, withheld }: RuleTally): string => {
  if (withheld) return 'Withheld: this rendering tells nothing of single phones.';
  if (subjects === 0) return 'The rule was evaluated on no subject.';
  return `${count(failing)} of ${plural(subjects, 'subject')} with a finding ${failing === 1 ? 'fails' : 'fail'}.`;
};

function explanation(tally: RuleTally): Markup {
  const { rule, profile } = tally;
  const references = rule.references.map(({ title, url }) => markup`<li>${link(title, url)}</li>`);
  const none = markup`<span class="quiet">The audit profile does not say.</span>`;
  return markup`<dl class="about">
<dt>Subjects</dt><dd>${judgedOn(tally)}</dd>
<dt>Why</dt><dd class="value">${rule.rationale ?? none}</dd>
<dt>How to meet it</dt><dd class="value">${rule.remediation ?? none}</dd>
<dt>References</dt><dd>${references.length === 0 ? none : markup`<ul class="plain">${references}</ul>`}</dd>
<dt>Audit profile</dt><dd class="value">${profile.title} <code>${profile.id}</code></dd>
</dl>
`;
}
