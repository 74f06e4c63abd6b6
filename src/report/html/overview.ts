/** The first screen: what ran, score and coverage, what fails, what could not be assessed, and whether the gates are met. */
import { severities } from '../../model/profile.ts';
import type { ProfileRecord, Scores } from '../../model/report.ts';
import type { WaiverRecord } from '../../model/waiver.ts';
import { isPublic, withheldCounts } from '../handling.ts';
import { stateCounts } from '../waivers.ts';
import { attestedOf } from '../words.ts';
import { shareBar } from './bars.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { marking } from './handling.ts';
import { count, moment, plural, share, stateMark } from './marks.ts';
import type { Frame, Page, Section } from './page.ts';

/** Program, evaluation time, and the audit profiles with the start of their hashes. */
export function header({ report, shown }: Page): Markup {
  const { tool, asOf, profiles, handling } = report;
  const { devices, policies } = withheldCounts(report) ?? {
    devices: shown.kinds.device.all,
    policies: shown.kinds.policy.all,
  };
  const rows = profiles.map(
    ({ title, id, version, sha256, base, changes, advisory }) =>
      markup`<li><span class="value">${title}</span> <span class="quiet"><code>${id}</code> version ${version}, SHA-256 <code>${sha256.slice(0, 12)}</code>${advisory === true ? '; advice, which does not gate by itself' : ''}</span>${tailoring(base, changes)}</li>`,
  );
  const until = handling?.retainUntil;
  return markup`<header class="top">
${marking(report, 'top')}<p class="brand">Passmuster <span class="quiet">${tool.version}</span></p>
<h1>Audit of ${auditedOf(devices, policies)}</h1>
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

/** Kinds that are there; where nothing is, both. */
function auditedOf(devices: number, policies: number): string {
  const told = [
    ...(devices > 0 || policies === 0 ? [plural(devices, 'device')] : []),
    ...(policies > 0 || devices === 0 ? [plural(policies, 'policy', 'policies')] : []),
  ];
  return told.join(' and ');
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

/** Four figures of one size: what is not known is as loud as what fails. */
export const verdictSection: Section = {
  contents: [],
  *render(page) {
    yield markup`<section class="panels" aria-label="Verdict">
${scorePanel(page.report)}${coveragePanel(page.report)}`;
    if (!isPublic(page.report)) yield markup`${failPanel(page)}${unknownPanel(page)}`;
    yield markup`</section>
${gateLine(page.report)}`;
  },
};

const nothingDecided = markup`<p class="loud">Nothing was decided.</p>`;

function scorePanel({ summary, waivers = [] }: Frame): Markup {
  const { score, scoreWithoutWaivers, byKind } = summary;
  const { waived } = summary.outcomes;
  return markup`<div class="panel"><h2>Score</h2>
<p class="figure">${share(score)}</p>
${score === null ? nothingDecided : shareBar('pass', score)}<p>Passes among passes and fails, by weight. ${apart(byKind, (one) => one.score)}</p>
${waived === 0 ? nothing : markup`<p><strong>${share(scoreWithoutWaivers)}</strong> without waivers: ${plural(waived, 'fail')} ${waived === 1 ? 'is' : 'are'} waived.</p>`}${urgentWaivers(waivers)}</div>
`;
}

/** Those that have ended or soon will need somebody. */
function urgentWaivers(waivers: readonly WaiverRecord[]): Markup {
  const told = stateCounts(waivers)
    .filter(({ state, count: number }) => number > 0 && (state === 'expired' || state === 'expiring'))
    .map(({ state, count: number }) => `${count(number)} ${state}`);
  return told.length === 0
    ? nothing
    : markup`<p class="loud"><a href="#waivers">Waivers</a>: ${told.join(', ')}.</p>`;
}

function coveragePanel({ summary }: Frame): Markup {
  const { coverage, byKind, outcomes: counts } = summary;
  const decided = counts.pass + counts.fail + counts.waived;
  const stated = attestedOf(summary);
  return markup`<div class="panel"><h2>Coverage</h2>
<p class="figure">${share(coverage)}</p>
${coverage === null ? nothing : shareBar('known', coverage)}<p>${count(decided)} of ${plural(decided + counts.unknown + counts.error, 'finding')} that ${decided + counts.unknown + counts.error === 1 ? 'applies' : 'apply'} could be decided. ${apart(byKind, (one) => one.coverage)}</p>
${stated === undefined ? nothing : markup`<p>${stated}.</p>`}</div>
`;
}

/** Devices and policies apart, where there are both. */
function apart(
  { device, policy }: { readonly device: Scores; readonly policy: Scores },
  figure: (scores: Scores) => number | null,
): string {
  const [devices, policies] = [figure(device), figure(policy)];
  return devices === null || policies === null
    ? ''
    : `Devices ${share(devices)}, policies ${share(policies)}.`;
}

/** Only a history knows what is new, and only where there is a run to compare with. */
function freshOf({ report: { history }, shown: { rules } }: Page): string {
  if (history?.previous === undefined) return '';
  const fresh = rules.reduce((sum, one) => sum + one.fresh, 0);
  return fresh === 0 ? ' None is new since the run before.' : ` ${count(fresh)} new since the run before.`;
}

function failPanel(page: Page): Markup {
  const { report, shown } = page;
  const { outcomes: counts, bySeverity } = report.summary;
  const decided = counts.pass + counts.fail + counts.waived;
  const failing = severities
    .filter((severity) => bySeverity[severity].fail > 0)
    .map((severity) => markup`<li><strong>${count(bySeverity[severity].fail)}</strong> ${severity}</li>`);
  return markup`<div class="panel fail"><h2>Fails</h2>
<p class="figure">${count(counts.fail)}</p>
<p>${plural(counts.fail, 'finding')} on ${plural(shown.subjectsWith.fail, 'subject')}.${freshOf(page)}</p>
${failing.length > 0 ? markup`<ul class="tags">${failing}</ul>` : nothing}${
    decided === 0
      ? markup`<p class="loud">Nothing was decided, so the lack of fails shows nothing.</p>`
      : nothing
  }</div>
`;
}

function unknownPanel({ report, shown }: Page): Markup {
  const { outcomes: counts } = report.summary;
  const { subjectsWith } = shown;
  const unassessed = counts.unknown + counts.error;
  return markup`<div class="panel unknown"><h2>Could not be assessed</h2>
<p class="figure">${count(unassessed)}</p>
<p>${plural(counts.unknown, 'unknown')} on ${plural(subjectsWith.unknown, 'subject')}${
    counts.error > 0
      ? `, and ${plural(counts.error, 'error')} (a defect of Passmuster) on ${plural(subjectsWith.error, 'subject')}`
      : ''
  }.</p>
${setAside(report)}${unassessed > 0 ? markup`<p><a href="#unknowns">What to collect</a></p>` : nothing}</div>
`;
}

/** Inputs that were not read to the end are part of what is not known. */
function setAside({ inputs, summary }: Frame): Markup {
  const partial = inputs.filter(({ status }) => status === 'partial').length;
  const unreadable = inputs.filter(({ status }) => status === 'unreadable').length;
  if (inputs.length === 0) return markup`<p class="loud">No input was read.</p>`;
  if (partial + unreadable > 0)
    return markup`<p class="loud"><a href="#inputs">Not every input was read to its end</a>: ${count(partial)} partial, ${count(unreadable)} unreadable.</p>`;
  const ignored = inputs.filter(({ status }) => status === 'ignored').length;
  const besides = ignored === 0 ? '' : ` ${plural(ignored, 'file')} not recognised and ignored.`;
  return summary.complete
    ? markup`<p>Every recognised input was read to its end.${besides}</p>`
    : markup`<p class="loud">The evidence is not complete.</p>`;
}

/** One line; the table with the details stands below. */
function gateLine({ gates }: Frame): Markup {
  if (gates.length === 0) return nothing;
  const unmet = gates.filter(({ met }) => !met);
  const named = unmet.map(
    ({ gate, exitCode }, index) =>
      markup`${index === 0 ? '' : ', '}<code>${gate}</code> (exit code ${exitCode})`,
  );
  const words =
    unmet.length === 0
      ? markup`${stateMark(true, gates.length === 1 ? 'The gate is met.' : `All ${count(gates.length)} gates are met.`)}`
      : markup`${stateMark(false, `${count(unmet.length)} of ${plural(gates.length, 'gate')} ${unmet.length === 1 ? 'is' : 'are'} not met:`)} ${named}.`;
  return markup`<p class="verdict">${words} <a href="#gates">Gates</a></p>
`;
}
