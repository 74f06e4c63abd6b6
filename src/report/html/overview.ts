/** The first screen: what ran, what fails, what could not be assessed, the figures, the gates. */
import { outcomes } from '../../model/finding.ts';
import { severities, type Severity } from '../../model/profile.ts';
import type { Counts, ProfileRecord, Report, Scores } from '../../model/report.ts';
import { type Markup, markup, nothing } from './escape.ts';
import type { PageTally } from './tally.ts';
import { count, moment, outcomeMark, plural } from './marks.ts';
import { subjectCounts } from '../handling.ts';
import { attestedOf, percent, populationOf } from '../words.ts';

/** Program, evaluation time, and the audit profiles with the start of their hashes. */
export function header(report: Report): Markup {
  const { tool, asOf, profiles, handling } = report;
  const { devices, policies } = subjectCounts(report);
  const rows = profiles.map(
    ({ title, id, version, sha256, base, changes, advisory }) =>
      markup`<li><span class="value">${title}</span> <span class="quiet"><code>${id}</code> version ${version}, SHA-256 <code>${sha256.slice(0, 12)}</code>${advisory === true ? '; advice, which does not gate by itself' : ''}</span>${tailoring(base, changes)}</li>`,
  );
  const until = handling?.retainUntil;
  return markup`<header class="top">
<p class="brand">Passmuster <span class="quiet">${tool.version}</span></p>
<h1>Audit of ${plural(devices, 'device')} and ${plural(policies, 'policy', 'policies')}</h1>
<dl class="facts">
<div><dt>As of</dt><dd>${moment(asOf)}</dd></div>
${
  until === undefined
    ? nothing
    : markup`<div><dt>Delete by</dt><dd>${until}</dd></div>
`
}<div><dt>Audit profiles</dt><dd><ul class="plain">${rows}</ul></dd></div>
</dl>
</header>
`;
}

/** What was left out of a profile, or made lighter, stands on the first screen. */
function tailoring(base: ProfileRecord['base'], changes: ProfileRecord['changes'] = []): Markup {
  if (base === undefined) return nothing;
  const rows = changes.map(
    ({ change, rationale }) =>
      markup`<li><span class="value">${change}</span>: <span class="value">${rationale}</span></li>`,
  );
  return markup`<details><summary>Tailored from <code>${base.id}</code> version ${base.version}: ${plural(changes.length, 'change')}</summary><ul>${rows}</ul></details>`;
}

/** Fails and what is not known, side by side and equally loud. */
export function panels(report: Report, { subjectsWith }: PageTally): Markup {
  const { outcomes: counts, bySeverity, complete } = report.summary;
  const decided = counts.pass + counts.fail + counts.waived;
  const failing = severities
    .filter((severity) => bySeverity[severity].fail > 0)
    .map((severity) => markup`<li><strong>${count(bySeverity[severity].fail)}</strong> ${severity}</li>`);
  const unassessed = counts.unknown + counts.error;
  return markup`<section class="panels" aria-label="Verdict">
<div class="panel fail"><h2>Fails</h2>
<p class="figure">${count(counts.fail)}</p>
<p>${plural(counts.fail, 'finding')} on ${plural(subjectsWith.fail, 'subject')}.</p>
${failing.length > 0 ? markup`<ul class="tags">${failing}</ul>` : nothing}${
    decided === 0
      ? markup`<p class="loud">Nothing was decided, so the lack of fails shows nothing.</p>`
      : nothing
  }</div>
<div class="panel unknown"><h2>Could not be assessed</h2>
<p class="figure">${count(unassessed)}</p>
<p>${plural(counts.unknown, 'unknown')} on ${plural(subjectsWith.unknown, 'subject')}${
    counts.error > 0
      ? `, and ${plural(counts.error, 'error')} (a defect of Passmuster) on ${plural(subjectsWith.error, 'subject')}`
      : ''
  }.</p>
${setAside(report, complete)}${unassessed > 0 ? markup`<p><a href="#unknowns">What to collect</a></p>` : nothing}</div>
</section>
`;
}

/** Inputs that were not read to the end are part of what is not known. */
function setAside({ inputs }: Report, complete: boolean): Markup {
  const partial = inputs.filter(({ status }) => status === 'partial').length;
  const unreadable = inputs.filter(({ status }) => status === 'unreadable').length;
  if (inputs.length === 0) return markup`<p class="loud">No input was read.</p>`;
  if (partial + unreadable > 0)
    return markup`<p class="loud"><a href="#inputs">Not every input was read to its end</a>: ${count(partial)} partial, ${count(unreadable)} unreadable.</p>`;
  const ignored = inputs.filter(({ status }) => status === 'ignored').length;
  const besides = ignored === 0 ? '' : ` ${plural(ignored, 'file')} not recognised and ignored.`;
  return complete
    ? markup`<p>Every recognised input was read to its end.${besides}</p>`
    : markup`<p class="loud">The evidence is not complete.</p>`;
}

/** A card for each of the six outcomes: shares of a whole that leaves nothing out. */
export function cards({ summary }: Report): Markup {
  const all = outcomes.map(
    (outcome) =>
      markup`<li class="card ${outcome}"><span class="number">${count(summary.outcomes[outcome])}</span>${outcomeMark(outcome)}</li>`,
  );
  const total = outcomes.reduce((sum, outcome) => sum + summary.outcomes[outcome], 0);
  return markup`<section aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>
<p class="quiet">${plural(total, 'finding')}: one for each rule on each subject, and on each app where the rule speaks of apps.</p>
<ul class="cards">${all}</ul>
</section>
`;
}

/** Never one number: score, coverage and score without waivers, for all and apart for devices and policies. */
export function figures({ summary }: Report): Markup {
  const told = populationOf(summary.population);
  const stated = attestedOf(summary);
  const row = (title: string, { score, coverage, scoreWithoutWaivers }: Scores) =>
    markup`<tr><th scope="row">${title}</th><td>${percent(score)}</td><td>${percent(coverage)}</td><td>${percent(scoreWithoutWaivers)}</td></tr>
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
}${
    stated === undefined
      ? nothing
      : markup`<p>${stated}.</p>
`
  }<p class="quiet">Score: passes among passes and fails, weighted by severity. Coverage: how much of what applies was decided. Without waivers: a waived fail counts as a fail. – means that nothing was decided.</p>
</section>
`;
}

/** Each gate, met or not, with the exit code that it asks for. */
export function gates({ gates: results }: Report): Markup {
  const rows = results.map(({ gate, met, detail, exitCode }) => {
    const state = met
      ? markup`<span class="mark pass"><span class="shape" aria-hidden="true">✓</span> met</span>`
      : markup`<span class="mark fail"><span class="shape" aria-hidden="true">✗</span> not met</span>`;
    return markup`<tr><th scope="row"><code>${gate}</code></th><td>${state}</td><td>${detail}</td><td>${met ? '–' : exitCode}</td></tr>
`;
  });
  return markup`<section aria-labelledby="gates"><h2 id="gates">Gates</h2>
<div class="scroll" role="group" aria-labelledby="gates" tabindex="0"><table class="gates">
<thead><tr><th scope="col">Gate</th><th scope="col">State</th><th scope="col">Detail</th><th scope="col">Exit code</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
<p class="quiet">A gate that is not met asks for its exit code; of several, 2 comes before 1 and 1 before 3.</p>
</section>
`;
}

/** One bar for each severity, all six outcomes in it; the figures beside the bar are its text. */
export function severityBars({ summary }: Report): Markup {
  const rows = severities.map((severity) => severityRow(severity, summary.bySeverity[severity]));
  const heads = barOrder.map((outcome) => markup`<th scope="col">${outcomeMark(outcome)}</th>`);
  return markup`<section aria-labelledby="severities"><h2 id="severities">By severity</h2>
<p class="quiet">The parts of a bar stand in the order of the columns.</p>
<div class="scroll" role="group" aria-labelledby="severities" tabindex="0"><table class="bars">
<thead><tr><th scope="col">Severity</th><th scope="col">Share of findings</th>${heads}</tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>
`;
}

/** What needs attention stands first, here and in the columns of the rules. */
export const barOrder = ['fail', 'unknown', 'error', 'waived', 'pass', 'not-applicable'] as const;

function severityRow(severity: Severity, counts: Counts): Markup {
  const total = barOrder.reduce((sum, outcome) => sum + counts[outcome], 0);
  const cells = barOrder.map((outcome) => numberCell(counts[outcome]));
  return markup`<tr><th scope="row">${severityTag(severity)}</th><td class="bar">${total === 0 ? '–' : bar(counts, total)}</td>${cells}</tr>
`;
}

/** Positions in thousandths and no style attributes: the content policy forbids those. */
function bar(counts: Counts, total: number): Markup {
  const parts: Markup[] = [];
  let before = 0;
  for (const outcome of barOrder) {
    const start = Math.round((before / total) * 1000);
    before += counts[outcome];
    const width = Math.round((before / total) * 1000) - start;
    if (width > 0)
      parts.push(markup`<rect class="${outcome}" x="${start}" width="${width}" height="16"></rect>`);
  }
  return markup`<svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** A count in a table; a zero is quiet. */
export function numberCell(value: number): Markup {
  return value === 0 ? markup`<td class="zero">0</td>` : markup`<td class="number">${count(value)}</td>`;
}

/** The severity as a word; its weight shows in the type. */
export function severityTag(severity: Severity): Markup {
  return markup`<span class="severity ${severity}">${severity}</span>`;
}
