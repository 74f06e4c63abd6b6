/** The runs before this one: who is missing, and score, coverage and fails over time. The chart draws what the table below it says. */
import type { ReportHistory, SubjectName, TrendPoint } from '../../model/report.ts';
import { percent } from '../words.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count, moment, plural, share } from './marks.ts';
import type { Section } from './page.ts';

const shownNames = 50;
/** Runs told in the table; the chart draws all that the report holds. */
const shownRuns = 60;

/** Fewer phones than the last time are named before any percentage. */
export const missingSection: Section = {
  contents: [],
  *render({ report: { history } }) {
    if (history !== undefined && history.vanished.length > 0) yield missingSubjects(history);
  },
};

function missingSubjects({ vanished, previous }: ReportHistory): Markup {
  return markup`<p class="loud">${plural(vanished.length, 'subject')} of the run before (${moment(previous?.asOf ?? '')}) ${vanished.length === 1 ? 'is' : 'are'} not in this one: <a href="#trend">which</a>.</p>
`;
}

export const trendSection: Section = {
  contents: [['trend', 'Trend']],
  isShown: ({ report: { history } }) => history !== undefined,
  *render({ report: { history } }) {
    if (history !== undefined) yield trendOf(history);
  },
};

function trendOf(history: ReportHistory): Markup {
  const { run, series, trend, vanished, appeared, clockWentBack, previous } = history;
  const after =
    previous === undefined
      ? markup`It is the first of its kind.`
      : markup`The one before it is run ${previous.run} of ${moment(previous.asOf)}.`;
  return markup`<section aria-labelledby="trend"><h2 id="trend">Trend</h2>
<p class="quiet">Run ${run} of the series <span class="value">${series}</span>. ${after} A dashed upright line marks other audit profiles than before: what changed there need not be the phones.</p>
${clockWentBack === true ? markup`<p class="loud">The clock of this run is before that of the last one.</p>` : nothing}${trend.length < 2 ? nothing : chart(trend)}
${runsTable(trend)}${names('No longer there', vanished)}${names('New', appeared)}</section>
`;
}

/** Coordinates in thousandths; score and coverage share the height, fails have their own scale below. */
const width = 1000;
const height = 200;
const failHeight = 60;
const gap = 24;
/** Of a bar; the bars of a few runs are no blocks. */
const widest = 40;

function chart(trend: readonly TrendPoint[]): Markup {
  const step = Math.max(2, Math.floor(width / trend.length) - 2);
  const x = (index: number) =>
    Math.round(step / 2 + (index / Math.max(trend.length - 1, 1)) * (width - step));
  const first = trend[0];
  const last = trend.at(-1);
  const most = Math.max(1, ...trend.map(({ outcomes }) => outcomes.fail));
  const line = (name: string, share: (point: TrendPoint) => number | null): Markup[] =>
    stretches(trend, share).map((points) => {
      const places = points.map(([index, value]) => `${x(index)},${Math.round((1 - value) * height)}`);
      return places.length === 1
        ? markup`<circle class="${name}" cx="${x(points[0]?.[0] ?? 0)}" cy="${Math.round((1 - (points[0]?.[1] ?? 0)) * height)}" r="4"></circle>`
        : markup`<polyline class="${name}" points="${places.join(' ')}"></polyline>`;
    });
  const fails = trend.map(({ outcomes }, index) => {
    const high = Math.round((outcomes.fail / most) * failHeight);
    const wide = Math.min(step, widest);
    return markup`<rect class="fail" x="${Math.max(0, Math.floor(x(index) - wide / 2))}" y="${height + gap + failHeight - high}" width="${wide}" height="${high}"></rect>`;
  });
  const breaks = trend.flatMap((point, index) =>
    point.profilesChanged === true
      ? [
          markup`<line class="break" x1="${x(index)}" x2="${x(index)}" y1="0" y2="${height + gap + failHeight}"></line>`,
        ]
      : [],
  );
  const told = `From ${first?.asOf.slice(0, 10) ?? ''} to ${last?.asOf.slice(0, 10) ?? ''}: score ${percent(first?.score ?? null)} to ${percent(last?.score ?? null)}, coverage ${percent(first?.coverage ?? null)} to ${percent(last?.coverage ?? null)}, fails ${count(first?.outcomes.fail ?? 0)} to ${count(last?.outcomes.fail ?? 0)}`;
  return markup`<figure class="trend"><svg viewBox="0 -6 ${width} ${height + gap + failHeight + 8}" role="img" aria-label="${told}">${[0, 0.5, 1].map((share) => markup`<line class="grid" x1="0" x2="${width}" y1="${(1 - share) * height}" y2="${(1 - share) * height}"></line>`)}${breaks}${line('coverage', ({ coverage }) => coverage)}${line('score', ({ score }) => score)}${fails}</svg>
<figcaption><span class="key score">score</span> <span class="key coverage">coverage</span>, both from 0 to 100 %; below them <span class="key fails">fails</span>, at most ${count(most)}. ${told}.</figcaption></figure>
`;
}

/** A run in which nothing was decided breaks the line. */
function stretches(
  trend: readonly TrendPoint[],
  share: (point: TrendPoint) => number | null,
): (readonly [number, number])[][] {
  const all: (readonly [number, number])[][] = [[]];
  for (const [index, point] of trend.entries()) {
    const value = share(point);
    if (value === null) all.push([]);
    else all.at(-1)?.push([index, value]);
  }
  return all.filter((points) => points.length > 0);
}

function runsTable(trend: readonly TrendPoint[]): Markup {
  const rows = trend
    .slice(-shownRuns)
    .toReversed()
    .map(
      ({ run, asOf, score, coverage, scoreWithoutWaivers, outcomes, devices, policies, profilesChanged }) =>
        markup`<tr><th scope="row">${run}</th><td>${moment(asOf)}</td><td>${share(score)}</td><td>${share(coverage)}</td><td>${share(scoreWithoutWaivers)}</td><td class="number">${count(outcomes.fail)}</td><td class="number">${count(outcomes.unknown)}</td><td class="number">${count(devices)}</td><td class="number">${count(policies)}</td><td>${profilesChanged === true ? 'other audit profiles' : ''}</td></tr>
`,
    );
  const heads = [
    'Run',
    'As of',
    'Score',
    'Coverage',
    'Without waivers',
    'Fails',
    'Unknown',
    'Devices',
    'Policies',
    'Remark',
  ];
  return markup`<details><summary>The figures of ${rows.length < trend.length ? 'the last ' : ''}${plural(rows.length, 'run')}</summary>
<div class="scroll" role="group" aria-label="Runs" tabindex="0"><table class="runs">
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div></details>
`;
}

function names(title: string, subjects: readonly SubjectName[]): Markup {
  if (subjects.length === 0) return nothing;
  const items = subjects
    .slice(0, shownNames)
    .map(
      ({ id, kind, title: name }) =>
        markup`<li class="value">${name ?? id} <span class="quiet">${kind}, <code>${id}</code></span></li>`,
    );
  const more = subjects.length - items.length;
  return markup`<details><summary>${title}: ${plural(subjects.length, 'subject')}</summary><ul class="plain">${items}${more > 0 ? markup`<li class="quiet">${count(more)} more in the JSON report</li>` : nothing}</ul></details>
`;
}
