/** Findings by outcome and by severity; devices by release and by patch level. Each bar has its figures beside it. */
import { outcomes } from '../../model/finding.ts';
import { severities, type Severity } from '../../model/profile.ts';
import type { Counts } from '../../model/report.ts';
import type { DeviceRow, PlatformReleases } from '../releases.ts';
import { totalOf } from '../worst.ts';
import { barOrder, countBar, outcomeBar } from './bars.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count, numberCell, outcomeMark, plural, severityTag } from './marks.ts';
import type { Section } from './page.ts';

export const outcomesSection: Section = {
  contents: [['outcomes', 'Outcomes']],
  *render({ report: { summary } }) {
    yield cards(summary.outcomes);
    yield severityBars(summary.bySeverity);
  },
};

/** A card for each of the six outcomes: shares of a whole that leaves nothing out. */
function cards(counts: Counts): Markup {
  const all = outcomes.map(
    (outcome) =>
      markup`<li class="card ${outcome}"><span class="number">${count(counts[outcome])}</span>${outcomeMark(outcome)}</li>`,
  );
  return markup`<section aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>
<p class="quiet">${plural(totalOf(counts), 'finding')}: one for each rule on each subject, and on each app where the rule speaks of apps.</p>
${outcomeBar(counts, true)}<ul class="cards">${all}</ul>
</section>
`;
}

function severityBars(bySeverity: Readonly<Record<Severity, Counts>>): Markup {
  const rows = severities.map((severity) => severityRow(severity, bySeverity[severity]));
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

function severityRow(severity: Severity, counts: Counts): Markup {
  const cells = barOrder.map((outcome) => numberCell(counts[outcome]));
  return markup`<tr><th scope="row">${severityTag(severity)}</th><td class="bar">${totalOf(counts) === 0 ? '–' : outcomeBar(counts)}</td>${cells}</tr>
`;
}

export const systemsSection: Section = {
  contents: [['systems', 'Systems']],
  isPrivate: true,
  isShown: ({ shown }) => shown.releases.length > 0,
  *render({ shown: { releases, patchAges } }) {
    yield markup`<section aria-labelledby="systems"><h2 id="systems">Systems of the devices</h2>
<div class="pair tables">
${deviceTable('releases', 'Releases', 'System', releaseRows(releases))}${
      patchAges.length === 0
        ? nothing
        : deviceTable(
            'patch-ages',
            'Patch level of Android',
            'Age',
            patchAges,
            'Devices that a rule asks for their patch level; fails are those of such rules.',
          )
    }</div>
</section>
`;
  },
};

const systemNames = { ios: 'iOS', ipados: 'iPadOS', android: 'Android' } as const;

const releaseRows = (releases: readonly PlatformReleases[]): DeviceRow[] =>
  releases.flatMap(({ platform, rows }) =>
    rows.map((row) => ({ ...row, words: `${systemNames[platform]} ${row.words}` })),
  );

function deviceTable(
  id: string,
  title: string,
  first: string,
  rows: readonly DeviceRow[],
  note?: string,
): Markup {
  const largest = Math.max(...rows.map(({ devices }) => devices));
  const all = rows.map(
    ({ words, devices, failing }) =>
      markup`<tr><th scope="row">${words}</th><td class="bar">${countBar(devices, failing, largest)}</td>${numberCell(devices)}${numberCell(failing)}</tr>
`,
  );
  return markup`<section aria-labelledby="${id}"><h3 id="${id}">${title}</h3>
<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0"><table class="bars">
<thead><tr><th scope="col">${first}</th><th scope="col">Share</th><th scope="col">Devices</th><th scope="col">With fails</th></tr></thead>
<tbody>${all}</tbody>
</table></div>
${note === undefined ? nothing : markup`<p class="quiet">${note}</p>`}</section>
`;
}
