/** Controls of frameworks, each with one verdict from all the rules that answer to it. */
import { type Framework, frameworks } from '../../model/profile.ts';
import { controlTallies, type ControlTally, countsText, frameworkTitles } from '../by-control.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { outcomeMark, plural } from './marks.ts';
import type { Page, Section } from './page.ts';
import { ruleAnchor } from './anchors.ts';

/** Not where no rule names a control. */
export const controlsSection: Section = {
  contents: [['controls', 'By control']],
  isPrivate: true,
  isShown: ({ report: { profiles } }) =>
    profiles.some(({ rules }) => rules.some(({ controls }) => controls !== undefined)),
  *render(page) {
    yield controlTables(page);
  },
};

function controlTables({ report, shown }: Page): Markup {
  const counts = new Map(
    shown.rules.map(({ profile, rule, counts: own }) => [JSON.stringify([profile.id, rule.id]), own]),
  );
  const tallies = controlTallies(report.profiles, (profile, rule) =>
    counts.get(JSON.stringify([profile, rule])),
  );
  const byFramework = Map.groupBy(tallies, ({ framework }) => framework);
  const parts = frameworks.map((name) => frameworkPart(name, byFramework.get(name) ?? []));
  return markup`<section aria-labelledby="controls"><h2 id="controls">By control</h2>
<p class="quiet">A control is as good as the worst of its rules, whichever audit profile they are of: fail, then unknown, then pass. That all its rules pass does not say that the control is met as a whole.</p>
${parts}</section>
`;
}

function frameworkPart(framework: Framework, controls: readonly ControlTally[]): Markup {
  if (controls.length === 0) return nothing;
  const failing = controls.filter(({ outcome }) => outcome === 'fail').length;
  return markup`<details><summary>${frameworkTitles[framework]} <span class="quiet">${plural(controls.length, 'control')}, ${failing} failing</span></summary>
<div class="scroll" role="group" aria-label="${frameworkTitles[framework]}" tabindex="0"><table>
<thead><tr><th scope="col">Control</th><th scope="col">Verdict</th><th scope="col">Rules</th></tr></thead>
<tbody>${controls.map((control) => controlRow(control))}</tbody>
</table></div></details>
`;
}

function controlRow({ control, outcome, rules }: ControlTally): Markup {
  const rows = rules.map(
    ({ profile, rule, title, counts }) =>
      markup`<li><a href="#${ruleAnchor(profile, rule)}">${title}</a> <span class="quiet"><code>${profile}</code> ${countsText(counts) || 'not evaluated'}</span></li>`,
  );
  const verdict =
    outcome === undefined ? markup`<span class="quiet">not evaluated</span>` : outcomeMark(outcome);
  return markup`<tr><th scope="row">${control}</th><td>${verdict}</td><td><ul class="plain">${rows}</ul></td></tr>
`;
}
