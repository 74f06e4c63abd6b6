/** Scores and gates, as tables. */
import type { Scores } from '../../model/report.ts';
import { populationOf } from '../words.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { plural, share, stateMark } from './marks.ts';
import type { Frame, Section } from './page.ts';

export const figuresSection: Section = {
  contents: [
    ['scores', 'Scores'],
    ['gates', 'Gates'],
  ],
  *render({ report }) {
    yield markup`<div class="pair">
${figures(report)}${gates(report)}</div>
`;
  },
};

/** Never one number: score, coverage and score without waivers, for all and apart for devices and policies. */
function figures({ summary }: Frame): Markup {
  const told = populationOf(summary.population);
  const row = (title: string, { score, coverage, scoreWithoutWaivers }: Scores) =>
    markup`<tr><th scope="row">${title}</th><td>${share(score)}</td><td>${share(coverage)}</td><td>${share(scoreWithoutWaivers)}</td></tr>
`;
  return markup`<section aria-labelledby="scores"><h2 id="scores">Scores</h2>
<div class="scroll" role="group" aria-labelledby="scores" tabindex="0"><table class="figures">
<thead><tr><th scope="col">Subjects</th><th scope="col">Score</th><th scope="col">Coverage</th><th scope="col">Score without waivers</th></tr></thead>
<tbody>${row('All', summary)}${row('Devices', summary.byKind.device)}${row('Policies', summary.byKind.policy)}</tbody>
</table></div>
${
  told.length === 0
    ? nothing
    : markup`<p>${plural(summary.population.devices, 'device')}; among them ${told.join(', ')}.</p>
`
}<p class="quiet">Score: passes among passes and fails, weighted by severity. Coverage: how much of what applies was decided. Without waivers: a waived fail counts as a fail. ${'–'} means that nothing was decided.</p>
</section>
`;
}

/** Each gate, met or not, with the exit code that it asks for. */
function gates({ gates: results }: Frame): Markup {
  const rows = results.map(
    ({ gate, met, detail, exitCode }) =>
      markup`<tr><th scope="row"><code>${gate}</code></th><td>${stateMark(met)}</td><td class="value">${detail}</td><td>${met ? '–' : exitCode}</td></tr>
`,
  );
  return markup`<section aria-labelledby="gates"><h2 id="gates">Gates</h2>
<div class="scroll" role="group" aria-labelledby="gates" tabindex="0"><table class="gates">
<thead><tr><th scope="col">Gate</th><th scope="col">State</th><th scope="col">Detail</th><th scope="col">Exit code</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
<p class="quiet">A gate that is not met asks for its exit code; of several, 2 comes before 1 and 1 before 3.</p>
</section>
`;
}
